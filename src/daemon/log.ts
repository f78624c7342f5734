/**
 * The business log: one line for each thing that happened to a mail, a letter, a mailbox or the process itself.
 * Values come from strangers, so each is cleaned and bounded; a line break in a subject is not a line break in the log.
 */
import { forLog } from '../mail/clean.ts';

export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Log = (event: string, fields?: Fields) => void;

export function createLog(format: 'text' | 'json', write: (line: string) => void, clock: () => number): Log {
  return (event, fields = {}) => {
    const known = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
    const cleaned = known.map(([name, value]) => [name, typeof value === 'string' ? forLog(value) : value] as const);
    const at = new Date(clock()).toISOString();
    write(
      format === 'json' ? JSON.stringify({ at, event, ...Object.fromEntries(cleaned) }) : textLine(at, event, cleaned),
    );
  };
}

function textLine(at: string, event: string, fields: readonly (readonly [string, unknown])[]): string {
  return [at, event, ...fields.map(([name, value]) => `${name}=${quoted(String(value))}`)].join(' ');
}

function quoted(value: string): string {
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
