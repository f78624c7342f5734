import { StatementError } from './statement-error.ts';

/** SQLite's result codes and PostgreSQL's classes for a database that cannot work now, whatever it is asked. */
const SQLITE = /^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL|PERM|AUTH)/;
const POSTGRES = /^(?:08|25006|40|53|55|57|58|XX)|^E[A-Z]+$/;

/**
 * Trouble is not about the mail or the command: the store is locked, full, read-only or gone, and the same work may
 * succeed later. Anything else that a statement threw is.
 */
export function isTrouble(error: unknown): boolean {
  for (let link = error; link instanceof Error; link = link.cause) {
    if (link instanceof StatementError && (SQLITE.test(link.code) || POSTGRES.test(link.code))) return true;
  }
  return false;
}
