import type { SunkLetter } from '../servers/sink.ts';
import type { ReplyTarget } from './mails.ts';

/** Reads what came to the customers' mail server, once, as it comes in. */
export interface LetterBox {
  /** A customer who was told where to reply and did not yet; each is given out once for each purpose. */
  next(purpose: 'reply' | 'answer'): ReplyTarget | undefined;
}

export function openLetterBox(letters: readonly SunkLetter[]): LetterBox {
  const known: ReplyTarget[] = [];
  const given = { reply: 0, answer: 0 };
  let read = 0;
  return {
    next: purpose => {
      for (; read < letters.length; read++) {
        const target = replyTarget(letters[read]!);
        if (target) known.push(target);
      }
      const found = known[given[purpose]];
      if (found) given[purpose] += 1;
      return found;
    },
  };
}

/** Of a confirmation: it alone has the null return path and goes to a customer. */
function replyTarget(letter: SunkLetter): ReplyTarget | undefined {
  const [to] = letter.to;
  if (letter.from !== '' || to === undefined || !to.endsWith('@customers.example')) return undefined;
  const replyTo = /<?([^<>\s]+@[^<>\s]+)>?\s*$/.exec(field(letter, 'reply-to') ?? '')?.[1];
  const ticket = /\+(\d+)-/.exec(replyTo ?? '')?.[1];
  if (replyTo === undefined || ticket === undefined) return undefined;
  return { to, replyTo, ticket: Number(ticket), messageId: messageIdOf(letter) };
}

export function messageIdOf(letter: SunkLetter): string {
  return (field(letter, 'message-id') ?? '').trim().replace(/^<|>$/g, '');
}

/** Unfolded (RFC 5322 §2.2.3). */
function field({ bytes }: SunkLetter, name: string): string | undefined {
  const text = bytes.toString('latin1');
  const head = text.slice(0, text.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}:(.*)$`, 'im').exec(head)?.[1];
}
