/**
 * The last check of an address before it becomes an envelope or a header. Stricter than RFC 5321 on purpose: what a
 * library could read in two ways (a quoted @ or comma, a line end, a list) is not mailed to at all.
 */
import { domainToASCII } from 'node:url';

/** The letter cannot be addressed; trying again will not help. */
export class UnmailableAddress extends Error {
  override readonly name = 'UnmailableAddress';
  readonly address: string;

  constructor(address: string, reason: string) {
    super(`Cannot mail to ${JSON.stringify(address.slice(0, 320))}: ${reason}. Correct the address of the person.`);
    this.address = address;
  }
}

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const DOT_ATOM = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`);
/** Quoted only for its dots, as some phone providers gave out: "ann..b"@… */
const QUOTED_DOTS = /^"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+"$/;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * One addr-spec with an ASCII local part; an international domain comes back in its ASCII form.
 * Throws UnmailableAddress.
 */
export function mailable(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 1) throw new UnmailableAddress(address, 'it is not of the form name@domain');
  if (address.length > 320) throw new UnmailableAddress(address, 'it is too long');
  const local = address.slice(0, at);
  if (local.length > 64)
    throw new UnmailableAddress(address, 'the part before @ is longer than 64 (RFC 5321 §4.5.3.1.1)');
  if (!DOT_ATOM.test(local) && !QUOTED_DOTS.test(local))
    throw new UnmailableAddress(address, 'the part before @ holds characters that we do not send to');
  const whole = `${local}@${mailableDomain(address, address.slice(at + 1))}`;
  if (whole.length > 254) throw new UnmailableAddress(address, 'it is longer than 254 (RFC 5321 §4.5.3.1.3)');
  return whole;
}

function mailableDomain(address: string, domain: string): string {
  // domainToASCII follows URL rules and would forgive %, : or spaces; only letters beyond ASCII are its business here.
  if (/[\0-\x2c\x2f\x3a-\x40\x5b-\x60\x7b-\x9f]/.test(domain))
    throw new UnmailableAddress(address, 'the domain holds characters that no domain has');
  const ascii = /[^\0-\x7f]/.test(domain) ? domainToASCII(domain) : domain.toLowerCase();
  const labels = ascii.split('.');
  if (ascii === '' || !labels.every(label => LABEL.test(label)))
    throw new UnmailableAddress(address, 'the domain is not a host name');
  return ascii;
}

/** `support+TOKEN@domain` (RFC 5233), or the plain address where the provider knows no sub-addresses. */
export function tokenAddress(address: string, separator: string, token: string): string {
  if (separator === '') return mailable(address);
  const at = address.lastIndexOf('@');
  return mailable(`${address.slice(0, at)}${separator}${token}${address.slice(at)}`);
}
