/** Commands that sort tickets: the words of the dictionary, tags, who works on them. */
import type { Run } from '../call.ts';
import { CLEARABLE } from '../sorting-options.ts';
import { DRY_RUN, HIDDEN, JSON_OUT, NUMBERS, SOME, TICKETS } from './parts.ts';
import type { CommandFamily, CommandSpec, OptionSpec } from './spec.ts';

const DUE: OptionSpec = {
  flags: '--due <when>',
  description: 'when it has to be done: 2026-12-01, "tomorrow 17:00", friday, 3d; none',
};

const OTHERS: readonly OptionSpec[] = [
  { flags: '--assign, --owner <login>', description: 'who is responsible' },
  { flags: '--group <group>', description: 'the group that is responsible' },
  { flags: '--category <word>', description: 'what it is about' },
  { flags: '--criticality <word>', description: 'how bad it is' },
  { flags: '--complexity <word>', description: 'how much work it is' },
  { flags: '--kind <word>', description: 'what has to be done' },
  { flags: '--source <word>', description: 'how it came in' },
  DUE,
  { flags: '--tag <tags>', description: 'tags, with commas between; a minus before one takes it away', kind: 'list' },
  { flags: '--helper <logins>', description: 'who works on it too; a minus takes away', kind: 'list' },
  { flags: '--watcher <logins>', description: 'who hears of it too; a minus takes away', kind: 'list' },
];
const STATUS: OptionSpec = { flags: '--status <word>', description: 'a word of desk dictionary' };
const QUEUE: OptionSpec = { flags: '--queue <queue>', description: 'where it waits' };
const CLEAR: OptionSpec = {
  flags: '--clear <fields>',
  description: 'take these away',
  kind: 'list',
  choices: CLEARABLE,
};

/** For a ticket that is there. */
export const SORTING: readonly OptionSpec[] = [STATUS, QUEUE, ...OTHERS, CLEAR];
/** For one that is closed with it. */
export const SORTING_CLOSED: readonly OptionSpec[] = [QUEUE, ...OTHERS, CLEAR];
/** For one that is made with it. */
export const SORTING_NEW: readonly OptionSpec[] = [STATUS, ...OTHERS];

interface Verb {
  readonly name: string;
  readonly description: string;
  readonly word: string;
  readonly fixed?: true;
  readonly example: string;
  readonly load: () => Promise<Run>;
}

const VERBS: readonly Verb[] = [
  {
    name: 'status',
    description: 'where tickets are in their life: one of the words of desk dictionary; mails nobody by itself',
    word: 'one of the words',
    fixed: true,
    example: 'desk status 12 at-supplier',
    load: async () => (await import('../change.ts')).status,
  },
  {
    name: 'category',
    description: 'what tickets are about',
    word: 'one of the words',
    example: 'desk category 12 billing',
    load: async () => (await import('../change.ts')).category,
  },
  {
    name: 'criticality',
    description: 'how bad it is',
    word: 'one of the words',
    example: 'desk criticality 12 high',
    load: async () => (await import('../change.ts')).criticality,
  },
  {
    name: 'complexity',
    description: 'how much work it is',
    word: 'one of the words',
    example: 'desk complexity 12 simple',
    load: async () => (await import('../change.ts')).complexity,
  },
  {
    name: 'kind',
    description: 'what has to be done: a request, an incident, a change …',
    word: 'one of the words',
    example: 'desk kind 12 incident',
    load: async () => (await import('../change.ts')).kind,
  },
  {
    name: 'source',
    description: 'how tickets came in',
    word: 'one of the words',
    fixed: true,
    example: 'desk source 12 phone',
    load: async () => (await import('../change.ts')).source,
  },
  {
    name: 'queue',
    description: 'where tickets wait',
    word: 'its name',
    fixed: true,
    example: 'desk queue 12 billing',
    load: async () => (await import('../change.ts')).queue,
  },
  {
    name: 'group',
    description: 'the group of operators that is responsible',
    word: 'its name',
    example: 'desk group 12 first-level',
    load: async () => (await import('../change.ts')).group,
  },
];

const LOGINS = { name: '<login...>', description: 'operators' };

function verb({ name, description, word, fixed, example, load }: Verb): CommandSpec {
  return {
    name,
    group: 'Sorting:',
    needs: 'operator',
    description,
    args: [
      { ...SOME, name: '[tickets...]', description: 'as in desk help tickets; without any, the words there are' },
      { name: '[word]', description: `${word}; without it, what they have now` },
    ],
    options: [...(fixed ? [] : [{ flags: '--none', description: 'take it away' }]), HIDDEN, DRY_RUN, NUMBERS, JSON_OUT],
    examples: [example, `desk ${name} 12 14 ${example.split(' ').at(-1)}`, `desk ${name}`],
    load,
  };
}

function crew(name: 'helper' | 'watcher', description: string, load: CrewLoads): CommandFamily {
  const change = {
    group: 'Sorting:' as const,
    needs: 'operator' as const,
    args: [SOME, LOGINS],
    options: [HIDDEN, DRY_RUN, NUMBERS, JSON_OUT],
  };
  return {
    name,
    group: 'Sorting:',
    description,
    examples: [`desk ${name} add 12 eve`, `desk ${name} 12`],
    inner: [
      {
        name: 'list',
        group: 'Sorting:',
        needs: 'read-only',
        description: 'who they are',
        byDefault: true,
        args: [TICKETS],
        options: [JSON_OUT],
        examples: [`desk ${name} list 12`],
        load: load.list,
      },
      {
        ...change,
        name: 'add',
        description: 'one or more of them',
        examples: [`desk ${name} add 12 eve`],
        load: load.add,
      },
      {
        ...change,
        name: 'remove',
        description: 'not any more',
        examples: [`desk ${name} remove 12 eve`],
        load: load.remove,
      },
    ],
  };
}

interface CrewLoads {
  readonly list: () => Promise<Run>;
  readonly add: () => Promise<Run>;
  readonly remove: () => Promise<Run>;
}

export const sortingCommands: readonly (CommandSpec | CommandFamily)[] = [
  {
    name: 'set',
    group: 'Sorting:',
    needs: 'operator',
    description: 'several changes at once, or none of them; mails nobody by itself',
    args: [TICKETS],
    options: [...SORTING, HIDDEN, DRY_RUN, NUMBERS, JSON_OUT],
    examples: [
      'desk set 12 --status waiting --category billing --tag vip,-new',
      'desk list -q --unowned | desk set - --owner eve --group first-level',
      'desk set 12-15 --clear owner,group --dry-run',
    ],
    load: async () => (await import('../change.ts')).set,
  },
  ...VERBS.map(verb),
  {
    name: 'due',
    group: 'Sorting:',
    needs: 'operator',
    description: 'when tickets are expected to be done; the requester hears nothing of it',
    args: [
      SOME,
      {
        name: '[when...]',
        description:
          '2026-12-01 (its end), 2026-12-01 17:00, tomorrow 17:00, friday, 3d or 2h from now, none; without it, what they have now',
      },
    ],
    options: [{ flags: '--none', description: 'take it away' }, DRY_RUN, NUMBERS, JSON_OUT],
    examples: ['desk due 12 tomorrow 17:00', 'desk due 12 14 friday', 'desk list -q --unowned | desk due - 3d'],
    load: async () => (await import('../due.ts')).due,
  },
  {
    name: 'tag',
    group: 'Sorting:',
    needs: 'operator',
    description:
      'words of your own on tickets: give them with a plus or nothing before them, take them away with a minus',
    args: [
      { ...SOME, name: '[tickets...]', description: 'as in desk help tickets; without any, the tags there are' },
      {
        name: '[tag...]',
        description:
          '+vip or vip, +6 where a number would be a ticket; -old takes away; without any, what they have now',
      },
    ],
    options: [
      { flags: '--remove <tags>', description: 'take these away', kind: 'list' },
      HIDDEN,
      DRY_RUN,
      NUMBERS,
      JSON_OUT,
    ],
    examples: ['desk tag 12 +vip -old', 'desk tag 12 14 vip --remove old', 'desk tag 12'],
    load: async () => (await import('../change.ts')).tag,
  },
  crew('helper', 'operators who work on a ticket beside its owner', {
    list: async () => (await import('../change.ts')).listHelpers,
    add: async () => (await import('../change.ts')).addHelpers,
    remove: async () => (await import('../change.ts')).removeHelpers,
  }),
  crew('watcher', 'operators who hear of a ticket without working on it', {
    list: async () => (await import('../change.ts')).listWatchers,
    add: async () => (await import('../change.ts')).addWatchers,
    remove: async () => (await import('../change.ts')).removeWatchers,
  }),
  {
    name: 'dictionary',
    group: 'Sorting:',
    needs: 'read-only',
    description: 'the words that tickets are sorted by, and the queues, groups and operators there are',
    options: [JSON_OUT],
    examples: ['desk dictionary', 'desk dictionary --json'],
    load: async () => (await import('../dictionary.ts')).printDictionary,
  },
];
