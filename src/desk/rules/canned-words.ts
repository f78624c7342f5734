/** The words of a canned reply for one ticket; made at the edge, where the files are, and the same every time. */
import type { PublicText, Ticket } from '../ticket.ts';

export type CannedWords = (
  name: string,
  ticket: Ticket,
  /** Of the mail it answers, when that can be told. */
  language: string | undefined,
) => PublicText | { readonly refused: string };
