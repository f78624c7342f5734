import { parentPort } from 'node:worker_threads';
import { findAttachment } from '../../intake/find-attachment.ts';
import { type Canvas, draw } from './draw.ts';

/** The thread in which a picture is taken out of its mail and drawn. It has no state, so it may be killed at any moment. */
export interface DrawRequest {
  /** The file itself, or the mail it is in. */
  readonly bytes: Uint8Array;
  readonly inMail?: { readonly nth: number; readonly sha256: string };
  readonly canvas: Canvas;
}

export interface DrawAnswer {
  /** undefined: it cannot be shown. */
  readonly drawn: string | undefined;
}

parentPort?.on('message', (request: DrawRequest) => {
  drawn(request).then(
    found => answer(found),
    () => answer(undefined),
  );
});

async function drawn({ bytes, inMail, canvas }: DrawRequest): Promise<string | undefined> {
  if (inMail === undefined) return draw(Buffer.from(bytes), canvas);
  const found = await findAttachment(bytes, { ...inMail, mailSize: bytes.length });
  return found && draw(found.bytes, canvas);
}

function answer(found: string | undefined): void {
  const said: DrawAnswer = { drawn: found };
  parentPort?.postMessage(said);
}
