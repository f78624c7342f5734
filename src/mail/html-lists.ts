/** The bullets and numbers of lists. */
export interface List {
  readonly kind: 'bullets' | 'numbers' | 'letters' | 'roman' | 'none';
  readonly large: boolean;
  next: number;
}

const KINDS: Readonly<Record<string, List['kind']>> = { a: 'letters', A: 'letters', i: 'roman', I: 'roman' };
const OUTERMOST = 1_000_000;

/** `type`: the attribute; `style`: list-style-type, which wins. */
export function openList(name: string, type: string, style: string, start: string): List {
  const kind = kindOf(name, type, style);
  const first = Number(start);
  const next = start !== '' && Number.isInteger(first) && Math.abs(first) < OUTERMOST ? first : 1;
  return { kind, large: /^upper/.test(style) || /^[AI]$/.test(type), next };
}

function kindOf(name: string, type: string, style: string): List['kind'] {
  if (/^none/.test(style)) return 'none';
  if (/(?:alpha|latin)$/.test(style)) return 'letters';
  if (/roman$/.test(style)) return 'roman';
  if (/^decimal/.test(style)) return 'numbers';
  return name === 'ol' ? (KINDS[type] ?? 'numbers') : 'bullets';
}

/** `- `, `3. `, `c. `, `iii. `; counts on. */
export function marker(list: List | undefined, value: string): string {
  if (list === undefined || list.kind === 'bullets') return '- ';
  if (list.kind === 'none') return '';
  const given = Number(value);
  const number = value !== '' && Number.isInteger(given) && Math.abs(given) < OUTERMOST ? given : list.next;
  list.next = number + 1;
  const said = list.kind === 'letters' ? letters(number) : list.kind === 'roman' ? roman(number) : String(number);
  return `${list.large ? said.toUpperCase() : said}. `;
}

function letters(number: number): string {
  if (number < 1) return String(number);
  let said = '';
  for (let left = number; left > 0; left = Math.floor((left - 1) / 26)) {
    said = String.fromCharCode(0x61 + ((left - 1) % 26)) + said;
  }
  return said;
}

const ROMAN: readonly (readonly [number, string])[] = [
  ...[[100, 'c'] as const, [90, 'xc'] as const, [50, 'l'] as const, [40, 'xl'] as const, [10, 'x'] as const],
  ...[[9, 'ix'] as const, [5, 'v'] as const, [4, 'iv'] as const, [1, 'i'] as const],
];

function roman(number: number): string {
  if (number < 1 || number > 399) return String(number);
  let said = '';
  let left = number;
  for (const [worth, sign] of ROMAN) for (; left >= worth; left -= worth) said += sign;
  return said;
}
