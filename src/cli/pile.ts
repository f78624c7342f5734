/**
 * Collects the bytes of one mail. Up to the limit all are kept; beyond it only the header, and the size is counted:
 * so a mail of any size takes no more memory than the limit allows.
 */
import { headerOf } from '../intake/mailbox-batch.ts';

export interface Piled {
  readonly bytes: Uint8Array;
  /** Whole size, when that is over the limit. */
  readonly oversize?: number;
}

const LONGEST_HEADER = 256 * 1024;

export function pile(limit: number) {
  let kept: Buffer = Buffer.allocUnsafe(Math.min(limit, 16 * 1024));
  let used = 0;
  let size = 0;
  return {
    add(part: Uint8Array): void {
      size += part.length;
      const taken = part.subarray(0, Math.max(0, limit - used));
      if (used + taken.length > kept.length) kept = grown(kept, used, used + taken.length);
      kept.set(taken, used);
      used += taken.length;
    },
    /** `trim` bytes at the end belong to the separator of the mbox, not to the mail. */
    finish(trim = 0): Piled {
      const whole = size - trim;
      if (whole <= limit) return { bytes: Uint8Array.from(kept.subarray(0, whole)) };
      return { bytes: Uint8Array.from(headerWithin(kept.subarray(0, used))), oversize: whole };
    },
    get size() {
      return size;
    },
  };
}

function grown(kept: Buffer, used: number, needed: number): Buffer {
  const bigger = Buffer.allocUnsafe(Math.max(needed, 2 * kept.length));
  kept.copy(bigger, 0, 0, used);
  return bigger;
}

function headerWithin(bytes: Uint8Array): Uint8Array {
  return headerOf(bytes.subarray(0, LONGEST_HEADER));
}

/** Is there a header field before the first empty line? Without one it is no mail (RFC 5322 §3.6). */
export function looksLikeMail(bytes: Uint8Array): boolean {
  const head = Buffer.from(headerWithin(bytes)).toString('latin1');
  return /^[!-9;-~]{1,200}[ \t]*:/m.test(head);
}
