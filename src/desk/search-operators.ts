/** The operators of a search: what each is called, wants and means. */
import { usualWord } from './dictionary.ts';
import { nearest } from './near.ts';
import type { Policy } from './policy.ts';
import { AHEAD_ADVICE, type Calendar, DATE_ADVICE, type Span, spanAhead, spanOf } from './search-dates.ts';
import type { Part, Sought } from './search-words.ts';
import { type Field, STATUSES, type Status } from './ticket.ts';

export type Condition =
  | ({ readonly about: 'text' } & Sought)
  /** Who wrote the message; `login` when the address is an operator's. */
  | { readonly about: 'author'; readonly address: string; readonly login?: string }
  /** A part of the address: `@example.org`. */
  | { readonly about: 'authorLike'; readonly part: string }
  /** An answer went there. */
  | { readonly about: 'recipient'; readonly part: string; readonly whole: boolean }
  | { readonly about: 'message'; readonly kinds: readonly ('request' | 'answer' | 'note')[] }
  | { readonly about: 'attachment' }
  | ({ readonly about: 'time' } & Span)
  /** null: none. */
  | { readonly about: 'field'; readonly field: Field | 'owner'; readonly values: readonly (string | null)[] }
  | { readonly about: 'tag'; readonly values: readonly (string | null)[] }
  | { readonly about: 'status'; readonly any: readonly StatusIs[] }
  | { readonly about: 'unanswered' }
  /** When a ticket is due; null: nobody said. */
  | { readonly about: 'due'; readonly span: Span | null }
  | { readonly about: 'overdue'; readonly at: number }
  | { readonly about: 'number'; readonly from: number; readonly to: number };

/** `name` null: the usual word; undefined: any word. */
export interface StatusIs {
  readonly means: Status;
  readonly name?: string | null;
}

/** What the reader of a search has to know. */
export interface Knows extends Calendar {
  readonly policy: Pick<Policy, 'dictionary' | 'groups' | 'queues' | 'operators'>;
  /** Who asks; undefined: nobody knows. */
  readonly login: string | undefined;
}

export interface Operator {
  /** `a date`: what has to stand behind the colon. */
  readonly wants: string;
  /** undefined: its words are sought in `part`. */
  read(value: string, knows: Knows): Read | undefined;
  readonly part?: Part;
}

type Read = { readonly is: Condition; readonly doubt?: string } | { readonly fault: string };

export const OPERATORS: Readonly<Record<string, Operator>> = {
  from: { wants: 'a name, an address or @domain', part: 'author', read: author },
  to: { wants: 'an address or a part of it', read: recipient },
  subject: textIn('subject', 'words of the subject'),
  file: textIn('files', 'words of a file name'),
  in: { wants: 'request, answer or note', read: value => chosen('in', value, MESSAGES) },
  is: { wants: 'open, closed, mine, unowned, unanswered, overdue, new, waiting or solved', read: state },
  has: { wants: 'attachment', read: value => chosen('has', value, HAS) },
  tag: { wants: 'a tag, or none', read: tag },
  status: { wants: 'a status', read: status },
  category: field('category', ({ dictionary }) => dictionary.categories),
  criticality: field('criticality', ({ dictionary }) => dictionary.criticalities),
  complexity: field('complexity', ({ dictionary }) => dictionary.complexities),
  kind: field('kind', ({ dictionary }) => dictionary.kinds),
  source: field('source', ({ dictionary }) => ['mail', 'operator', ...dictionary.sources]),
  owner: field('owner', ({ operators }) => operators.map(({ login }) => login)),
  queue: field('queue', ({ queues }) => queues.map(({ name }) => name)),
  group: field('group', ({ groups }) => groups.map(({ name }) => name)),
  before: { wants: 'a date', read: (value, knows) => when('before', value, knows) },
  after: { wants: 'a date', read: (value, knows) => when('after', value, knows) },
  on: { wants: 'a date', read: (value, knows) => when('on', value, knows) },
  due: { wants: 'a date, an amount of time such as 3d, or none', read: due },
  number: { wants: 'a number, or two: 12-20', read: numbered },
};

function textIn(part: Part, wants: string): Operator {
  return { wants, part, read: () => undefined };
}

const MESSAGES: Readonly<Record<string, Condition>> = {
  request: { about: 'message', kinds: ['request'] },
  answer: { about: 'message', kinds: ['answer'] },
  note: { about: 'message', kinds: ['note'] },
};
const HAS: Readonly<Record<string, Condition>> = {
  attachment: { about: 'attachment' },
  attachments: { about: 'attachment' },
};

const STATES: Readonly<Record<string, Condition>> = {
  open: { about: 'status', any: [{ means: 'new' }, { means: 'open' }, { means: 'waiting' }] },
  closed: { about: 'status', any: [{ means: 'solved' }, { means: 'closed' }] },
  unowned: { about: 'field', field: 'owner', values: [null] },
  unanswered: { about: 'unanswered' },
  new: { about: 'status', any: [{ means: 'new' }] },
  waiting: { about: 'status', any: [{ means: 'waiting' }] },
  solved: { about: 'status', any: [{ means: 'solved' }] },
};

function state(value: string, { login, now }: Knows): Read {
  if (value.toLowerCase() === 'overdue') return { is: { about: 'overdue', at: now } };
  if (value.toLowerCase() !== 'mine') return chosen('is', value, STATES, ['mine', 'overdue']);
  if (login === undefined) return { fault: 'nobody knows who you are: say it with --as LOGIN, or write owner:LOGIN' };
  return { is: { about: 'field', field: 'owner', values: [login] } };
}

function chosen(
  key: string,
  value: string,
  of: Readonly<Record<string, Condition>>,
  more: readonly string[] = [],
): Read {
  const word = value.toLowerCase();
  if (Object.hasOwn(of, word)) return { is: of[word]! };
  const known = [...Object.keys(of), ...more];
  return { fault: `${key}: takes ${known.join(', ')}${didYouMean(word, known)}` };
}

function author(value: string, { policy }: Knows): Read | undefined {
  const part = value.toLowerCase();
  if (part.startsWith('@')) return { is: { about: 'authorLike', part } };
  if (part.includes('@')) {
    const login = policy.operators.find(({ address }) => address.toLowerCase() === part)?.login;
    return { is: { about: 'author', address: part, ...(login === undefined ? {} : { login }) } };
  }
  return undefined;
}

function recipient(value: string): Read {
  const part = value.toLowerCase();
  return { is: { about: 'recipient', part, whole: part.lastIndexOf('@') > 0 } };
}

function when(key: 'before' | 'after' | 'on', value: string, knows: Knows): Read {
  const span = spanOf(value, key === 'on', knows);
  if (span === undefined) return { fault: `${value} is no date: ${DATE_ADVICE}` };
  if (key === 'on') return { is: { about: 'time', ...span } };
  if (key === 'before') return { is: { about: 'time', from: 0, until: span.from } };
  return { is: { about: 'time', from: span.from, until: Number.MAX_SAFE_INTEGER } };
}

/** `2026-12-01` is that day, `3d` from now until then; `<` and `>` before them: earlier, later. */
function due(value: string, knows: Knows): Read {
  if (value.toLowerCase() === 'none') return { is: { about: 'due', span: null } };
  const [, sign = '', words = ''] = /^([<>]?)(.*)$/s.exec(value) ?? [];
  const span = spanAhead(words, sign === '', knows);
  if (span === undefined) return { fault: `${words} is no date: ${AHEAD_ADVICE}` };
  if (sign === '<') return { is: { about: 'due', span: { from: 0, until: span.from } } };
  if (sign === '>') return { is: { about: 'due', span: { from: span.until, until: Number.MAX_SAFE_INTEGER } } };
  return { is: { about: 'due', span } };
}

function numbered(value: string): Read {
  const found = /^#?(\d{1,12})(?:(?:-|\.\.)#?(\d{1,12}))?$/.exec(value);
  if (!found) return { fault: `${value} is no number of a ticket: write 12, or 12-20` };
  const from = Number(found[1]);
  return { is: { about: 'number', from, to: Number(found[2] ?? from) } };
}

function field(name: Field | 'owner', words: (policy: Knows['policy']) => readonly string[]): Operator {
  const read = (value: string, { policy }: Knows): Read => {
    const { values, doubt } = valuesOf(name, value, words(policy));
    return { is: { about: 'field', field: name, values }, ...doubt };
  };
  return { wants: `a word for the ${name}, or none`, read };
}

function tag(value: string, { policy }: Knows): Read {
  const { values, doubt } = valuesOf('tag', value, policy.dictionary.tags);
  return { is: { about: 'tag', values }, ...(policy.dictionary.tags.length === 0 ? {} : doubt) };
}

/** Old tickets may have words that are in no dictionary any more: they are looked for, and doubted. */
function valuesOf(name: string, value: string, known: readonly string[]) {
  const doubts: string[] = [];
  const values = value.split(',').map(part => {
    const word = part.trim();
    if (word.toLowerCase() === 'none') return null;
    const spelled = known.find(one => one.toLowerCase() === word.toLowerCase());
    if (spelled === undefined) doubts.push(`the configuration has no ${name} ${word}${didYouMean(word, known)}`);
    return spelled ?? word;
  });
  return { values, doubt: doubts.length === 0 ? {} : { doubt: doubts.join('; ') } };
}

function status(value: string, { policy: { dictionary } }: Knows): Read {
  const any: StatusIs[] = [];
  for (const word of value.split(',').map(part => part.trim().toLowerCase())) {
    const means = STATUSES.find(one => one === word);
    const named = dictionary.statuses.find(({ name }) => name.toLowerCase() === word);
    if (means) any.push({ means });
    else if (named)
      any.push({ means: named.means, name: usualWord(named.means, dictionary) === named.name ? null : named.name });
    else {
      const known = [...new Set([...dictionary.statuses.map(({ name }) => name), ...STATUSES])];
      return { fault: `there is no status ${word}; there is ${known.join(', ')}${didYouMean(word, known)}` };
    }
  }
  return { is: { about: 'status', any } };
}

function didYouMean(word: string, known: readonly string[]): string {
  const [meant] = nearest(word.toLowerCase(), known, { distance: 2, most: 1 });
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}
