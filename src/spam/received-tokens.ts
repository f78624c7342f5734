import { addHost, hostPrefixes } from './hosts.ts';
import { addExact, addLower, addName, addShape, prefix } from './token-set.ts';

/**
 * The way a mail took (RFC 5321 §4.4): who said hello to whom, by which name and from which network. Each host and
 * address counts once however many hops name it; that is what `seen` is for.
 */
const HOST = hostPrefixes('received');
const BY = hostPrefixes('received.by');
const NET16 = prefix('ip/16:');
const NET24 = prefix('ip/24:');
const NET32 = prefix('ip:');
const PROTOCOL = prefix('received.with:');
const SHAPE = prefix('received.shape:');
const LONGEST = 1000;

export function addReceived(whole: string, seen: Set<string>): void {
  const value = whole.slice(0, LONGEST);
  const from = /\bfrom ([^\s()]+)(?: \(([^()]*)\))?/i.exec(value);
  const by = /\bby ([^\s()]+)/i.exec(value)?.[1];
  const protocol = /\bwith ([^\s();]+)/i.exec(value)?.[1];
  if (from?.[1] !== undefined) addHello(from[1], seen);
  for (const word of from?.[2]?.split(/[\s[\]=]+/) ?? []) addPeer(word, seen);
  for (const [address] of value.matchAll(/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g)) addNetworks(address, seen);
  if (by !== undefined && isNew(`by ${by}`, seen)) addHost(BY, by, 0, by.length);
  if (protocol !== undefined) addLower(PROTOCOL, protocol.slice(0, 40));
  if (by !== undefined && from !== null) addShape(SHAPE, value);
}

function addHello(name: string, seen: Set<string>): void {
  if (!isNew(name, seen)) return;
  if (/^\[?[\d.]+\]?$/.test(name)) addName('received.hello-is-ip');
  addHost(HOST, name, 0, name.length);
}

/** What the server found out by itself: `(mail.example.org [192.0.2.1])`, `(may be forged)`. */
function addPeer(word: string, seen: Set<string>): void {
  if (word === 'unknown' || word === 'may' || word === 'forged') addName(`received.${word}`);
  else if (isHostName(word) && isNew(word, seen)) addHost(HOST, word, 0, word.length);
}

function isHostName(word: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(word) && !/^[\d.]+$/.test(word);
}

function addNetworks(address: string, seen: Set<string>): void {
  if (!isNew(address, seen)) return;
  const second = address.indexOf('.', address.indexOf('.') + 1);
  addExact(NET16, address, 0, second);
  addExact(NET24, address, 0, address.indexOf('.', second + 1));
  addExact(NET32, address);
}

function isNew(what: string, seen: Set<string>): boolean {
  if (seen.has(what)) return false;
  seen.add(what);
  return true;
}
