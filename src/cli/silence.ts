import { oneLine } from './one-line.ts';

/** `, gets no mail: bounced (5.1.1 …)`, or nothing. */
export function silence({ silent }: { readonly silent: string }): string {
  return silent === '' ? '' : `, gets no mail: ${oneLine(silent)}`;
}
