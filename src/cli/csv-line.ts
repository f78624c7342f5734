import { forCsv } from '../mail/clean.ts';
import { oneLine } from './one-line.ts';

/** Spreadsheets take a field that begins like a formula for one; forCsv breaks that. */
export function csvLine(fields: readonly string[]): string {
  return fields.map(field => forCsv(oneLine(field))).join(',');
}
