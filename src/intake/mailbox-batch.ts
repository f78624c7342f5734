/**
 * Arithmetic of fetching: which mails together, how to name them, where a header ends. Pure.
 */
export interface Sized {
  readonly uid: number;
  /** Bytes. */
  readonly size: number;
}

export const BATCH_BYTES = 16 * 1024 * 1024;
export const BATCH_MAILS = 50;

/** Neighbours in order, as many as fit; a mail that alone is larger than a batch gets its own. */
export function batches(
  mails: readonly Sized[],
  mostBytes: number = BATCH_BYTES,
  mostMails: number = BATCH_MAILS,
): Sized[][] {
  const all: Sized[][] = [];
  let bytes = 0;
  for (const mail of mails) {
    const current = all.at(-1);
    if (current && current.length < mostMails && bytes + mail.size <= mostBytes) {
      current.push(mail);
      bytes += mail.size;
    } else {
      all.push([mail]);
      bytes = mail.size;
    }
  }
  return all;
}

/** A sequence set (RFC 3501 §9) of ascending UIDs: [1,2,3,7] → `1:3,7`. */
export function uidSet(uids: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const uid of uids) {
    const run = runs.at(-1);
    if (run && run[1] + 1 === uid) run[1] = uid;
    else runs.push([uid, uid]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}:${last}`)).join(',');
}

/** The header with its closing empty line; all of it when there is no such line. */
export function headerOf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const strict = text.indexOf('\r\n\r\n');
  const bare = text.indexOf('\n\n');
  if (strict >= 0 && (bare < 0 || strict < bare)) return bytes.subarray(0, strict + 4);
  return bare >= 0 ? bytes.subarray(0, bare + 2) : bytes;
}
