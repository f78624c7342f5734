import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The reply token names one ticket and one person: `12-7-k` + 26 letters, and nobody else can make one.
 * It travels in addresses, Message-IDs and subjects. Only its one canonical spelling is valid: a token that lost
 * its case or was padded on the way is refused like a forged one, for base32 would otherwise have many spellings.
 */
const LABEL = 'postdesk reply token v1';
const MAC_LETTERS = 26;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** Numbers up to 15 digits: every one of them is exact in a double. */
const DIGITS = 15;
const LONGEST = 2 * DIGITS + 3 + MAC_LETTERS;
/** Wider than what makeToken writes, so that a damaged token is seen and called forged. */
const SHAPE = /^(\d{1,15})-(\d{1,15})-([0-9a-z])([0-9a-z]{26})$/i;
const CANDIDATES = 10;
/** So many serials back a token is called revoked; what is older is forged for all we know. */
const EARLIER_SERIALS = 20;
const NEVER_REVOKED: TokenSerials = new Map();

/** Signing keys of reply tokens, newest first; a retired key is known by name only so that it can be said. */
export interface TokenKey {
  /** One character [0-9a-z]. */
  readonly id: string;
  readonly secret: Uint8Array;
  readonly retired: boolean;
}

export interface TokenCheck {
  /** Made by us: `retired-key` with a key that is no longer in use, `revoked` before the ticket's tokens were revoked. */
  readonly verdict: 'valid' | 'forged' | 'retired-key' | 'revoked';
  readonly ticket: number;
  readonly person: number;
}

/** How often the tokens of each ticket were revoked; tickets where that never happened are missing. */
export type TokenSerials = ReadonlyMap<number, number>;

/**
 * `${ticket}-${person}-${keyId}${mac}`; ticket and person must be whole numbers of at most 15 digits. `serial` is
 * signed with them and not written: a token of an earlier serial can be told from a forged one.
 */
export function makeToken(
  of: { readonly ticket: number; readonly person: number; readonly serial?: number },
  key: TokenKey,
): string {
  if (!isCountable(of.ticket) || !isCountable(of.person)) {
    throw new RangeError(`No reply token for ticket ${of.ticket} and person ${of.person}: whole numbers are needed.`);
  }
  return spell({ ticket: of.ticket, person: of.person, serial: of.serial ?? 0 }, key);
}

/** Undefined when the text does not look like a token at all. */
export function checkToken(
  text: string,
  keys: readonly TokenKey[],
  serials: TokenSerials = NEVER_REVOKED,
): TokenCheck | undefined {
  if (text.length > LONGEST) return undefined;
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  const ticket = Number(match[1]);
  const person = Number(match[2]);
  const key = keys.find(candidate => candidate.id === match[3]);
  const serial = serials.get(ticket) ?? 0;
  return { verdict: key === undefined ? 'forged' : judge(text, { ticket, person, serial }, key), ticket, person };
}

/** The token-shaped pieces of a text, from left to right, at most ten; whole words only, in linear time. */
export function findTokens(text: string): string[] {
  const found: string[] = [];
  for (const [word] of text.matchAll(/[0-9a-z-]+/gi)) {
    if (word.length <= LONGEST && SHAPE.test(word)) found.push(word);
    if (found.length === CANDIDATES) break;
  }
  return found;
}

interface Signed {
  readonly ticket: number;
  readonly person: number;
  readonly serial: number;
}

function judge(text: string, said: Signed, key: TokenKey): TokenCheck['verdict'] {
  // A retired key may be known by its name only; nothing can be verified with it, and nothing is believed.
  if (key.retired && key.secret.length === 0) return 'retired-key';
  if (sameText(text, spell(said, key))) return key.retired ? 'retired-key' : 'valid';
  for (let serial = said.serial - 1; serial >= Math.max(0, said.serial - EARLIER_SERIALS); serial--)
    if (sameText(text, spell({ ...said, serial }, key))) return 'revoked';
  return 'forged';
}

function spell({ ticket, person, serial }: Signed, key: TokenKey): string {
  const said = `${LABEL}\n${ticket}\n${person}\n${key.id}${serial === 0 ? '' : `\n${serial}`}`;
  const mac = createHmac('sha256', key.secret).update(said).digest().subarray(0, 16);
  return `${ticket}-${person}-${key.id}${base32(mac)}`;
}

/** The canonical texts are compared, never the decoded bytes: two spare bits of the last letter would go unseen. */
function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a, 'latin1');
  const right = Buffer.from(b, 'latin1');
  return left.length === right.length && timingSafeEqual(left, right);
}

/** RFC 4648 §6 in lower case and without padding: 16 bytes are 26 letters. */
function base32(bytes: Uint8Array): string {
  let letters = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      letters += BASE32[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? letters : letters + BASE32[(held << (5 - bits)) & 31];
}

function isCountable(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0 && String(n).length <= DIGITS;
}
