/** The last look at a letter to a requester, in the transaction that keeps it: does it hold words of a note of its ticket? */
import { and, eq, ne } from 'drizzle-orm';
import { type Found, firstSecret, inCommon } from '../desk/leak.ts';
import type { Letter } from '../desk/letter.ts';
import type { Database } from './database.ts';
import { textsOf } from './outgoing-texts.ts';

/**
 * `carried`: the message whose words it brings, which makes nothing public; `published`: what somebody says is no secret.
 * Public messages are read only when something was found.
 */
export async function notesIn(
  database: Database,
  letter: Letter,
  bytes: Uint8Array,
  carried: number | null,
  published: string | undefined,
): Promise<Found | undefined> {
  if (letter.audience !== 'requester' || letter.ticket === null) return undefined;
  const notes = await textsIn(database, letter.ticket, 'notes', carried);
  if (notes.length === 0) return undefined;
  const typed = 'words' in letter ? letter.words : '';
  const found = inCommon(notes, { texts: textsOf(bytes), typed });
  if (found.length === 0) return undefined;
  const known = await textsIn(database, letter.ticket, 'public', carried);
  return firstSecret(found, [...known, letter.subject, ...(published === undefined ? [] : [published])]);
}

async function textsIn({ db, schema }: Database, ticket: number, which: 'notes' | 'public', carried: number | null) {
  const { messages } = schema;
  const here = eq(messages.ticket, ticket);
  const rows = await db
    .select({ text: messages.text, folded: messages.folded })
    .from(messages)
    .where(
      which === 'notes'
        ? and(here, eq(messages.kind, 'note'))
        : and(here, ne(messages.kind, 'note'), carried === null ? undefined : ne(messages.id, carried)),
    );
  return rows.flatMap(({ text, folded }) => (folded === '' ? [text] : [text, folded]));
}

/** What a person wrote repeats a note: it is for that person to say what was meant. The message may be logged, the words not. */
export class WordsOfANote extends Error {
  readonly words: string;

  constructor({ words }: Found) {
    super('what would be sent holds words of a note');
    this.words = words;
  }
}
