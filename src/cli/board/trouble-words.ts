import { explainFailure } from '../failure.ts';
import { DatabaseGone } from './held-desk.ts';

/** What was thrown, in one line for the status line. */
export function troubleWords(error: unknown): string {
  if (error instanceof DatabaseGone) return error.message;
  return (explainFailure(error, false).lines[0] ?? 'something failed')
    .replace(/^desk: /, '')
    .replace(/; try again$/, '');
}
