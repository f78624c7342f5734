import type { Attributes, Style } from './html-attributes.ts';
import type { Break } from './html-page.ts';

/**
 * Which elements are blocks, and how open elements close each other: as browsers do it (HTML Standard §13.2.6), so
 * that a tag that is missing or one too many ends nothing that it should not. Each element is pushed and taken off
 * once, and where the last of a name lies is known without a search.
 */
const MOST_OPEN = 5000;
const PARAGRAPHS = new Set(
  'p blockquote pre xmp listing table h1 h2 h3 h4 h5 h6 ul ol dl menu dir figure fieldset'.split(' '),
);
const LINES = new Set(
  (
    'div li tr dt dd section article header footer main nav aside address form legend center figcaption caption ' +
    'select textarea hr option optgroup body html details summary hgroup dialog search'
  ).split(' '),
);
export const VOID = new Set('br hr img input area base col embed link meta param source track wbr'.split(' '));
/** Nothing outside of these is closed from within them. */
export const WALLS = new Set(['table', 'td', 'th', 'caption']);
/** What a new one of them closes, and what stands in the way. */
const CLOSED_BY_NEXT: Readonly<Record<string, readonly [closed: readonly string[], wall: readonly string[]]>> = {
  li: [['li'], ['ul', 'ol', 'menu', 'dir', 'table', 'td', 'th', 'blockquote']],
  dt: [
    ['dt', 'dd'],
    ['dl', 'table', 'td', 'th'],
  ],
  dd: [
    ['dt', 'dd'],
    ['dl', 'table', 'td', 'th'],
  ],
  option: [['option'], ['select', 'table', 'td', 'th']],
  td: [['td', 'th'], ['table']],
  th: [['td', 'th'], ['table']],
  tr: [['tr'], ['table']],
  tbody: [['tbody', 'thead', 'tfoot'], ['table']],
  thead: [['tbody', 'thead', 'tfoot'], ['table']],
  tfoot: [['tbody', 'thead', 'tfoot'], ['table']],
};

export interface Open<Around> {
  readonly name: string;
  readonly breaks: Break;
  /** What held around it. */
  readonly outside: Around;
}

export interface Stack<Around> {
  readonly open: Open<Around>[];
  /** Where on the stack the elements of each name are. */
  readonly places: Map<string, number[]>;
  /** Elements that found no room. */
  beyond: number;
  readonly onLeave: (element: Open<Around>) => void;
}

function hasBreak(name: string): boolean {
  return PARAGRAPHS.has(name) || LINES.has(name);
}

/** 2 is an empty line, 1 a new one. */
export function breaksOf(name: string, attributes: Attributes, style: Style): Break {
  if (PARAGRAPHS.has(name)) return name === 'p' && isTight(attributes, style) ? 1 : 2;
  return LINES.has(name) || /^block/.test(style.get('display') ?? '') ? 1 : 0;
}

/** Outlook's paragraphs are lines: between two of them that are apart stands an empty one. */
function isTight(attributes: Attributes, style: Style): boolean {
  const zero = (side: string) => /^0[a-z]{0,2}(?:\s|$)/.test(style.get(side) ?? '');
  const isOfOutlook = /(?:^|\s)(?:x_)*Mso(?:Normal|PlainText|NoSpacing|ListParagraph)/.test(
    attributes.get('class') ?? '',
  );
  const says = style.has('margin') || style.has('margin-top') || style.has('margin-bottom');
  return says
    ? /^0[a-z]{0,2}(?:\s+0[a-z]{0,2}){0,3}$/.test(style.get('margin') ?? '') ||
        (zero('margin-top') && zero('margin-bottom'))
    : isOfOutlook;
}

/** Matters to what closes what, whether it breaks a line or not. */
export function isStructure(name: string): boolean {
  return WALLS.has(name) || name in CLOSED_BY_NEXT;
}

/** A list item ends the one before it, a block a paragraph (HTML Standard §13.2.6.4.7). */
export function closeForNext<Around>(stack: Stack<Around>, name: string): void {
  const rule = CLOSED_BY_NEXT[name];
  if (rule !== undefined) {
    const at = lastOpen(stack, rule[0]);
    if (at > lastOpen(stack, rule[1])) closeDownTo(stack, at);
  }
  if (!hasBreak(name)) return;
  const at = lastOpen(stack, ['p']);
  if (at >= 0 && at > lastOpen(stack, [...WALLS])) closeDownTo(stack, at);
}

/** What `</name>` closes. Only a table, and what is around all of it, is closed from within a cell. */
export function closeNamed<Around>(stack: Stack<Around>, name: string): void {
  if (stack.beyond > 0 && hasBreak(name)) {
    stack.beyond--;
    return;
  }
  const at = lastOpen(stack, [name]);
  const walls = name === 'tr' || name === 'td' || name === 'th' ? ['table'] : name === 'table' ? [] : [...WALLS];
  const wall = lastOpen(
    stack,
    walls.filter(one => one !== name),
  );
  if (at >= 0 && at > wall) closeDownTo(stack, at);
}

/** The place of the innermost of these, -1 when none is open. */
function lastOpen<Around>({ places }: Stack<Around>, names: readonly string[]): number {
  return names.reduce((last, name) => Math.max(last, places.get(name)?.at(-1) ?? -1), -1);
}

/** False when there is no room left: the element then changes nothing for what is within it. */
export function push<Around>(stack: Stack<Around>, element: Open<Around>): boolean {
  if (stack.open.length >= MOST_OPEN) {
    if (hasBreak(element.name)) stack.beyond++;
    return false;
  }
  const places = stack.places.get(element.name) ?? [];
  places.push(stack.open.length);
  stack.places.set(element.name, places);
  stack.open.push(element);
  return true;
}

export function closeDownTo<Around>(stack: Stack<Around>, depth: number): void {
  while (stack.open.length > depth) {
    const element = stack.open.pop();
    if (element === undefined) return;
    stack.places.get(element.name)?.pop();
    stack.onLeave(element);
  }
}
