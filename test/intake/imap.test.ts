import { expect } from 'chai';
import type { MailboxConfig } from '../../src/config/config.ts';
import { watchMailbox } from '../../src/intake/imap.ts';
import type { Patience } from '../../src/intake/mailbox.ts';
import {
  asClient,
  type Dovecot,
  deliver,
  listFolders,
  type Recorder,
  readMailbox,
  recorder,
  startDovecot,
  until,
  whyNoDovecot,
} from '../servers.ts';

/** Everything here happens between the real watch and a real Dovecot; only the desk behind it writes down. */
const HASTY: Partial<Patience> = {
  trouble: { first: 50, most: 400 },
  refused: { first: 100, most: 400 },
  connect: 1_000,
  silence: 700,
  leave: 500,
};

interface Watching {
  readonly desk: Recorder;
  readonly log: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[];
  said(event: string): Readonly<Record<string, unknown>>[];
  password: string;
  stop(): Promise<void>;
}

describe('watching a mailbox', () => {
  const notice = whyNoDovecot();
  let dovecot: Dovecot;
  let account = 0;
  let user = '';
  const watching: Watching[] = [];

  before(async function () {
    if (notice !== undefined) {
      console.log(`      skipped: ${notice}`);
      this.skip();
    }
    dovecot = await startDovecot();
  });
  beforeEach(() => {
    account += 1;
    user = `support${account}@desk.example`;
  });
  afterEach(async () => {
    dovecot?.thaw();
    await Promise.all(watching.splice(0).map(watch => watch.stop()));
  });
  after(() => dovecot?.remove());

  const config = (changes: Partial<MailboxConfig> = {}): MailboxConfig => ({
    name: 'support',
    host: '127.0.0.1',
    port: dovecot.imapPort,
    tls: 'none',
    user,
    password: { from: 'inline', value: '' },
    folder: 'INBOX',
    queue: 'support',
    poll: 60_000,
    start: 'all',
    done: { how: 'keep' },
    ...changes,
  });

  const watch = (
    changes: Partial<MailboxConfig> = {},
    options: { desk?: Recorder; mailSize?: number; password?: string } = {},
  ): Watching => {
    const stop = new AbortController();
    const desk = options.desk ?? recorder();
    const log: Watching['log'] = [];
    const it: Watching = {
      desk,
      log,
      said: event => log.filter(line => line.event === event).map(line => line.fields),
      password: options.password ?? dovecot.password,
      stop: async () => {
        stop.abort();
        await ended;
      },
    };
    const ended = watchMailbox({
      mailbox: config(changes),
      password: async () => it.password,
      limits: { mailSize: options.mailSize ?? 1_000_000 },
      reception: desk,
      log: (event, fields) => log.push({ event, fields }),
      signal: stop.signal,
      patience: HASTY,
      dice: () => 0.5,
    });
    watching.push(it);
    return it;
  };

  const mail = (subject: string, body = 'Hello\r\n') =>
    `From: ann@customer.example\r\nSubject: ${subject}\r\n\r\n${body}`;
  const send = (...mails: string[]) => deliver({ protocol: 'lmtp', port: dovecot.lmtpPort, to: [user], mails });
  const me = () => ({ port: dovecot.imapPort, user, password: dovecot.password });
  const numbered = (count: number) => Array.from({ length: count }, (_, i) => `mail ${i + 1}`);
  const caughtUp = (it: Watching) => until('caught up', () => it.said('caught-up').length > 0);
  const has = (it: Watching, count: number) =>
    until(`${count} mails at the desk`, () => it.desk.arrivals.length >= count);

  it('hands on what lies there, with its route, UID, queue and exact bytes', async () => {
    await send(mail('first', 'Grüße, .dots\r\n.\x00..\r\n'));
    const it = watch();
    await has(it, 1);
    const [arrival] = it.desk.arrivals;
    const [kept] = await readMailbox(me());
    expect(arrival).to.include({ route: 'imap:support/INBOX', uid: 1, queue: 'support' });
    expect(arrival?.uidValidity).to.match(/^\d+$/);
    expect(arrival?.envelope).to.deep.equal({ to: [] });
    expect(Buffer.from(arrival?.bytes ?? []).toString('latin1')).to.equal(kept?.source);
  });

  it('hears of a new mail by IDLE in under two seconds', async () => {
    const it = watch();
    await caughtUp(it);
    const sent = Date.now();
    await send(mail('while idling'));
    await has(it, 1);
    expect(Date.now() - sent).to.be.below(2_000);
  });

  it('finds new mail by polling where the server has no IDLE', async () => {
    const plain = await startDovecot({ withoutIdle: true });
    try {
      const it = watch({ port: plain.imapPort, poll: 200 });
      await caughtUp(it);
      await deliver({ protocol: 'lmtp', port: plain.lmtpPort, to: [user], mails: [mail('polled')] });
      await has(it, 1);
      // Longer than two silences: the quiet connection is kept, not dropped.
      await new Promise(resolve => setTimeout(resolve, 1_600));
      expect(it.said('connected')).to.have.length(1);
      expect(it.said('trouble')).to.deep.equal([]);
    } finally {
      await Promise.all(watching.splice(0).map(it => it.stop()));
      await plain.remove();
    }
  });

  it('loses neither of two mails when the second comes while the first is being taken', async () => {
    const desk = recorder();
    let first = true;
    desk.before = async () => {
      if (!first) return;
      first = false;
      await send(mail('second'), mail('third'));
    };
    const it = watch({}, { desk });
    await caughtUp(it);
    await send(mail('first'));
    await has(it, 3);
    expect(it.desk.subjects()).to.deep.equal(['first', 'second', 'third']);
  });

  it('takes mail that another client has marked as read, and marks nothing itself', async () => {
    await send(mail('read by a colleague'), mail('unread'));
    await asClient(me(), 'INBOX', client => client.messageFlagsAdd('1', ['\\Seen'], { uid: true }));
    const it = watch();
    await has(it, 2);
    expect(it.desk.subjects()).to.deep.equal(['read by a colleague', 'unread']);
    const flags = (await readMailbox(me())).map(seen => seen.flags.includes('\\Seen'));
    expect(flags).to.deep.equal([true, false]);
  });

  it('goes on when another client removes mails, before and while they are taken', async () => {
    const desk = recorder();
    let first = true;
    desk.before = async () => {
      if (!first) return;
      first = false;
      await asClient(me(), 'INBOX', client => client.messageDelete('3', { uid: true }));
    };
    await send(...numbered(4).map(subject => mail(subject)));
    await asClient(me(), 'INBOX', client => client.messageDelete('2', { uid: true }));
    const it = watch({}, { desk });
    await until('the last mail came', () => it.desk.subjects().includes('mail 4'));
    await send(mail('mail 5'));
    await until('a later mail came', () => it.desk.subjects().includes('mail 5'));
    expect(it.desk.subjects()).to.not.include('mail 2');
    expect(it.said('trouble')).to.deep.equal([]);
  });

  it('reads the whole folder again when UIDVALIDITY has changed', async () => {
    await send(mail('one'), mail('two'));
    const it = watch();
    await has(it, 2);
    const before = it.desk.cursorOf('imap:support/INBOX');
    await dovecot.stop();
    dovecot.resetUidValidity(user);
    await dovecot.start();
    await has(it, 4);
    expect(it.desk.subjects().slice(2).sort()).to.deep.equal(['one', 'two']);
    expect(it.desk.cursorOf('imap:support/INBOX')?.uidValidity).to.not.equal(before?.uidValidity);
    expect(it.said('uidvalidity-changed')).to.have.length(1);
  });

  it('comes back after the server was gone, and takes what came meanwhile once', async () => {
    const it = watch();
    await send(mail('before'));
    await has(it, 1);
    await dovecot.stop();
    await until('the loss is told', () => it.said('trouble').length > 1);
    await dovecot.start();
    await send(mail('after'));
    await has(it, 2);
    await until('caught up again', () => it.said('caught-up').length > 1);
    expect(it.desk.subjects()).to.deep.equal(['before', 'after']);
    expect(it.said('trouble')[0]).to.include.keys('mailbox', 'where', 'what', 'next');
  });

  it('notices a server that stands still with its connections open', async () => {
    const it = watch();
    await caughtUp(it);
    dovecot.freeze();
    await until('the silence is noticed', () => it.said('disconnected').length > 0, 8_000);
    dovecot.thaw();
    await send(mail('after the silence'));
    await has(it, 1);
  });

  it('keeps on after refused log-ins until the password is right, and never says a password', async () => {
    await send(mail('waiting'));
    const it = watch({}, { password: 'wrong-horse' });
    await until('two refusals', () => it.said('trouble').length >= 2);
    expect(it.said('trouble')[0]).to.include({ where: 'login' });
    it.password = dovecot.password;
    await has(it, 1);
    expect(JSON.stringify(it.log)).to.not.match(/horse/);
  });

  it('says that the folder is missing and takes it up once it is there', async () => {
    const it = watch({ folder: 'Support' });
    await until('the trouble is told', () => it.said('trouble').length > 0);
    expect(it.said('trouble')[0]?.what).to.match(/no folder Support/);
    await asClient(me(), 'INBOX', client => client.mailboxCreate('Support'));
    await caughtUp(it);
  });

  it('does not send a password in clear text where STARTTLS was asked for', async () => {
    const it = watch({ tls: 'starttls' });
    await until('the trouble is told', () => it.said('trouble').length > 0);
    expect(it.said('trouble')[0]).to.include({ where: 'connect' });
    expect(dovecot.log()).to.not.include(`user=<${user}>, method=`);
    expect(it.said('connected')).to.deep.equal([]);
  });

  it('skips nothing when the desk fails twice', async () => {
    const desk = recorder();
    let failures = 0;
    desk.before = arrival => {
      if (arrival.uid === 2 && failures++ < 2)
        throw Object.assign(new Error('insert … params: secret words'), { cause: new Error('disk is full') });
    };
    await send(mail('one'), mail('two'), mail('three'));
    const it = watch({ done: { how: 'flag' } }, { desk });
    await has(it, 3);
    expect(it.desk.subjects()).to.deep.equal(['one', 'two', 'three']);
    expect(it.said('trouble')).to.have.length(2);
    expect(it.said('trouble')[0]).to.include({ where: 'reception', what: 'disk is full' });
  });

  it('files away only what the desk has', async () => {
    const desk = recorder();
    let broken = true;
    desk.before = arrival => {
      if (broken && arrival.uid === 2) throw new Error('locked');
    };
    await send(mail('one'), mail('two'));
    const it = watch({ done: { how: 'flag' } }, { desk });
    const marks = async () => (await readMailbox(me())).map(seen => seen.flags.includes('$Postdesk'));
    await until('the trouble is told', () => it.said('trouble').length > 0);
    expect(await marks()).to.deep.equal([true, false]);
    broken = false;
    await has(it, 2);
    await until('both are marked', async () => !(await marks()).includes(false));
  });

  it('takes 520 waiting mails in order and says how far it is', async () => {
    await send(...numbered(520).map(subject => mail(subject)));
    const it = watch({ done: { how: 'flag' } });
    await has(it, 520);
    expect(it.desk.subjects()).to.deep.equal(numbered(520));
    await caughtUp(it);
    expect(it.said('caught-up')).to.deep.equal([{ mailbox: 'imap:support/INBOX', mails: 520 }]);
    expect(it.said('catching-up').map(({ done, of }) => [done, of])).to.deep.equal([
      [500, 520],
      [520, 520],
    ]);
  });

  it('brings only the header of a mail that is too large, with its size', async () => {
    await send(mail('small'), mail('huge', `${'x'.repeat(70)}\r\n`.repeat(2_000)), mail('after'));
    const it = watch({}, { mailSize: 20_000 });
    await has(it, 3);
    const [small, huge] = it.desk.arrivals;
    expect(it.desk.subjects()).to.deep.equal(['small', 'huge', 'after']);
    expect(small?.oversize).to.equal(undefined);
    expect(huge?.oversize).to.be.within(144_000, 146_000);
    expect(Buffer.from(huge?.bytes ?? []).toString('latin1')).to.match(/Subject: huge\r\n\r\n$/);
  });

  it('leaves a mail behind that the server lists and cannot give, says so, and goes on', async () => {
    await send(...numbered(4).map(subject => mail(subject)));
    dovecot.spoil(user, 'mail 2');
    const it = watch();
    await until('the last mail came', () => it.desk.subjects().includes('mail 4'));
    expect(it.desk.subjects()).to.deep.equal(['mail 1', 'mail 3', 'mail 4']);
    expect(it.said('trouble').at(-1)?.what).to.match(/while fetching mail UID 2$/);
    expect(it.said('mail-unreadable').map(({ uid }) => uid)).to.deep.equal([2]);
  });

  it('moves what the desk has to a folder that it makes', async () => {
    await send(mail('one'), mail('two'));
    const it = watch({ done: { how: 'move', folder: 'Done' } });
    await has(it, 2);
    await until('INBOX is empty', async () => (await readMailbox(me())).length === 0);
    expect(await listFolders(me())).to.include('Done');
    expect((await readMailbox(me(), 'Done')).length).to.equal(2);
    expect(it.said('not-filed')).to.deep.equal([]);
  });

  it('files away what was taken in by a process that died before it could, and nothing else', async () => {
    for (const done of [{ how: 'flag' }, { how: 'move', folder: 'Done' }] as const) {
      user = `support${++account}@desk.example`;
      await send(mail('one'), mail('two'));
      const before = watch({ done: { how: 'keep' } });
      await has(before, 2);
      await before.stop();
      // below the cursor and not the desk's: it stays as it is
      before.desk.arrivals.splice(0, 1);
      const after = watch({ done }, { desk: before.desk });
      await until('the second is filed', async () => {
        const [inbox, moved] = [await readMailbox(me()), done.how === 'move' ? await readMailbox(me(), 'Done') : []];
        const marked = inbox.filter(seen => seen.flags.includes('$Postdesk'));
        return done.how === 'flag'
          ? marked.length === 1 && inbox.length === 2
          : moved.length === 1 && inbox.length === 1;
      });
      expect(after.desk.subjects()).to.deep.equal(['two']);
      await after.stop();
    }
  });

  it('says that filing failed and takes mail all the same', async () => {
    await send(mail('one'), mail('two'));
    const it = watch({ done: { how: 'move', folder: 'bad//name' } });
    await has(it, 2);
    await until('it is said', () => it.said('not-filed').length > 0);
    expect(it.said('trouble')).to.deep.equal([]);
    expect((await readMailbox(me())).length).to.equal(2);
  });

  it('leaves alone what lay there when it starts with what is new', async () => {
    await send(mail('old'));
    const it = watch({ start: 'new' });
    await caughtUp(it);
    await send(mail('new'));
    await has(it, 1);
    await it.stop();
    const again = watch({ start: 'new' }, { desk: it.desk });
    await caughtUp(again);
    expect(it.desk.subjects()).to.deep.equal(['new']);
  });

  it('stops within a mail and goes on there the next time', async () => {
    const desk = recorder();
    await send(...numbered(20).map(subject => mail(subject)));
    const first = watch({}, { desk });
    let stopped: Promise<void> | undefined;
    desk.before = arrival => {
      if (arrival.uid === 5) stopped = first.stop();
    };
    await until('told to stop', () => stopped !== undefined);
    await stopped;
    expect(desk.subjects()).to.deep.equal(numbered(5));
    await has(watch({}, { desk }), 20);
    expect(desk.subjects()).to.deep.equal(numbered(20));
  });
});
