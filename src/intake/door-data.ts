import type { Readable } from 'node:stream';

/**
 * Takes the bytes of a mail from a client and never holds more than allowed: beyond the limit of one mail, or of all
 * mails that are coming in at the same time, the rest is read and dropped.
 */
export interface Room {
  /** Bytes of one mail. */
  readonly mail: number;
  /** Bytes of all mails together. */
  readonly all: number;
  /** Bytes held now. */
  held: number;
}

export type Taken =
  | { readonly got: 'mail'; readonly bytes: Uint8Array; release(): void }
  | { readonly got: 'too-large' | 'no-room' | 'cut-off' };

export function takeData(stream: Readable, room: Room): Promise<Taken> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let size = 0;
    let lost: 'too-large' | 'no-room' | undefined;
    const drop = () => {
      room.held -= size;
      size = 0;
      chunks.length = 0;
    };
    stream.on('data', (chunk: Buffer) => {
      if (lost) return;
      if (size + chunk.length > room.mail) lost = 'too-large';
      else if (room.held + chunk.length > room.all) lost = 'no-room';
      if (lost) return drop();
      room.held += chunk.length;
      size += chunk.length;
      chunks.push(chunk);
    });
    stream.once('end', () => {
      if (lost) return resolve({ got: lost });
      const bytes = Buffer.concat(chunks);
      // From here on the mail is in memory once; its place in the room stays taken.
      chunks.length = 0;
      resolve({ got: 'mail', bytes, release: drop });
    });
    stream.once('error', () => undefined);
    // Without an end before it, the client went away in the middle of the mail.
    stream.once('close', () => {
      if (stream.readableEnded) return;
      drop();
      resolve({ got: 'cut-off' });
    });
  });
}
