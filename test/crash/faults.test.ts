/**
 * What a mailbox and its server can do to the whole program: it stops, hangs, deals out its UIDs anew, is used by
 * others, is gone. Never is a mail lost that is still there, never is one doubled.
 * Not here: a connection that is dead without a word, for which the program waits minutes (intake/imap.test.ts has it).
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { asClient, type Dovecot, deliver, readMailbox, startDovecot, whyNoDovecot } from '../servers.ts';
import { createProgram, eventually, PEOPLE, type Program, QUEUE, type Serving } from '../stories/program.ts';
import { type Books, readBooks } from './books.ts';
import { seededDice } from './dice.ts';
import { nameOfMail, writeMail } from './mails.ts';

const USER = 'support@desk.example';
/** Back-off included. */
const SOON = 30_000;

describe('the program and its mailbox', function () {
  this.timeout(60_000);
  let dovecot: Dovecot;
  let program: Program;
  let serving: Serving | undefined;

  before(function () {
    const missing = whyNoDovecot();
    if (missing === undefined) return;
    console.log(`      faults of a mailbox skipped: ${missing}`);
    this.skip();
  });
  beforeEach(async () => {
    dovecot = await startDovecot();
  });
  afterEach(async () => {
    await serving?.stop('SIGKILL');
    serving = undefined;
    await program?.remove();
    await dovecot?.remove();
  });

  it('a server that stops and comes back', async () => {
    await serve();
    await put(1, 20);
    await eventually('the first mails', async () => (await kept()).length >= 5, SOON);
    await dovecot.stop();
    await eventually('the trouble is said', () => / trouble mailbox=\S+ where=/.test(serving!.log()));
    await dovecot.start();
    await put(21, 40);
    await holdsOnce(1, 40);
  });

  it('a server that hangs for seconds while the desk catches up', async () => {
    await put(1, 60);
    await serve();
    await eventually('the connection', () => / connected /.test(serving!.log()));
    dovecot.freeze();
    await sleep(2_000); // the fault itself: a silence
    dovecot.thaw();
    await put(61, 70);
    await holdsOnce(1, 70);
  });

  it('new UIDs for all mails', async () => {
    await put(1, 30);
    await serve();
    await holdsOnce(1, 30);
    await dovecot.stop();
    dovecot.resetUidValidity(USER);
    await dovecot.start();
    await put(31, 40);
    const books = await holdsOnce(1, 40);
    expect(serving!.log()).to.include('uidvalidity-changed');
    expect(books.seenAgain).to.equal(30);
  });

  it('another client that marks everything as read, before the desk looks and while it does', async () => {
    await put(1, 20);
    await asClient(account(), 'INBOX', client => client.messageFlagsAdd('1:*', ['\\Seen', '\\Flagged']));
    await serve();
    await asClient(account(), 'INBOX', async client => {
      for (let n = 21; n <= 40; n += 5) {
        await put(n, n + 4);
        await client.noop();
        await client.messageFlagsAdd('1:*', ['\\Seen']);
      }
    });
    await holdsOnce(1, 40);
  });

  it('another client that removes mails while the desk catches up', async () => {
    await put(1, 200);
    await serve();
    await eventually('the first mails', async () => (await kept()).length > 0, SOON);
    await asClient(account(), 'INBOX', client => client.messageDelete('121,123,130:150,199', { uid: true }));
    await put(201, 210);
    const there = (await readMailbox(account())).map(({ source }) => /m\d{5}/.exec(source)![0]);
    expect(there).to.have.length(210 - 24);
    const names = await eventually(
      'everything that is still there',
      async () => {
        const all = await kept();
        return there.every(name => all.includes(name)) && all;
      },
      SOON,
    );
    expect(new Set(names).size).to.equal(names.length);
  });

  it('a folder that is removed and made again, with old mails and new ones', async () => {
    const folder = 'Support';
    await asClient(account(), 'INBOX', client => client.mailboxCreate(folder));
    await append(folder, 1, 15);
    await serve(folder);
    await holdsOnce(1, 15);
    await asClient(account(), 'INBOX', client => client.mailboxDelete(folder));
    await eventually('the trouble is said', () => / trouble mailbox=\S+ where=/.test(serving!.log()), SOON);
    await asClient(account(), 'INBOX', client => client.mailboxCreate(folder));
    await append(folder, 11, 25);
    const books = await holdsOnce(1, 25);
    expect(books.seenAgain).to.equal(5);
  });

  it('a second daemon is refused while the first lives, and serves at once when the first was killed', async () => {
    await put(1, 40);
    await serve();
    const second = await program.desk(['serve']);
    expect(second.code).to.equal(75);
    expect(second.err).to.include('another desk serve runs on');
    await put(41, 60);
    await serving!.stop('SIGKILL');
    serving = await program.serve();
    await holdsOnce(1, 60);
  });

  async function serve(folder = 'INBOX'): Promise<void> {
    program = createProgram(configuration(dovecot, folder));
    serving = await program.serve();
  }

  function account() {
    return { port: dovecot.imapPort, user: USER, password: dovecot.password };
  }

  async function put(first: number, last: number): Promise<void> {
    await deliver({ protocol: 'lmtp', port: dovecot.lmtpPort, to: [USER], mails: written(first, last) });
  }

  function append(folder: string, first: number, last: number): Promise<void> {
    return asClient(account(), 'INBOX', async client => {
      for (const bytes of written(first, last)) await client.append(folder, Buffer.from(bytes));
    });
  }

  function books(): Promise<Books> {
    return readBooks(join(program.dir, 'state/desk.db'));
  }

  async function kept(): Promise<string[]> {
    return (await books()).messages.flatMap(({ names }) => names).sort();
  }

  /** Each of these mails, in one message and one ticket. */
  async function holdsOnce(first: number, last: number): Promise<Books> {
    const expected = names(first, last);
    await eventually(
      `mails ${first} to ${last}`,
      async () => {
        const all = await kept();
        return expected.every(name => all.includes(name));
      },
      SOON,
    );
    // What would be doubled comes with what is looked at again, so that look must be over.
    await eventually('the last look', () => /caught-up [^\n]*\n$/.test(looks()), SOON);
    const found = await books();
    expect(found.messages.flatMap(message => message.names).sort()).to.deep.equal(expected);
    expect(found.tickets.flatMap(ticket => ticket.names).sort()).to.deep.equal(expected);
    return found;
  }

  /** What the log says of mails and the mailbox, without letters. */
  function looks(): string {
    const lines = serving!.log().split('\n');
    return lines
      .filter(line => /^\S+Z (?:received|caught-up|connected|trouble|uidvalidity-changed) /.test(line))
      .map(line => `${line}\n`)
      .join('');
  }
});

function configuration(dovecot: Dovecot, folder: string): string {
  return `state = "state"
${PEOPLE}${QUEUE}
[policy]
confirm = false
notice_new = "none"
[[mailbox]]
name = "support"
host = "127.0.0.1"
port = ${dovecot.imapPort}
tls = "none"
user = "${USER}"
password = "${dovecot.password}"
folder = "${folder}"
[courier]
kind = "keep"
`;
}

function names(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, n) => nameOfMail(first + n));
}

/** The same mail for the same number. */
function written(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, n) => writeMail(first + n, seededDice(first + n)).bytes);
}
