import { createHash } from 'node:crypto';
import { rawFields, withLineFeeds } from './header-block.ts';

/**
 * The key by which the same mail is known on every route: sha-256 of its bytes without the fields that deliveries
 * add on the way (RFC 5321 §4.4 and what delivery agents write), with CRLF and lone CR as LF. Left out, continuation
 * lines included, are: Received, X-Received, Delivered-To, X-Original-To, Envelope-To, Return-Path, and an mbox
 * `From ` line; only in the header block at the top, never in a part or a forwarded mail inside.
 */
const TRACE = new Set(['received', 'x-received', 'delivered-to', 'x-original-to', 'envelope-to', 'return-path']);
const CHUNK = 64 * 1024;
const LF = 10;
const CR = 13;

/** Lower-case hex of the bytes as they came. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * For a mail of which only the beginning is here: its whole size names it too, or two scans from one machine, with the
 * same header and other pages, would be one mail.
 */
export function contentKeyOfBeginning(beginning: Uint8Array, wireSize: number): string {
  return createHash('sha256')
    .update(`${contentKey(beginning)} ${wireSize}`)
    .digest('hex');
}

/** Lower-case hex. Takes one pass and a fixed amount of memory. */
export function contentKey(original: Uint8Array): string {
  const bytes = withLineFeeds(original);
  const hash = createHash('sha256');
  const chunk = new Uint8Array(CHUNK);
  let used = 0;
  const write = (from: number, to: number) => {
    for (let at = from; at < to; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === LF && at > 0 && bytes[at - 1] === CR) continue;
      if (used === CHUNK) {
        hash.update(chunk);
        used = 0;
      }
      chunk[used++] = byte === CR ? LF : byte;
    }
  };
  let from = 0;
  for (const raw of rawFields(bytes)) {
    if (raw.kind === 'body') {
      // The empty line before the body belongs to the mail, what stood before a mbox line does not.
      write(from, bytes.length);
    } else {
      if (!TRACE.has(raw.name)) write(raw.start, raw.end);
      from = raw.end;
    }
  }
  return hash.update(chunk.subarray(0, used)).digest('hex');
}
