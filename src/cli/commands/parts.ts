/** Arguments and options that many commands take. */
import type { ArgSpec, OptionSpec } from './spec.ts';

export const TICKET: ArgSpec = {
  name: '<ticket>',
  description: 'its number, or .3: third of the last list',
  kind: 'ticket',
};
export const TICKETS: ArgSpec = {
  name: '<ticket...>',
  description: 'numbers: 12, 12-15, 12,14, .3 (third of the last list), - (stdin); desk help tickets',
  kind: 'tickets',
};
/** Where other words follow; see ticket-words.ts. */
export const SOME: ArgSpec = { ...TICKETS, name: '<tickets...>' };
export const PERSON: ArgSpec = { name: '<person>', description: '"Ann <ann@example.org>" or an address' };
export const OTHER: ArgSpec = { name: '<other>', description: 'the number of the other ticket', kind: 'ticket' };
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

/** They may stand before or after any command. */
export const OPTIONS_OF_ALL: readonly OptionSpec[] = [
  { flags: '-c, --config <file>', description: 'the configuration; default: the usual places' },
  { flags: '--as <login>', description: 'who you are; default: $DESK_OPERATOR, else your account' },
  { flags: '--no-color', description: 'no colours; NO_COLOR=1 does the same' },
];

export const CANNED: ArgSpec = { name: '<name>', description: 'see desk canned list', completes: 'canned' };

/** For `touchesFiles`: whether files are named, and not only stdin. */
export function namesFiles([files]: readonly unknown[]): boolean {
  const named = Array.isArray(files) ? files : [files];
  return named.some(file => typeof file === 'string' && file !== '-');
}

export const LANGUAGE: OptionSpec = { flags: '--language <tag>', description: 'in this language: en, nl, pt-BR …' };
export const JSON_OUT: OptionSpec = { flags: '--json', description: 'print JSON' };
export const HIDDEN: OptionSpec = {
  flags: '--hidden',
  description: 'where [letters] has the desk tell requesters of changes: not of this one',
};
export const DRY_RUN: OptionSpec = { flags: '-n, --dry-run', description: 'only say what would be done' };
export const NUMBERS: OptionSpec = { flags: '-q, --quiet', description: 'print numbers only' };
export const RAW: OptionSpec = { flags: '--raw', description: 'the original, byte for byte' };
export const MESSAGE: OptionSpec = { flags: '-m, --message <text>', description: 'the words; - reads them from stdin' };
export const ATTACH: OptionSpec = {
  flags: '--attach <file...>',
  description: 'files, one after the other; -- ends them',
};
export const CLOSE: OptionSpec = { flags: '--close', description: 'and close the ticket' };
export const AT: OptionSpec = {
  flags: '--at <time>',
  description: 'leave then: 2026-12-01 09:00, 09:00, tomorrow 09:00, monday 09:00',
};
export const IN: OptionSpec = {
  flags: '--in <duration>',
  description: 'leave after that, such as 30m or 2h; desk undo takes it back until then',
};
export const FORCE: OptionSpec = {
  flags: '--force',
  description: 'although somebody else did something since you read the ticket',
};
export const DRAFT: ArgSpec = { name: '<draft>', description: 'its name, or the number of its ticket' };

export function limit(fallback: number): OptionSpec {
  return { flags: '--limit <n>', description: 'at most so many', kind: 'number', fallback };
}

/** The last long name: `--owner` of `--assign, --owner <login>`. */
export function longOf(flags: string): string {
  return namesOf(flags).findLast(name => name.startsWith('--')) ?? flags;
}

export function namesOf(flags: string): string[] {
  return flags.split(/[ ,]+/).filter(word => word.startsWith('-'));
}

export function takesValue(flags: string): boolean {
  return flags.includes('<');
}
