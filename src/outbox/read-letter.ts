/**
 * Reads back what compose wrote, to show it: header fields unfolded and decoded, the text and the page decoded. For our
 * own letters only; mails from outside are parsed in intake/.
 */
export interface ReadableLetter {
  /** Decoded value of the first field of that name, '' when there is none. */
  field(name: string): string;
  readonly text: string;
  /** '' for a letter that is text only. */
  readonly html: string;
}

export function readLetter(bytes: Uint8Array): ReadableLetter {
  const entity = entityOf(Buffer.from(bytes).toString('latin1'));
  const field = (name: string) => decodeWords(entity.fields.get(name.toLowerCase()) ?? '');
  return { field, ...wordsOf(entity) };
}

/** In a letter with files the words come first (RFC 2046 §5.1.3). */
function wordsOf({ fields, body }: Entity): { text: string; html: string } {
  const [, kind, boundary] =
    /^multipart\/(mixed|alternative);.*?boundary="?([^";]+)"?/i.exec(fields.get('content-type') ?? '') ?? [];
  if (boundary === undefined) return { text: decodeBody(fields, body), html: '' };
  const [first, second] = body
    .split(`--${boundary}`)
    .slice(1, 3)
    .map(part => entityOf(part.replace(/^\r\n|\r\n$/g, '')));
  if (first === undefined) return { text: '', html: '' };
  if (kind?.toLowerCase() === 'mixed' || second === undefined) return wordsOf(first);
  return { text: decodeBody(first.fields, first.body), html: decodeBody(second.fields, second.body) };
}

interface Entity {
  readonly fields: ReadonlyMap<string, string>;
  readonly body: string;
}

function entityOf(raw: string): Entity {
  const end = raw.indexOf('\r\n\r\n');
  return { fields: headerFields(raw.slice(0, end)), body: raw.slice(end + 4) };
}

function headerFields(head: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of head.replace(/\r\n(?=[ \t])/g, '').split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** RFC 2047: the space between two encoded words is not part of the text. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=[ \t]+(?==\?)/g, '?=')
    .replace(/(?:=\?utf-8\?[bq]\?[^?\s]*\?=)+/gi, run =>
      Buffer.concat([...run.matchAll(/=\?utf-8\?([bq])\?([^?\s]*)\?=/gi)].map(decodeWord)).toString('utf8'),
    );
}

function decodeWord([, how = '', text = '']: RegExpMatchArray): Buffer {
  if (how.toLowerCase() === 'b') return Buffer.from(text, 'base64');
  return Buffer.from(hexDecoded(text.replace(/_/g, ' ')), 'latin1');
}

function decodeBody(fields: ReadonlyMap<string, string>, body: string): string {
  return decoded(body, (fields.get('content-transfer-encoding') ?? '7bit').toLowerCase()).replace(/\r\n/g, '\n');
}

function decoded(body: string, encoding: string): string {
  switch (encoding) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return Buffer.from(hexDecoded(body.replace(/=\r\n/g, '')), 'latin1').toString('utf8');
    default:
      return Buffer.from(body, 'latin1').toString('utf8');
  }
}

function hexDecoded(text: string): string {
  return text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
