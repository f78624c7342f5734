/**
 * The one family of functions that makes untrusted text safe for a place: terminal, JSON, header, CSV, log.
 * (File names have a file of their own, file-name.ts.) Text is kept as it came and cleaned where it is used, because
 * what is harmless differs from place to place; nothing from a mail is printed or stored under a name without them.
 */

/** C0, DEL and C1; line break and tabulator are decided by the caller. */
const CONTROLS = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f';
/**
 * What can reorder or hide letters: bidi controls, invisible spaces and fillers, line and paragraph separators,
 * interlinear marks, tag characters and the variation selectors that can carry hidden bytes. \p{Cs} under the u flag
 * is a surrogate without its partner.
 */
const UNSEEN =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f' +
  '\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}\\p{Cs}';
/** They choose how the letter before them is drawn; anywhere else, or many, they only hide bytes. */
const SELECTORS = '\\ufe00-\\ufe0f';
const UNSAFE_LINE = new RegExp(`[\\t\\n${CONTROLS}${UNSEEN}${SELECTORS}]`, 'gu');
const UNSAFE_LINES = new RegExp(`[${CONTROLS}${UNSEEN}${SELECTORS}]`, 'gu');
const UNSAFE_JSON = new RegExp(`[\\u007f-\\u009f${UNSEEN}]`, 'gu');
/** More marks on one letter than any language writes cover the lines above and below. */
const FLOOD = /(\p{M}{8})\p{M}+/gu;
const HEADER_BREAKS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/**
 * Nothing in the result moves the cursor, changes colours, titles or clipboards, reverses or hides letters: all that
 * could is shown as `\x1b` or `\u202e`. Plain text comes back unchanged; cleaning twice is cleaning once.
 */
export function forTerminal(text: string, how: { readonly multiline: boolean }): string {
  const unsafe = how.multiline ? UNSAFE_LINES : UNSAFE_LINE;
  // CR LF is a line end, not an attack; a lone CR overwrites the line and is shown.
  const lines = how.multiline ? text.replaceAll('\r\n', '\n') : text;
  const seen = lines.replace(unsafe, (letter, at: number, whole: string) =>
    joinsLetters(letter, at, whole) || selects(letter, at, whole) ? letter : visible(letter),
  );
  return seen.replace(FLOOD, '$1…');
}

/** JSON text as it is printed: JSON itself escapes only U+0000 to U+001F. A reader gets back the same string. */
export function forJson(json: string): string {
  return json
    .replace(UNSAFE_JSON, escapedUnits)
    .replace(FLOOD, (marks: string, few: string) => few + escapedUnits(marks.slice(few.length)));
}

function escapedUnits(text: string): string {
  return text
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** One line for a header field: no CR, LF, NUL or other control, trimmed, at most `limit` UTF-16 units. */
export function forHeader(text: string, limit = 998): string {
  return wellFormed(bounded(text.replace(HEADER_BREAKS, ' ').trim(), limit)).trimEnd();
}

/** Blanks before the sign, its wide and its small forms: spreadsheets of some countries take them for the same. */
const FORMULA = /^\s*[=+\-@＝＋－＠﹦﹢﹣﹫−]|^[\t\r\n]/;

/** One field of a CSV file: quoted by RFC 4180 where needed, and never a formula for the program that opens it. */
export function forCsv(value: string): string {
  const tame = FORMULA.test(value) ? `'${value}` : value;
  return /[",;\r\n\t]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** One short line for a log: `…` stands where the rest was cut off. */
export function forLog(text: string, limit = 300): string {
  const cut = bounded(text, limit);
  return forTerminal(cut, { multiline: false }) + (cut.length < text.length ? '…' : '');
}

/** At most `limit` UTF-16 units, never half of a surrogate pair. */
export function bounded(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

/** Lone surrogates become U+FFFD: no database and no UTF-8 can hold them. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

/** ZWJ and ZWNJ between emoji, or in scripts that are spelled with them, belong to the word. */
function joinsLetters(letter: string, at: number, whole: string): boolean {
  if (letter !== '\u200d' && letter !== '\u200c') return false;
  const before = whole.slice(Math.max(0, at - 2), at);
  const after = whole.slice(at + 1, at + 3);
  if (letter === '\u200d' && /(?:\p{Extended_Pictographic}|\p{EMod}|\ufe0f)$/u.test(before)) {
    return /^\p{Extended_Pictographic}/u.test(after);
  }
  return JOINED_SCRIPT_END.test(before) && JOINED_SCRIPT_START.test(after);
}

/** One selector behind a sign that has two forms, or behind a Han character. */
function selects(letter: string, at: number, whole: string): boolean {
  const before = whole.slice(Math.max(0, at - 2), at);
  if (/^[\u{e0100}-\u{e01ef}]/u.test(letter)) return /\p{Script=Han}$/u.test(before);
  return /^[\ufe00-\ufe0f]/.test(letter) && SELECTABLE.test(before);
}

const SELECTABLE = /(?:\p{Emoji}|\p{So}|\p{Sm}|\p{Script=Han})$/u;

const JOINED_SCRIPTS = ['Arabic', 'Syriac', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil']
  .concat('Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Mongolian')
  .map(script => `\\p{Script=${script}}`)
  .join('');
const JOINED_SCRIPT_END = new RegExp(`[${JOINED_SCRIPTS}]$`, 'u');
const JOINED_SCRIPT_START = new RegExp(`^[${JOINED_SCRIPTS}]`, 'u');

function visible(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
