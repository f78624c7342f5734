import { decodeBytes } from '../mail/charset.ts';
import { decodeWords } from '../mail/encoded-words.ts';
import { type RawField, rawFields } from '../mail/header-block.ts';

/**
 * The header of a mail as the filter looks at it: names as they are written, for programs differ in that; values
 * unfolded and not decoded. What other filters and the last mailbox wrote is left out: it would tell the answer, or
 * say where the mail lay and not what it is.
 */
export interface HeaderLine {
  /** Lower case. */
  readonly name: string;
  readonly written: string;
  /** As it stands, raw letters decoded. */
  readonly value: string;
  /** Encoded words decoded too. */
  readonly words: string;
  /** Letters beyond ASCII that nothing announces. */
  readonly raw: boolean;
}

const MOST_LINES = 250;
const LONGEST_VALUE = 4096;
/** Header in all; beyond it only its end is looked for. */
const MOST_BYTES = 128 * 1024;

const VERDICTS =
  /^x-(?:spam|virus|bogosity|dspam|amavis|ham|rspam|antivirus|antispam|junk|crm114|spamprobe|clam|mailscanner|quarantine|barracuda|ironport-(?:av|anti)|proofpoint-spam|forefront-antispam|ms-exchange-organization-scl|ms-antispam|microsoft-antispam|gmx-anti|kaspersky|kas|sophos|filter|assp|policyd|greylist|pmx|hr-spam|scanned|suspected)/;
const LEFT_OUT =
  /^(?:status|x-status|x-uid|x-uidl|x-keywords|x-mozilla-.*|lines|content-length|x-desk-.*|x-postdesk-.*|authentication-results|x-original-authentication-results|dkim-filter|arc-authentication-results|received-spf|x-sa-exim-.*|spamdiagnostic.*|delivered-to-spam)$/;

export function headerLines(bytes: Buffer): { readonly lines: readonly HeaderLine[]; readonly bodyAt: number } {
  const lines: HeaderLine[] = [];
  let strayAt = bytes.length;
  let bodyAt = bytes.length;
  for (const raw of rawFields(bytes)) {
    if (raw.kind === 'body') bodyAt = raw.start;
    else if (raw.start > MOST_BYTES) return { lines, bodyAt: behindEmptyLine(bytes, raw.start) };
    else if (raw.kind === 'stray') strayAt = Math.min(strayAt, raw.start);
    else if (lines.length < MOST_LINES && isEvidence(raw.name)) lines.push(lineOf(bytes, raw));
  }
  // No empty line ever came: what is no field are the words.
  return { lines, bodyAt: bodyAt === bytes.length ? strayAt : bodyAt };
}

function behindEmptyLine(bytes: Buffer, from: number): number {
  const [bare, full] = ['\n\n', '\n\r\n'].map(gap => {
    const found = bytes.indexOf(gap, from, 'latin1');
    return found < 0 ? bytes.length : found + gap.length;
  });
  return Math.min(bare ?? 0, full ?? 0);
}

/** Whether the filter may look at a field of that name, in lower case. */
export function isEvidence(name: string): boolean {
  return !VERDICTS.test(name) && !LEFT_OUT.test(name);
}

function lineOf(bytes: Buffer, { name, start, end }: RawField): HeaderLine {
  const from = bytes.indexOf(58, start) + 1;
  const text = bytes.toString('latin1', from, Math.min(end, from + LONGEST_VALUE));
  const raw = /[\x80-\xff]/.test(text);
  const value = (raw ? decodeBytes(bytes.subarray(from, Math.min(end, from + LONGEST_VALUE))) : text)
    .replace(/\r?\n[ \t]+/g, ' ')
    .trim();
  const written = bytes.toString('latin1', start, start + name.length);
  return { name, written, value, words: decodeWords(value), raw };
}
