/**
 * Who hears of what. The one file to read, and to change, when the question is "why did bob get this"; `desk audience
 * explain 12` prints it for a ticket. Whoever did a thing hears nothing of it, nobody hears of it twice, and what somebody
 * who is away would hear, the deputy hears instead.
 */
import { actsFor, awayWords } from './absence.ts';
import type { Group, Operator } from './policy.ts';
import type { Situation } from './situation.ts';
import { mailAddress, type Person, type Ticket } from './ticket.ts';
import { queuesSeenBy, sees } from './who-sees.ts';

/**
 * `unowned`: when nobody owns the ticket who is there, or has a deputy. `nobody’s`: when no group that hears is responsible
 * either. For the requester: the letter, and the setting that it depends on.
 */
type Word = 'yes' | '-' | 'unowned' | 'nobody’s';
type Letter = '-' | 'confirmation (policy.confirm)' | 'letter' | 'letters.status' | 'letters.owner';
type Row = readonly [Word, Word, Word, Word, Word, Word, Letter, Letter];

export const AUDIENCE = {
  //               owner  previous helper watcher group      everybody   requester                        participants
  'new ticket': ['yes', '-', 'yes', 'yes', 'yes', 'nobody’s', 'confirmation (policy.confirm)', '-'],
  request: ['yes', '-', 'yes', 'yes', 'unowned', 'nobody’s', '-', '-'],
  'not delivered': ['yes', '-', 'yes', '-', 'unowned', 'nobody’s', '-', '-'],
  answer: ['yes', '-', 'yes', 'yes', '-', '-', 'letter', 'letter'],
  note: ['yes', '-', 'yes', 'yes', 'unowned', '-', '-', '-'],
  status: ['yes', '-', 'yes', 'yes', 'yes', '-', 'letters.status', '-'],
  closing: ['yes', '-', 'yes', 'yes', 'yes', '-', 'letters.status', '-'],
  owner: ['yes', 'yes', 'yes', 'yes', 'yes', '-', 'letters.owner', '-'],
  change: ['yes', '-', 'yes', 'yes', 'yes', '-', '-', '-'],
} as const satisfies Readonly<Record<string, Row>>;

export type Occurrence = keyof typeof AUDIENCE;
export const OCCURRENCES = Object.keys(AUDIENCE) as readonly Occurrence[];

/** What an operator is to a ticket, in the order of the table's columns. */
export const RELATIONS = ['owner', 'previous owner', 'helper', 'watcher', 'group', 'everybody'] as const;
export type Relation = (typeof RELATIONS)[number];

export interface Told {
  readonly login: string;
  readonly person: Person;
  readonly as: Relation;
  /** Who is away, and would have heard it. */
  readonly instead?: string;
}

export interface NotTold {
  readonly login: string;
  readonly as: Relation;
  readonly why: string;
}

export interface Circumstances {
  /** Login of who did it; undefined: nobody of the staff. */
  readonly doer?: string | undefined;
  /** Of a change of the owner. */
  readonly before?: string | null;
}

/** `ticket` is as it is after what occurred. */
export function audienceOf(
  occurrence: Occurrence,
  ticket: Ticket,
  at: Situation,
  { doer, before = null }: Circumstances = {},
): { readonly told: readonly Told[]; readonly not: readonly NotTold[] } {
  const told: Told[] = [];
  const not: NotTold[] = [];
  for (const [column, as] of RELATIONS.entries())
    for (const [login, deaf] of RELATED[as](ticket, at, before)) {
      const word = AUDIENCE[occurrence][column] as Word;
      const why = whyNotBy(word, ticket, at) ?? deaf;
      const heard = why === undefined ? listening(login, as, ticket.queue, at) : { login, as, why };
      if ('why' in heard) not.push(heard);
      else if (heard.login === doer) not.push({ login, as, why: 'did it' });
      else if (told.some(({ person }) => person.id === heard.person.id))
        not.push({ login, as, why: 'hears it already' });
      else told.push(heard);
    }
  return { told, not };
}

/** The same without reasons. */
export function whoHears(occurrence: Occurrence, ticket: Ticket, at: Situation, how: Circumstances = {}): Person[] {
  return audienceOf(occurrence, ticket, at, how).told.map(({ person }) => person);
}

/** News of what is in no ticket, such as a mail in quarantine: those who hear of new tickets in the queue. */
export function hearOfQueue(queue: string, at: Situation): Person[] {
  return at.policy.noticeNew === 'all' ? present(at, operator => sees(operator, queue, at.policy)) : [];
}

/** News of the whole desk, such as the digest: every queue is in it. */
export function hearOfAll(at: Situation): Person[] {
  return present(at, operator => queuesSeenBy(operator, at.policy) === undefined);
}

function present(at: Situation, may: (operator: Operator) => boolean): Person[] {
  return at.policy.operators.flatMap(operator => {
    const heard = operator.active && may(operator) ? listening(operator.login, 'everybody', undefined, at) : undefined;
    // the deputy is asked too
    return heard && 'person' in heard && heard.instead === undefined ? [heard.person] : [];
  });
}

/** Logins with what makes them deaf in this relation. */
type Related = readonly (readonly [login: string, deaf?: string])[];

const RELATED: Readonly<Record<Relation, (ticket: Ticket, at: Situation, before: string | null) => Related>> = {
  owner: ({ owner }) => (owner === null ? [] : [[owner]]),
  'previous owner': (_, __, before) => (before === null ? [] : [[before]]),
  helper: ({ helpers }) => helpers.map(login => [login]),
  watcher: ({ watchers }) => watchers.map(login => [login]),
  group: (ticket, at) =>
    groupsOf(ticket, at).flatMap(({ members, mail, name }) =>
      members.map(login => (mail ? ([login] as const) : ([login, `group ${name} gets no mail`] as const))),
    ),
  everybody: (_, { policy }) =>
    policy.operators
      .filter(({ active }) => active)
      .map(({ login }) => {
        const own = policy.groups.filter(({ members }) => members.includes(login));
        const deaf =
          own.length > 0 && own.every(({ mail }) => !mail) ? `group ${own[0]!.name} gets no mail` : undefined;
        return policy.noticeNew === 'none' ? [login, 'policy.notice_new is "none"'] : deaf ? [login, deaf] : [login];
      }),
};

/** The group that is responsible; else those of the owner. */
function groupsOf({ group, owner }: Ticket, { policy }: Situation): Group[] {
  return policy.groups.filter(({ name, members }) =>
    group === null ? owner !== null && members.includes(owner) : name === group,
  );
}

function whyNotBy(word: Word, ticket: Ticket, at: Situation): string | undefined {
  if (word === '-') return 'not told of this';
  if (word !== 'yes' && isOwned(ticket, at)) return `${ticket.owner} owns it`;
  if (word === 'nobody’s' && hearingGroup(ticket, at)) return `group ${ticket.group} is responsible`;
  return undefined;
}

function isOwned({ owner, queue }: Ticket, at: Situation): boolean {
  return owner !== null && isThere(owner, queue, at);
}

function hearingGroup(ticket: Ticket, at: Situation): boolean {
  return groupsOf(ticket, at).some(
    ({ name, mail, members }) =>
      name === ticket.group && mail && members.some(login => isThere(login, ticket.queue, at)),
  );
}

/** There, or with a deputy who is; whoever wants no notices looks at the list, and is there too. */
function isThere(login: string, queue: string, at: Situation): boolean {
  const acting = actsFor(login, at);
  const operator = at.policy.operators.find(one => one.login === acting);
  return operator !== undefined && sees(operator, queue, at.policy);
}

/** Who hears what this operator would hear; `queue`: of a ticket in it. */
function listening(login: string, as: Relation, queue: string | undefined, at: Situation): Told | NotTold {
  const { policy, staff } = at;
  const acting = actsFor(login, at);
  if (acting === undefined) return { login, as, why: awayWords(login, at) ?? 'has left' };
  const operator = policy.operators.find(one => one.login === acting)!;
  const person = staff.get(acting);
  const who = acting === login ? '' : `${login} is away, and ${acting} `;
  if (!operator.notices) return { login, as, why: `${who}wants no notices` };
  if (queue !== undefined && !sees(operator, queue, policy))
    return { login, as, why: `${who}may not see the queue ${queue}` };
  if (!person || mailAddress(person) === undefined) return { login, as, why: `${who}cannot be mailed` };
  return { login: acting, person, as, ...(acting === login ? {} : { instead: login }) };
}
