/**
 * What a thrown error means for the person at the terminal: which exit, which words. A failed query's own message
 * holds its parameters, that is words of mails and notes: only its cause may be shown.
 */
import { ConfigFaults, faultLine } from '../config/fault.ts';
import { forTerminal } from '../mail/clean.ts';
import { BAD_CONFIG, BUG, type Exit, TROUBLE } from './exits.ts';
import { oneLine } from './one-line.ts';

export interface Failure {
  readonly exit: Exit;
  readonly lines: readonly string[];
}

const TROUBLES: Readonly<Record<string, string>> = {
  SQLITE_BUSY: 'the store is busy; try again',
  SQLITE_LOCKED: 'the store is locked; try again',
  SQLITE_FULL: 'the disk is full; make room and try again',
  SQLITE_IOERR: 'the disk does not read or write; look at the system log',
  SQLITE_CANTOPEN: 'the store cannot be opened; look at its folder, its owner and its rights',
  SQLITE_READONLY: 'the store may not be written by this account; run as the account that owns it',
  EACCES: 'this account has not the right; run as the account that owns the state',
  EPERM: 'this account has not the right; run as the account that owns the state',
  EEXIST: 'something else stands where the desk keeps its state; look at the path below',
  ENOTDIR: 'a file stands where a folder should be; look at the path below',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full; make room and try again',
  EDQUOT: 'the quota is used up; make room and try again',
  EMFILE: 'too many open files; try again, or raise the limit',
  EADDRINUSE: 'the address is taken by another program',
  EADDRNOTAVAIL: 'this machine has no such address',
  ECONNREFUSED: 'the server does not answer',
  ECONNRESET: 'the server broke off',
  ETIMEDOUT: 'the server does not answer in time',
  ESCAN: 'mail is not taken in while nobody looks for viruses ([scan] on_trouble); is clamd running?',
  ENOTFOUND: 'the server’s name is not known',
  EAI_AGAIN: 'names cannot be looked up now',
};

export function explainFailure(error: unknown, debug: boolean): Failure {
  const chain = [...causes(error)];
  const faults = chain.map(configFaults).find(lines => lines !== undefined);
  if (faults) return { exit: BAD_CONFIG, lines: faults };
  const told = chain.find(saysAll);
  if (told) return { exit: TROUBLE, lines: [`desk: ${oneLine(safeMessage(told))}`] };
  const trouble = chain.find(link => troubleCode(link) !== undefined);
  if (trouble) return { exit: TROUBLE, lines: [...troubleLines(trouble), ...details(chain, debug)] };
  return { exit: BUG, lines: [...bugLines(chain), ...details(chain, debug)] };
}

/** The error and what is behind it, outermost first. */
function* causes(error: unknown): Generator<unknown> {
  let link = error;
  for (let depth = 0; link !== undefined && link !== null && depth < 10; depth++) {
    yield link;
    link = (link as { cause?: unknown }).cause;
  }
}

function configFaults(error: unknown): string[] | undefined {
  return error instanceof ConfigFaults
    ? error.faults.map(fault => forTerminal(faultLine(fault), { multiline: true }))
    : undefined;
}

const SAY_ALL: readonly string[] = ['AlreadyRunning', 'WrongDatabase'];

/** Told by their names: importing the daemon's lock or the migrations would load the store at every start. */
function saysAll(error: unknown): boolean {
  return error instanceof Error && SAY_ALL.includes(error.constructor.name);
}

function troubleCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || code === '') return undefined;
  return Object.keys(TROUBLES).find(known => code === known || code.startsWith(`${known}_`));
}

function troubleLines(error: unknown): string[] {
  const words = TROUBLES[troubleCode(error)!]!;
  return [`desk: ${words}`, `  (${oneLine(safeMessage(error))})`];
}

function bugLines(chain: readonly unknown[]): string[] {
  const told = chain.find(link => !isFailedQuery(link)) ?? new Error('a query failed');
  return [`desk: this should not have happened: ${oneLine(safeMessage(told))}`];
}

function details(chain: readonly unknown[], debug: boolean): string[] {
  if (!debug) return ['  DESK_DEBUG=1 shows where'];
  return chain.flatMap(link => {
    const stack = link instanceof Error && link.stack ? link.stack.split('\n') : [];
    const frames = stack.filter(line => /^\s+at /.test(line)).map(line => `  ${oneLine(line)}`);
    return [`  ${oneLine(safeMessage(link))}`, ...frames];
  });
}

function safeMessage(error: unknown): string {
  if (isFailedQuery(error)) return 'a query failed';
  return error instanceof Error ? error.message : String(error);
}

/** drizzle's DrizzleQueryError, told by its fields: importing the package here would cost every start. */
function isFailedQuery(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'query' in error && 'params' in error;
}
