/**
 * Which words in a ticket are its requester's to read: what was moved here from somebody else's ticket was for that
 * person, and its Message-ID may carry their token.
 */
import { eq, or, type SQL } from 'drizzle-orm';
import type { Database } from './database.ts';

/** The ticket that a message was written in, to be joined on `messages.origin`. */
export function originsOf({ kit, schema }: Database) {
  return kit.alias(schema.tickets, 'origins');
}

/** Of messages joined with their tickets and origins. */
export function isNotFromOthers(
  { schema: { messages, tickets } }: Database,
  origins: ReturnType<typeof originsOf>,
): SQL | undefined {
  return or(eq(origins.requester, tickets.requester), eq(messages.person, tickets.requester));
}
