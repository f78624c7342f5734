/**
 * A statement the database refused. It keeps the database's sentence, its code and the statement's text, and nothing else:
 * drivers add parameters or the failing row, which are the words of a mail or a note and have no business in a log.
 */
export class StatementError extends Error {
  override readonly name = 'StatementError';
  /** `SQLITE_BUSY`, `23505`, or '' when the driver gave none. */
  readonly code: string;

  constructor(error: unknown, sql: string) {
    const text = sql.replace(/\s+/g, ' ').trim();
    const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
    super(`${error instanceof Error ? error.message : String(error)} (in: ${shown})`);
    const code = (error as { code?: unknown } | null)?.code;
    this.code = typeof code === 'string' ? code : '';
  }
}
