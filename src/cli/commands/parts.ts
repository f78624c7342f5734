/** Arguments and options that many commands take. */
import type { ArgSpec, OptionSpec } from './spec.ts';

export const TICKET: ArgSpec = { name: '<ticket>', description: 'its number', kind: 'number' };
export const TICKETS: ArgSpec = { name: '<ticket...>', description: 'one or more numbers', kind: 'number' };
export const PERSON: ArgSpec = { name: '<person>', description: '"Ann <ann@example.org>" or an address' };
export const OTHER: ArgSpec = { name: '<other>', description: 'the number of the other ticket', kind: 'number' };
export const MESSAGE_ID: ArgSpec = { name: '<message>', description: 'its number in desk show', kind: 'number' };
export const MAIL: ArgSpec = { name: '<mail>', description: 'its number in the ledger', kind: 'number' };
export const MAILS: ArgSpec = { name: '<mail...>', description: 'numbers in the ledger', kind: 'number' };
export const LETTER: ArgSpec = { name: '<letter>', description: 'its number in the outbox', kind: 'number' };
export const LETTERS: ArgSpec = { name: '<letter...>', description: 'numbers in the outbox', kind: 'number' };
export const WEBHOOKS: ArgSpec = { name: '<webhook...>', description: 'numbers in desk webhooks', kind: 'number' };
export const REQUESTER: ArgSpec = { name: '<requester>', description: 'an address or the id' };
export const ORGANISATION: ArgSpec = { name: '<name>', description: 'its name' };
export const FILES: ArgSpec = {
  name: '[files...]',
  description: 'mails, folders of mails, mbox files, or - for stdin',
};

/** For `touchesFiles`: whether files are named, and not only stdin. */
export function namesFiles([files]: readonly unknown[]): boolean {
  const named = Array.isArray(files) ? files : [files];
  return named.some(file => typeof file === 'string' && file !== '-');
}

export const CANNED: ArgSpec = { name: '<name>', description: 'see desk canned list' };

export const LANGUAGE: OptionSpec = { flags: '--language <tag>', description: 'in this language: en, nl, pt-BR …' };
export const JSON_OUT: OptionSpec = { flags: '--json', description: 'print JSON' };
export const RAW: OptionSpec = { flags: '--raw', description: 'the original, byte for byte' };
export const MESSAGE: OptionSpec = { flags: '-m, --message <text>', description: 'the words; - reads them from stdin' };
export const STATUSES = ['new', 'open', 'waiting', 'solved', 'closed'];

export function limit(fallback: number): OptionSpec {
  return { flags: '--limit <n>', description: 'at most so many', kind: 'number', fallback };
}
