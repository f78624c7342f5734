/** What a condition asks, in words: `subject "invoice" or "bill", and not (domain "example.org")`. */
import { WEEKDAYS } from './local-time.ts';
import type { Condition, FileCondition, Pattern, Range } from './rule.ts';

export function conditionWords(condition: Condition): string {
  switch (condition.ask) {
    case 'all':
      return condition.of.length === 0 ? 'every mail' : condition.of.map(one => within(one, 'all')).join(', ');
    case 'any':
      return condition.of.map(one => within(one, 'any')).join(' or ');
    case 'not':
      return `not (${conditionWords(condition.of)})`;
    case 'words':
      return `${condition.where} ${anyOf(condition.any)}`;
    case 'header':
      return `header ${condition.name}${condition.any ? ` ${anyOf(condition.any)}` : ''}`;
    case 'address':
      return `${condition.where} ${anyOf(condition.any)}`;
    case 'domain':
    case 'organisation':
      return `${condition.ask} ${anyOf(condition.any)}`;
    case 'files':
      if (!condition.some) return 'no attachment';
      return `attachment${condition.any ? ` ${condition.any.map(fileWords).join(' or ')}` : ''}`;
    case 'size':
      return `size ${rangeWords(condition.range)}`;
    case 'writtenBy':
      return `written by ${condition.any.join(' or ')}`;
    case 'mail':
    case 'spam':
    case 'trust':
    case 'language':
    case 'level':
    case 'queue':
      return `${condition.ask} ${condition.any.join(' or ')}`;
    case 'weekday':
      return `${dayWords(condition.any)} in ${condition.zone}`;
    case 'time':
      return `${condition.any.map(hours => hours.map(clock).join('-')).join(' or ')} in ${condition.zone}`;
    case 'guess':
      return `guessed ${condition.any.join(' or ')} (${condition.above} or surer)`;
  }
}

function within(condition: Condition, by: 'all' | 'any'): string {
  const isMixed =
    (condition.ask === 'all' || condition.ask === 'any') && condition.of.length > 1 && condition.ask !== by;
  return isMixed ? `(${conditionWords(condition)})` : conditionWords(condition);
}

function anyOf(any: readonly Pattern[]): string {
  return any.map(pattern => (pattern.by === 'expression' ? pattern.source : JSON.stringify(pattern.text))).join(' or ');
}

function fileWords({ type, name, size }: FileCondition): string {
  const said = [
    ...(name === undefined ? [] : [anyOf(name)]),
    ...(type === undefined ? [] : [`of type ${anyOf(type)}`]),
    ...(size === undefined ? [] : [rangeWords(size)]),
  ];
  return said.join(' ');
}

function rangeWords({ above, below }: Range): string {
  return above === undefined ? `below ${bytesWords(below ?? 0)}` : `above ${bytesWords(above)}`;
}

const UNITS = [
  ['GB', 1e9],
  ['GiB', 2 ** 30],
  ['MB', 1e6],
  ['MiB', 2 ** 20],
  ['kB', 1e3],
  ['KiB', 1024],
] as const;

/** As it is written: `5 MB`, `64 KiB`. */
function bytesWords(bytes: number): string {
  const found = bytes === 0 ? undefined : UNITS.find(([, one]) => bytes % one === 0);
  return found ? `${bytes / found[1]} ${found[0]}` : `${bytes} bytes`;
}

/** From Monday on; three and more in a row are told by the first and the last: `mon-fri`. */
function dayWords(days: readonly number[]): string {
  const runs: number[][] = [];
  for (const day of [1, 2, 3, 4, 5, 6, 0].filter(day => days.includes(day))) {
    const run = runs.at(-1);
    if (run && (run.at(-1)! + 1) % 7 === day) run.push(day);
    else runs.push([day]);
  }
  const word = (day: number) => WEEKDAYS[day]!;
  return runs.flatMap(run => (run.length < 3 ? run.map(word) : [`${word(run[0]!)}-${word(run.at(-1)!)}`])).join(' or ');
}

function clock(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
