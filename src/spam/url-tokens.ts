import { addHost, hostPrefixes } from './hosts.ts';
import { kindOf, LETTER } from './letters.ts';
import { addExact, addLower, addName, prefix } from './token-set.ts';

/** Where a mail wants its reader to go. Nothing of it is ever fetched. */
const HOST = hostPrefixes('url');
const SCHEME = prefix('url.scheme:');
const PORT = prefix('url.port:');
const IP = prefix('url.ip:');
const PATH = prefix('url.path:');
const MAILTO = prefix('address:');
const LONGEST_PATH = 300;
const MOST_PATH_WORDS = 11;
const LONGEST_PATH_WORD = 20;
const IN_TEXT = /\bhttps?:\/\/[^\s<>"')\]]+/g;

/** Those that stand in a text, at most `most`. */
export function urlsIn(text: string, most: number): string[] {
  const urls: string[] = [];
  if (most <= 0 || !text.includes('://')) return urls;
  for (const [url] of text.matchAll(IN_TEXT)) {
    urls.push(url);
    if (urls.length >= most) break;
  }
  return urls;
}

/** `seen`: hosts of this mail that were looked at already. */
export function addUrl(url: string, seen: Set<string>): void {
  const parts = /^\s{0,9}([a-z][a-z0-9+.-]{0,19}):(?:\/\/)?([^/?#\s]{0,300})/i.exec(url);
  if (parts === null) {
    addName('url.relative');
    return;
  }
  const [start, scheme = '', authority = ''] = parts;
  addLower(SCHEME, scheme);
  if (/^mailto$/i.test(scheme)) addMailto(authority);
  else if (!/^cid$/i.test(scheme)) {
    addAuthority(authority, seen);
    addPath(url, start.length);
  }
}

function addMailto(address: string): void {
  addLower(MAILTO, address);
  const at = address.indexOf('@');
  if (at >= 0) addHost(HOST, address, at + 1, address.length);
}

function addAuthority(authority: string, seen: Set<string>): void {
  const at = authority.lastIndexOf('@');
  if (at >= 0) addName('url.userinfo');
  const colon = authority.indexOf(':', at + 1);
  if (colon >= 0) addExact(PORT, authority.slice(colon + 1, colon + 8));
  const host = authority.slice(at + 1, colon < 0 ? authority.length : colon);
  if (seen.has(host)) return;
  seen.add(host);
  if (/^[\d.]+$/.test(host)) {
    addName('url.is-ip');
    addExact(IP, host.split('.', 2).join('.'));
  }
  addHost(HOST, host, 0, host.length);
}

function addPath(url: string, from: number): void {
  if (url.indexOf('?', from) >= 0) addName('url.query');
  const end = Math.min(url.length, from + LONGEST_PATH);
  let count = 0;
  for (let at = from; at < end && count < MOST_PATH_WORDS; at++) {
    if (kindOf[url.charCodeAt(at)] !== LETTER) continue;
    let stop = at + 1;
    while (stop < end && kindOf[url.charCodeAt(stop)] === LETTER) stop++;
    if (stop - at >= LONGEST_PATH_WORD) addName(`url.path.long:${Math.floor((stop - at) / 10)}`);
    else if (stop - at > 1) {
      addLower(PATH, url, at, stop);
      count++;
    }
    at = stop;
  }
}
