/** Groups and the dictionary: what they name is there, and every meaning of a status has a word. */
import { OWN_SOURCES } from '../desk/dictionary.ts';
import { STATUSES } from '../desk/ticket.ts';
import { type Complaint, type Draft, repeated, spots, wrong } from './complaint.ts';
import { instead } from './did-you-mean.ts';
import { quoted } from './fault.ts';
import type { Settings } from './keys.ts';

export function groupsAreWhole({ group, operator, queue }: Draft<Settings>): Complaint[] {
  const logins = known(operator, 'login');
  const queues = known(queue, 'name');
  return [
    ...repeated(spots('group', 'name', group), 'the name'),
    ...(group ?? []).flatMap((one, i) => [
      ...strangers(['group', i, 'members'], one?.members, logins, 'operator'),
      ...strangers(['group', i, 'queues'], one?.queues, queues, 'queue'),
    ]),
  ];
}

export function queueGroupsExist({ group, queue }: Draft<Settings>): Complaint[] {
  const groups = known(group, 'name');
  return (queue ?? []).flatMap((one, i) =>
    one?.group === undefined || groups.includes(one.group)
      ? []
      : [
          wrong(
            ['queue', i, 'group'],
            `there is no [[group]] called ${quoted(one.group)}${instead(one.group, groups)}`,
          ),
        ],
  );
}

/** A meaning without a word keeps its name, which nothing else may be called then. */
export function statusesDiffer({ status = [] }: Draft<Settings>): Complaint[] {
  const meant = new Set(status.map(one => one?.means));
  return [
    ...repeated(spots('status', 'name', status), 'the name'),
    ...status.flatMap((one, i) => {
      const itself = STATUSES.find(means => means === one?.name);
      return itself === undefined || one?.means === itself || one?.means === undefined || meant.has(itself)
        ? []
        : [wrong(['status', i, 'name'], meaningTaken(itself, one.means))];
    }),
  ];
}

function meaningTaken(meaning: string, means: string): string {
  const name = quoted(meaning);
  return `${name} is a meaning of its own and would mean ${quoted(means)} here: choose another name, or give the meaning ${name} a [[status]] too`;
}

const FIELDS = [
  ['category', 'categories'],
  ['criticality', 'criticalities'],
  ['complexity', 'complexities'],
  ['level', 'levels'],
  ['kind', 'kinds'],
  ['source', 'sources'],
] as const;

/** A view that can show nothing is a slip. */
export function viewsAreWhole({ view = [], ...draft }: Draft<Settings>): Complaint[] {
  const logins = known(draft.operator, 'login');
  const statuses = [...STATUSES, ...known(draft.status, 'name')];
  return [
    ...repeated(spots('view', 'name', view), 'the name'),
    ...view.flatMap((one, i) => {
      const at = (key: string) => ['view', i, key];
      const operators = (['owner', 'helper', 'watcher'] as const).flatMap(key =>
        strangers(at(key), one?.[key] === undefined ? [] : [one[key]], logins, 'operator').map(fault => ({
          ...fault,
          path: at(key),
        })),
      );
      return [
        ...operators,
        ...strangers(at('status'), one?.status, statuses, 'status'),
        ...strangers(at('queue'), one?.queue, known(draft.queue, 'name'), 'queue'),
        ...strangers(at('group'), one?.group, [...known(draft.group, 'name'), 'none'], 'group'),
        ...FIELDS.flatMap(([field, words]) => notAmong(at(field), one?.[field], draft.dictionary?.[words], words)),
      ];
    }),
  ];
}

function notAmong(
  path: readonly (string | number)[],
  words: readonly (string | undefined)[] = [],
  there: readonly (string | undefined)[] = [],
  what: string,
): Complaint[] {
  const all = [...there.flatMap(one => one ?? []), 'none', ...(what === 'sources' ? OWN_SOURCES : [])];
  return words.flatMap((word, i) =>
    word === undefined || all.includes(word)
      ? []
      : [wrong([...path, i], `${quoted(word)} is not among dictionary.${what}${instead(word, all)}`)],
  );
}

function known<K extends string>(
  tables: readonly ({ readonly [P in K]?: string | undefined } | undefined)[] = [],
  key: K,
) {
  return tables.flatMap(one => one?.[key] ?? []);
}

function strangers(
  path: readonly (string | number)[],
  words: readonly (string | undefined)[] = [],
  there: readonly string[],
  what: string,
): Complaint[] {
  return words.flatMap((word, i) =>
    word === undefined || there.includes(word)
      ? []
      : [wrong([...path, i], `there is no [[${what}]] called ${quoted(word)}${instead(word, there)}`)],
  );
}
