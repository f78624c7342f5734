/** A mail that cannot be read stops only itself: a real Dovecot, the running program, and what the operators see of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Dovecot, deliver, readMailbox, startDovecot, whyNoDovecot } from '../servers.ts';
import { plainText } from './plain-text.ts';
import {
  createProgram,
  eventually,
  type Letter,
  PEOPLE,
  type Program,
  QUEUE,
  type Serving,
  startSink,
} from './program.ts';

interface Row {
  readonly mail: number;
  readonly unread: string;
  readonly tries: number;
  readonly because: readonly string[];
}

const write = (subject: string, text = 'Hello.', type = 'text/plain') =>
  `From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nMessage-ID: <${subject}@example.org>\r\n` +
  `Subject: ${subject}\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`;
/** More lines than the memory of the story holds. */
const BURSTS = write('bursts', 'b \r\n'.repeat(4_000_000), 'text/plain; format=flowed');
/** Millions of soft lines: some seconds of work. */
const HANGS = write('hangs', 'a \r\n'.repeat(4_000_000), 'text/plain; format=flowed');
const others = Array.from({ length: 50 }, (_, i) => write(`behind-${i + 1}`));

describe('a poison mail', function () {
  this.timeout(90_000);
  let dovecot: Dovecot | undefined;
  let sink: Awaited<ReturnType<typeof startSink>>;
  let program: Program | undefined;
  let serving: Serving | undefined;
  let tries = 0;

  before(async function () {
    const missing = whyNoDovecot();
    if (missing !== undefined) {
      console.log(`      ${missing}: the stories of poison mails are skipped`);
      this.skip();
    }
    dovecot = await startDovecot();
    sink = await startSink();
  });
  afterEach(async () => {
    await serving?.stop();
    await program?.remove();
  });
  after(async () => {
    await sink?.close();
    await dovecot?.remove();
  });

  const begin = (user: string, limits = '') => {
    sink.letters.length = 0;
    program = createProgram(`state = "state"
${PEOPLE}${QUEUE}aliases = ["${user}"]
[limits]
${limits}
[[mailbox]]
name = "support"
host = "127.0.0.1"
port = ${dovecot!.imapPort}
tls = "none"
user = "${user}"
password = "${dovecot!.password}"
done = "flag"
[courier]
kind = "smtp"
host = "127.0.0.1"
port = ${sink.port}
tls = "none"
`);
    return program;
  };
  const put = (user: string, mails: readonly string[]) =>
    deliver({ protocol: 'lmtp', port: dovecot!.lmtpPort, from: 'ann@example.org', to: [user], mails });
  const quarantine = (desk: Program) => desk.json<Row[]>('quarantine', 'list');
  const lettersTo = (address: string): Letter[] => sink.letters.filter(({ to }) => to.includes(address));

  /** The instant of the first line of the log that says so. */
  const said = (what: RegExp) =>
    Date.parse(
      serving!
        .log()
        .split('\n')
        .find(line => what.test(line))!
        .split(' ')[0]!,
    );

  for (const [poison, why, limits] of [
    [BURSTS, 'memory', 'parse_memory = "64 MB"'],
    [HANGS, 'time', 'parse_time = "1s"'],
  ] as const)
    it(`that is first in the box (${why}) keeps the fifty behind it out for less than five seconds`, async function () {
      // other work on the machine may fall into it
      this.retries(1);
      // a mailbox of its own for each try
      const user = `${why}-${++tries}@desk.example`;
      await put(user, [poison, ...others]);
      const desk = begin(user, limits);
      serving = await desk.serve();
      await eventually('fifty-one mails', () => / caught-up .*mails=51/.test(serving!.log()), 60_000);
      const rows = await quarantine(desk);
      expect(rows).to.have.length(1);
      expect(rows[0]).to.include({ mail: 1, unread: why, tries: 0 });
      expect(await desk.json<unknown[]>('list', '--limit', '100')).to.have.length(50);
      const waited = said(/received mail=1 end=quarantined/) - said(/ connected /);
      expect(waited, 'ms that the poison took').to.be.lessThan(5_000);
      const flags = (await readMailbox({ port: dovecot!.imapPort, user, password: dovecot!.password })).map(
        m => m.flags,
      );
      expect(flags.filter(found => found.includes('$Postdesk'))).to.have.length(51);
    });

  it('is told to the staff, looked at, tried with more time, and is a ticket then', async () => {
    const user = 'told@desk.example';
    await put(user, [HANGS]);
    const desk = begin(user, 'parse_time = "1s"');
    serving = await desk.serve();
    const notice = await eventually('the notice', () => lettersTo('bob@staff.example')[0], 30_000);
    expect(notice.raw)
      .to.match(/^Subject: In quarantine: hangs\r$/m)
      .and.to.include('desk quarantine show 1');
    expect(lettersTo('eve@staff.example')).to.have.length(1);
    expect(lettersTo('ann@example.org')).to.have.length(0);
    const shown = await desk.desk(['quarantine', 'show', '1']);
    expect(shown.out)
      .to.match(/from Ann <ann@example\.org>/)
      .and.to.match(/took longer than 1000 ms/)
      .and.to.match(/imap:support\/INBOX, UID 1 /)
      .and.to.match(/tried again by itself after/);
    expect((await desk.desk(['quarantine', 'show', '1', '--raw'])).out).to.include(HANGS.slice(0, 300));
    expect((await desk.desk(['quarantine', 'retry', '1', '--limit-time', 'soon'])).code).to.equal(2);
    const retried = await desk.desk(['quarantine', 'retry', '1', '--limit-time', '60s']);
    expect(retried.out).to.match(/^mail 1: handled, ticket #1: /);
    await eventually('the confirmation', () => lettersTo('ann@example.org').length === 1);
    expect((await desk.desk(['quarantine'])).err).to.include('no mail is in quarantine');
    expect((await desk.desk(['quarantine', 'retry', '1'])).code).to.equal(1);
  });

  it('that is too large is answered with the limit, once, and dropped by an operator', async () => {
    const user = 'large@desk.example';
    const large = (n: number) => write(`large-${n}`, 'word\r\n'.repeat(40_000));
    const desk = begin(user, 'mail_size = "100 kB"');
    serving = await desk.serve();
    await put(user, [large(1), large(2)]);
    await eventually('both are in', () => /mail=2 end=quarantined/.test(serving!.log()));
    const answer = await eventually('the answer', () => lettersTo('ann@example.org')[0]);
    expect(answer.from).to.equal('');
    expect(answer.raw)
      .to.match(/^In-Reply-To: <large-1@example\.org>\r$/m)
      .and.to.match(/^Auto-Submitted: auto-replied\r$/m);
    expect(answer.raw).to.not.include('[#');
    expect(await plainText(answer.raw)).to.match(/it is 24\d kB, and we can take up to 100 kB/);
    await eventually('the staff', () => lettersTo('bob@staff.example').length === 2);
    expect(lettersTo('ann@example.org')).to.have.length(1);
    const retried = await desk.desk(['quarantine', 'retry', '1']);
    expect([retried.code, retried.err]).to.deep.equal([1, retried.err]);
    expect(retried.err).to.match(/desk reconcile --fix/);
    expect((await desk.desk(['quarantine', 'drop', '1', '2'])).code).to.equal(0);
    expect(await quarantine(desk)).to.deep.equal([]);
    expect((await desk.desk(['mails', '--end', 'ignored'])).out).to.include('because bob dropped it');
    expect(await desk.json<unknown[]>('list')).to.deep.equal([]);
  });

  it('that was too large comes in whole once the limit is raised, and its header ends', async () => {
    const user = 'raised@desk.example';
    await put(user, [write('raised', 'word\r\n'.repeat(40_000))]);
    const desk = begin(user, 'mail_size = "100 kB"');
    serving = await desk.serve();
    await eventually('it is in quarantine', () => /mail=1 end=quarantined/.test(serving!.log()));
    writeFileSync(desk.config, readFileSync(desk.config, 'utf8').replace('"100 kB"', '"1 MB"'));
    expect((await desk.desk(['reconcile'])).code).to.equal(1);
    const fixed = await desk.desk(['reconcile', '--fix']);
    expect(fixed.code, fixed.out + fixed.err).to.equal(0);
    expect(await quarantine(desk)).to.deep.equal([]);
    expect((await desk.json<{ subject: string }[]>('list')).map(({ subject }) => subject)).to.deep.equal(['raised']);
    expect((await desk.desk(['mails', '--end', 'ignored'])).out).to.include('all of it came in as mail 2');
    expect((await desk.desk(['reconcile'])).code).to.equal(0);
  });
});
