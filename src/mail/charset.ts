/**
 * Bytes to text for header fields. What a mail says about its charset is a hint: bytes that do not fit are read as
 * UTF-8 when they are UTF-8, else as Windows-1252, in which every byte is a letter. (Bodies are decoded in intake/.)
 */
type Decoder = InstanceType<typeof TextDecoder>;
const decoders = new Map<string, Decoder>();
const FALLBACK = 'windows-1252';

/** Never throws and never drops a byte; an unknown charset is guessed. */
export function decodeBytes(bytes: Uint8Array, charset = 'utf-8'): string {
  const label = charset
    .toLowerCase()
    .replace(/\*.*$/, '')
    .replace(/^cp-?(125\d)$/, 'windows-$1');
  if (isUtf7(label)) return decodeUtf7(guessed(bytes));
  if (label !== 'utf-8' && label !== 'utf8' && label !== 'us-ascii') {
    const decoder = decoderFor(label);
    if (decoder !== undefined) return decoder.decode(bytes);
  }
  return guessed(bytes);
}

export function isUtf7(charset: string): boolean {
  return /^(?:(?:x-)?unicode-1-1-)?utf-?7$/i.test(charset);
}

/** RFC 2152: `+` and base64 of UTF-16BE up to `-` or any other letter; `+-` is a plus. */
export function decodeUtf7(text: string): string {
  return text.replace(/\+([a-z0-9+/]*)-?/gi, (written: string, coded: string) => {
    if (coded === '') return written.endsWith('-') ? '+' : written;
    const bytes = Buffer.from(coded, 'base64');
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le');
  });
}

function guessed(bytes: Uint8Array): string {
  const text = decoderFor('utf-8')?.decode(bytes) ?? '';
  return text.includes('\ufffd') ? (decoderFor(FALLBACK)?.decode(bytes) ?? text) : text;
}

function decoderFor(label: string): Decoder | undefined {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  const made = newDecoder(label);
  // The labels of the Encoding Standard are few; strangers' inventions are not kept.
  if (made !== undefined) decoders.set(label, made);
  return made;
}

/** The only way to ask whether a charset is known is to try it. */
function newDecoder(label: string): Decoder | undefined {
  try {
    const decoder = new TextDecoder(label);
    return decoder.encoding === 'replacement' ? undefined : decoder;
  } catch {
    return undefined;
  }
}
