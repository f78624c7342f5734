import type { HeaderLine } from './header-lines.ts';
import { addHost, eachAddress, type HostPrefixes, hostPrefixes } from './hosts.ts';
import { addReceived } from './received-tokens.ts';
import { addSubject } from './subject-tokens.ts';
import { addExact, addLower, addName, addShape, type Prefix, prefix } from './token-set.ts';
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

/** The prefixes of a field, made once for each name; strangers make up names, so only so many are kept. */
interface FieldPrefixes {
  readonly value: Prefix;
  readonly word: Prefix;
  readonly address: Prefix;
  readonly local: Prefix;
  readonly shape: Prefix;
  readonly hosts: HostPrefixes;
}

const MOST_FIELD_NAMES = 500;
const prefixes = new Map<string, FieldPrefixes>();

function prefixesOf(name: string): FieldPrefixes {
  const known = prefixes.get(name);
  if (known !== undefined) return known;
  const made = {
    value: prefix(`${name}:`),
    word: prefix(`${name}.word:`),
    address: prefix(`${name}.address:`),
    local: prefix(`${name}.local:`),
    shape: prefix(`${name}.shape:`),
    hosts: hostPrefixes(name),
  };
  if (prefixes.size < MOST_FIELD_NAMES) prefixes.set(name, made);
  return made;
}

function addAddresses({ name, words }: HeaderLine): void {
  const of = prefixesOf(name);
  const count = eachAddress(words, MOST_ADDRESSES, (from, at, to) => {
    addLower(of.address, words, from, to);
    addShape(of.local, words, from, at);
    addHost(of.hosts, words, at + 1, to);
  });
  addName(`${name}.count:${count > 10 ? '>10' : count > 5 ? '>5' : count}`);
  eachWord(withoutAngles(words), 40, (text, from, to) => addLower(of.word, text, from, to));
  if (name === 'from' || name === 'to') addShape(of.shape, words);
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
  const host = prefixesOf(name).hosts.whole;
  let count = 0;
  for (const [, found = ''] of value.matchAll(/@([^@>\s]{1,255})>/g)) {
    if (count++ === 5) break;
    addLower(host, found);
  }
}

function addValue({ name, value }: HeaderLine): void {
  const of = prefixesOf(name);
  if (value.length < SHORT_VALUE) addLower(of.value, value);
  eachWord(value, MOST_VALUE_WORDS, (text, from, to) => {
    if (to - from <= 30) addLower(of.word, text, from, to);
  });
}
