import { decodeBytes } from './charset.ts';
import { decompressRtf } from './lzfu.ts';
import { readProperties } from './mapi.ts';
import { metaCharset } from './meta-charset.ts';

/**
 * winmail.dat: what Outlook sends to those it takes for Outlook (MS-OXTNEF). A list of attributes, each with its
 * length; those of files follow their file. Every length is checked against what is there: a file that lies gives
 * what came before the lie. Bytes are views of the original, never copies.
 */
export interface TnefFile {
  /** As written, '' when it has none. */
  readonly name: string;
  /** '' when it does not say. */
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly inline: boolean;
}

export interface Tnef {
  readonly files: readonly TnefFile[];
  readonly plain: string;
  readonly html: string;
  /** Decompressed; '' when there is none. */
  readonly rtf: string;
}

const SIGNATURE = 0x223e9f78;
const MOST_ATTRIBUTES = 20_000;
const MOST_FILES = 1000;
const LARGEST_RTF = 8 * 1024 * 1024;

const BODY = 0x800c;
const OEM_CODEPAGE = 0x9007;
const MESSAGE_PROPERTIES = 0x9003;
const NEW_FILE = 0x9002;
const FILE_TITLE = 0x8010;
const FILE_DATA = 0x800f;
const FILE_PROPERTIES = 0x9005;

interface Open {
  title: string;
  longName: string;
  type: string;
  bytes: Uint8Array | undefined;
  inline: boolean;
}

/** Undefined when it does not begin like one. */
export function readTnef(bytes: Uint8Array): Tnef | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 6 || view.getUint32(0, true) !== SIGNATURE) return undefined;
  const found = { plain: '', html: '', rtf: '' };
  const files: Open[] = [];
  let codepage = '';
  let at = 6;
  for (let n = 0; n < MOST_ATTRIBUTES && at + 9 <= bytes.length; n++) {
    const id = view.getUint16(at + 1, true);
    const length = view.getUint32(at + 5, true);
    const value = bytes.subarray(at + 9, at + 9 + length);
    at += 9 + length + 2;
    if (id === OEM_CODEPAGE && value.length >= 4)
      codepage = `cp${view.getUint32(value.byteOffset - bytes.byteOffset, true)}`;
    else if (id === BODY) found.plain = text(value, codepage);
    else if (id === MESSAGE_PROPERTIES) takeMessage(value, codepage, found);
    else if (id === NEW_FILE && files.length < MOST_FILES) files.push(newFile());
    else takeOfFile(files.at(-1), id, value, codepage);
  }
  return { ...found, files: files.flatMap(finished) };
}

function newFile(): Open {
  return { title: '', longName: '', type: '', bytes: undefined, inline: false };
}

function takeMessage(value: Uint8Array, codepage: string, found: { plain: string; html: string; rtf: string }): void {
  for (const { id, bytes, isWide } of readProperties(value)) {
    const said = () => (isWide ? wide(bytes) : text(bytes, codepage));
    if (id === 0x1000) found.plain = said();
    // PidTagHtml is bytes in a charset the HTML itself names, mostly.
    else if (id === 0x1013) found.html = isWide ? wide(bytes) : text(bytes, metaCharset(bytes) || codepage);
    else if (id === 0x1009) found.rtf = latin1(decompressRtf(bytes, LARGEST_RTF) ?? new Uint8Array());
  }
}

function takeOfFile(file: Open | undefined, id: number, value: Uint8Array, codepage: string): void {
  if (file === undefined) return;
  if (id === FILE_TITLE) file.title = text(value, codepage);
  else if (id === FILE_DATA) file.bytes = value;
  else if (id === FILE_PROPERTIES) takeProperties(file, value, codepage);
}

function takeProperties(file: Open, value: Uint8Array, codepage: string): void {
  for (const { id, bytes, isWide, isObject } of readProperties(value)) {
    const said = () => (isWide ? wide(bytes) : text(bytes, codepage));
    switch (id) {
      case 0x3707:
        file.longName = said();
        break;
      case 0x3704:
      case 0x3001:
        file.title ||= said();
        break;
      case 0x370e:
        file.type = said().toLowerCase();
        break;
      case 0x3712:
        file.inline = said() !== '';
        break;
      case 0x3701:
        // A mail within is a winmail.dat again.
        file.bytes ??= isObject ? bytes.subarray(16) : bytes;
        break;
    }
  }
}

function finished({ title, longName, type, bytes, inline }: Open): TnefFile[] {
  return bytes === undefined ? [] : [{ name: longName || title, type, bytes, inline }];
}

/** Strings end in a zero byte. */
function text(bytes: Uint8Array, codepage: string): string {
  const end = bytes.indexOf(0);
  return decodeBytes(end < 0 ? bytes : bytes.subarray(0, end), codepage === 'cp0' ? '' : codepage);
}

function wide(bytes: Uint8Array): string {
  return new TextDecoder('utf-16le').decode(bytes.subarray(0, bytes.length & ~1)).replace(/\0+$/, '');
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').replace(/\0+$/, '');
}
