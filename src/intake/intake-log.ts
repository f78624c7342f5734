/**
 * What the networks of intake tell the log. Words of servers and clients are strangers' words:
 * they pass `plain` before they come here.
 */
export type IntakeLog = (event: string, fields: Readonly<Record<string, string | number | boolean>>) => void;

const LONGEST = 300;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** One printable line of at most 300 characters. */
export function plain(text: string): string {
  const line = text
    .slice(0, 4 * LONGEST)
    .replace(UNPRINTABLE, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/**
 * What an error says. A database layer may put a statement with all its parameters, whole mails among them,
 * into the message and the reason into `cause`: the cause wins.
 */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return plain(String(error));
  return error.cause instanceof Error ? reason(error.cause) : plain(error.message || error.name);
}
