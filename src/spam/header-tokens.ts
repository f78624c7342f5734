import type { HeaderLine } from './header-lines.ts';
import { addHost, hostPrefixes } from './hosts.ts';
import { addReceived } from './received-tokens.ts';
import { addSubject } from './subject-tokens.ts';
import { addExact, addLower, addName, addShape, prefix } from './token-set.ts';
import { eachWord } from './words.ts';

/**
 * What the header of a mail says to the filter: which fields there are, how they are spelled and in which order, and
 * for each field what tells one sending program from another.
 */
const ADDRESS_FIELDS = new Set(
  'from to cc bcc reply-to sender return-path errors-to delivered-to x-original-to envelope-to x-sender resent-from disposition-notification-to'.split(
    ' ',
  ),
);
/** Signatures and ids: nothing in them comes twice. That they are there is a token all the same. */
const BLOBS =
  /^(?:dkim-signature|domainkey-signature|arc-.*|x-google-dkim-signature|x-gm-.*|x-google-smtp-source|thread-index|list-archive|x-ms-exchange-.*|x-forefront-.*)$/;
const ANSWERED = /^(?:references|in-reply-to)$/;
const ADDRESS = /[^\s<>,;:"()@]{1,100}@[^\s<>,;:"()]{1,255}/g;
const MOST_ADDRESSES = 20;
const SHORT_VALUE = 80;
const MOST_VALUE_WORDS = 30;

const NAME = prefix('field:');
const ORDER = prefix('fields:');
const TYPE = prefix('type:');
const TYPE_BOUNDARY = prefix('type.boundary:');
const TYPE_CHARSET = prefix('type.charset:');
const TYPE_SHAPE = prefix('type.shape:');
const ID_SHAPE = prefix('message-id.shape:');
const ID_HOST = hostPrefixes('message-id');
const ZONE = prefix('date.zone:');
const ZONE_NAME = prefix('date.zone-name:');
const DATE_SHAPE = prefix('date.shape:');

export function addHeader(lines: readonly HeaderLine[]): void {
  const seen = new Set<string>();
  for (const line of lines) {
    addExact(NAME, line.written);
    addLine(line, seen);
  }
  addExact(ORDER, lines.map(({ name }) => name).join(' '));
}

function addLine(line: HeaderLine, seen: Set<string>): void {
  const { name, value } = line;
  if (name === 'subject') addSubject(line);
  else if (ADDRESS_FIELDS.has(name)) addAddresses(line);
  else if (name === 'received') addReceived(value, seen);
  else if (name === 'message-id') addMessageId(value);
  else if (name === 'date') addDate(value);
  else if (name === 'content-type') addContentType(value);
  else if (ANSWERED.test(name)) addAnswered(name, value);
  else if (!BLOBS.test(name)) addValue(line);
}

function addAddresses({ name, words }: HeaderLine): void {
  const hosts = hostPrefixes(name);
  const whole = prefix(`${name}.address:`);
  const local = prefix(`${name}.local:`);
  const word = prefix(`${name}.word:`);
  let count = 0;
  for (const [address] of words.matchAll(ADDRESS)) {
    if (count++ === MOST_ADDRESSES) break;
    const at = address.lastIndexOf('@');
    addLower(whole, address);
    addShape(local, address, 0, at);
    addHost(hosts, address, at + 1, address.length);
  }
  addName(`${name}.count:${count > 10 ? '>10' : count > 5 ? '>5' : count}`);
  eachWord(withoutAngles(words), 40, (text, from, to) => addLower(word, text, from, to));
  if (name === 'from' || name === 'to') addShape(prefix(`${name}.shape:`), words);
}

function withoutAngles(text: string): string {
  return text.replace(/<[^<>]*>/g, ' ');
}

function addMessageId(value: string): void {
  const at = value.lastIndexOf('@');
  const left = at < 0 ? value.length : at;
  addShape(ID_SHAPE, value, 0, left);
  addName(`message-id.length:${Math.min(32, left >> 2)}`);
  if (at < 0) return;
  const end = value.indexOf('>', at);
  addHost(ID_HOST, value, at + 1, end < 0 ? value.length : end);
}

function addDate(value: string): void {
  const zone = /([+-]\d{4}|[A-Z]{2,4})(?: ?\(([^()]{0,60})\))?$/.exec(value);
  addExact(ZONE, zone?.[1] ?? 'none');
  if (zone?.[2] !== undefined) addExact(ZONE_NAME, zone[2]);
  addShape(DATE_SHAPE, value);
}

function addContentType(value: string): void {
  addLower(TYPE, value.split(';', 1)[0] ?? '');
  const boundary = /boundary="?([^";\s]+)/i.exec(value);
  if (boundary?.[1] !== undefined) addShape(TYPE_BOUNDARY, boundary[1]);
  const charset = /charset="?([^";\s]+)/i.exec(value)?.[1];
  if (charset !== undefined) addExact(TYPE_CHARSET, charset.slice(0, 40));
  addShape(TYPE_SHAPE, value, 0, boundary?.index ?? value.length);
}

/** Whose mail is answered. */
function addAnswered(name: string, value: string): void {
  const host = prefix(`${name}.host:`);
  let count = 0;
  for (const [, found = ''] of value.matchAll(/@([^@>\s]{1,255})>/g)) {
    if (count++ === 5) break;
    addLower(host, found);
  }
}

function addValue({ name, value }: HeaderLine): void {
  if (value.length < SHORT_VALUE) addLower(prefix(`${name}:`), value);
  const word = prefix(`${name}.word:`);
  eachWord(value, MOST_VALUE_WORDS, (text, from, to) => {
    if (to - from <= 30) addLower(word, text, from, to);
  });
}
