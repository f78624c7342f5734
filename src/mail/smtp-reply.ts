/**
 * What mail servers say: reply codes (RFC 5321 §4.2) and enhanced status codes (RFC 3463) in words that people and
 * programs wrapped around them. Several codes often stand in one sentence: a relay quotes the server behind it, and the
 * quoted code is the exact one.
 */
const LONGEST = 4096;
/** Not part of an IP address, a version or an OID. */
const STATUS = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![.-]?\d|\.[a-z\d])/gi;
/** A code at the head of something that was said, not a number in a sentence. */
const REPLY =
  /(?:^|[:'"«“[(<>=-]|(?=\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d)|\b(?:said|message|error|code|returned|reply|response|with|reason|answer(?:ed)?|responded|was|:?error_code)\b:?|\b[245]\d\d)\s*#?(?<code>[45][0-57]\d)(?=[ :-]+(?:#?[245]\.\d|\D)|\s*$|[)\]'"])/i;
/** Codes that only say that something went wrong, or that time ran out. */
const VAGUE = /^(?:[245]\.0\.0|5\.1\.0|4\.4\.7|5\.4\.7|5\.3\.0|5\.5\.0)$/;

/** The most exact enhanced status code in a text, '' when there is none; success does not hide a failure. */
export function statusIn(text: string): string {
  const found = Array.from(text.slice(0, LONGEST).matchAll(STATUS), match => match[0]);
  const failures = found.filter(code => !code.startsWith('2'));
  const codes = failures.length > 0 ? failures : found;
  return codes.find(code => !VAGUE.test(code)) ?? codes[0] ?? '';
}

/** Where the reply of a server begins in a text, -1 when none is quoted. */
export function replyAt(text: string): number {
  const match = REPLY.exec(text.slice(0, LONGEST));
  return match?.groups === undefined ? -1 : match.index + match[0].length - (match.groups.code?.length ?? 0);
}
