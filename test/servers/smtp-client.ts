import { once } from 'node:events';
import { connect, type NetConnectOpts, type Socket } from 'node:net';

/**
 * A client of SMTP and LMTP that says exactly what it is told to, right or wrong. A reply is all its lines
 * (RFC 5321 §4.2.1) without the last CRLF.
 */
export interface SmtpClient {
  /** What the server said first. */
  readonly greeting: string;
  /** Sends one line and waits for its reply. */
  say(line: string): Promise<string>;
  /** Sends bytes as they are. */
  write(bytes: string | Uint8Array): void;
  /** The next reply; rejects when the server hangs up instead. */
  reply(): Promise<string>;
  /** Resolves when the server has hung up. */
  readonly closed: Promise<void>;
  end(): void;
}

const REPLY = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\n/;

export async function smtpClient(to: NetConnectOpts): Promise<SmtpClient> {
  const socket = connect(to);
  const reply = replies(socket);
  const closed = once(socket, 'close').then(() => undefined);
  closed.catch(() => undefined);
  const greeting = await reply();
  const write = (bytes: string | Uint8Array) => {
    socket.write(bytes);
  };
  const say = (line: string) => {
    write(`${line}\r\n`);
    return reply();
  };
  return { greeting, say, write, reply, closed, end: () => socket.destroy() };
}

function replies(socket: Socket): () => Promise<string> {
  let heard = '';
  let ended: Error | undefined;
  let wake = () => {};
  socket.on('data', chunk => {
    heard += chunk.toString('utf8');
    wake();
  });
  for (const event of ['error', 'close'])
    socket.on(event, (error?: unknown) => {
      ended ??= error instanceof Error ? error : new Error('the server hung up');
      wake();
    });
  return async () => {
    for (;;) {
      const found = REPLY.exec(heard)?.[0];
      if (found !== undefined) {
        heard = heard.slice(found.length);
        return found.trimEnd();
      }
      if (ended) throw ended;
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
  };
}

export interface Delivery {
  readonly protocol: 'smtp' | 'lmtp';
  readonly port: number;
  readonly from?: string;
  readonly to: readonly string[];
  /** Each is one mail, delivered in this order on one connection; line ends must be CRLF. */
  readonly mails: readonly (string | Uint8Array)[];
}

/** Delivers and returns the last reply to each mail; an unexpected reply is an error. */
export async function deliver(what: Delivery): Promise<string[]> {
  const client = await smtpClient({ host: '127.0.0.1', port: what.port });
  const answers: string[] = [];
  await expectCode(client.say(`${what.protocol === 'lmtp' ? 'LHLO' : 'EHLO'} client.example`), '250');
  for (const mail of what.mails) answers.push(await deliverOne(client, what, mail));
  await client.say('QUIT');
  client.end();
  return answers;
}

async function deliverOne(client: SmtpClient, what: Delivery, mail: string | Uint8Array): Promise<string> {
  await expectCode(client.say(`MAIL FROM:<${what.from ?? 'ann@customer.example'}>`), '250');
  for (const to of what.to) await expectCode(client.say(`RCPT TO:<${to}>`), '250');
  await expectCode(client.say('DATA'), '354');
  client.write(dotStuffed(mail));
  const replies = what.protocol === 'lmtp' ? what.to.length : 1;
  let last = '';
  for (let i = 0; i < replies; i++) last = await expectCode(client.reply(), '250');
  return last;
}

/** RFC 5321 §4.5.2, with the end of data. */
export function dotStuffed(mail: string | Uint8Array): Buffer {
  const text = Buffer.from(mail).toString('latin1');
  const whole = text.endsWith('\r\n') ? text : `${text}\r\n`;
  return Buffer.from(`${whole.replace(/^\./, '..').replaceAll('\r\n.', '\r\n..')}.\r\n`, 'latin1');
}

async function expectCode(reply: Promise<string>, code: string): Promise<string> {
  const said = await reply;
  if (!said.startsWith(code)) throw new Error(`expected ${code}, heard: ${said}`);
  return said;
}
