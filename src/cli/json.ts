/**
 * JSON that a terminal may show: what steers it, turns text around or hides in it is escaped. A reader gets back the
 * same string.
 */
import { forJson } from '../mail/clean.ts';

/** Indented for reading. */
export function jsonText(value: unknown): string {
  return forJson(JSON.stringify(value, null, 2));
}

/** On one line. */
export function jsonLine(value: unknown): string {
  return forJson(JSON.stringify(value));
}
