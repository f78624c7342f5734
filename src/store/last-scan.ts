/** The last look at a letter to a requester, in the transaction that keeps it: does it hold words of a note of its ticket? */
import { and, eq } from 'drizzle-orm';
import { type Found, firstSecret, inCommon } from '../desk/leak.ts';
import type { Letter } from '../desk/letter.ts';
import type { Ticket } from '../desk/ticket.ts';
import type { Database } from './database.ts';
import { textsOf } from './outgoing-texts.ts';
import { publicTexts } from './said.ts';

/**
 * `carried`: the message whose words it brings, which makes nothing public; `published`: what somebody says is no secret.
 * Public messages are read only when something was found. `now` in ms since 1970.
 */
export async function notesIn(
  database: Database,
  letter: Letter,
  bytes: Uint8Array,
  { carried, published, now }: { readonly carried: number | null; readonly published?: string; readonly now: number },
): Promise<Found | undefined> {
  if (letter.audience !== 'requester' || letter.ticket === null) return undefined;
  const notes = await notesOf(database, letter.ticket);
  if (notes.length === 0) return undefined;
  const typed = 'words' in letter ? letter.words : '';
  const found = inCommon(notes, { texts: textsOf(bytes), typed });
  if (found.length === 0) return undefined;
  const known = await publicTexts(database, letter.ticket, carried, now);
  return firstSecret(found, [...known, letter.subject, ...(published === undefined ? [] : [published])]);
}

/** Of a subject that an operator types: it stands above every letter from then on. `now` in ms since 1970. */
export async function notesInSubject(
  database: Database,
  ticket: Pick<Ticket, 'number' | 'subject'>,
  typed: string,
  now: number,
): Promise<Found | undefined> {
  const found = inCommon(await notesOf(database, ticket.number), { texts: [typed], typed });
  if (found.length === 0) return undefined;
  return firstSecret(found, [...(await publicTexts(database, ticket.number, null, now)), ticket.subject]);
}

async function notesOf({ db, schema: { messages } }: Database, ticket: number): Promise<string[]> {
  const rows = await db
    .select({ text: messages.text })
    .from(messages)
    .where(and(eq(messages.ticket, ticket), eq(messages.kind, 'note')));
  return rows.map(({ text }) => text);
}

/** What a person wrote repeats a note: it is for that person to say what was meant. The message may be logged, the words not. */
export class WordsOfANote extends Error {
  readonly words: string;

  constructor({ words }: Found) {
    super('what would be sent holds words of a note');
    this.words = words;
  }
}
