import { withDanger } from '../mail/file-danger.ts';
import { forFileName, unique } from '../mail/file-name.ts';
import { SNIFFED_BYTES } from '../mail/file-type.ts';
import type { Attachment } from '../mail/mail.ts';
import { withPixels } from '../mail/picture.ts';

/** The files of a mail in their order. Of one of them, when somebody wants it, the bytes are kept too. */
export interface Shelf {
  /**
   * Names as they were written, the type as it was said. `bytes`: all of them when the file is wanted; `beginning`: the
   * first of them in any case, by which it is told what the file is (SNIFFED_BYTES) and how large a picture is.
   */
  put(file: Attachment, bytes: Uint8Array, beginning?: Uint8Array): void;
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
    put(file, content, beginning = content) {
      if (files.length === MOST) return;
      if (files.length === wanted) bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
      const name = forFileName(file.name);
      const type = TYPE.test(file.type) ? file.type.toLowerCase() : 'application/octet-stream';
      const known = withDanger({ ...file, name, type }, beginning.subarray(0, SNIFFED_BYTES), file.name);
      files.push(withPixels(known, beginning));
    },
    wantsNext: () => files.length === wanted,
    attachments() {
      const names = unique(files.map(({ name }) => name));
      return files.map((file, n) => ({ ...file, name: names[n] ?? file.name }));
    },
    wanted: () => bytes,
  };
}
