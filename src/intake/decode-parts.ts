import { randomBytes } from 'node:crypto';
import { type AttachmentStream, MailParser, type MailParserOptions } from 'mailparser';
import type { Leaf } from '../mail/outline.ts';

/**
 * The bytes of the parts of a body, decoded by mailparser and handed over as they stream by, one part after the other.
 *
 * mailparser never sees what strangers wrote into headers and boundaries: it is given the same parts in a mail of our
 * own making, flat, with a boundary nobody can foresee, each part with a header that says its encoding and that it is
 * a file. So it merges no texts, guesses no charset and misses no part; that is decided by outline.ts and body-text.ts.
 */
export interface Taker {
  take(chunk: Buffer): void;
  end(): void;
}

/** `type`: of a part that says nothing of use, by the extension of its name. */
export type TakerFor = (leaf: Leaf, type: string) => Taker;

const PIECE = 64 * 1024;
const OPTIONS: MailParserOptions = { skipImageLinks: true, skipTextToHtml: true, checksumAlgo: false };

/** Why it ended too early, undefined when it did not. */
export function decodeParts(
  body: Uint8Array,
  leaves: readonly Leaf[],
  takerFor: TakerFor,
): Promise<string | undefined> {
  if (leaves.length === 0) return Promise.resolve(undefined);
  return new Promise(resolve => {
    const parser = new MailParser(OPTIONS);
    let failure: string | undefined;
    let nth = 0;
    const end = (error?: unknown) => {
      if (error !== undefined) failure ??= error instanceof Error ? error.message : String(error);
      parser.removeAllListeners('data');
      parser.destroy();
      resolve(failure);
    };
    parser.on('data', part => {
      if (part.type !== 'attachment') return;
      const leaf = leaves[nth++];
      if (leaf === undefined) part.release?.();
      else hand(part, takerFor(leaf, part.contentType), message => (failure ??= message));
    });
    parser.on('error', end);
    parser.once('end', () => end());
    feed(parser, written(body, leaves));
  });
}

function hand(part: AttachmentStream, taker: Taker, failed: (message: string) => void): void {
  part.content.on('data', (chunk: Buffer) => taker.take(chunk));
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    taker.end();
    part.release?.();
  };
  part.content.once('end', end);
  part.content.once('error', (error: Error) => {
    failed(error.message);
    end();
  });
}

/** The mail for mailparser, piece by piece; the bodies are views of the original. */
function* written(body: Uint8Array, leaves: readonly Leaf[]): Generator<Buffer> {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) {
    yield Buffer.from(`${fields(only.head)}\r\n`);
    yield* inPieces(body, only);
    return;
  }
  const boundary = `parts-${randomBytes(16).toString('hex')}`;
  yield Buffer.from(`Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`);
  let between = '';
  for (const leaf of leaves) {
    yield Buffer.from(`${between}--${boundary}\r\n${fields(leaf.head)}\r\n`);
    yield* inPieces(body, leaf);
    between = '\r\n';
  }
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}

function* inPieces(body: Uint8Array, { start, end }: Leaf): Generator<Buffer> {
  const whole = Buffer.from(body.buffer, body.byteOffset + start, end - start);
  for (let at = 0; at < whole.length; at += PIECE) yield whole.subarray(at, at + PIECE);
}

function fields({ encoding, name, type }: Leaf['head']): string {
  const extension = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1];
  const file = type === 'application/octet-stream' && extension !== undefined ? `; filename="part.${extension}"` : '';
  const said = encoding === 'uuencode' ? 'binary' : encoding;
  return `Content-Type: application/octet-stream\r\nContent-Disposition: attachment${file}\r\nContent-Transfer-Encoding: ${said}\r\n`;
}

/** With regard to the parser's back-pressure: a large body is not copied into its buffers at once. */
function feed(parser: MailParser, pieces: Generator<Buffer>): void {
  const more = () => {
    while (!parser.destroyed) {
      const { value, done } = pieces.next();
      if (done) {
        parser.end();
        return;
      }
      if (!parser.write(value)) {
        parser.once('drain', more);
        return;
      }
    }
  };
  more();
}
