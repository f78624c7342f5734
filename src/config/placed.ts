/** Complaints about keys of a configuration → faults at their places in its text. */
import { readFileSync } from 'node:fs';
import type { Complaint } from './complaint.ts';
import { type Fault, pathText } from './fault.ts';
import { locator } from './locate.ts';

/** In the order of the lines. `file` names the faults; nothing is read. */
export function placed(complaints: readonly Complaint[], text: string, file: string): Fault[] {
  const locate = locator(text);
  return complaints
    .map(({ path, message, at }) => ({ file, ...locate(path, at), path: pathText(path), message }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** The same of what is found out after the file was read; without places when it went away. */
export function placedIn(file: string, complaints: readonly Complaint[]): Fault[] {
  if (complaints.length === 0) return [];
  try {
    return placed(complaints, readFileSync(file, 'utf8').replace(/^\ufeff/, ''), file);
  } catch {
    return complaints.map(({ path, message }) => ({ file, line: 0, column: 0, path: pathText(path), message }));
  }
}
