import { decodeBytes } from './charset.ts';

/**
 * Encoded words of header fields (RFC 2047). Words side by side in the same charset are joined as bytes before they
 * are decoded, for many programs cut a letter in two; letters that stand raw inside a word are kept as they are.
 */
const WORD = /=\?([^?\s]{1,64})\?([bq])\?([^?]*)\?=/gi;

interface Run {
  charset: string;
  bytes: number[];
}

/** Linear time; text without encoded words comes back unchanged. */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text;
  const run: Run = { charset: '', bytes: [] };
  let decoded = '';
  let after = 0;
  for (const match of text.matchAll(WORD)) {
    const [word, charset = '', encoding = '', content = ''] = match;
    const between = text.slice(after, match.index);
    const joined = after > 0 && between.trim() === '';
    if (!joined) decoded += spent(run) + between;
    if (run.charset !== charset.toLowerCase()) decoded += spent(run);
    run.charset = charset.toLowerCase();
    decoded += encoding.toLowerCase() === 'b' ? takeBase64(run, content) : takeQuoted(run, content);
    after = match.index + word.length;
  }
  return decoded + spent(run) + text.slice(after);
}

function spent(run: Run): string {
  if (run.bytes.length === 0) return '';
  const text = decodeBytes(Uint8Array.from(run.bytes), run.charset);
  run.bytes = [];
  return text;
}

function takeBase64(run: Run, content: string): string {
  for (const byte of Buffer.from(content, 'base64')) run.bytes.push(byte);
  return '';
}

/** Gives back what had to be written out already because a raw letter came in between. */
function takeQuoted(run: Run, content: string): string {
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
