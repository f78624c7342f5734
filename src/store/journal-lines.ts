import type { Action } from '../desk/decision.ts';
import { echoOf } from './carry-repair.ts';
import type { JournalLine, Occasion } from './occasion.ts';

/** What was done, never the words: those are in the message, where notes are guarded. */
export function journalLines(
  action: Action,
  because: readonly string[],
  { now, nonce, who, mail }: Occasion,
): JournalLine[] {
  const about = { mail: mail?.row ?? null, decision: nonce, at: now, who, action: action.do, because: [...because] };
  const line = { ...about, ticket: ticketOf(action), data: withoutWords(action) };
  const echo = echoOf(action);
  return echo ? [line, { ...about, ...echo }] : [line];
}

function ticketOf(action: Action): number | null {
  switch (action.do) {
    case 'send':
      return action.letter.ticket;
    case 'fileMail':
      return action.ticket ?? null;
    case 'meet':
    case 'silence':
    case 'unsilence':
    case 'addAddress':
    case 'failLetter':
    case 'doubtLetter':
      return null;
    default:
      return action.ticket;
  }
}

function withoutWords(action: Action): Record<string, unknown> {
  switch (action.do) {
    case 'meet':
      return { person: action.person.id };
    case 'addMessage':
      return { kind: action.kind, author: action.author };
    case 'addNote':
      return { author: action.author };
    case 'send':
      return {
        template: action.letter.template,
        audience: action.letter.audience,
        to: action.letter.to.id,
        messageId: action.letter.messageId,
      };
    case 'openTicket':
      return { queue: action.queue, requester: action.requester, source: action.source, ...action.sorted };
    case 'setStatus':
      return {
        from: action.from,
        to: action.to,
        fromName: action.fromName,
        toName: action.toName,
        closedAt: action.closedAt,
      };
    case 'assign':
      return { from: action.from, to: action.to };
    case 'setField':
      return { field: action.field, from: action.from, to: action.to };
    case 'setDue':
      return { from: action.from, to: action.to };
    case 'tag':
    case 'untag':
      return { tag: action.tag };
    case 'involve':
    case 'dismiss':
      return { login: action.login, as: action.as };
    case 'takeTurn':
      return { name: action.name, login: action.login };
    case 'callWebhook':
      return { rule: action.rule, url: action.url };
    case 'failLetter':
    case 'doubtLetter':
    case 'dropLetter':
      return { letter: action.letter, reason: action.reason };
    case 'takeBack':
      return { message: action.message };
    case 'relate':
    case 'unrelate':
      return { to: action.to };
    case 'learn':
      return { mail: action.mail, label: action.label, how: action.how, was: action.was };
    case 'markSpam':
      return { from: action.from, as: action.as };
    case 'silence':
    case 'unsilence':
      return { address: action.address };
    case 'join':
    case 'leave':
    case 'addAddress':
      return { person: action.person };
    case 'revokeTokens':
      return { serial: action.serial };
    case 'moveMessages':
      return { to: action.to, messages: action.messages };
    case 'mergeInto':
      return { into: action.into };
    case 'notSent':
      return { to: action.to, template: action.template };
    case 'undo':
      return { decision: action.decision, of: action.of };
    case 'fileMail':
      return { as: action.as };
  }
}
