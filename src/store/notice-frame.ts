/** What a notice to the staff says around the message it tells of: who did what, in which queue. */
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { textsOf } from './outgoing-texts.ts';

/** Its lines, without blanks around them. */
export async function noticeFrame({ db, schema }: Database, letter: number): Promise<string[]> {
  const { letters, messages } = schema;
  const [row] = await db
    .select({ bytes: letters.bytes, text: messages.text })
    .from(letters)
    .leftJoin(messages, eq(messages.id, letters.message))
    .where(eq(letters.id, letter));
  if (!row) return [];
  // it may be wrapped otherwise there
  const told = oneLine(row.text ?? '');
  const lines = textsOf(row.bytes).flatMap(text => text.split(/\r?\n/));
  return lines.filter(line => !told.includes(oneLine(line))).map(line => line.trim());
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
