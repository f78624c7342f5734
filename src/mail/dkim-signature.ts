/**
 * Which DKIM-Signature fields (RFC 6376 §3.5) are worth verifying for the domain in From. Anybody may put any number of
 * them into a mail, each with a body hash of its own, so only a few are looked at, and none that would prove little:
 * one that does not sign From, or only the beginning of the body (`l=`), or with SHA-1 (RFC 8301).
 */
import { asciiDomain, isAligned } from './trust.ts';

const MOST = 4;
const ALGORITHMS = ['rsa-sha256', 'ed25519-sha256'];

/** Positions in `values` of those to verify for `domain`. They may be aligned by a public suffix; others cannot be. */
export function signaturesFor(domain: string, values: readonly string[]): number[] {
  const signed = values.map((value, at) => ({ at, by: signer(value) }));
  const near = signed.filter(({ by }) => by !== '' && isAligned(by, domain));
  const far = signed.filter(({ by }) => by !== '' && !isAligned(by, domain) && lastTwo(by) === lastTwo(domain));
  return [...near, ...far].slice(0, MOST).map(({ at }) => at);
}

/** '' for a signature that is not to be relied on. Quotes and comments have no place in one and make readers differ. */
function signer(value: string): string {
  if (value.length > 8192 || /[("'\\]/.test(value)) return '';
  const tags = tagList(value);
  const signed = (tags.get('h') ?? '').toLowerCase().split(':');
  const isSound =
    tags.get('v') === '1' &&
    ALGORITHMS.includes((tags.get('a') ?? '').toLowerCase()) &&
    !tags.has('l') &&
    signed.includes('from');
  return isSound ? asciiDomain(tags.get('d') ?? '') : '';
}

/** Empty when a tag stands there twice (RFC 6376 §3.2). */
function tagList(value: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const tag of value.split(';')) {
    const equals = tag.indexOf('=');
    if (equals < 0) continue;
    const name = tag.slice(0, equals).trim().toLowerCase();
    if (tags.has(name)) return new Map();
    tags.set(name, tag.slice(equals + 1).replace(/\s+/g, ''));
  }
  return tags;
}

function lastTwo(domain: string): string {
  return domain.split('.').slice(-2).join('.');
}
