import type { TicketView } from '../../store/views.ts';
import { person } from '../one-line.ts';

/** Whom an answer to that ticket is mailed to, as it is now. */
export function recipients({ requester, participants }: TicketView): string[] {
  return [requester, ...participants].filter(({ silent, address }) => silent === '' && address !== '').map(person);
}
