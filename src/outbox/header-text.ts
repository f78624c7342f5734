/**
 * Words of strangers on their way into a header or a body of a letter: no byte of them may end a line or a field.
 * Not for terminals; what is safe to print there is another question.
 */
import { plainSubject } from '../mail/subject.ts';

/** Line and paragraph separators, and the controls that reorder what stands around them. */
const REORDERING = /[\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;
/** Signs that are no characters and never will be (Unicode §23.7); the marks of pieces.ts are among them. */
const NO_CHARACTERS = /[\ufdd0-\ufdef]/g;
const LONE_SURROGATE = /[\ud800-\udfff]/gu;

/** One line of at most `max` characters (code points). */
export function oneLine(text: string, max: number): string {
  const flat = text
    .slice(0, max * 8)
    .replace(/[\0-\x1f\x7f-\x9f]+/g, ' ')
    .replace(REORDERING, ' ')
    .replace(NO_CHARACTERS, '')
    .replace(LONE_SURROGATE, '\ufffd')
    // An encoded word (RFC 2047) that was typed would be decoded at the other end: its text is not ours to send.
    .replace(/=\?(?=[^\s?]+\?[bq]\?)/gi, '= ?')
    .replace(/ {2,}/g, ' ')
    .trim();
  const points = [...flat];
  return points.length <= max
    ? flat
    : `${points
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

/** A subject without the marks that replies pile up (`Re: AW: …`) and without reply tokens of earlier letters. */
export function baseSubject(subject: string, max: number): string {
  return plainSubject(oneLine(subject, max));
}

/** Text of a body: LF line ends, no control characters but tab, no trailing empty lines. */
export function bodyText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\0-\x08\x0b-\x1f\x7f]/g, '')
    .replace(NO_CHARACTERS, '')
    .replace(LONE_SURROGATE, '\ufffd')
    .trimEnd();
}

/** The text without the token lines of other letters that were quoted in it: those were made for somebody else. */
export function withoutTokens(text: string): string {
  return text.replace(TOKEN_LINES, '').replace(TOKENS, '');
}

const TOKENS = /\[#\d{1,15}-\d{1,15}-[0-9a-z]{27}\]/gi;
/** With its line, when there is nothing else on it. */
const TOKEN_LINES = /^(?:> ?){0,20}\[#\d{1,15}-\d{1,15}-[0-9a-z]{27}\][ \t]*(?:\n|$)/gim;

/** `<id>` when it can stand in a header without harm; undefined otherwise. Senders make ids of anything. */
export function messageIdField(id: string): string | undefined {
  return /^[!-;=?-~]{1,250}$/.test(id) ? `<${id}>` : undefined;
}

/** References at most `2 × keep` long: where the thread began and where it is now (RFC 5322 §3.6.4). */
export function boundedReferences(ids: readonly string[], keep = 20): string[] {
  const fields = ids.flatMap(id => messageIdField(id) ?? []);
  const unique = [...new Set(fields)];
  return unique.length <= 2 * keep ? unique : [...unique.slice(0, keep), ...unique.slice(-keep)];
}
