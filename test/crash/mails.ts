import { WAYS, type Way } from './deaths.ts';
import type { Dice } from './dice.ts';

/** A mail as a stranger's program wrote it, and what must become of it. Its name stands in its subject and its text. */
export interface TestMail {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** With CRLF. */
  readonly bytes: string;
  /** One, or two when copies of it go different ways. */
  readonly ways: readonly Way[];
  /** Of a reply: the ticket its token names; else it opens one. */
  readonly ticket?: number;
}

/** Where a reply to one of our letters goes. */
export interface ReplyTarget {
  readonly to: string;
  readonly replyTo: string;
  readonly messageId: string;
  readonly ticket: number;
}

const SUPPORT = 'support@desk.example';

export function nameOfMail(number: number): string {
  return `m${String(number).padStart(5, '0')}`;
}

/** A name between brackets, as it stands in texts. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/\[\[([a-z]\d+)\]\]/g)].map(match => match[1]!);
}

/** Every third mail goes the same way; one of eight goes two ways, one of six has no Message-ID. */
export function writeMail(number: number, dice: Dice, reply?: ReplyTarget): TestMail {
  const name = nameOfMail(number);
  const way = WAYS[number % WAYS.length]!;
  const other = WAYS[(number + 1 + dice.below(2)) % WAYS.length]!;
  const from = reply?.to ?? `${name}@customers.example`;
  const to = reply?.replyTo ?? SUPPORT;
  const header = [
    `From: Customer <${from}>`,
    `To: <${to}>`,
    `Subject: ${reply === undefined ? 'matter' : 'Re: anything, as'} ${name}`,
    'Date: Mon, 02 Mar 2026 09:00:00 +0000',
    ...(dice.below(6) === 0 ? [] : [`Message-ID: <${name}@customers.example>`]),
    ...(reply === undefined ? [] : [`In-Reply-To: <${reply.messageId}>`]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
  ];
  const body = [`[[${name}]]`, '.a line that begins with a dot', ...padding(dice)];
  return {
    name,
    from,
    to,
    bytes: `${header.join('\r\n')}\r\n\r\n${body.join('\r\n')}\r\n`,
    ways: dice.below(8) === 0 ? [way, other] : [way],
    ...(reply === undefined ? {} : { ticket: reply.ticket }),
  };
}

/** Most mails are small, some are long enough to be cut in two by a kill. */
function padding(dice: Dice): string[] {
  const lines = dice.below(10) === 0 ? 1_000 + dice.below(3_000) : dice.below(10);
  return Array.from({ length: lines }, (_, n) => `line ${n} of what else there is to say about it all`);
}
