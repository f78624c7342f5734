import { type ContentType, parameter, parseContentType, parseDisposition } from './content-type.ts';
import { type HeaderBlock, type HeaderField, type RawField, rawFields, readHeaderBlock } from './header-block.ts';

/**
 * What the header of a part says of its body, made the best of: the first field of each name that can be read counts,
 * as in mail programs; an encoding that is misspelled is still that encoding.
 */
export type Encoding = 'base64' | 'quoted-printable' | 'uuencode' | 'binary';

export interface PartHead {
  /** Lower case, never empty. */
  readonly type: string;
  /** The type was written; else it is what stands where nothing is said. */
  readonly typed: boolean;
  /** '' when it is not said. */
  readonly charset: string;
  readonly encoding: Encoding;
  readonly boundary: string;
  readonly disposition: string;
  /** As the sender wrote it, '' when there is none; not cleaned. */
  readonly name: string;
  /** Something in the HTML may refer to it. */
  readonly hasId: boolean;
  readonly flowed: boolean;
  readonly deleteSpace: boolean;
}

const MIME_FIELD = /^(?:content-(?:type|transfer-encoding|disposition|id|description)|mime-version)$/;
/** A header that goes on behind an empty line is looked for only so far. */
const LONGEST_REST = 4096;
const MOST_RESTS = 3;
const OF_A_MAIL = /^(?:from|subject|date|to|received|message-id|return-path)$/;
const PARAM_LINE = /^\s*(?:file)?(?:name|boundary|charset|format|type|size)\*?(?:\d\*?)?=/i;

export function partHead(fields: readonly HeaderField[], fallback = 'text/plain'): PartHead {
  const types = valuesOf(fields, 'content-type').map(parseContentType);
  const content = types.find(({ type }) => type !== '') ?? wordType(fields) ?? types[0];
  const disposition = readable(valuesOf(fields, 'content-disposition').map(parseDisposition));
  const params = content?.params ?? new Map<string, string>();
  const name = (disposition && parameter(disposition.params, 'filename')) || parameter(params, 'name') || '';
  const attached = name !== '' || disposition?.type === 'attachment';
  return {
    type: content?.type || (attached ? 'application/octet-stream' : fallback),
    typed: content !== undefined && content.type !== '',
    charset: params.get('charset') ?? '',
    encoding: encodingOf(valuesOf(fields, 'content-transfer-encoding')),
    boundary: parameter(params, 'boundary')?.trimEnd() ?? '',
    disposition: disposition?.type ?? '',
    name: name.trim(),
    hasId: fields.some(field => field.name === 'content-id'),
    flowed: params.get('format')?.toLowerCase() === 'flowed',
    deleteSpace: params.get('delsp')?.toLowerCase() === 'yes',
  };
}

/**
 * The header block at the top of `bytes`. Some programs put an empty line into it: what follows is still header when
 * it is nothing but MIME fields that are missing above, or the rest of a field that ends in a semicolon.
 */
export function readPartHead(bytes: Uint8Array): HeaderBlock {
  let block = readHeaderBlock(bytes);
  for (let n = 0; n < MOST_RESTS; n++) {
    const rest = restOf(block, bytes.subarray(block.bodyAt, block.bodyAt + LONGEST_REST));
    if (rest === undefined) break;
    block = { fields: rest.fields, bodyAt: block.bodyAt + rest.length, faults: [...block.faults, ...rest.faults] };
  }
  return block;
}

/**
 * The header of a part within a mail. When the empty line below it is missing, its words begin at the first line that
 * is no field; and those of a mail within at the first field that no part has.
 */
export function readInnerHead(bytes: Uint8Array): HeaderBlock {
  const block = readPartHead(bytes);
  const isStray = block.faults.some(fault => fault !== BROKEN);
  const isMessage = block.fields.some(
    ({ name, value }) => name === 'content-type' && /^\s*message\/rfc822/i.test(value),
  );
  if (!isStray && !(isMessage && block.fields.some(({ name }) => OF_A_MAIL.test(name)))) return block;
  const raw = [...rawFields(bytes.subarray(0, block.bodyAt))].filter(({ kind }) => kind !== 'body');
  const first = raw.findIndex((one, n) => (isMessage && OF_A_MAIL.test(one.name)) || endsHeader(bytes, raw, one, n));
  const at = raw[first]?.start;
  return at === undefined
    ? withUnindented(bytes, raw, block)
    : { ...readHeaderBlock(bytes.subarray(0, at)), bodyAt: at };
}

/** Words, unless MIME fields come below, or they are the rest of a field whose blank in front is missing. */
function endsHeader(bytes: Uint8Array, raw: readonly RawField[], { kind, start, end }: RawField, n: number): boolean {
  if (kind !== 'stray' || raw.slice(n + 1).some(({ name }) => MIME_FIELD.test(name))) return false;
  return !PARAM_LINE.test(lineAt(bytes, start, end));
}

function withUnindented(bytes: Uint8Array, raw: readonly RawField[], block: HeaderBlock): HeaderBlock {
  const params = raw.filter(({ kind, start, end }) => kind === 'stray' && PARAM_LINE.test(lineAt(bytes, start, end)));
  const rest = params.map(({ start, end }) => lineAt(bytes, start, end).trim()).join('; ');
  const fields = block.fields.map(field =>
    /;\s*$/.test(field.value) ? { ...field, value: `${field.value} ${rest}` } : field,
  );
  return { ...block, fields };
}

function lineAt(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(end - start, 1000)).toString('latin1');
}

interface Rest {
  readonly fields: readonly HeaderField[];
  readonly length: number;
  readonly faults: readonly string[];
}

function restOf(block: HeaderBlock, below: Uint8Array): Rest | undefined {
  const last = block.fields.at(-1);
  if (last === undefined) return undefined;
  const first = below[0];
  if (first === 32 || first === 9) return last.value.endsWith(';') ? foldedRest(block.fields, last, below) : undefined;
  // `C` or `c`, `M` or `m`: most bodies begin with another letter.
  if (first === undefined || !/[cm]/i.test(String.fromCharCode(first))) return undefined;
  const next = readHeaderBlock(below);
  const isHeader =
    next.fields.length > 0 &&
    next.faults.length === 0 &&
    next.bodyAt < below.length &&
    next.fields.every(({ name }) => MIME_FIELD.test(name) && !block.fields.some(field => field.name === name));
  if (!isHeader || !next.fields.some(({ name }) => /^content-(?:type|t)/.test(name))) return undefined;
  return { fields: [...block.fields, ...next.fields], length: next.bodyAt, faults: [BROKEN] };
}

const BROKEN = 'An empty line stands in the middle of a header: the MIME fields below it were read too.';

/** `Content-Type: multipart/mixed;`, an empty line, ` boundary=b`. */
function foldedRest(fields: readonly HeaderField[], last: HeaderField, below: Uint8Array): Rest | undefined {
  const text = Buffer.from(below.buffer, below.byteOffset, below.length).toString('latin1');
  const folded = /^(?:[ \t]+[\w*-]+=[^\r\n]*\r?\n)+(?=\r?\n|[\w-]+:)/.exec(text)?.[0];
  if (folded === undefined) return undefined;
  const value = `${last.value} ${folded.replace(/\s*\r?\n\s*/g, ' ').trim()}`;
  const next = readHeaderBlock(below.subarray(folded.length));
  return {
    fields: [...fields.slice(0, -1), { name: last.name, value }, ...next.fields],
    length: folded.length + next.bodyAt,
    faults: [BROKEN],
  };
}

function valuesOf(fields: readonly HeaderField[], name: string): string[] {
  return fields.filter(field => field.name === name).map(({ value }) => value);
}

function readable(found: readonly ContentType[]): ContentType | undefined {
  return found.find(({ type, params }) => type !== '' || params.size > 0);
}

/** RFC 1049 and some old programs: `Content-Type: text`. */
function wordType(fields: readonly HeaderField[]): ContentType | undefined {
  const [value = ''] = valuesOf(fields, 'content-type');
  const word = /^\s*(text|plain|html|multipart)\b/i.exec(value)?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  const { params } = parseContentType(value);
  if (word === 'multipart') return { type: 'multipart/mixed', params };
  return { type: word === 'html' ? 'text/html' : 'text/plain', params };
}

function encodingOf(values: readonly string[]): Encoding {
  for (const value of values) {
    const word = value.toLowerCase().replace(/[^a-z0-9]/g, '');
    if (/^base64/.test(word)) return 'base64';
    if (/^(?:quoted?print|qp$)/.test(word)) return 'quoted-printable';
    if (/^x?uu(?:en)?code|^x?uue$/.test(word)) return 'uuencode';
    if (/^(?:7bit|8bit|binary)/.test(word)) return 'binary';
  }
  return 'binary';
}
