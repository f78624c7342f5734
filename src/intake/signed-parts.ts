/**
 * A mail as it is given to the DKIM verifier: the header fields that our own reader saw, without the signatures that
 * are not to be verified, and the body in pieces with a pause after each. What the verifier would need long for is
 * refused here; programs that sign do not write it.
 */
import { Readable } from 'node:stream';
import { setImmediate as pause } from 'node:timers/promises';
import { signaturesFor } from '../mail/dkim-signature.ts';
import { rawFields } from '../mail/header-block.ts';

export interface Signed {
  /** How many are left to verify. */
  readonly signatures: number;
  /** Fails when the signal says so. */
  stream(signal: AbortSignal): Readable;
}

/** Bytes. */
const LARGEST_MAIL = 50_000_000;
const LARGEST_HEADER = 256 * 1024;
const MOST_LINES = 4000;
/** Bytes of a field that the verifier takes apart. */
const LARGEST_FIELD = 8192;
const TAKEN_APART = ['from', 'content-type', 'return-path'];
const LONGEST_LINE = 256 * 1024;
const PIECE = 64 * 1024;
const LF = 10;

export function signedParts(bytes: Uint8Array, domain: string): Signed | { readonly unreadable: string } {
  if (bytes.length > LARGEST_MAIL) return { unreadable: 'the mail is too large for a check of its signature' };
  const fields: { readonly name: string; readonly text: string }[] = [];
  let bodyAt = bytes.length;
  let lines = 0;
  for (const { kind, name, start, end } of rawFields(bytes)) {
    if (kind === 'stray') return { unreadable: 'its header has a line that is no header field' };
    if (kind === 'body') bodyAt = start;
    else {
      const text = latin1(bytes.subarray(start, end));
      lines += text.split('\n').length - 1;
      if (end > LARGEST_HEADER || lines > MOST_LINES) return { unreadable: 'its header is very large' };
      if (/\r(?!\n)/.test(text)) return { unreadable: 'its header has odd line ends' };
      if (TAKEN_APART.includes(name) && text.length > LARGEST_FIELD)
        return { unreadable: `its ${name} header field is very long` };
      fields.push({ name, text });
    }
  }
  if (fields.filter(({ name }) => name === 'from').length !== 1)
    return { unreadable: 'From does not name exactly one sender' };
  const [header, signatures] = withSignaturesFor(domain, fields);
  return { signatures, stream: signal => Readable.from(pieces(header, bytes.subarray(bodyAt), signal)) };
}

function withSignaturesFor(domain: string, fields: readonly { name: string; text: string }[]): [Buffer, number] {
  const all = fields.filter(({ name }) => name === 'dkim-signature');
  const values = all.map(({ text }) => text.slice(text.indexOf(':') + 1));
  const wanted = new Set(signaturesFor(domain, values).map(at => all[at]));
  // The ARC chain is another question, and costs more questions to the DNS.
  const left = fields.filter(
    field => wanted.has(field) || (field.name !== 'dkim-signature' && !field.name.startsWith('arc-')),
  );
  const text = left.map(field => field.text.replace(/\r?\n/g, '\r\n')).join('');
  return [Buffer.from(`${text.endsWith('\n') ? text : `${text}\r\n`}\r\n`, 'latin1'), wanted.size];
}

async function* pieces(header: Buffer, body: Uint8Array, signal: AbortSignal): AsyncGenerator<Buffer> {
  yield header;
  let lineAt = 0;
  for (let at = 0; at < body.length; at += PIECE) {
    await pause();
    signal.throwIfAborted();
    const piece = Buffer.from(body.buffer, body.byteOffset + at, Math.min(PIECE, body.length - at));
    const lineEnd = piece.lastIndexOf(LF);
    if (lineEnd >= 0) lineAt = at + lineEnd;
    if (at - lineAt > LONGEST_LINE) throw new Error('the body has a line that is very long');
    yield piece;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
