/** A file of ours as it goes out: its name without a path, its type by its extension, what its first bytes say. */
import { createHash } from 'node:crypto';
import { extensionsOf, withDanger } from './file-danger.ts';
import { forFileName } from './file-name.ts';
import { SNIFFED_BYTES, sniff } from './file-type.ts';
import type { Attachment } from './mail.ts';
import { withPixels } from './picture.ts';

/** What the bytes alone do not tell: office files are ZIP archives, and text is text. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['txt', 'text/plain'],
  ['log', 'text/plain'],
  ['md', 'text/markdown'],
  ['csv', 'text/csv'],
  ['ics', 'text/calendar'],
  ['vcf', 'text/vcard'],
  ['html', 'text/html'],
  ['htm', 'text/html'],
  ['xml', 'application/xml'],
  ['json', 'application/json'],
  ['doc', 'application/msword'],
  ['xls', 'application/vnd.ms-excel'],
  ['ppt', 'application/vnd.ms-powerpoint'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['odt', 'application/vnd.oasis.opendocument.text'],
  ['ods', 'application/vnd.oasis.opendocument.spreadsheet'],
  ['odp', 'application/vnd.oasis.opendocument.presentation'],
  ['epub', 'application/epub+zip'],
  ['svg', 'image/svg+xml'],
]);

/** `path` as it was typed; of it only the last part is kept. */
export function ownFile(path: string, bytes: Uint8Array): Attachment {
  const name = forFileName(path);
  const beginning = bytes.subarray(0, SNIFFED_BYTES);
  const found = sniff(beginning);
  const said = TYPES.get(extensionsOf(name).at(-1) ?? '');
  const type = (found?.executable ? undefined : said) ?? found?.type ?? 'application/octet-stream';
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { name, type, size: bytes.length, sha256, inline: false };
  return withPixels(withDanger(file, beginning, path), bytes);
}
