/**
 * The written forms that a field may take: addresses, host names, listeners, names. Each answers yes or no and looks
 * at every character once. Addresses are ASCII: a mailbox of our own must be reachable from servers without SMTPUTF8.
 */
import { splitAddress } from '../mail/addresses.ts';

const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const DOT_ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const MAX_DOMAIN = 253;
/** RFC 5321 §4.5.3.1.1. */
export const MAX_LOCAL_PART = 64;

/** A domain or host name (RFC 1123 §2.1), an internationalised one in its xn-- form. */
export function isDomain(text: string): boolean {
  return text.length <= MAX_DOMAIN && text.split('.').every(label => LABEL.test(label));
}

/** A host to connect to: a name, an IPv4 or a bare IPv6 address. */
export function isHost(text: string): boolean {
  return isDomain(text) || isIpv6(text);
}

/** `local@domain` with a dot-atom on the left (RFC 5322 §3.4.1); quoted local parts are not taken. */
export function isAddress(text: string): boolean {
  const { local, domain } = splitAddress(text);
  return local.length <= MAX_LOCAL_PART && text.length <= 254 && DOT_ATOM.test(local) && isDomain(domain);
}

/** Domain in lower case, local part as written: it may matter to the server that owns it. */
export function tidyAddress(address: string): string {
  const { local, domain } = splitAddress(address);
  return `${local}@${domain.toLowerCase()}`;
}

/** What a door can listen on: `host:port`, `[ipv6]:port` or the absolute path of a unix socket. */
export function isListen(text: string): boolean {
  if (text.startsWith('/')) return text.length <= 107 && !hasControl(text);
  const colon = text.lastIndexOf(':');
  const port = text.slice(colon + 1);
  return colon > 0 && /^\d{1,5}$/.test(port) && Number(port) <= 65_535 && isListenHost(text.slice(0, colon));
}

/** A DNS resolver: an IP address, IPv6 in brackets before a port. */
export function isResolver(text: string): boolean {
  if (isIpv6(text)) return URL.canParse(`http://[${text}]/`);
  const [, ip = '', port = '53'] =
    /^(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]{2,45}\])(?::(\d{1,5}))?$/.exec(text) ?? [];
  return ip !== '' && URL.canParse(`http://${ip}/`) && Number(port) > 0 && Number(port) <= 65_535;
}

function isListenHost(host: string): boolean {
  return host.startsWith('[') && host.endsWith(']') ? isIpv6(host.slice(1, -1)) : isDomain(host);
}

function isIpv6(text: string): boolean {
  return text.length <= 45 && /^[0-9A-Fa-f:.]+$/.test(text) && /:.*:/.test(text);
}

/** The usual case apart: compiling a Unicode class takes half a millisecond of every start. */
const ASCII_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The name of a queue or mailbox: one word that needs no quotes in a shell or a log line. */
export function isName(text: string): boolean {
  return ASCII_NAME.test(text) || /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(text);
}

/** A login as operating systems give them, domain accounts included. */
export function isLogin(text: string): boolean {
  return ASCII_NAME.test(text) || /^[\p{L}\p{N}_][\p{L}\p{N}_.@$\\+-]{0,63}$/u.test(text);
}

/** One line of 1 to 200 characters that may stand in a header and on a terminal. */
export function isLine(text: string): boolean {
  return text.trim() !== '' && text.length <= 200 && !hasControl(text);
}

/** A path; a leading ~ would be taken literally and make a folder of that name, so it is refused. */
export function isPath(text: string): boolean {
  return text !== '' && !hasControl(text) && !/^~(?:\/|$)/.test(text);
}

export function hasControl(text: string): boolean {
  return /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(text);
}

/** A name of the tz database that this machine knows. */
export function isTimeZone(text: string): boolean {
  try {
    return /^[A-Za-z]/.test(text) && new Intl.DateTimeFormat('en', { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
}
