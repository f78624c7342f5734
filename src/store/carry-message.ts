/** The actions that add words to a ticket. Each gives the id of its message, for the letters that carry the words. */
import { sql } from 'drizzle-orm';
import type { Action, Author } from '../desk/decision.ts';
import type { Attachment } from '../mail/mail.ts';
import { changeTicket } from './carry-ticket.ts';
import type { Database } from './database.ts';
import type { Moment, Occasion } from './occasion.ts';

export async function addMessage(
  database: Database,
  action: Extract<Action, { do: 'addMessage' }>,
  moment: Moment,
): Promise<number> {
  const { kind, text, folded, messageId, remarks = [], files } = action;
  const mail = mailOf(moment, action.ticket);
  const content = { kind, text, folded, messageId: messageId ?? null, mail, remarks, files };
  return insertMessage(database, action, moment, content);
}

export async function addNote(
  database: Database,
  action: Extract<Action, { do: 'addNote' }>,
  moment: Moment,
): Promise<number> {
  return insertNote(database, action, moment, mailOf(moment, action.ticket));
}

/** `mail`: which it came with, if it did. */
export function insertNote(
  database: Database,
  { text, files, ...to }: Extract<Action, { do: 'addNote' }>,
  occasion: Occasion,
  mail: Occasion['mail'],
): Promise<number> {
  return insertMessage(database, to, occasion, { ...NOTE, text, files, mail });
}

const NOTE = { kind: 'note', folded: '', messageId: null, remarks: [] } as const;

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
  occasion: Occasion,
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
      at: occasion.now,
    })
    .returning({ id: messages.id });
  await changeTicket(database, to.ticket, occasion, { messages: sql`${tickets.messages} + 1` });
  return row!.id;
}
