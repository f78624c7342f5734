/**
 * Subjects: what a mail program put before them (`Re:`, `AW:`, `回复：`) and what we put behind them (`[#token]`).
 * The tag only carries the token for programs that drop every other header; it is never believed unverified.
 */
const PREFIXES = [
  ...['re', 'fw', 'fwd', 'aw', 'wg', 'antw', 'antwort', 'betreff', 'sv', 'vs', 'vb', 'vl', 'doorst', 'tr', 'rép'],
  ...['rv', 'res', 'enc', 'odp', 'pd', 'ynt', 'ilt', 'atb', 'bls', 'továbbítás', 'vá', 'svar', 'απ', 'πρθ', 'σχετ'],
  ...['回复', '回覆', '答复', '答覆', '转发', '轉寄', '轉發', '返信', '転送', '답장', '회신', '전달', 'отв', 'пересл'],
].join('|');
/** `Re:`, `RE :`, `Re[2]:`, `Fwd(3):`, `回复：`. The counter and the blanks are bounded, so a match costs a constant. */
const PREFIX = new RegExp(`^(?:${PREFIXES})(?:\\[\\d{1,3}\\]|\\(\\d{1,3}\\)|\\^\\d{1,3})?\\s{0,3}[:：]\\s*`, 'iu');
/** What says `forwarded`; VS does so in Danish and Norwegian and says `answer` in Finnish. `I:` is Italian. */
const FORWARD_PREFIX =
  /^(?:\[[^\]]{1,30}\]\s{0,3}){0,3}(fwd?|wg|tr|rv|enc|pd|i|vs|vb|vl|doorst|[iİ]lt|továbbítás|πρθ|转发|轉寄|轉發|转寄|転送|전달|пересл)(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,3}[:：]/iu;
/** Whole or damaged: a piece of a token helps nobody. */
const MARK = /\[#[0-9a-z._-]{1,80}\]/gi;
const NUMBER_TAG = /\[#([1-9]\d{0,14})\]/g;

/** The subject as it was first written: without our tag and without any number of reply and forward prefixes. */
export function plainSubject(text: string): string {
  let rest = withoutMarks(text);
  for (let match = PREFIX.exec(rest); match !== null; match = PREFIX.exec(rest)) rest = rest.slice(match[0].length);
  return rest;
}

/** The forward prefix that a subject begins with, lower case, below a gateway's `[External]`; `Re: Fwd:` is an answer. */
export function forwardPrefix(subject: string): string | undefined {
  return FORWARD_PREFIX.exec(subject.trimStart())?.[1]?.toLowerCase();
}

/** Tickets that are named by their bare number, `[#12]`, from left to right, each once; without brackets it is no tag. */
export function numberTags(text: string): number[] {
  return [...new Set(Array.from(text.matchAll(NUMBER_TAG), ([, number]) => Number(number)))];
}

/** Without the marks by which our letters find back: `[#12]`, `[#token]`. */
export function withoutMarks(text: string): string {
  if (!text.includes('[#')) return text.trim();
  return text.replace(MARK, ' ').replace(/ {2,}/g, ' ').trim();
}
