/**
 * Writes a decision: every action and its journal line, all in the caller's transaction or not at all (G3).
 * Letters get their final bytes here, because only here is everything about them certain.
 */
import { and, eq, isNull, max, sql } from 'drizzle-orm';
import type { Action, Author, Decision } from '../desk/decision.ts';
import type { Found } from '../desk/leak.ts';
import type { Letter } from '../desk/letter.ts';
import type { NoteText, Status } from '../desk/ticket.ts';
import type { Attachment, Mail } from '../mail/mail.ts';
import type { Composed } from '../outbox/compose.ts';
import { tokensOf } from '../spam/tokens.ts';
import { carryRepair, echoOf } from './carry-repair.ts';
import { carrySorting, columnsOf } from './carry-sorting.ts';
import { takeTurn } from './crew.ts';
import type { Database } from './database.ts';
import { notesIn, WordsOfANote } from './last-scan.ts';
import { ledgerRow } from './ledger.ts';
import { readOriginal } from './originals.ts';
import { addLabel, labelOf } from './spam.ts';
import { dropLetter, takeBack } from './take-back.ts';
import { queueWebhook } from './webhooks.ts';

export interface Occasion {
  readonly now: number;
  /** Names the decision in the journal. */
  readonly nonce: string;
  /** Journal: `mail`, an operator's login, or `desk`. */
  readonly who: string;
  /** The mail the decision is about, and its row in the ledger. */
  readonly mail?: { readonly row: number; readonly parsed?: Mail };
  /** `unsendable` says why no letter can be made: there is nobody to mail at that address. */
  readonly compose: (letter: Letter, date: number) => Promise<Composed | { readonly unsendable: string }>;
  /** Words that stand in a note too, and that somebody says are no secret. */
  readonly published?: string;
}

/**
 * Everything of the decision but how its mail is filed: that is the ledger's. Letters and journal are written last,
 * each by one statement.
 */
export async function commit(database: Database, decision: Decision, occasion: Occasion): Promise<void> {
  const { db, schema } = database;
  const lines: JournalLine[] = [];
  const letters: LetterToQueue[] = [];
  const remark = (line: JournalLine) => lines.push(line);
  const post = (letter: LetterToQueue) => letters.push(letter);
  let message: number | null = null;
  let files: readonly Attachment[] = [];
  const linked = new Set<number>();
  for (const action of decision.actions) {
    const own = journalLines(action, decision.because, occasion);
    lines.push(...own);
    const made = await carryOut(database, action, { ...occasion, message, files, remark, post, linked });
    if (made === undefined) continue;
    message = made;
    files = action.do === 'addMessage' ? [...(action.files ?? []), ...(occasion.mail?.parsed?.attachments ?? [])] : [];
    for (const line of own) line.data = { ...line.data, message: made };
  }
  if (letters.length > 0) await db.insert(schema.letters).values(letters);
  if (lines.length > 0) await db.insert(schema.journal).values(lines);
}

/** Within one decision: the message whose words a letter carries, and a place for what else has to be said. */
interface Moment extends Occasion {
  readonly message: number | null;
  /** Those of that message; none of a note. */
  readonly files: readonly Attachment[];
  readonly remark: (line: JournalLine) => void;
  readonly post: (letter: LetterToQueue) => void;
  /** Tickets in which a message stands for the mail already: the next one is somebody's comment on it. */
  readonly linked: Set<number>;
}

type LetterToQueue = Database['schema']['letters']['$inferInsert'];

/** The id of a new message, for the letters that carry its words. */
async function carryOut(database: Database, action: Action, moment: Moment): Promise<number | undefined> {
  switch (action.do) {
    case 'meet':
      return meet(database, action, moment);
    case 'openTicket':
      return openTicket(database, action, moment);
    case 'addMessage':
      return addMessage(database, action, moment);
    case 'addNote':
      return addNote(database, action, moment);
    case 'setStatus':
      return change(database, action.ticket, moment, {
        status: action.to,
        statusName: action.toName ?? null,
        closedAt: action.to === 'closed' ? (action.closedAt ?? moment.now) : null,
      });
    case 'assign':
      return change(database, action.ticket, moment, { owner: action.to });
    case 'setField':
    case 'setDue':
    case 'tag':
    case 'untag':
    case 'involve':
    case 'dismiss':
      return carrySorting(database, action, moment.now);
    case 'takeTurn':
      return takeTurn(database, action);
    case 'callWebhook':
      return queueWebhook(database, action, moment);
    case 'send':
      return queueLetter(database, action.letter, moment);
    case 'failLetter':
      return failLetter(database, action);
    case 'doubtLetter':
      return doubtLetter(database, action);
    case 'takeBack':
      return takeBack(database, action, moment.now);
    case 'dropLetter':
      return dropLetter(database, action);
    case 'learn':
      return learn(database, action, moment);
    case 'markSpam':
      return change(database, action.ticket, moment, { spam: action.as });
    case 'silence':
    case 'unsilence':
      return silence(database, action);
    case 'addAddress':
      return addAddress(database, action);
    case 'revokeTokens':
      return change(database, action.ticket, moment, { tokenSerial: action.serial });
    case 'relate':
    case 'unrelate':
    case 'join':
    case 'leave':
    case 'moveMessages':
    case 'mergeInto':
      return carryRepair(database, action, moment.now);
    case 'notSent':
    case 'undo':
    case 'fileMail':
      return undefined;
  }
}

async function meet(
  database: Database,
  { person }: Extract<Action, { do: 'meet' }>,
  { now }: Occasion,
): Promise<undefined> {
  const { db, schema } = database;
  await takeNumber(database, 'person', person.id);
  await db.insert(schema.people).values({ id: person.id, name: person.name, since: now });
  const rows = person.addresses.map((address, rank) => ({ address, person: person.id, rank }));
  if (rows.length > 0) await db.insert(schema.addresses).values(rows);
}

async function openTicket(
  database: Database,
  action: Extract<Action, { do: 'openTicket' }>,
  { now, mail }: Occasion,
): Promise<undefined> {
  const { db, schema } = database;
  const { ticket: number, queue, subject, requester, source, sorted = {} } = action;
  const { guess } = mail?.parsed ?? {};
  await takeNumber(database, 'ticket', number);
  await db.insert(schema.tickets).values({
    ...columnsOf(sorted),
    number,
    queue,
    subject,
    requester,
    source,
    status: 'new',
    guess: guess ? { ...guess, because: [...guess.because] } : null,
    openedAt: now,
    changedAt: now,
  });
}

async function addMessage(
  database: Database,
  action: Extract<Action, { do: 'addMessage' }>,
  moment: Moment,
): Promise<number> {
  const { kind, text, folded, messageId, remarks = [], files } = action;
  const mail = mailOf(moment, action.ticket);
  const content = { kind, text, folded, messageId: messageId ?? null, mail, remarks, files };
  return insertMessage(database, action, moment, content);
}

async function addNote(
  database: Database,
  action: Extract<Action, { do: 'addNote' }>,
  moment: Moment,
): Promise<number> {
  const { text, files } = action;
  return insertMessage(database, action, moment, { ...NOTE, text, files, mail: mailOf(moment, action.ticket) });
}

const NOTE = { kind: 'note', folded: '', messageId: null, mail: undefined, remarks: [], files: undefined } as const;

function mailOf({ mail, linked }: Moment, ticket: number): Occasion['mail'] {
  if (linked.has(ticket)) return undefined;
  linked.add(ticket);
  return mail;
}

interface MessageContent {
  readonly kind: 'request' | 'answer' | 'note';
  readonly text: string;
  readonly folded: string;
  readonly messageId: string | null;
  readonly mail: Occasion['mail'];
  readonly remarks: readonly string[];
  /** Of a message that did not come by mail. */
  readonly files: readonly Attachment[] | undefined;
}

async function insertMessage(
  database: Database,
  to: { ticket: number; author: Author },
  { now }: Occasion,
  { files = [], ...content }: MessageContent,
): Promise<number> {
  const { db, schema } = database;
  const { messages, tickets } = schema;
  const [row] = await db
    .insert(messages)
    .values({
      ...content,
      ticket: to.ticket,
      origin: to.ticket,
      remarks: [...content.remarks],
      person: to.author.by === 'person' ? to.author.person : null,
      operator: to.author.by === 'operator' ? to.author.login : null,
      mail: content.mail?.row ?? null,
      attachments: [...(content.mail?.parsed?.attachments ?? files)],
      at: now,
    })
    .returning({ id: messages.id });
  await db
    .update(tickets)
    .set({ messages: sql`${tickets.messages} + 1`, changedAt: now })
    .where(eq(tickets.number, to.ticket));
  return row!.id;
}

async function change(
  database: Database,
  ticket: number,
  { now }: Occasion,
  set: {
    status?: Status;
    statusName?: string | null;
    closedAt?: number | null;
    owner?: string | null;
    tokenSerial?: number;
    spam?: 'unsure' | 'spam' | null;
  },
): Promise<undefined> {
  const { db, schema } = database;
  await db
    .update(schema.tickets)
    .set({ ...set, changedAt: now })
    .where(eq(schema.tickets.number, ticket));
}

/** What nobody can be mailed is written in the journal instead; whether that is good enough, the caller's compose says. */
async function queueLetter(database: Database, letter: Letter, moment: Moment): Promise<undefined> {
  const { now, compose, message } = moment;
  refuseOtherFiles(letter, moment.files);
  // what waits is as if it were written when it leaves: old mail is sorted far down, or taken for spam
  const due = 'notBefore' in letter ? Math.max(now, letter.notBefore ?? now) : now;
  const composed = await compose(numbered(letter, moment), due);
  if ('unsendable' in composed) return void moment.remark(notSent(letter, composed.unsendable, moment));
  const leak = await notesIn(database, letter, composed.bytes, message, moment.published);
  if (leak && !composed.automatic) throw new WordsOfANote(leak);
  if (leak) return withhold(database, letter, leak, moment);
  moment.post({
    ...composed,
    ticket: letter.ticket,
    message,
    person: letter.to.id,
    audience: letter.audience,
    template: letter.template,
    messageId: letter.messageId,
    state: 'queued',
    notBefore: due,
    // from here on the courier's patience counts
    createdAt: due,
  });
}

/** Behind the types, once more: a letter carries files of the message whose words it carries, and no others. */
function refuseOtherFiles(letter: Letter, own: readonly Attachment[]): void {
  const carried = 'files' in letter ? (letter.files ?? []) : [];
  if (!carried.every(({ sha256 }) => own.some(file => file.sha256 === sha256)))
    throw new Error('a letter cannot carry a file that is not of its message');
}

/** A letter that nobody wrote is not sent, and the staff read why; the words themselves stay in the note they are in. */
async function withhold(database: Database, letter: Letter, leak: Found, moment: Moment): Promise<undefined> {
  moment.remark(notSent(letter, 'it held words of a note', moment));
  const { ticket, template } = letter;
  const text = `The letter ${template} was not sent, for it held words of a note: "${leak.words}". Its template, or a setting, shows what it must not.`;
  const action = { do: 'addNote', ticket: ticket!, author: { by: 'desk' }, text: text as NoteText } as const;
  for (const line of journalLines(action, ['a letter was withheld'], moment)) moment.remark(line);
  await insertMessage(database, action, moment, { ...NOTE, text });
}

/** The number a mail has in the ledger is known here first. */
function numbered(letter: Letter, { mail }: Moment): Letter {
  return letter.ticket === null && mail ? { ...letter, mail: mail.row } : letter;
}

function notSent({ ticket, template, to }: Letter, why: string, { now, nonce, mail }: Occasion): JournalLine {
  const data = { template, to: to.id };
  const about = { ticket, mail: mail?.row ?? null, decision: nonce };
  return { ...about, at: now, who: 'desk', action: 'notSent', data, because: [why] };
}

async function failLetter(database: Database, action: Extract<Action, { do: 'failLetter' }>): Promise<undefined> {
  const { db, schema } = database;
  await db
    .update(schema.letters)
    .set({ state: 'failed', lastReply: action.reason, claimedBy: null, leaseUntil: null })
    .where(eq(schema.letters.id, action.letter));
}

async function doubtLetter(database: Database, action: Extract<Action, { do: 'doubtLetter' }>): Promise<undefined> {
  const { db, schema } = database;
  await db
    .update(schema.letters)
    .set({ state: 'uncertain', lastReply: action.reason, claimedBy: null, leaseUntil: null })
    .where(eq(schema.letters.id, action.letter));
}

/** The words are read out of the original, which is here in the same transaction or was before. */
async function learn(
  database: Database,
  { mail, label, confirmed, how, instead }: Extract<Action, { do: 'learn' }>,
  { who, now }: Occasion,
): Promise<undefined> {
  const row = await ledgerRow(database, mail);
  const bytes = await readOriginal(database, mail);
  if (!row || !bytes) return;
  const { contentKey, sender } = row;
  // somebody said something else since
  if (instead !== undefined && (await labelOf(database, contentKey)) !== instead) return;
  const tokens = tokensOf(bytes);
  await addLabel(database, { contentKey, mail, sender, label, confirmed, tokens, who, how }, now);
}

/** Whoever wants no letters is left as that; only what a server said is taken back when mail comes from there. */
async function silence(
  { db, schema: { addresses } }: Database,
  action: Extract<Action, { do: 'silence' | 'unsilence' }>,
): Promise<undefined> {
  const here = eq(addresses.address, action.address.toLowerCase());
  if (action.do === 'silence')
    await db
      .update(addresses)
      .set({ silent: 'bounced', silentBecause: action.because })
      .where(and(here, isNull(addresses.silent)));
  else
    await db
      .update(addresses)
      .set({ silent: null, silentBecause: '' })
      .where(and(here, eq(addresses.silent, 'bounced')));
}

/** Last in rank: letters go where they went before. */
async function addAddress(
  { db, schema: { addresses } }: Database,
  { person, address }: Extract<Action, { do: 'addAddress' }>,
): Promise<undefined> {
  const [last] = await db
    .select({ rank: max(addresses.rank) })
    .from(addresses)
    .where(eq(addresses.person, person));
  await db.insert(addresses).values({ address, person, rank: (last?.rank ?? -1) + 1 });
}

async function takeNumber(
  { db, schema: { counters } }: Database,
  name: 'ticket' | 'person',
  number: number,
): Promise<void> {
  const taken = await db
    .update(counters)
    .set({ next: number + 1 })
    .where(sql`${counters.name} = ${name} and ${counters.next} = ${number}`)
    .returning({ next: counters.next });
  if (taken.length !== 1) throw new Error(`${name} ${number} was given out twice`);
}

type JournalLine = Database['schema']['journal']['$inferInsert'];

/** What was done, never the words: those are in the message, where notes are guarded. */
function journalLines(action: Action, because: readonly string[], { now, nonce, who, mail }: Occasion): JournalLine[] {
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
