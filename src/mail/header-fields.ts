import { parseAddresses } from './addresses.ts';
import { forHeader } from './clean.ts';
import { decodeWords } from './encoded-words.ts';
import type { HeaderField } from './header-block.ts';
import type { Address } from './mail.ts';
import { messageIds } from './message-ids.ts';

/** What the fields of a header say. Fields that came twice are one long field, except where only one is believed. */
export const MOST_ADDRESSES = 1000;
const LONGEST_SUBJECT = 2000;

/** The first field of that name counts, as it does for the programs people read mail with. */
export function value(fields: readonly HeaderField[], name: string): string {
  return fields.find(field => field.name === name)?.value ?? '';
}

export function addresses(fields: readonly HeaderField[], name: string): Address[] {
  return fields
    .filter(field => field.name === name)
    .flatMap(field => parseAddresses(field.value, MOST_ADDRESSES))
    .slice(0, MOST_ADDRESSES);
}

export function ids(fields: readonly HeaderField[], name: string): string[] {
  return fields.filter(field => field.name === name).flatMap(field => messageIds(field.value));
}

export function subjectIn(fields: readonly HeaderField[]): string {
  return forHeader(decodeWords(value(fields, 'subject').slice(0, LONGEST_SUBJECT * 8)), LONGEST_SUBJECT);
}
