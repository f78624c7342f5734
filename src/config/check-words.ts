/** Groups and the dictionary: what they name is there, and every meaning of a status has a word. */
import { STATUSES } from '../desk/ticket.ts';
import { type Complaint, type Draft, repeated, spots, wrong } from './complaint.ts';
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
      : [wrong(['queue', i, 'group'], `there is no [[group]] called ${quoted(one.group)}`)],
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
        : [wrong(['status', i, 'name'], `${quoted(itself)} is a meaning, and no [[status]] is its word`)];
    }),
  ];
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
      : [wrong([...path, i], `there is no [[${what}]] called ${quoted(word)}`)],
  );
}
