/**
 * What an operator's command does. The same for a typed command and, later, one written in a mail.
 * A note and what is done in the same command reach nobody but staff; only reply sends the requester anything.
 */
import { whoHears } from './audience.ts';
import { assign, opening, reopen, send, setStatus } from './changes.ts';
import type { Command } from './command.ts';
import type { Author, Decision, Refusal } from './decision.ts';
import { noSuchWord, usualWord } from './dictionary.ts';
import { whyTooLarge } from './files.ts';
import { whyHidden } from './hidden.ts';
import { correspondents, toCorrespondents, toRequester, toStaff, wantsAnswers } from './letters.ts';
import { afterwards, withNews } from './news.ts';
import { join, leave, revoke } from './participants.ts';
import type { Operator } from './policy.ts';
import { link, merge, move, sayWhere, split, unlink } from './repair.ts';
import { needsOf, whyNotAllowed } from './roles.ts';
import { saidBy, WANTS_NONE } from './said.ts';
import type { CommandSituation } from './situation.ts';
import { blindTo, idle, sorting } from './sorting.ts';
import { learnedHam, markSpam, unmarkSpam } from './spam.ts';
import { whyStale } from './stale.ts';
import { tellRequester } from './tell-requester.ts';
import {
  freshTicket,
  isDone,
  mailAddress,
  type NoteFile,
  type NoteText,
  type Person,
  type PublicFile,
  type PublicText,
  type Ticket,
  ticketSubject,
} from './ticket.ts';
import { undo } from './undo.ts';
import { sees } from './who-sees.ts';

type Of<Verb extends Command['do']> = Extract<Command, { do: Verb }>;

export function operate(command: Command, by: Operator, at: CommandSituation): Decision | Refusal {
  return sayWhere(tellRequester(decide(command, by, at), command, by, at), command, at);
}

function decide(command: Command, by: Operator, at: CommandSituation): Decision | Refusal {
  if (!by.active) return { refused: `${by.login} is not an active operator` };
  const refused = whyNotAllowed(needsOf(command), by);
  if (refused !== undefined) return { refused };
  if (command.do === 'new') return create(command, by, at);
  const { ticket } = at;
  const hidden = [...(at.repair?.tickets.values() ?? [])].find(({ queue }) => !sees(by, queue, at.policy));
  if (hidden) return { refused: `there is no ticket ${hidden.number}` };
  if (!ticket || !sees(by, ticket.queue, at.policy)) return { refused: `there is no ticket ${command.ticket}` };
  const told = (decision: Decision | Refusal) =>
    'refused' in decision ? decision : withNews(decision, ticket, by, at);
  switch (command.do) {
    case 'take':
      return told(take(ticket, by, at));
    case 'assign':
      return told(assignTo(command, ticket, by, at));
    case 'reply':
      return told(reply(command, ticket, by, at));
    case 'note':
      return told(note(command, ticket, by, at));
    case 'change':
      return told(change(command, ticket, by, at));
    case 'close':
      return told(close(ticket));
    case 'reopen':
      return told(reopenClosed(ticket));
    case 'join':
      return join(command.person, ticket, by, at);
    case 'leave':
      return leave(command.person, ticket, by);
    case 'revoke':
      return revoke(ticket, by);
    case 'spam':
      return markSpam(ticket, by, at);
    case 'ham':
      return unmarkSpam(ticket, by, at);
    case 'merge':
      return merge(command, by, at);
    case 'split':
      return split(command, by, at);
    case 'move':
      return move(command, by, at);
    case 'link':
      return link(command, by, at);
    case 'unlink':
      return unlink(command, by, at);
    case 'undo':
      return undo(command, by, at);
  }
}

function create(command: Of<'new'>, by: Operator, at: CommandSituation): Decision | Refusal {
  if (command.text.trim() === '') return { refused: 'a ticket without a word in it is not made' };
  const named = at.policy.queues.find(queue => queue.name === command.queue);
  if (command.queue !== undefined && !named)
    return {
      refused: noSuchWord(
        'queue',
        command.queue,
        at.policy.queues.map(q => q.name),
      ),
    };
  const queue = named ?? at.policy.queues[0];
  if (!queue) return { refused: 'the desk has no queue' };
  const requester = at.requester ?? newPerson(command, at);
  const subject = ticketSubject(command.subject);
  const number = at.nextTicket;
  const group = queue.group === undefined ? {} : { group: queue.group };
  const ticket = freshTicket({ number, subject, queue: queue.name, requester, source: 'operator', ...group });
  const sorted = sorting(command.changes ?? {}, ticket, at.policy);
  if ('refused' in sorted) return sorted;
  const others = whoHears('new ticket', sorted.actions.reduce(afterwards, ticket), at, { doer: by.login });
  const words = command.text as PublicText;
  const files = (command.files ?? []) as readonly PublicFile[];
  const isConfirmed = command.confirm && requester.wishes?.confirmation !== false;
  const heard = { ...at, said: saidBy(command.text) };
  return {
    actions: [
      ...(at.requester ? [] : [{ do: 'meet', person: requester } as const]),
      opening(ticket),
      {
        do: 'addMessage',
        ticket: number,
        kind: 'request',
        author: { by: 'person', person: requester.id },
        text: words,
        folded: '',
        ...(files.length === 0 ? {} : { files }),
      },
      ...sorted.actions,
      ...(isConfirmed ? send(toRequester(ticket, { template: 'confirmation' }, heard)) : []),
      ...send(toStaff(ticket, others, { template: 'new-ticket', words, requester }, at)),
    ],
    because: [
      `${by.login} wrote it down for ${requester.addresses[0]}`,
      ...sorted.words,
      ...(isConfirmed ? [] : [`no confirmation: ${command.confirm ? WANTS_NONE : 'not asked for'}`]),
    ],
  };
}

function take(ticket: Ticket, by: Operator, at: CommandSituation): Decision | Refusal {
  if (ticket.owner === by.login) return { refused: `ticket ${ticket.number} is yours already` };
  return {
    actions: [...assign(ticket, by.login), ...begin(ticket), ...learnedHam('taken', at)],
    because: [ticket.owner === null ? `${by.login} took it` : `${by.login} took it over from ${ticket.owner}`],
  };
}

function assignTo(command: Of<'assign'>, ticket: Ticket, by: Operator, at: CommandSituation): Decision | Refusal {
  const { to } = command;
  const active = at.policy.operators.filter(o => o.active).map(o => o.login);
  if (to !== null && !active.includes(to)) return { refused: noSuchWord('operator', to, active) };
  const [unfit] = [...idle([to], at.policy), ...blindTo(ticket.queue, [to], at.policy)];
  if (unfit !== undefined) return { refused: unfit };
  if (ticket.owner === to)
    return { refused: `ticket ${ticket.number} is ${to === null ? 'nobody’s' : `${to}’s`} already` };
  return {
    actions: [...assign(ticket, to), ...(to === null ? [] : [...begin(ticket), ...learnedHam('taken', at)])],
    because: [`${by.login} ${to === null ? 'gave it back' : `assigned it to ${to}`}`],
  };
}

function reply(command: Of<'reply'>, ticket: Ticket, by: Operator, at: CommandSituation): Decision | Refusal {
  if (command.text.trim() === '') return { refused: 'an empty reply is not sent' };
  const byDefault = whyHidden(by, ticket.queue, at.policy) ?? (command.asNote ? WRITTEN_SO : undefined);
  const hidden = command.public ? undefined : byDefault;
  if (hidden !== undefined) return keptAsNote(command, hidden, ticket, by, at);
  const stale = whyStale(ticket.number, command.force === true, at.standing);
  if (stale) return stale;
  const files = (command.files ?? []) as readonly PublicFile[];
  const tooLarge = whyTooLarge(files, at.policy);
  if (tooLarge !== undefined) return { refused: tooLarge };
  const hearing = correspondents(ticket, at);
  if (hearing.length === 0) return { refused: whyNobodyHears(ticket) };
  const unwilling = hearing.filter(person => !wantsAnswers(person));
  const sorted = sorting(command.changes ?? {}, ticket, at.policy);
  if ('refused' in sorted) return sorted;
  const words = command.text as PublicText;
  const template = command.close ? 'closing' : command.ask ? 'need-info' : 'answer';
  const content = {
    template,
    words,
    signedBy: by.name,
    ...(by.signature === undefined ? {} : { signature: by.signature }),
    ...(at.said === undefined || at.said.history.length === 0 ? {} : { history: at.said.history }),
    ...(files.length === 0 ? {} : { files }),
    notBefore: command.sendAt ?? at.now + at.policy.letters.undoWindow,
  } as const;
  const letters = toCorrespondents(ticket, content, at);
  const first = letters[0];
  return {
    actions: [
      {
        do: 'addMessage',
        ticket: ticket.number,
        kind: 'answer',
        author: author(by),
        text: words,
        folded: '',
        ...(first ? { messageId: first.messageId } : {}),
        ...(files.length === 0 ? {} : { files }),
      },
      ...(ticket.owner === null && command.changes?.owner === undefined ? assign(ticket, by.login) : []),
      ...(command.changes?.status === undefined ? setStatus(ticket, command.close ? 'closed' : 'waiting') : []),
      ...sorted.actions,
      ...learnedHam('answered', at),
      ...send(letters),
      ...unwilling.map(({ id }) => ({ do: 'notSent', ticket: ticket.number, to: id, template }) as const),
    ],
    because: [
      `${by.login} answered${command.close ? ' and closed it' : ''}`,
      ...(ticket.owner === null && command.changes?.owner === undefined ? ['who answers first owns the ticket'] : []),
      ...unwilling.map(person => `${mailAddress(person)} ${WANTS_NO_ANSWERS}`),
      ...(command.wordsArePublic
        ? [`${by.login} says that its words are public, also those that stand in a note`]
        : []),
      ...sorted.words,
    ],
  };
}

const WRITTEN_SO = 'only staff was to read it when it was written';

/** Hidden by default: whoever means the requester says so. */
function keptAsNote(
  { text, close, changes, files }: Of<'reply'>,
  hidden: string,
  ticket: Ticket,
  by: Operator,
  at: CommandSituation,
): Decision | Refusal {
  const sorted = { ...changes, ...(close ? { status: usualWord('closed', at.policy.dictionary) } : {}) };
  const enclosed = files === undefined ? {} : { files };
  const kept = note({ do: 'note', ticket: ticket.number, text, changes: sorted, ...enclosed }, ticket, by, at);
  if ('refused' in kept) return kept;
  return { ...kept, because: [`kept as a note: ${hidden}; --public answers the requester`, ...kept.because] };
}

const WANTS_NO_ANSWERS = 'wants no answers by mail: it is kept in the ticket, and nothing was mailed there';

function whyNobodyHears({ number, requester }: Ticket): string {
  const [address] = requester.addresses;
  return address === undefined
    ? `the requester of ticket ${number} has no address; write a note instead`
    : `nothing is mailed to ${address}, the requester of ticket ${number}: it bounced or does not want mail; desk requester show ${address}`;
}

/** No letter to the requester can come of this: there is no action here that could carry one. */
function note(command: Of<'note'>, ticket: Ticket, by: Operator, at: CommandSituation): Decision | Refusal {
  if (command.text.trim() === '') return { refused: 'an empty note is not kept' };
  const sorted = sorting(command.changes ?? {}, ticket, at.policy);
  if ('refused' in sorted) return sorted;
  const text = command.text as NoteText;
  const files = (command.files ?? []) as readonly NoteFile[];
  const enclosed = files.length === 0 ? {} : { files };
  return {
    actions: [{ do: 'addNote', ticket: ticket.number, author: author(by), text, ...enclosed }, ...sorted.actions],
    because: [`${by.login} wrote a note; notes stay with the staff`, ...sorted.words],
  };
}

/** Sorting alone: nothing is said in it, so nobody but staff is told, but of what the letters policy names. */
function change(command: Of<'change'>, ticket: Ticket, by: Operator, at: CommandSituation): Decision | Refusal {
  const sorted = sorting(command.changes, ticket, at.policy);
  if ('refused' in sorted) return sorted;
  if (sorted.actions.length === 0) return { refused: `ticket ${ticket.number} is so already: nothing to change` };
  const taken = typeof command.changes.owner === 'string' ? learnedHam('taken', at) : [];
  return { actions: [...sorted.actions, ...taken], because: [`${by.login} set ${sorted.words.join(', ')}`] };
}

function close(ticket: Ticket): Decision | Refusal {
  if (ticket.status === 'closed') return { refused: `ticket ${ticket.number} is closed already` };
  return {
    actions: setStatus(ticket, 'closed'),
    because: ['closed without a word to the requester; desk reply --close says goodbye'],
  };
}

function reopenClosed(ticket: Ticket): Decision | Refusal {
  if (!isDone(ticket)) return { refused: `ticket ${ticket.number} is not closed, it is ${ticket.status}` };
  return { actions: reopen(ticket), because: ['reopened by hand'] };
}

/** Somebody owns it now, so it is not new any more. */
function begin(ticket: Ticket) {
  return ticket.status === 'new' ? setStatus(ticket, 'open') : [];
}

function author(by: Operator): Author {
  return { by: 'operator', login: by.login };
}

function newPerson(command: Of<'new'>, at: CommandSituation): Person {
  return { id: at.nextPerson, name: command.requester.name, addresses: [command.requester.address.toLowerCase()] };
}
