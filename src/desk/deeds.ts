/**
 * What the journal says of a decision, read back for undoing it. A line this file does not know makes its decision one
 * that lasts: it is passed over, never undone in part.
 */
import type { Action } from './decision.ts';
import type { PastDecision, PastLine } from './repair-situation.ts';
import type { Field, Part, SpamMark, Status } from './ticket.ts';

/** The latest decision that can be meant; what came in by mail and notes are facts and passed over. */
export function lastToUndo(past: readonly PastDecision[]): PastDecision | undefined {
  return notUndone(past).find(isMeant);
}

/** Notes that operators wrote here after the decision that undo is about, the latest first. */
export function notesSince(past: readonly PastDecision[]): { readonly message: number; readonly who: string }[] {
  const all = notUndone(past);
  const last = all.findIndex(isMeant);
  return all.slice(0, last === -1 ? all.length : last).flatMap(decision => {
    const message = noteOf(decision);
    return message === undefined ? [] : [{ message, who: decision.who }];
  });
}

/** The note that an operator wrote in it, here and not by mail. */
export function noteOf({ lines }: PastDecision): number | undefined {
  const message = lines.find(isOwnNote)?.data.message;
  return typeof message === 'number' ? message : undefined;
}

function notUndone(past: readonly PastDecision[]): PastDecision[] {
  const undone = new Set(
    past.flatMap(({ lines }) => lines.filter(({ action }) => action === 'undo').map(({ data }) => data.decision)),
  );
  return past.filter(({ name }) => !undone.has(name));
}

function isMeant(decision: PastDecision): boolean {
  return isByHand(decision) || writesToRequester(decision);
}

export function ticketsTouched({ lines }: PastDecision): number[] {
  return [...new Set(lines.flatMap(({ ticket }) => ticket ?? []))];
}

const LEAVES_NO_TRACE = ['send', 'notSent'];

export function isByHand(decision: PastDecision): boolean {
  const { lines } = decision;
  const deeds = deedsOf(decision);
  const isSplit = deeds.some(({ do: verb }) => verb === 'moveMessages');
  return (
    deeds.length > 0 &&
    lines.every(
      line =>
        line.mail === null &&
        (isEcho(line) || isOwnNote(line) || LEAVES_NO_TRACE.includes(line.action) || deedOf(line) !== undefined),
    ) &&
    (isSplit || deeds.every(({ do: verb }) => verb !== 'openTicket'))
  );
}

export function writesToRequester({ lines }: PastDecision): boolean {
  return lines.every(line => line.mail === null) && lines.some(line => line.data.audience === 'requester');
}

/** It stays whatever becomes of what was done with it. */
function isOwnNote({ mail, action, data }: PastLine): boolean {
  return mail === null && action === 'addNote' && (data.author as { by?: string } | undefined)?.by === 'operator';
}

/** What concerns two tickets has a line at each; the other ticket's says `from`. */
function isEcho({ action, data }: PastLine): boolean {
  return ECHOED.has(action) && typeof data.from === 'number';
}
const ECHOED: ReadonlySet<string> = new Set(['moveMessages', 'mergeInto', 'relate', 'unrelate']);

/** An action that has an opposite. Of an opened ticket its number is enough. */
export type Deed =
  | Extract<
      Action,
      {
        do:
          | ('moveMessages' | 'mergeInto' | 'setStatus' | 'assign' | 'join' | 'leave' | 'relate' | 'unrelate')
          | ('setField' | 'setDue' | 'tag' | 'untag' | 'involve' | 'dismiss' | 'markSpam');
      }
    >
  | { readonly do: 'openTicket'; readonly ticket: number }
  /** Of an answer. */
  | { readonly do: 'addMessage'; readonly ticket: number; readonly message: number }
  /** What the spam filter was told with it, and what it had been told before. */
  | {
      readonly do: 'learn';
      readonly ticket: number;
      readonly mail: number;
      readonly label: SpamLabel;
      readonly was?: SpamLabel;
    };

type SpamLabel = 'ham' | 'spam';

export function deedsOf({ lines }: PastDecision): Deed[] {
  return lines.filter(line => !isEcho(line)).flatMap(line => deedOf(line) ?? []);
}

/** undefined: nothing that could be undone, or not by what its line says. */
function deedOf({ ticket, action, data }: PastLine): Deed | undefined {
  if (ticket === null) return undefined;
  const { to, into, person, from, messages, closedAt } = data;
  switch (action) {
    case 'openTicket':
      return { do: action, ticket };
    case 'addMessage':
      return data.kind === 'answer' && typeof data.message === 'number'
        ? { do: action, ticket, message: data.message }
        : undefined;
    case 'moveMessages':
      return typeof to === 'number' && isNumbers(messages) ? { do: action, ticket, to, messages } : undefined;
    case 'mergeInto':
      return typeof into === 'number' ? { do: action, ticket, into } : undefined;
    case 'setStatus': {
      const { fromName, toName } = data;
      return {
        do: action,
        ticket,
        from: from as Status,
        to: to as Status,
        ...(typeof closedAt === 'number' ? { closedAt } : {}),
        ...(typeof fromName === 'string' ? { fromName } : {}),
        ...(typeof toName === 'string' ? { toName } : {}),
      };
    }
    case 'assign':
      return { do: action, ticket, from: from as string | null, to: to as string | null };
    case 'setField':
      return { do: action, ticket, field: data.field as Field, from: from as string | null, to: to as string | null };
    case 'setDue':
      return { do: action, ticket, from: from as number | null, to: to as number | null };
    case 'tag':
    case 'untag':
      return typeof data.tag === 'string' ? { do: action, ticket, tag: data.tag } : undefined;
    case 'involve':
    case 'dismiss':
      return typeof data.login === 'string'
        ? { do: action, ticket, login: data.login, as: data.as as Part }
        : undefined;
    case 'join':
    case 'leave':
      return typeof person === 'number' ? { do: action, ticket, person } : undefined;
    case 'learn':
      return TOLD.has(data.how) && typeof data.mail === 'number'
        ? {
            ...{ do: action, ticket, mail: data.mail, label: data.label as SpamLabel },
            ...(data.was == null ? {} : { was: data.was as SpamLabel }),
          }
        : undefined;
    case 'markSpam':
      return 'from' in data
        ? { do: action, ticket, from: data.from as SpamMark | null, as: data.as as SpamMark | null }
        : undefined;
    case 'relate':
    case 'unrelate':
      return typeof to === 'number' ? { do: action, ticket, to } : undefined;
    default:
      return undefined;
  }
}

/** With what an operator did to a ticket; what was said of a mail alone is no deed of a ticket. */
const TOLD: ReadonlySet<unknown> = new Set(['taken', 'answered', 'marked']);

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(one => typeof one === 'number');
}
