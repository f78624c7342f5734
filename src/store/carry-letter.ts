/** The actions about letters: what is written gets its final bytes, is looked at a last time, and waits. */
import { eq } from 'drizzle-orm';
import type { Action } from '../desk/decision.ts';
import type { Found } from '../desk/leak.ts';
import type { Letter } from '../desk/letter.ts';
import type { NoteText } from '../desk/ticket.ts';
import type { Attachment } from '../mail/mail.ts';
import { insertNote } from './carry-message.ts';
import type { Database } from './database.ts';
import { journalLines } from './journal-lines.ts';
import { notesIn, WordsOfANote } from './last-scan.ts';
import type { JournalLine, Moment, Occasion } from './occasion.ts';
import { takeBack } from './take-back.ts';

/** What nobody can be mailed is written in the journal instead; whether that is good enough, the caller's compose says. */
export async function queueLetter(database: Database, letter: Letter, moment: Moment): Promise<undefined> {
  const { now, compose, message } = moment;
  refuseOtherFiles(letter, moment.files);
  // what waits is as if it were written when it leaves: old mail is sorted far down, or taken for spam
  const due = 'notBefore' in letter ? Math.max(now, letter.notBefore ?? now) : now;
  const composed = await compose(numbered(letter, moment), due);
  if ('unsendable' in composed) return void moment.remark(notSent(letter, composed.unsendable, moment));
  const leak = await notesIn(database, letter, composed.bytes, { ...moment, carried: message });
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
  await insertNote(database, action, moment, undefined);
  if (template !== 'answer' || moment.message === null) return;
  // whoever looks for what is unanswered has to find it
  const back = { do: 'takeBack', ticket: ticket!, message: moment.message } as const;
  for (const line of journalLines(back, ['no letter of it left'], { ...moment, who: 'desk' })) moment.remark(line);
  await takeBack(database, back, moment);
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

/** It is out of the dispatcher's hands. */
export async function stopLetter(
  { db, schema: { letters } }: Database,
  { letter, reason }: Extract<Action, { do: 'failLetter' | 'doubtLetter' }>,
  state: 'failed' | 'uncertain',
): Promise<undefined> {
  await db
    .update(letters)
    .set({ state, lastReply: reason, claimedBy: null, leaseUntil: null })
    .where(eq(letters.id, letter));
}
