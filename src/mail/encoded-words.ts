import { decodeBytes } from './charset.ts';

/**
 * Encoded words of header fields (RFC 2047), as programs really write them: with spaces and raw letters inside, badly
 * padded, cut in the middle of a letter, without their end, with Q where B is said. Words side by side in the same
 * charset are joined as bytes before they are decoded; letters that stand raw inside a word are kept as they are.
 *
 * The content of a word never holds the beginning of another, so a row of beginnings costs no second look.
 */
const WORD = /=\?([^?\s]{1,64})\?([bq])\?((?:[^?=]|=(?!\?(?!=|$))|\?(?!=))*)(?:\?=|\??$)/gi;

interface Run {
  charset: string;
  bytes: number[];
  /** Base64 not decoded yet: the next word may bring the rest of its last letters. */
  base64: string[];
}

/** Linear time; text without encoded words comes back unchanged. */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text;
  const run: Run = { charset: '', bytes: [], base64: [] };
  let decoded = '';
  let after = 0;
  for (const match of text.matchAll(WORD)) {
    const [word, charset = '', encoding = '', content = ''] = match;
    const between = text.slice(after, match.index);
    const joined = after > 0 && between.trim() === '';
    if (!joined) decoded += spent(run) + between;
    if (run.charset !== charset.toLowerCase()) decoded += spent(run);
    run.charset = charset.toLowerCase();
    if (isBase64(encoding, content)) run.base64.push(content);
    else decoded += takeQuoted(run, content);
    after = match.index + word.length;
  }
  return decoded + spent(run) + text.slice(after);
}

/** Some say B and write Q, or the other way round; only what cannot be the one is read as the other. */
function isBase64(encoding: string, content: string): boolean {
  if (encoding.toLowerCase() === 'b') return !looksQuoted(content);
  return /^[a-z0-9+/]{6,}={1,2}$/i.test(content) && content.length % 4 === 0;
}

/** In base64 `=` fills up the last four letters, and only the last one or two of them. */
function looksQuoted(content: string): boolean {
  const at = content.search(/=[0-9a-f]{2}/i);
  if (at < 0) return false;
  const end = at + (content[at + 1] === '=' ? 2 : 1);
  return /[^a-z0-9+/=\s]/i.test(content) || at % 4 < 2 || end % 4 !== 0;
}

function spent(run: Run): string {
  takeBase64(run);
  if (run.bytes.length === 0) return '';
  const text = decodeBytes(Uint8Array.from(run.bytes), run.charset);
  run.bytes = [];
  return text;
}

/** Words that only together are whole base64 were cut anywhere; else each is by itself, its padding right or not. */
function takeBase64(run: Run): void {
  if (run.base64.length === 0) return;
  const pieces = run.base64.map(piece => piece.replace(/[^a-z0-9+/=_-]/gi, ''));
  const whole = pieces.join('');
  const cut = pieces.length > 1 && pieces.some(piece => piece.length % 4 !== 0) && whole.length % 4 === 0;
  for (const piece of cut ? [whole] : pieces) {
    // Padding in the middle: two texts were encoded one by one and then joined.
    for (const part of piece.split(/=+/)) for (const byte of Buffer.from(part, 'base64')) run.bytes.push(byte);
  }
  run.base64 = [];
}

/** Gives back what had to be written out already because a raw letter came in between. */
function takeQuoted(run: Run, content: string): string {
  takeBase64(run);
  let out = '';
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i);
    const hex = code === 0x3d ? /^[0-9a-f]{2}/i.exec(content.slice(i + 1, i + 3)) : null;
    if (hex !== null) {
      run.bytes.push(Number.parseInt(hex[0], 16));
      i += 2;
    } else if (code > 0x7f) {
      out += spent(run) + content[i];
    } else {
      run.bytes.push(code === 0x5f ? 0x20 : code);
    }
  }
  return out;
}
