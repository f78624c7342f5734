import type { Address } from '../mail/mail.ts';

/** `Ann <ann@example.org>`, `"Smith, Ann" <ann@example.org>` or the address alone; undefined when it is neither. */
export function parseRequester(text: string): Address | undefined {
  const [, name, inBrackets] = /^([^<>]*)<([^<>]*)>\s*$/.exec(text) ?? [];
  const address = (inBrackets ?? text).trim();
  // A dot-atom of RFC 5321 at a domain: what nobody has in practice is refused, not mailed to.
  if (!/^[^\s@<>"(),:;\\[\]\p{Cc}]+@[^\s@<>"(),:;\\[\]\p{Cc}]+$/u.test(address)) return undefined;
  const at = address.lastIndexOf('@');
  return {
    name: (name ?? '')
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
    address: `${address.slice(0, at)}${address.slice(at).toLowerCase()}`,
  };
}
