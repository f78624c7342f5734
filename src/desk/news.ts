/**
 * What colleagues hear of a command. It is read off what the command does, so no command tells by itself, and none forgets.
 * A decision that says something (a note, an answer) is told by that; what else it did stands in the ticket.
 */
import { awayWords } from './absence.ts';
import { audienceOf, type Occurrence } from './audience.ts';
import { send } from './changes.ts';
import type { Action, Decision } from './decision.ts';
import { statusWord, usualWord } from './dictionary.ts';
import { instant } from './instant-words.ts';
import type { Change } from './letter.ts';
import { toStaff } from './letters.ts';
import type { Operator, Policy } from './policy.ts';
import type { Situation } from './situation.ts';
import { isDone, type Ticket } from './ticket.ts';

type News = Parameters<typeof toStaff>[2];
/** A new owner is told something else than those who only look on. */
type Told = Occurrence | 'new owner';

/** The decision with the notices of it; `ticket` is as it was before. */
export function withNews(decision: Decision, ticket: Ticket, by: Operator, at: Situation): Decision {
  const { actions, because } = decision;
  const after = actions.reduce(afterwards, ticket);
  const told = new Set<number>();
  const notices = occurrences(actions).flatMap(occurrence => {
    const about = occurrence === 'new owner' ? 'owner' : occurrence;
    const people = audienceOf(about, after, at, { doer: by.login, before: ticket.owner })
      .told.filter(({ person, as }) => !told.has(person.id) && (occurrence !== 'new owner' || as === 'owner'))
      .map(({ person }) => person);
    for (const { id } of people) told.add(id);
    return toStaff(after, people, newsOf(occurrence, actions, after, by, at.policy), at);
  });
  return {
    actions: [...actions, ...send(notices)],
    because: [...because, ...actions.flatMap(action => givenToAbsent(action, at))],
  };
}

/** In the order in which one of them is the news for whoever hears of several. */
function occurrences(actions: readonly Action[]): Told[] {
  const found = new Set(actions.flatMap(action => occurrenceOf(action, actions)));
  return ORDER.filter(one => found.has(one));
}
const ORDER: readonly Told[] = ['new owner', 'note', 'answer', 'owner', 'closing', 'status', 'change'];

function occurrenceOf(action: Action, all: readonly Action[]): Told[] {
  switch (action.do) {
    case 'addNote':
      return ['note'];
    case 'addMessage':
      return action.kind === 'answer' ? ['answer'] : [];
    case 'assign':
      return ['new owner', 'owner'];
    case 'setStatus':
      if (isDone({ status: action.to })) return ['closing'];
      // answered, so it waits; taken, so it is open
      return all.some(one => one.do === 'addMessage' || one.do === 'assign') ? [] : ['status'];
    case 'setField':
    case 'setDue':
    case 'tag':
    case 'untag':
    case 'involve':
    case 'dismiss':
      return ['change'];
    default:
      return [];
  }
}

function newsOf(
  occurrence: Told,
  actions: readonly Action[],
  { requester }: Ticket,
  { login }: Operator,
  policy: Policy,
): News {
  const said = actions.find(action => action.do === 'addNote' || action.do === 'addMessage');
  if (occurrence === 'note' && said?.do === 'addNote') return { template: 'note', words: said.text, by: login };
  if (occurrence === 'answer' && said?.do === 'addMessage')
    return { template: 'answered', words: said.text, by: login };
  if (occurrence === 'new owner') return { template: 'assigned', by: login, requester };
  return { template: 'changed', by: login, changes: actions.flatMap(action => changeOf(action, policy)) };
}

function changeOf(action: Action, { dictionary, timeZone }: Policy): Change[] {
  switch (action.do) {
    case 'setStatus': {
      const name = (own: string | undefined, status: typeof action.to) =>
        own !== undefined && statusWord(own, dictionary) ? own : usualWord(status, dictionary);
      return [{ what: 'status', from: name(action.fromName, action.from), to: name(action.toName, action.to) }];
    }
    case 'assign':
      return [{ what: 'owner', from: action.from ?? '', to: action.to ?? '' }];
    case 'setField':
      return [{ what: action.field, from: action.from ?? '', to: action.to ?? '' }];
    case 'setDue': {
      const words = (at: number | null) => (at === null ? '' : instant(at, timeZone));
      return [{ what: 'due', from: words(action.from), to: words(action.to) }];
    }
    case 'tag':
      return [{ what: 'tag', from: '', to: action.tag }];
    case 'untag':
      return [{ what: 'tag', from: action.tag, to: '' }];
    case 'involve':
      return [{ what: action.as, from: '', to: action.login }];
    case 'dismiss':
      return [{ what: action.as, from: action.login, to: '' }];
    default:
      return [];
  }
}

/** What of a ticket tells who hears of it, as it is when that is done. */
export function afterwards(ticket: Ticket, action: Action): Ticket {
  switch (action.do) {
    case 'assign':
      return { ...ticket, owner: action.to };
    case 'setField':
      return { ...ticket, [action.field]: action.to };
    case 'setDue':
      return { ...ticket, due: action.to };
    case 'involve':
      return { ...ticket, [`${action.as}s`]: [...ticket[`${action.as}s`], action.login] };
    case 'dismiss':
      return { ...ticket, [`${action.as}s`]: ticket[`${action.as}s`].filter(login => login !== action.login) };
    default:
      return ticket;
  }
}

function givenToAbsent(action: Action, at: Situation): string | readonly string[] {
  const login = action.do === 'assign' ? action.to : action.do === 'involve' ? action.login : null;
  return login === null ? [] : (awayWords(login, at) ?? []);
}
