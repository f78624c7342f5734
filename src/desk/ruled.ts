/**
 * What the rules of the administrator do to a decision about a mail. They sort a ticket that is opened, and may hold or
 * reject the mail. An answer to a ticket may be sorted, held or rejected too, and nothing else: who hears of a ticket, and
 * whose mail is let in, is never decided by what somebody writes to it.
 */
import type { Mail } from '../mail/mail.ts';
import { fileMail, setStatus } from './changes.ts';
import type { Action, Decision } from './decision.ts';
import { statusWord, usualWord } from './dictionary.ts';
import { queueOf } from './queues.ts';
import { type Chosen, type Crew, chooseOwner } from './rules/choose-owner.ts';
import { evaluate, type MailClass, NOTHING, type Outcome } from './rules/evaluate.ts';
import { type Circumstances, factsOf } from './rules/facts.ts';
import type { MailSituation } from './situation.ts';
import { looksLikeSpam } from './spam.ts';
import type { NoteText, Ticket } from './ticket.ts';

export function rulesOnNew(mail: Mail, at: MailSituation): Outcome {
  const spam = looksLikeSpam(mail, at) !== undefined;
  return outcome(mail, at, { followUp: false, queue: queueOf(mail, at.policy, at.mailboxQueue).name }, spam);
}

export function rulesOnAnswer(mail: Mail, ticket: Ticket, at: MailSituation): Outcome {
  return outcome(mail, at, { followUp: true, queue: ticket.queue }, false);
}

function outcome(
  mail: Mail,
  { policy, now, organisations = [], level }: MailSituation,
  of: Pick<Circumstances, 'followUp' | 'queue'>,
  spam: boolean,
): Outcome {
  if (policy.rules.length === 0) return NOTHING;
  return evaluate(
    policy.rules,
    policy.ruleMode,
    factsOf(mail, { now, organisations, level, ...of }),
    classOf(mail, spam),
    policy.askedRule,
  );
}

function classOf({ kind }: Mail, spam: boolean): MailClass {
  return { machine: kind === 'auto-reply' || kind === 'receipt', spam };
}

/** A rule held or rejected it: no ticket is opened, none is changed, nobody is answered. */
export function endedByRule(
  ruled: Outcome,
  mail: Mail,
  at: MailSituation,
  because: readonly string[],
  ticket?: Ticket,
): Decision | undefined {
  if (!ruled.end) return undefined;
  const then = ruled.end.as === 'held' ? 'an operator has to look' : 'nobody is answered';
  return {
    actions: [...webhooks(ruled, mail, at, ticket), fileMail(ruled.end.as, ticket?.number)],
    because: [...because, ...ruled.because, then],
  };
}

/** Who is to own a new ticket. */
export function ownerOf({ owner }: Outcome, at: MailSituation): Chosen | undefined {
  return owner && chooseOwner(owner, at.crew ?? everybody(at));
}

function everybody({ policy }: MailSituation): Crew {
  const active = policy.operators.filter(one => one.active).map(({ login }) => login);
  return { present: new Set(active), lastTurn: new Map(), load: new Map() };
}

/** What a new ticket is from its first moment on; the queue is for the caller, who says how many tickets there are. */
export function sortedByRules(
  { fields, dueIn, tags, helpers, watchers }: Outcome,
  owner: Chosen | undefined,
  now: number,
): Partial<Ticket> {
  const { group, category, criticality, complexity, kind } = fields;
  return {
    ...(group === undefined ? {} : { group }),
    ...(category === undefined ? {} : { category }),
    ...(criticality === undefined ? {} : { criticality }),
    ...(complexity === undefined ? {} : { complexity }),
    ...(kind === undefined ? {} : { kind }),
    ...(owner?.login == null ? {} : { owner: owner.login }),
    ...(dueIn === undefined ? {} : { due: now + dueIn }),
    tags,
    helpers: helpers.filter(login => login !== owner?.login),
    watchers,
  };
}

/** What follows when the ticket is there and its letters are written. */
export function afterOpening(
  ruled: Outcome,
  ticket: Ticket,
  owner: Chosen | undefined,
  mail: Mail,
  at: MailSituation,
): Action[] {
  const { number } = ticket;
  return [
    ...statusActions(ruled, ticket, at),
    ...(owner?.turn ? [{ do: 'takeTurn', ticket: number, ...owner.turn } as const] : []),
    ...notes(ruled, ticket),
    ...webhooks(ruled, mail, at, ticket),
  ];
}

/** The usual word of a meaning is kept as no word. */
function statusActions({ fields: { status } }: Outcome, ticket: Ticket, { policy }: MailSituation): Action[] {
  const word = status === undefined ? undefined : statusWord(status, policy.dictionary);
  if (!word) return [];
  return setStatus(ticket, word.means, usualWord(word.means, policy.dictionary) === word.name ? null : word.name);
}

const ON_ANSWERS = ['category', 'criticality', 'complexity', 'kind'] as const;

/** What an answer may change of its ticket, whatever else the rules say. */
export function sortedByAnswer(ruled: Outcome, ticket: Ticket, mail: Mail, at: MailSituation): Action[] {
  const { number } = ticket;
  return [
    ...ON_ANSWERS.flatMap((field): Action[] => {
      const [from, to] = [ticket[field], ruled.fields[field]];
      return to === undefined || to === from ? [] : [{ do: 'setField', ticket: number, field, from, to }];
    }),
    ...ruled.tags.filter(tag => !ticket.tags.includes(tag)).map((tag): Action => ({ do: 'tag', ticket: number, tag })),
    ...notes(ruled, ticket),
    ...webhooks(ruled, mail, at, ticket),
  ];
}

function notes({ notes }: Outcome, { number }: Ticket): Action[] {
  return notes.map(({ rule, what }) => {
    const text = `Rule ${JSON.stringify(rule)}: ${what}` as NoteText;
    return { do: 'addNote', ticket: number, author: { by: 'desk' }, text };
  });
}

/** Who is called learns what the mail is and how it was sorted, and not its words. */
function webhooks(
  { webhooks, end, fired }: Outcome,
  mail: Mail,
  at: MailSituation,
  ticket: Ticket | undefined,
): Action[] {
  const isNew = ticket !== undefined && ticket.number >= at.nextTicket;
  const event = end ? END[end.as] : isNew ? 'new' : 'answer';
  return webhooks.map(({ rule, what: url }) => ({
    do: 'callWebhook',
    ticket: ticket?.number ?? null,
    rule,
    url,
    body: {
      event,
      rule,
      rules: fired,
      at: new Date(at.now).toISOString(),
      mail: { from: mail.from[0]?.address ?? '', subject: mail.subject, messageId: mail.messageId ?? null },
      ticket: ticket === undefined ? null : ticketRecord(ticket),
    },
  }));
}

const END = { held: 'held', ignored: 'rejected' } as const;

function ticketRecord(ticket: Ticket): Record<string, unknown> {
  const { number, subject, queue, owner, group, category, criticality, complexity, kind, tags } = ticket;
  const due = ticket.due === null ? null : new Date(ticket.due).toISOString();
  return { number, subject, queue, owner, group, category, criticality, complexity, kind, due, tags };
}
