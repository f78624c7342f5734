import { setTimeout as sleep } from 'node:timers/promises';
import { dotStuffed, smtpClient } from '../servers/smtp-client.ts';
import type { Way } from './deaths.ts';
import type { TestMail } from './mails.ts';

/**
 * The mail servers of those who write to the desk. Like them it gives a mail up only after 250 (RFC 5321 §4.2.5), and
 * tries again after everything else: a refused connection, a 451, a server that died before it answered.
 */
export interface Post {
  send(mail: TestMail): void;
  /** Mails that at least one 250 was said for, by name. */
  readonly accepted: ReadonlyMap<string, TestMail>;
  /** Deliveries that are not accepted yet. */
  waiting(): number;
  /** What went wrong how often. */
  readonly tries: { refused: number; afterTheDot: number; told: string[] };
  /** No more tries. */
  stop(): void;
}

export interface Destination {
  readonly protocol: 'smtp' | 'lmtp';
  readonly port: number;
}

/** ms; doubling, as mail servers do, but nobody here has minutes. */
const PAUSES = [40, 80, 160, 320];

/** `imap`: a mail server that takes mail for the mailbox the desk reads. */
export function openPost(destinations: Readonly<Record<Way, Destination>>): Post {
  const accepted = new Map<string, TestMail>();
  const tries: Post['tries'] = { refused: 0, afterTheDot: 0, told: [] };
  let waiting = 0;
  let stopped = false;

  const insist = async (mail: TestMail, way: Way) => {
    waiting += 1;
    for (let tried = 0; !stopped; tried++) {
      const said = await tryOnce(mail, destinations[way]);
      if (said === 'accepted') break;
      if (said === 'no answer') tries.afterTheDot += 1;
      else if (said === 'not reached') tries.refused += 1;
      else tries.told.push(said.told);
      await sleep(PAUSES[tried] ?? 320);
    }
    if (!stopped) accepted.set(mail.name, mail);
    waiting -= 1;
  };
  return {
    send: mail => {
      for (const way of mail.ways) void insist(mail, way);
    },
    accepted,
    waiting: () => waiting,
    tries,
    stop: () => {
      stopped = true;
    },
  };
}

type Said = 'accepted' | 'not reached' | 'no answer' | { readonly told: string };

async function tryOnce(mail: TestMail, { protocol, port }: Destination): Promise<Said> {
  let dotted = false;
  const client = await smtpClient({ host: '127.0.0.1', port }).catch(() => undefined);
  if (client === undefined) return 'not reached';
  try {
    const before = [
      `${protocol === 'lmtp' ? 'LHLO' : 'EHLO'} mx.example`,
      `MAIL FROM:<${mail.from}>`,
      `RCPT TO:<${mail.to}>`,
      'DATA',
    ];
    for (const line of before) {
      const reply = await client.say(line);
      if (!/^[23]/.test(reply)) return { told: `${line.slice(0, 4)}: ${reply}` };
    }
    client.write(dotStuffed(mail.bytes));
    dotted = true;
    const reply = await client.reply();
    return reply.startsWith('250') ? 'accepted' : { told: reply };
  } catch {
    return dotted ? 'no answer' : 'not reached';
  } finally {
    client.end();
  }
}
