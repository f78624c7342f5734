/**
 * What a file is by its first bytes, whatever its name and its mail say. Nothing is unpacked: of a ZIP only the name of
 * its first entry is read, where it stands at a fixed place. Text has no magic, so text that begins with letters such as
 * MZ or BM stays text.
 */
export interface FileType {
  readonly type: string;
  /** Opening it runs it: a program, a script, a shortcut to one. */
  readonly executable: boolean;
}

/** So many of the first bytes tell all that is told here. */
export const SNIFFED_BYTES = 512;

interface Magic {
  /** One byte each letter (latin1); `?` is any byte. */
  readonly bytes: string;
  readonly at?: number;
  readonly type: string;
  readonly executable?: true;
  /** The same letters may begin a text: only what is no text counts. */
  readonly binary?: true;
}

const MAGICS: readonly Magic[] = [
  { bytes: 'MZ', type: 'application/vnd.microsoft.portable-executable', executable: true, binary: true },
  { bytes: 'ZM', type: 'application/vnd.microsoft.portable-executable', executable: true, binary: true },
  { bytes: '\x7fELF', type: 'application/x-elf', executable: true },
  { bytes: '\xfe\xed\xfa\xce', type: 'application/x-mach-binary', executable: true },
  { bytes: '\xfe\xed\xfa\xcf', type: 'application/x-mach-binary', executable: true },
  { bytes: '\xce\xfa\xed\xfe', type: 'application/x-mach-binary', executable: true },
  { bytes: '\xcf\xfa\xed\xfe', type: 'application/x-mach-binary', executable: true },
  // a Java class or a Mach-O for several processors: both run
  { bytes: '\xca\xfe\xba\xbe', type: 'application/java-vm', executable: true },
  { bytes: 'dex\n0', type: 'application/x-dex', executable: true },
  { bytes: 'L\0\0\0\x01\x14\x02\0', type: 'application/x-ms-shortcut', executable: true },
  { bytes: 'ITSF\x03\0\0\0', type: 'application/vnd.ms-htmlhelp', executable: true },
  { bytes: '\xed\xab\xee\xdb', type: 'application/x-rpm', executable: true },
  { bytes: '!<arch>\ndebian', type: 'application/vnd.debian.binary-package', executable: true },
  { bytes: 'PK\x03\x04??????????????????????????META-INF/', type: 'application/java-archive', executable: true },
  { bytes: '\0asm\x01\0\0\0', type: 'application/wasm' },

  { bytes: '%PDF-', type: 'application/pdf' },
  { bytes: '%!PS', type: 'application/postscript' },
  { bytes: '{\\rtf', type: 'application/rtf' },
  { bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', type: 'application/x-ole-storage' },
  { bytes: 'SQLite format 3\0', type: 'application/vnd.sqlite3' },
  { bytes: 'AT&TFORM', type: 'image/vnd.djvu' },

  { bytes: '\x89PNG\r\n\x1a\n', type: 'image/png' },
  { bytes: '\xff\xd8\xff', type: 'image/jpeg' },
  { bytes: 'GIF87a', type: 'image/gif' },
  { bytes: 'GIF89a', type: 'image/gif' },
  { bytes: 'RIFF????WEBP', type: 'image/webp' },
  { bytes: 'BM', type: 'image/bmp', binary: true },
  { bytes: 'II*\0', type: 'image/tiff' },
  { bytes: 'MM\0*', type: 'image/tiff' },
  { bytes: '\0\0\x01\0', type: 'image/vnd.microsoft.icon' },
  { bytes: '8BPS', type: 'image/vnd.adobe.photoshop', binary: true },
  { bytes: 'ftyphei', at: 4, type: 'image/heic' },
  { bytes: 'ftypmif1', at: 4, type: 'image/heif' },
  { bytes: 'ftypavif', at: 4, type: 'image/avif' },
  { bytes: '\0\0\0\x0cJXL ', type: 'image/jxl' },
  { bytes: '\0\0\0\x0cjP  ', type: 'image/jp2' },

  { bytes: 'ftypqt', at: 4, type: 'video/quicktime' },
  { bytes: 'ftypM4A', at: 4, type: 'audio/mp4' },
  { bytes: 'ftyp', at: 4, type: 'video/mp4', binary: true },
  { bytes: '\x1aE\xdf\xa3', type: 'video/matroska' },
  { bytes: 'RIFF????AVI ', type: 'video/vnd.avi' },
  { bytes: 'RIFF????WAVE', type: 'audio/vnd.wave' },
  { bytes: 'OggS\0', type: 'application/ogg' },
  { bytes: 'fLaC', type: 'audio/flac', binary: true },
  { bytes: 'ID3', type: 'audio/mpeg', binary: true },
  { bytes: '#!AMR', type: 'audio/amr' },
  { bytes: 'MThd\0\0\0\x06', type: 'audio/midi' },

  { bytes: 'PK\x03\x04', type: 'application/zip' },
  { bytes: 'PK\x05\x06', type: 'application/zip' },
  { bytes: 'PK\x07\x08', type: 'application/zip' },
  { bytes: '7z\xbc\xaf\x27\x1c', type: 'application/x-7z-compressed' },
  { bytes: 'Rar!\x1a\x07', type: 'application/vnd.rar' },
  { bytes: '\x1f\x8b\x08', type: 'application/gzip' },
  { bytes: 'BZh?1AY&SY', type: 'application/x-bzip2' },
  { bytes: '\xfd7zXZ\0', type: 'application/x-xz' },
  { bytes: '\x28\xb5\x2f\xfd', type: 'application/zstd' },
  { bytes: '\x04\x22\x4d\x18', type: 'application/x-lz4' },
  { bytes: 'LZIP\x01', type: 'application/x-lzip' },
  { bytes: 'MSCF\0\0\0\0', type: 'application/vnd.ms-cab-compressed' },
  { bytes: 'ustar', at: 257, type: 'application/x-tar' },
  { bytes: 'xar!\0', type: 'application/x-xar' },

  { bytes: 'wOFF', type: 'font/woff', binary: true },
  { bytes: 'wOF2', type: 'font/woff2', binary: true },
  { bytes: 'OTTO\0', type: 'font/otf' },
  { bytes: '\0\x01\0\0\0', type: 'font/ttf' },
  { bytes: '\xd4\xc3\xb2\xa1', type: 'application/vnd.tcpdump.pcap' },
  { bytes: '\xa1\xb2\xc3\xd4', type: 'application/vnd.tcpdump.pcap' },
];

/** What a text begins with, blanks and a byte order mark aside. */
const TEXTS: readonly (readonly [RegExp, FileType])[] = [
  [/^#![ \t]*\//, { type: 'text/x-shellscript', executable: true }],
  [/^@echo[ \t]+(?:off|on)\b/i, { type: 'application/x-bat', executable: true }],
  [/^(?:Windows Registry Editor Version|REGEDIT4)/, { type: 'text/x-ms-regedit', executable: true }],
  [/^<(?:hta:application)\b/i, { type: 'application/hta', executable: true }],
  [/^<\?xml\b[^>]{0,200}\?>\s{0,20}<svg\b/i, { type: 'image/svg+xml', executable: false }],
  [/^<svg\b/i, { type: 'image/svg+xml', executable: false }],
  [/^<\?xml\b/i, { type: 'application/xml', executable: false }],
  [/^<(?:!doctype html|html)\b/i, { type: 'text/html', executable: false }],
  [/^BEGIN:VCALENDAR\b/i, { type: 'text/calendar', executable: false }],
  [/^BEGIN:VCARD\b/i, { type: 'text/vcard', executable: false }],
  [/^-----BEGIN PGP /, { type: 'application/pgp', executable: false }],
  [/^-----BEGIN [A-Z ]{0,30}(?:CERTIFICATE|KEY)\b/, { type: 'application/x-pem-file', executable: false }],
];

/** A document that names its type in its first entry, stored as it is (OpenDocument, EPUB). */
const NAMED_ZIP = /^PK\x03\x04[\s\S]{26}mimetype(application\/[\w.+-]{1,100}?)(?=PK|$)/;

/** undefined: nothing that is known here, a plain text as a rule. Only the first SNIFFED_BYTES are looked at. */
export function sniff(bytes: Uint8Array): FileType | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, SNIFFED_BYTES));
  const letters = head.toString('latin1');
  const named = NAMED_ZIP.exec(letters)?.[1];
  if (named !== undefined) return { type: named, executable: false };
  const magic = MAGICS.find(one => stands(letters, one) && !(one.binary && isText(head)));
  if (magic) return { type: magic.type, executable: magic.executable === true };
  const text = beginningOfText(head);
  return TEXTS.find(([begins]) => begins.test(text))?.[1];
}

function stands(letters: string, { bytes, at = 0 }: Magic): boolean {
  if (letters.length < at + bytes.length) return false;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== '?' && bytes[i] !== letters[at + i]) return false;
  return true;
}

/** No control characters but those of texts: a program always has some at its beginning. */
function isText(head: Uint8Array): boolean {
  return !head.some(byte => (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) || byte === 0x7f);
}

function beginningOfText(head: Buffer): string {
  const wide = head[0] === 0xff && head[1] === 0xfe;
  const text = wide ? head.subarray(2).toString('utf16le') : head.toString('utf8');
  return text.replace(/^[\ufeff\s]+/, '');
}
