import { charsetName } from './charset-names.ts';
import { decodeHz, decodeShifted, decodeUtf7, decodeWide, wideOrder } from './odd-charsets.ts';
import { decodeOld, OLD_CHARSETS } from './old-charsets.ts';
import { decodeWindows1252 } from './windows-1252.ts';

/**
 * Bytes to text. What a mail says about its charset is a hint: bytes that are UTF-8 and not ASCII are UTF-8 whatever
 * it says, for hardly any text of another charset is that by accident. What fits nothing is read as Windows-1252, in
 * which every byte is a letter. It never throws and never drops a byte.
 */
type Decoder = InstanceType<typeof TextDecoder>;

export interface Decoded {
  readonly text: string;
  /** The label is none that anybody knows, and the bytes do not say by themselves what they are. */
  readonly guessed: boolean;
}

/** Charsets in which two bytes are a letter: some words in them are UTF-8 too, whole sentences are not. */
const DOUBLE = /^(?:gb18030|big5|euc-kr|euc-jp|shift_jis)$/;
const FEWEST_DOUBLE = 24;
const decoders = new Map<string, Decoder>();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

export function decodeBytes(bytes: Uint8Array, charset = 'utf-8'): string {
  return decodeText(bytes, charset).text;
}

/** `label` as the mail writes it, '' when it says nothing. */
export function decodeText(bytes: Uint8Array, label: string): Decoded {
  const name = label === 'utf-8' ? label : charsetName(label);
  const own = inOwnWay(bytes, name);
  if (own !== undefined) return { text: own, guessed: false };
  const utf8 = asUtf8(bytes);
  if (utf8 !== undefined && (!DOUBLE.test(name ?? '') || isAscii(utf8, bytes) || isLongUtf8(utf8, bytes)))
    return { text: withEscapes(utf8, bytes) ?? utf8, guessed: false };
  if (name === undefined || name === 'utf-8' || name === 'ascii' || name === 'unlabelled')
    return { text: fallback(bytes, name === 'utf-8' ? 4 : 2), guessed: name === undefined };
  if (OLD_CHARSETS.has(name)) return { text: decodeOld(bytes, name), guessed: false };
  return { text: name === 'windows-1252' ? decodeWindows1252(bytes) : decoderFor(name).decode(bytes), guessed: false };
}

/** Those that TextDecoder does not know, and those that may look like UTF-8 and are not. */
function inOwnWay(bytes: Uint8Array, name: string | undefined): string | undefined {
  const order = wideOrder(bytes, name);
  if (order !== undefined) return decodeWide(bytes, order);
  switch (name) {
    case 'utf-7':
      return decodeUtf7(asUtf8(bytes) ?? fallback(bytes));
    case 'hz':
      return decodeHz(bytes, decoderFor('gb18030'));
    case 'iso-2022-kr':
      return decodeShifted(bytes, decoderFor('euc-kr'));
    case 'iso-2022-cn':
      return decodeShifted(bytes, decoderFor('gb18030'));
    case 'iso-2022-jp':
      return bytes.includes(0x1b) ? decoderFor(name).decode(bytes) : japaneseByBytes(bytes);
    default:
      return undefined;
  }
}

/** Said to be in seven bits, and it is not: one of the other two. */
function japaneseByBytes(bytes: Uint8Array): string | undefined {
  if (asUtf8(bytes) !== undefined) return undefined;
  const [euc, sjis] = ['euc-jp', 'shift_jis'].map(name => decoderFor(name).decode(bytes));
  return euc?.includes('\ufffd') ? sjis : euc;
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function isAscii(utf8: string, bytes: Uint8Array): boolean {
  return utf8.length === bytes.length;
}

function isLongUtf8(utf8: string, bytes: Uint8Array): boolean {
  return bytes.length - utf8.length >= FEWEST_DOUBLE;
}

/** ASCII with the escapes of ISO-2022-JP in it is that, though nobody said so. */
function withEscapes(utf8: string, bytes: Uint8Array): string | undefined {
  if (!isAscii(utf8, bytes) || !bytes.includes(0x1b) || !/\x1b\$[@B][!-~]+\x1b\([BJ]/.test(utf8)) return undefined;
  return decoderFor('iso-2022-jp').decode(bytes);
}

/** UTF-8 in which some bytes are wrong stays UTF-8, and those are letters of Windows-1252. A right letter weighs more. */
function fallback(bytes: Uint8Array, weight = 2): string {
  const { right, runs } = utf8Runs(bytes, weight);
  if (right * weight <= runs.length) return decodeWindows1252(bytes);
  let at = 0;
  const parts: string[] = [];
  for (const wrong of runs) {
    if (wrong > at) parts.push(decoderFor('utf-8').decode(bytes.subarray(at, wrong)));
    parts.push(decodeWindows1252(bytes.subarray(wrong, wrong + 1)));
    at = wrong + 1;
  }
  return parts.join('') + decoderFor('utf-8').decode(bytes.subarray(at));
}

/** How many letters beyond ASCII are right, and where the bytes are that belong to none. */
function utf8Runs(bytes: Uint8Array, weight: number): { readonly right: number; readonly runs: readonly number[] } {
  const runs: number[] = [];
  let right = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequence(bytes, at);
    if (length === 0) runs.push(at);
    else if (length > 1) right++;
    at += Math.max(1, length);
    // Nearly everything is wrong: it is another charset, and counting on would only cost memory.
    if (runs.length > 4096 && right * weight <= runs.length) break;
  }
  return { right, runs };
}

/** Bytes of the letter at `at`, 0 when there is none. */
function sequence(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] ?? 0;
  const overlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  return overlong || (first === 0xed && second > 0x9f) || (first === 0xf4 && second > 0x8f) ? 0 : length;
}

/** Only names of the Encoding Standard come here, so there are few. */
function decoderFor(name: string): Decoder {
  const known = decoders.get(name) ?? new TextDecoder(name);
  decoders.set(name, known);
  return known;
}
