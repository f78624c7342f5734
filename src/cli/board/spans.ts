/**
 * Pieces of a line and how they look. Lines made for `desk show` come with marks of their own around what is painted:
 * control characters, which no cleaned text has. Pure.
 */
import type { Paint } from '../table.ts';
import type { Style } from '../terminal.ts';

export interface Span {
  readonly text: string;
  readonly style?: Style;
}
export type Spans = readonly Span[];

const STYLES: readonly Style[] = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan', 'inverse'];
const BEGINS = '\x0e';
const ENDS = '\x0f';

export const mark: Paint = (style, text) => `${BEGINS}${STYLES.indexOf(style)}${text}${ENDS}`;

export function spansOf(line: string): Spans {
  if (!line.includes(BEGINS)) return line === '' ? [] : [{ text: line }];
  const spans: Span[] = [];
  for (const [whole, style, painted] of line.matchAll(/\x0e([0-9])([^\x0e\x0f]*)\x0f|[^\x0e\x0f]+/g)) {
    const known = style === undefined ? undefined : STYLES[Number(style)];
    spans.push(known === undefined ? { text: painted ?? whole } : { text: painted!, style: known });
  }
  return spans;
}

export function styled(style: Style | undefined, text: string): Span {
  return style === undefined ? { text } : { text, style };
}
