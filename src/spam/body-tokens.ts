import { partText } from '../mail/part-text.ts';
import { addHtml } from './html-tokens.ts';
import type { Part, Parts } from './parts.ts';
import { addLower, addName, prefix } from './token-set.ts';
import { addUrl, urlsIn } from './url-tokens.ts';
import { addBodyWord, eachWord } from './words.ts';

/** The parts of a mail: their texts word by word, where their links lead, what is attached, and how much of each. */
const MOST_LETTERS = 200_000;
const MOST_WORDS = 3000;
const MOST_URLS = 150;
const FILE_WORD = prefix('file.word:');
const EXTENSION = prefix('file.extension:');
const PART = prefix('part:');
const CHARSET = prefix('part.charset:');

/** What is left of the bounds, and what came together. */
interface Reading {
  letters: number;
  words: number;
  urls: number;
  images: number;
  text: number;
  html: number;
  readonly hosts: Set<string>;
}

export function addBody({ parts, around }: Parts): void {
  addName(
    `structure:${around.slice(0, 9).join('+')}|${parts
      .slice(0, 6)
      .map(({ head }) => head.type.slice(0, 60))
      .join('+')}`,
  );
  addName(`parts:${Math.min(parts.length, 10)}`);
  const reading: Reading = { letters: 0, words: 0, urls: 0, images: 0, text: 0, html: 0, hosts: new Set() };
  for (const part of parts) addPart(part, reading);
  addName(`urls:${magnitude(reading.urls)}`);
  addName(`words:${magnitude(reading.words)}`);
  addName(`images:${reading.images}`);
  addName(`text:${magnitude(reading.text)}`);
  if (reading.html === 0) return;
  addName(`html:${magnitude(reading.html)}`);
  addName(`html.share:${Math.round((8 * reading.text) / (reading.html + 1))}`);
}

function addPart(part: Part, reading: Reading): void {
  const { type, charset, encoding, disposition } = part.head;
  addLower(PART, type.slice(0, 80));
  if (charset !== '') addLower(CHARSET, charset.slice(0, 40));
  addName(`encoding:${encoding}`);
  if (part.name !== '') addFileName(part.name, disposition);
  if (!type.startsWith('text/')) {
    if (type.startsWith('image/')) reading.images++;
    addName(`size:${type.slice(0, 80)}:${magnitude(part.bytes.length)}`);
  } else if (reading.letters < MOST_LETTERS && !(part.name !== '' && disposition === 'attachment'))
    addText(part, reading);
}

function addFileName(name: string, disposition: string): void {
  const short = name.slice(0, 255);
  const dot = short.lastIndexOf('.');
  if (dot >= 0) addLower(EXTENSION, short, dot);
  eachWord(short.replace(/[._-]/g, ' '), 8, (text, from, to) => addLower(FILE_WORD, text, from, to));
  addName(`disposition:${disposition.slice(0, 40)}`);
}

function addText(part: Part, reading: Reading): void {
  const written = partText(part.head, part.bytes, MOST_LETTERS - reading.letters);
  reading.letters += written.length;
  const isHtml = part.head.type === 'text/html' || /^\s{0,100}<(?:!doctype html|html)/i.test(written);
  const { text, links } = isHtml ? addHtml(written) : { text: written, links: [] };
  if (isHtml) reading.html += written.length;
  reading.text += text.length;
  for (const url of [...links, ...urlsIn(text, MOST_URLS)]) {
    if (reading.urls >= MOST_URLS) break;
    reading.urls++;
    addUrl(url, reading.hosts);
  }
  reading.words += eachWord(text, MOST_WORDS - reading.words, addBodyWord);
}

function magnitude(count: number): number {
  return Math.round(Math.log2(count + 1));
}
