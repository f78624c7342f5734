/** The charset that a page says it is in, in its first `<meta>` that names one (HTML, 4.2.5.4); '' when none does. */
const LOOKED_AT = 2048;

export function metaCharset(bytes: Uint8Array): string {
  const beginning = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LOOKED_AT)).toString('latin1');
  const said = /<meta\b[^>]{0,200}\bcharset\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})/i.exec(beginning)?.[1] ?? '';
  // The tag could be read, so the text is not in two bytes a letter, whatever it says.
  return /^(?:utf-?16|utf-?32|ucs|unicode)/i.test(said) ? '' : said;
}
