import { decodeEntities } from '../../src/mail/entities.ts';
import type { Mail } from '../../src/mail/mail.ts';

/** What the MIME corpora expect of a mail (their README), and how much of it a Mail has. */
export interface Expected {
  readonly file: string;
  readonly subject?: string | null;
  readonly subjectAny?: readonly string[];
  readonly text: readonly string[];
  readonly html: readonly string[];
  readonly attachments: readonly ExpectedFile[];
}

interface ExpectedFile {
  readonly name: string | null;
  readonly sha256: string;
  readonly sha256Any?: readonly string[];
  readonly words?: string;
}

/** Per measure: what was asked, and what is missing. */
export interface Score {
  readonly asked: Record<Measure, number>;
  readonly missing: Record<Measure, string[]>;
}
export type Measure = 'subject' | 'text' | 'html' | 'files' | 'names' | 'no-loss';

export function emptyScore(): Score {
  const measures: Measure[] = ['subject', 'text', 'html', 'files', 'names', 'no-loss'];
  return {
    asked: Object.fromEntries(measures.map(name => [name, 0])) as Record<Measure, number>,
    missing: Object.fromEntries(measures.map(name => [name, [] as string[]])) as Record<Measure, string[]>,
  };
}

export function scoreMail(score: Score, mail: Mail, expected: Expected): void {
  const ask = (measure: Measure, right: boolean, what = '') => {
    score.asked[measure]++;
    if (!right) score.missing[measure].push(`${expected.file} ${what}`.trim());
  };
  const text = squeezed(mail.text);
  const holds = (words: string) => pattern(squeezed(words)).test(text);
  const subjects = expected.subjectAny ?? (expected.subject ? [expected.subject] : []);
  if (subjects.length > 0)
    ask(
      'subject',
      subjects.some(subject => pattern(squeezed(subject), '$').test(squeezed(mail.subject))),
    );
  const textIsThere = expected.text.every(holds);
  if (expected.text.length > 0)
    ask('text', textIsThere, JSON.stringify(expected.text.filter(piece => !holds(piece))).slice(0, 300));
  const htmlIsThere = expected.html.every(html => shareOf(html, mail.text) >= 0.9);
  if (expected.html.length > 0) ask('html', htmlIsThere);
  let lost = !textIsThere || !htmlIsThere;
  for (const file of expected.attachments) {
    const sums = [file.sha256, ...(file.sha256Any ?? [])];
    const found = mail.attachments.filter(({ sha256 }) => sums.includes(sha256));
    const isThere = found.length > 0 || (file.words !== undefined && holds(file.words));
    ask('files', isThere, file.name ?? '');
    lost ||= !isThere;
    if (file.name)
      ask(
        'names',
        mail.attachments.some(({ name }) => letters(name).startsWith(letters((file.name ?? '').replace(/^.*\//, '')))),
        file.name,
      );
  }
  ask('no-loss', !lost);
}

function squeezed(text: string): string {
  return text.normalize('NFC').replace(/[\s\u00a0]+/g, '');
}

/** U+FFFD stands for any letter, also for the one we write for NUL. */
function pattern(words: string, end = ''): RegExp {
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/[\ufffd\0]/g, '.?');
  return new RegExp(end === '' ? escaped : `^${escaped}$`, 'u');
}

/** The name as it may stand on a disk differs in what no disk takes; a second of the same name has a number. */
function letters(name: string): string {
  return name.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
}

function shareOf(html: string, text: string): number {
  const visible = decodeEntities(
    html.replace(/<(?:style|script|head)[\s\S]*?<\/(?:style|script|head)>|<[^>]*>/gi, ' '),
  );
  const words = visible.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0 ? 1 : words.filter(word => text.includes(word)).length / words.length;
}
