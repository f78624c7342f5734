/** What letters are called. */
import type { TemplateName } from '../desk/letter.ts';
import { oneLine } from './one-line.ts';

/** By their template; a requester gets those above, the staff those below. */
const NAMES: Readonly<Record<TemplateName, string>> = {
  confirmation: 'confirmation',
  answer: 'answer',
  'need-info': 'question',
  closing: 'closing letter',
  status: 'letter about the status',
  owner: 'letter about the owner',
  'too-large': 'letter about the size limit',

  'new-ticket': 'notice of a new ticket',
  'new-message': 'notice of a new message',
  assigned: 'notice of the assignment',
  note: 'notice of a note',
  answered: 'notice of an answer',
  changed: 'notice of a change',
  'not-delivered': 'notice of a letter that was not delivered',
  quarantined: 'notice of a mail put aside',
  digest: 'digest',
  loop: 'notice of a loop',
};

export function letterName(template: string): string {
  return Object.hasOwn(NAMES, template) ? NAMES[template as TemplateName] : oneLine(template);
}
