/** The words of a canned reply for one ticket; made at the edge, where the files are, and the same every time. */
import type { Mail } from '../../mail/mail.ts';
import type { PublicText, Ticket } from '../ticket.ts';

export type CannedWords = (
  name: string,
  ticket: Ticket,
  /** The mail it answers. */
  mail: Mail,
) => PublicText | { readonly refused: string };
