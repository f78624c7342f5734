/**
 * Windows-1252, the charset in which every byte is a letter. TextDecoder of some versions of Node.js reads it as
 * ISO-8859-1: no euro sign and no quotation marks, but control characters. So the 27 letters stand here.
 */
const LETTERS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

export function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin1.replace(/[\x80-\x9f]/g, letter => LETTERS[letter.charCodeAt(0) - 0x80] ?? letter);
}
