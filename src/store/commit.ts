/**
 * Writes a decision: every action and its journal line, all in the caller's transaction or not at all (G3).
 * Letters get their final bytes here, because only here is everything about them certain.
 */
import type { Action, Decision } from '../desk/decision.ts';
import type { Attachment } from '../mail/mail.ts';
import { addAddress, meet, silence } from './addresses.ts';
import { carryLabel } from './carry-label.ts';
import { queueLetter, stopLetter } from './carry-letter.ts';
import { addMessage, addNote } from './carry-message.ts';
import { carryRepair } from './carry-repair.ts';
import { carrySorting } from './carry-sorting.ts';
import { changeTicket, openTicket } from './carry-ticket.ts';
import { takeTurn } from './crew.ts';
import type { Database } from './database.ts';
import { journalLines } from './journal-lines.ts';
import type { JournalLine, LetterToQueue, Moment, Occasion } from './occasion.ts';
import { dropLetter, takeBack } from './take-back.ts';
import { queueWebhook } from './webhooks.ts';

/**
 * Everything of the decision but how its mail is filed: that is the ledger's. Letters and journal are written last,
 * each by one statement.
 */
export async function commit(database: Database, decision: Decision, occasion: Occasion): Promise<void> {
  const { db, schema } = database;
  const lines: JournalLine[] = [];
  const letters: LetterToQueue[] = [];
  const remark = (line: JournalLine) => lines.push(line);
  const post = (letter: LetterToQueue) => letters.push(letter);
  let message: number | null = null;
  let files: readonly Attachment[] = [];
  const linked = new Set<number>();
  for (const action of decision.actions) {
    const own = journalLines(action, decision.because, occasion);
    lines.push(...own);
    const made = await carryOut(database, action, { ...occasion, message, files, remark, post, linked });
    if (made === undefined) continue;
    message = made;
    files = action.do === 'addMessage' ? [...(action.files ?? []), ...(occasion.mail?.parsed?.attachments ?? [])] : [];
    for (const line of own) line.data = { ...line.data, message: made };
  }
  if (letters.length > 0) await db.insert(schema.letters).values(letters);
  if (lines.length > 0) await db.insert(schema.journal).values(lines);
}

/** The id of a new message, for the letters that carry its words. */
async function carryOut(database: Database, action: Action, moment: Moment): Promise<number | undefined> {
  switch (action.do) {
    case 'meet':
      return meet(database, action, moment);
    case 'openTicket':
      return openTicket(database, action, moment);
    case 'addMessage':
      return addMessage(database, action, moment);
    case 'addNote':
      return addNote(database, action, moment);
    case 'setStatus':
      return changeTicket(database, action.ticket, moment, {
        status: action.to,
        statusName: action.toName ?? null,
        closedAt: action.to === 'closed' ? (action.closedAt ?? moment.now) : null,
      });
    case 'assign':
      return changeTicket(database, action.ticket, moment, { owner: action.to });
    case 'setField':
    case 'setDue':
    case 'tag':
    case 'untag':
    case 'involve':
    case 'dismiss':
      return carrySorting(database, action, moment);
    case 'takeTurn':
      return takeTurn(database, action);
    case 'callWebhook':
      return queueWebhook(database, action, moment);
    case 'send':
      return queueLetter(database, action.letter, moment);
    case 'failLetter':
      return stopLetter(database, action, 'failed');
    case 'doubtLetter':
      return stopLetter(database, action, 'uncertain');
    case 'takeBack':
      return takeBack(database, action, moment);
    case 'dropLetter':
      return dropLetter(database, action);
    case 'learn':
      return carryLabel(database, action, moment);
    case 'markSpam':
      return changeTicket(database, action.ticket, moment, { spam: action.as });
    case 'silence':
    case 'unsilence':
      return silence(database, action);
    case 'addAddress':
      return addAddress(database, action);
    case 'revokeTokens':
      return changeTicket(database, action.ticket, moment, { tokenSerial: action.serial });
    case 'relate':
    case 'unrelate':
    case 'join':
    case 'leave':
    case 'moveMessages':
    case 'mergeInto':
      return carryRepair(database, action, moment);
    case 'notSent':
    case 'undo':
    case 'fileMail':
      return undefined;
  }
}
