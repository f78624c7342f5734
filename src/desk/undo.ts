/**
 * Taking a decision back. The journal lines say what to undo, and each is undone by an action of its own, the last first;
 * what was changed since is never trampled on. A letter that left cannot be called back, so its decision stays; an answer
 * whose letters all still wait is taken back, with them.
 */
import { setStatus } from './changes.ts';
import type { Command } from './command.ts';
import type { Action, Decision, Refusal } from './decision.ts';
import {
  type Deed,
  deedsOf,
  isByHand,
  lastToUndo,
  noteOf,
  notesSince,
  ticketsTouched,
  writesToRequester,
} from './deeds.ts';
import type { Operator } from './policy.ts';
import type { PastDecision, RepairSituation, RepairTicket, WaitingLetter } from './repair-situation.ts';
import type { CommandSituation } from './situation.ts';

type Undo = Extract<Command, { do: 'undo' }>;

/** A note is said, and stays said: whoever wrote one last hears so, and how to go on with what was done before it. */
export function undo(command: Undo, by: Operator, at: CommandSituation): Decision | Refusal {
  const repair = at.repair ?? { tickets: new Map(), past: [], letters: [] };
  const decision = undoLast(command.ticket, by, repair);
  const [note] = notesSince(repair.past);
  if (note === undefined || command.beforeNote) return decision;
  const whose = note.who === by.login ? 'your' : `${note.who}’s`;
  const stays = `the last thing was ${whose} note ${note.message}, which stays`;
  if ('refused' in decision) return { ...decision, refused: `${stays}; before it: ${decision.refused}` };
  const before = lastToUndo(repair.past)?.because.join('; ') ?? '';
  return { refused: `${stays}; desk undo ${command.ticket} --before-note takes back "${before}"` };
}

function undoLast(ticket: number, by: Operator, repair: RepairSituation): Decision | Refusal {
  const last = lastToUndo(repair.past);
  if (!last) return { refused: `there is nothing to undo in ticket ${ticket}` };
  if (writesToRequester(last) && !(isByHand(last) && allWait(last, repair)))
    return { refused: `a letter has left: what ${last.who} sent cannot be taken back (${last.because.join('; ')})` };
  const deeds = deedsOf(last);
  if (deeds.some(deed => deed.do === 'addMessage')) return takeBack(last, deeds, by, repair);
  const changed = [...new Set(deeds.flatMap(deed => whatChanged(deed, deeds, repair)))];
  if (changed.length > 0) return { refused: changed.map(words => `since then, ${words}`).join('\n') };
  return {
    actions: [
      ...deeds.toReversed().flatMap(deed => inverse(deed, deeds, repair)),
      ...ticketsTouched(last).map((one): Action => ({ do: 'undo', ticket: one, decision: last.name, of: last.who })),
    ],
    because: [
      `${by.login} undid what ${last.who} did`,
      ...last.because.map(words => `it was: ${words}`),
      ...(noteOf(last) === undefined ? [] : [`note ${noteOf(last)} stays`]),
    ],
  };
}

/** Of no letter to a requester it can be that it left. */
function allWait({ lines }: PastDecision, { letters }: RepairSituation): boolean {
  const written = lines.filter(({ action, data }) => action === 'send' && data.audience === 'requester').length;
  const theirs = letters.filter(({ audience }) => audience === 'requester');
  return theirs.length === written && theirs.every(isWaiting);
}

function isWaiting({ state }: WaitingLetter): boolean {
  return state === 'queued';
}

/** That nobody is written to matters more than what else came of it: what was changed since is left as it is. */
function takeBack(last: PastDecision, deeds: readonly Deed[], by: Operator, repair: RepairSituation): Decision {
  const changed = new Map(deeds.map(deed => [deed, whatChanged(deed, deeds, repair)]));
  const asLeft = deeds.filter(deed => changed.get(deed)?.length === 0);
  const [ticket = 0] = ticketsTouched(last);
  const dropped = repair.letters.filter(isWaiting);
  return {
    actions: [
      ...dropped.map(
        ({ id }): Action => ({ do: 'dropLetter', ticket, letter: id, reason: `${by.login} took the answer back` }),
      ),
      ...asLeft.toReversed().flatMap(deed => inverse(deed, deeds, repair)),
      ...ticketsTouched(last).map((one): Action => ({ do: 'undo', ticket: one, decision: last.name, of: last.who })),
    ],
    because: [
      `${by.login} took back what ${last.who} wrote; nothing of it had left`,
      ...last.because.map(words => `it was: ${words}`),
      ...[...changed.values()].flat().map(words => `left as it is, for since then ${words}`),
    ],
  };
}

/** Empty when things are as the deed left them. */
function whatChanged(deed: Deed, deeds: readonly Deed[], { tickets }: RepairSituation): string[] {
  const now = tickets.get(deed.ticket);
  if (!now) return [`ticket ${deed.ticket} is not there any more`];
  switch (deed.do) {
    case 'openTicket':
      return changedSinceSplit(now, deeds);
    case 'moveMessages':
      return [...notThere(deed, tickets), ...leftEmpty(deed, deeds, tickets), ...takenIn(now, deeds)];
    case 'mergeInto':
      return now.mergedInto === deed.into ? [] : [`ticket ${now.number} is not merged into ${deed.into} any more`];
    case 'setStatus':
      return now.status === deed.to && now.statusName === (deed.toName ?? null)
        ? []
        : [`ticket ${now.number} went from ${deed.toName ?? deed.to} to ${now.statusName ?? now.status}`];
    case 'setField':
      return now[deed.field] === deed.to
        ? []
        : [`the ${deed.field} of ticket ${now.number} went from ${deed.to ?? 'none'} to ${now[deed.field] ?? 'none'}`];
    case 'setDue':
      return now.due === deed.to ? [] : [`another time was set that ticket ${now.number} is due`];
    case 'tag':
    case 'untag':
      return now.tags.includes(deed.tag) === (deed.do === 'tag') ? [] : [`the tags of ticket ${now.number} changed`];
    case 'involve':
    case 'dismiss':
      return now[`${deed.as}s`].includes(deed.login) === (deed.do === 'involve')
        ? []
        : [`the ${deed.as}s of ticket ${now.number} changed`];
    case 'assign':
      return now.owner === deed.to ? [] : [`ticket ${now.number} went from ${owner(deed.to)} to ${owner(now.owner)}`];
    case 'markSpam':
      return (now.spam ?? null) === deed.as ? [] : [`the mark of spam of ticket ${now.number} changed`];
    case 'addMessage':
    case 'learn':
      // whether something else was said of it since, the commit sees
      return [];
    case 'join':
    case 'leave':
      return now.participants.some(({ id }) => id === deed.person) === (deed.do === 'join')
        ? []
        : [`it changed who hears the answers in ticket ${now.number}`];
    case 'relate':
    case 'unrelate':
      return now.related.includes(deed.to) === (deed.do === 'relate')
        ? []
        : [`the link between ${now.number} and ${deed.to} was ${deed.do === 'relate' ? 'taken away' : 'made again'}`];
  }
}

type Moved = Extract<Deed, { do: 'moveMessages' }>;
type Tickets = RepairSituation['tickets'];

function notThere({ to, messages }: Moved, tickets: Tickets): string[] {
  const there = new Set(tickets.get(to)?.messages.map(({ id }) => id));
  return messages.filter(id => !there.has(id)).map(id => `message ${id} was moved away from ticket ${to}`);
}

/** Unless it goes away with it, a ticket keeps a request. */
function leftEmpty({ to, messages }: Moved, deeds: readonly Deed[], tickets: Tickets): string[] {
  if (deeds.some(deed => deed.do === 'openTicket' && deed.ticket === to)) return [];
  const stays = tickets.get(to)?.messages.some(({ id, kind }) => kind === 'request' && !messages.includes(id));
  return stays ? [] : [`ticket ${to} lost every other request`];
}

/** Where the messages go back to must be a ticket that takes mail itself. */
function takenIn({ number, mergedInto }: RepairTicket, deeds: readonly Deed[]): string[] {
  const again = deeds.some(deed => deed.do === 'mergeInto' && deed.ticket === number);
  return mergedInto === null || again ? [] : [`ticket ${number} was merged into ${mergedInto}`];
}

/** The ticket that a split made goes away again, so nothing else may have happened to it. */
function changedSinceSplit(now: RepairTicket, deeds: readonly Deed[]): string[] {
  const { number } = now;
  const moved = deeds.flatMap(deed => (deed.do === 'moveMessages' ? deed.messages : []));
  const others = deeds.flatMap(deed => (deed.do === 'relate' ? [deed.ticket, deed.to] : []));
  return [
    ...(now.mergedInto === null ? [] : [`ticket ${number} was merged into ${now.mergedInto}`]),
    ...(now.status === 'new' ? [] : [`ticket ${number} became ${now.status}`]),
    ...(now.owner === null ? [] : [`ticket ${number} went to ${now.owner}`]),
    ...(now.participants.length === 0 ? [] : [`others hear the answers in ticket ${number}`]),
    ...(now.messages.every(({ id }) => moved.includes(id)) ? [] : [`ticket ${number} got more messages`]),
    ...(now.related.every(one => others.includes(one)) ? [] : [`ticket ${number} was linked with others`]),
  ];
}

function inverse(deed: Deed, deeds: readonly Deed[], { tickets }: RepairSituation): Action[] {
  const { ticket } = deed;
  const now = tickets.get(ticket)!;
  switch (deed.do) {
    case 'openTicket': {
      const [back] = deeds.flatMap(one => (one.do === 'moveMessages' ? [one.ticket] : []));
      return [{ do: 'mergeInto', ticket, into: back! }, ...setStatus(now, 'closed')];
    }
    case 'moveMessages':
      return [{ do: 'moveMessages', ticket: deed.to, to: ticket, messages: deed.messages }];
    case 'mergeInto':
      return [{ do: 'mergeInto', ticket, into: null }];
    case 'setStatus': {
      const closedAt = deed.to === 'closed' ? now.closedAt : deed.closedAt;
      const names = {
        ...(deed.toName === undefined ? {} : { fromName: deed.toName }),
        ...(deed.fromName === undefined ? {} : { toName: deed.fromName }),
      };
      const when = closedAt == null ? {} : { closedAt };
      return [{ do: 'setStatus', ticket, from: deed.to, to: deed.from, ...names, ...when }];
    }
    case 'assign':
      return [{ do: 'assign', ticket, from: deed.to, to: deed.from }];
    case 'setField':
      return [{ do: 'setField', ticket, field: deed.field, from: deed.to, to: deed.from }];
    case 'setDue':
      return [{ do: 'setDue', ticket, from: deed.to, to: deed.from }];
    case 'tag':
      return [{ do: 'untag', ticket, tag: deed.tag }];
    case 'untag':
      return [{ do: 'tag', ticket, tag: deed.tag }];
    case 'involve':
      return [{ do: 'dismiss', ticket, login: deed.login, as: deed.as }];
    case 'dismiss':
      return [{ do: 'involve', ticket, login: deed.login, as: deed.as }];
    case 'addMessage':
      return [{ do: 'takeBack', ticket, message: deed.message }];
    case 'learn':
      return [
        {
          ...{ do: 'learn', ticket, mail: deed.mail, how: 'undone' },
          ...{ label: deed.was ?? 'forget', confirmed: deed.was !== undefined, instead: deed.label },
        },
      ];
    case 'markSpam':
      return [{ do: 'markSpam', ticket, from: deed.as, as: deed.from }];
    case 'join':
      return [{ do: 'leave', ticket, person: deed.person }];
    case 'leave':
      return [{ do: 'join', ticket, person: deed.person }];
    case 'relate':
      return [{ do: 'unrelate', ticket, to: deed.to }];
    case 'unrelate':
      return [{ do: 'relate', ticket, to: deed.to }];
  }
}

function owner(login: string | null): string {
  return login ?? 'nobody';
}
