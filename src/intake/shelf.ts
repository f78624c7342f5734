import { forFileName, unique } from '../mail/file-name.ts';
import type { Attachment } from '../mail/mail.ts';

/** The files of a mail in their order. Of one of them, when somebody wants it, the bytes are kept too. */
export interface Shelf {
  /** Names as they were written, the type as it was said. */
  put(file: Attachment, bytes: Uint8Array): void;
  /** Whether the next file is the wanted one. */
  wantsNext(): boolean;
  /** Cleaned, and no name twice. */
  attachments(): Attachment[];
  wanted(): Buffer | undefined;
}

const TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;
/** A mail of words that unpack to thousands of files. */
const MOST = 2000;

export function createShelf(wanted?: number): Shelf {
  const files: Attachment[] = [];
  let bytes: Buffer | undefined;
  return {
    put(file, content) {
      if (files.length === MOST) return;
      if (files.length === wanted) bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
      const name = forFileName(file.name);
      const type = TYPE.test(file.type) ? file.type.toLowerCase() : 'application/octet-stream';
      files.push({ ...file, name, type });
    },
    wantsNext: () => files.length === wanted,
    attachments() {
      const names = unique(files.map(({ name }) => name));
      return files.map((file, n) => ({ ...file, name: names[n] ?? file.name }));
    },
    wanted: () => bytes,
  };
}
