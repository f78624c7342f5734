/**
 * Reads back what compose wrote, to show it: by the readers of mail/, at once and in this thread, because nobody else
 * wrote it. Mails from outside are parsed in intake/.
 */
import { decodeWords } from '../mail/encoded-words.ts';
import { readHeaderBlock } from '../mail/header-block.ts';
import { addresses, value } from '../mail/header-fields.ts';
import type { Address, Attachment } from '../mail/mail.ts';
import { type Leaf, outlineOf } from '../mail/outline.ts';
import { partHead } from '../mail/part-head.ts';
import { partBytes, partText } from '../mail/part-text.ts';

export interface ReadableLetter {
  /** Decoded value of the first field of that name, '' when there is none. */
  field(name: string): string;
  people(name: 'from' | 'to' | 'cc'): readonly Address[];
  readonly text: string;
  /** '' for a letter that is text only. */
  readonly html: string;
  /** Files that operators sent with it. */
  files(): readonly Pick<Attachment, 'name' | 'type' | 'size'>[];
}

export function readLetter(bytes: Uint8Array): ReadableLetter {
  const { fields, bodyAt } = readHeaderBlock(bytes);
  const body = Buffer.from(bytes.buffer, bytes.byteOffset + bodyAt, bytes.length - bodyAt);
  const { leaves } = outlineOf(body, partHead(fields));
  const isFile = ({ head }: Leaf) => head.disposition === 'attachment';
  const inside = ({ start, end }: Leaf) => body.subarray(start, end);
  const words = (type: string) => {
    const leaf = leaves.find(one => one.head.type === type && !isFile(one));
    return leaf ? partText(leaf.head, inside(leaf)).replace(/\r\n/g, '\n') : '';
  };
  return {
    field: name => decodeWords(value(fields, name.toLowerCase())),
    people: name => addresses(fields, name),
    text: words('text/plain'),
    html: words('text/html'),
    files: () =>
      leaves.filter(isFile).map(leaf => {
        const { name, type } = leaf.head;
        return { name, type, size: partBytes(leaf.head, inside(leaf)).length };
      }),
  };
}
