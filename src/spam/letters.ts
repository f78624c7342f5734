/**
 * What each UTF-16 code unit is to the filter, as a table, for every letter of every mail is looked up here.
 * Scripts without blanks between words (Chinese, Japanese, Korean, Thai, Lao) are of a kind of their own.
 */
export const GAP = 0;
export const LETTER = 1;
export const UNSPACED = 2;
/** May stand in the middle of a word, and some at its ends: `$100`, `don't`, `50%`, `ann@example.org`. */
export const JOINER = 3;

export const kindOf = new Uint8Array(65536);
/** Lower case of a letter where that is one code unit too, else the letter itself. */
export const lowerOf = new Uint16Array(65536);

/** What a letter adds to what can be said of its word; bits, so that a word is the OR of its letters. */
export const SMALL = 1;
export const CAPITAL = 2;
export const DIGIT = 4;
export const AT = 8;
/** Parts a word within: `e-mail`. */
export const INNER = 16;
/** Shouts at its end. */
export const MARK = 32;
export const traitOf = new Uint8Array(65536);

let filled = false;

/** Before the first of the tables is read. Not when this file is loaded: most commands read no mail, and it takes 30 ms. */
export function fillTables(): void {
  if (filled) return;
  filled = true;
  for (let code = 0; code < 65536; code++) {
    kindOf[code] = kind(code);
    const lower = String.fromCharCode(code).toLowerCase();
    lowerOf[code] = lower.length === 1 ? lower.charCodeAt(0) : code;
    traitOf[code] = trait(code);
  }
}

function trait(code: number): number {
  if (isDigit(code)) return DIGIT;
  if (lowerOf[code] !== code) return CAPITAL;
  if (kindOf[code] === LETTER) return SMALL;
  if (code === 64) return AT;
  if (code === 33 || code === 37) return MARK;
  return ".-'_".includes(String.fromCharCode(code)) ? INNER : 0;
}

function kind(code: number): number {
  if (isDigit(code) || isAsciiLetter(code)) return LETTER;
  if (code < 0x80) return "$'-._!#%@".includes(String.fromCharCode(code)) ? JOINER : GAP;
  if (code < 0xc0) return code === 0xa3 || code === 0xa5 || code === 0xaa || code === 0xba ? LETTER : GAP;
  if (code < 0x100) return code === 0xd7 || code === 0xf7 ? GAP : LETTER;
  if (within(code, 0x3040, 0x30ff) || within(code, 0x3400, 0x9fff) || within(code, 0xac00, 0xd7af)) return UNSPACED;
  if (within(code, 0xf900, 0xfaff) || within(code, 0x0e00, 0x0eff) || within(code, 0xff10, 0xff5a)) return UNSPACED;
  if (within(code, 0x2000, 0x206f) || within(code, 0x3000, 0x303f) || within(code, 0xff00, 0xffef)) return GAP;
  return LETTER;
}

function within(code: number, first: number, last: number): boolean {
  return code >= first && code <= last;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
