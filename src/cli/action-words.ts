/** What an action would do, in words for `desk try`. */
import type { Action } from '../desk/decision.ts';
import type { Letter } from '../desk/letter.ts';
import { count, instant } from './amounts.ts';
import { addressLine, oneLine } from './one-line.ts';

/** `zone`: of instants. */
export function actionWords(action: Action, zone: string | undefined): string {
  switch (action.do) {
    case 'meet':
      return `get to know ${addressLine(action.person.addresses[0] ?? action.person.name)}`;
    case 'openTicket':
      return `open ticket #${action.ticket} in ${action.queue}: ${oneLine(action.subject) || '(no subject)'}`;
    case 'addMessage':
      return `add ${action.kind === 'request' ? 'a request' : 'an answer'} to #${action.ticket}`;
    case 'addNote':
      return `add a note (staff only) to #${action.ticket}`;
    case 'setStatus':
      return `set #${action.ticket} from ${action.fromName ?? action.from} to ${action.toName ?? action.to}`;
    case 'assign':
      return action.to === null
        ? `take the owner from #${action.ticket}`
        : `make ${action.to} the owner of #${action.ticket}`;
    case 'setField':
      return action.to === null
        ? `take the ${action.field} from #${action.ticket}`
        : `set the ${action.field} of #${action.ticket} to ${action.to}`;
    case 'setDue':
      return action.to === null
        ? `take away when #${action.ticket} is due`
        : `let #${action.ticket} be due ${instant(action.to, zone)}`;
    case 'tag':
      return `tag #${action.ticket} with ${oneLine(action.tag)}`;
    case 'untag':
      return `take the tag ${oneLine(action.tag)} from #${action.ticket}`;
    case 'involve':
      return `make ${action.login} a ${action.as} of #${action.ticket}`;
    case 'dismiss':
      return `let ${action.login} be no ${action.as} of #${action.ticket}`;
    case 'callWebhook':
      return `call ${oneLine(action.url)}`;
    case 'takeTurn':
      return `note that it was ${action.login}’s turn of ${oneLine(action.name)}`;
    case 'send':
      return letterWords(action.letter);
    case 'failLetter':
      return `mark letter ${action.letter} as not delivered: ${oneLine(action.reason)}`;
    case 'doubtLetter':
      return `mark letter ${action.letter} as uncertain: ${oneLine(action.reason)}`;
    case 'takeBack':
      return `take back answer ${action.message} in #${action.ticket}`;
    case 'dropLetter':
      return `drop letter ${action.letter}: ${oneLine(action.reason)}`;
    case 'learn':
      return `tell the spam filter that mail ${action.mail} is ${action.label}`;
    case 'markSpam':
      return action.as === null
        ? `take the mark of spam from #${action.ticket}`
        : `mark #${action.ticket} as ${action.as === 'spam' ? 'spam' : 'perhaps spam'}`;
    case 'silence':
      return `send no more letters to ${oneLine(action.address)}: ${oneLine(action.because)}`;
    case 'unsilence':
      return `let letters go to ${oneLine(action.address)} again`;
    case 'addAddress':
      return `add ${addressLine(action.address)} to person ${action.person}`;
    case 'revokeTokens':
      return `believe no reply token of #${action.ticket} that was given out so far`;
    case 'relate':
      return `link #${action.ticket} with #${action.to}`;
    case 'unrelate':
      return `take away the link between #${action.ticket} and #${action.to}`;
    case 'join':
      return `let person ${action.person} hear the answers in #${action.ticket}`;
    case 'leave':
      return `let person ${action.person} hear no more answers in #${action.ticket}`;
    case 'moveMessages':
      return `move ${count(action.messages.length, 'message')} from #${action.ticket} to #${action.to}`;
    case 'mergeInto':
      return action.into === null
        ? `make #${action.ticket} a ticket of its own again`
        : `merge #${action.ticket} into #${action.into}`;
    case 'undo':
      return `take back what ${action.of} did to #${action.ticket}`;
    case 'notSent':
      return `send no ${action.template} to person ${action.to}, who wants none by mail`;
    case 'fileMail':
      return `file the mail as ${action.as}${action.ticket === undefined ? '' : ` under #${action.ticket}`}`;
  }
}

function letterWords(letter: Letter): string {
  const to = addressLine(letter.to.addresses[0] ?? letter.to.name);
  return letter.audience === 'staff' ? `tell ${to} (${letter.template})` : `send ${letter.template} to ${to}`;
}
