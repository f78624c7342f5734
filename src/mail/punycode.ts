/**
 * Names of domains as people see them: RFC 3492, decoding only. Anybody can write `xn--` before anything, so what is
 * no punycode comes back as it was.
 */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
/** A label has at most 63 octets (RFC 1035 §2.3.4). */
const LONGEST_LABEL = 63;

/** `xn--mnchen-3ya.example` → `münchen.example`. */
export function readableDomain(domain: string): string {
  if (!/(?:^|\.)xn--/i.test(domain)) return domain;
  return domain
    .split('.')
    .map(label => (/^xn--/i.test(label) ? (decoded(label.slice(4).toLowerCase()) ?? label) : label))
    .join('.');
}

function decoded(coded: string): string | undefined {
  if (coded.length > LONGEST_LABEL) return undefined;
  const hyphen = coded.lastIndexOf('-');
  const letters = [...coded.slice(0, Math.max(0, hyphen))].map(letter => letter.charCodeAt(0));
  let code = 128;
  let at = 0;
  let bias = 72;
  let from = hyphen < 0 ? 0 : hyphen + 1;
  while (from < coded.length) {
    const before = at;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(coded.charCodeAt(from++));
      if (digit === undefined || weight > 0x7fffffff) return undefined;
      at += digit * weight;
      const threshold = k <= bias ? T_MIN : Math.min(T_MAX, k - bias);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const size = letters.length + 1;
    bias = adapted(at - before, size, before === 0);
    code += Math.floor(at / size);
    at %= size;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    letters.splice(at++, 0, code);
  }
  return letters.length === 0 ? undefined : String.fromCodePoint(...letters);
}

function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : undefined;
}

function adapted(delta: number, size: number, first: boolean): number {
  let left = first ? Math.floor(delta / DAMP) : Math.floor(delta / 2);
  left += Math.floor(left / size);
  let k = 0;
  for (; left > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) left = Math.floor(left / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * left) / (left + SKEW));
}
