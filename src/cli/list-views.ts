/** Lists that are called by their name: those that are always there, and the [[view]]s of the configuration. */
import type { ListWishes, View } from '../config/config.ts';
import { columnsSigned } from './list-options.ts';

export const BUILT_IN: readonly View[] = [
  { name: 'mine', mine: true },
  { name: 'unowned', unowned: true, sort: 'opened' },
  { name: 'unanswered', unanswered: true, sort: 'changed' },
  { name: 'overdue', overdue: true, sort: 'due' },
  { name: 'waiting', status: ['waiting'], sort: 'changed' },
  { name: 'all', all: true },
];

/** A view of one's own may have the name of one that is always there. */
export function viewsThereAre(own: readonly View[]): readonly View[] {
  return [...own, ...BUILT_IN.filter(({ name }) => !own.some(view => view.name === name))];
}

/** Of these only one can hold: what was typed takes the place of all of them. */
const INSTEAD = [
  ['mine', 'owner', 'unowned'],
  ['status', 'all'],
  ['answered', 'unanswered'],
] as const;

export function withView<Options extends ListWishes>({ name: _, ...view }: View, typed: Options): Options {
  const given = new Set(Object.keys(typed).filter(key => typed[key as keyof Options] !== undefined));
  const replaced = INSTEAD.filter(keys => keys.some(key => given.has(key))).flat();
  const kept = Object.entries(view).filter(([key]) => !(replaced as string[]).includes(key));
  const columns = columnsOf(view.columns, typed.columns);
  return { ...Object.fromEntries(kept), ...typed, ...(columns === undefined ? {} : { columns }) };
}

/** `+tags` comes on top of the columns of the view. */
function columnsOf(
  view: readonly string[] | undefined,
  typed: readonly string[] | undefined,
): readonly string[] | undefined {
  if (typed === undefined || view === undefined) return typed ?? view;
  const signed = columnsSigned(typed);
  return signed.every(word => /^[+-]/.test(word)) ? [...columnsSigned(view), ...signed] : typed;
}
