/** What becomes of a mail in quarantine, on the real database with the real parser; only the clock is the test's. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Config, Limits } from '../src/config/config.ts';
import { openDesk } from '../src/open-desk.ts';
import { describeOnEveryDatabase } from './databases.ts';
import { lasting, smallConfig } from './small-desk.ts';
import { PEOPLE, QUEUE } from './stories/program.ts';

const START = Date.UTC(2026, 10, 23, 9, 0, 0);
const MINUTE = 60_000;

function configOf(limits: Partial<Limits> = {}, templates?: string): Config {
  const billing = '[[queue]]\nname = "billing"\naddress = "billing@desk.example"\n';
  const config = smallConfig(`${PEOPLE}${QUEUE}${billing}[spam]\ndigest = false\n`);
  return { ...config, limits: { ...config.limits, ...limits }, ...(templates === undefined ? {} : { templates }) };
}

function mail(subject: string, text = 'words', to = 'support@desk.example') {
  const head = `From: ann@example.org\r\nTo: ${to}\r\nMessage-ID: <${subject}@example.org>\r\nSubject: ${subject}\r\n`;
  return Buffer.from(`${head}Content-Type: text/plain; format=flowed\r\n\r\n${text}\r\n`);
}
/** Some 100 ms of reading. */
const MUCH = 'a \r\n'.repeat(200_000);
const HASTY: Partial<Limits> = { parseTime: 1 };
const arrival = (bytes: Uint8Array) => ({ route: 'lmtp', bytes, envelope: { from: 'ann@example.org', to: [] } });

describeOnEveryDatabase('a mail in quarantine', open => {
  const folders: string[] = [];
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  /** A desk at a time of its own; `reopen` is a restart with another configuration on the same database. */
  async function begin(limits: Partial<Limits>, templates?: string) {
    const database = await open();
    let now = START;
    const start = (config: Config) => openDesk(config, { database: lasting(database), clock: () => now });
    let desk = await start(configOf(limits, templates));
    return {
      database,
      get desk() {
        return desk;
      },
      later: (minutes: number) => {
        now += minutes * MINUTE;
        return desk.passTime();
      },
      reopen: async (other: Partial<Limits>, otherTemplates?: string) => {
        await desk.close();
        desk = await start(configOf(other, otherTemplates));
      },
      row: async (number: number) => (await desk.mail(number))!,
      templates: async () => (await desk.letters({ limit: 50 })).map(letter => letter.template),
      journal: (number: number) =>
        database.all('select who, action, data from journal where mail = $1 order by id', [number]),
    };
  }

  it('keeps its original, opens nothing, confirms nothing and is told to the staff once', async () => {
    const it = await begin(HASTY);
    const bytes = mail('slow', MUCH);
    const receipt = await it.desk.receive(arrival(bytes));
    expect(receipt).to.include({ mail: 1, end: 'quarantined', ticket: null });
    expect(Buffer.compare(Buffer.from((await it.desk.original(1))!), bytes)).to.equal(0);
    expect(await it.desk.list({ limit: 10 })).to.deep.equal([]);
    expect(await it.templates()).to.deep.equal(['quarantined', 'quarantined']);
    const [letter] = await it.desk.letters({ limit: 1 });
    expect(letter).to.include({ ticket: null, audience: 'staff' });
    expect(Buffer.from((await it.desk.letterBytes(letter!.id))!).toString()).to.include('desk quarantine show 1');
    expect(await it.row(1)).to.include({ unread: 'time', tries: 0, retryAt: START + MINUTE, subject: 'slow' });
    await it.desk.close();
  });

  it('is tried three times in all, then stays until an operator asks for more time', async () => {
    const it = await begin(HASTY);
    await it.desk.receive(arrival(mail('slow', MUCH)));
    await it.later(0.9);
    expect(await it.row(1)).to.include({ tries: 0 });
    await it.later(0.1);
    expect(await it.row(1)).to.include({ tries: 1, retryAt: START + 11 * MINUTE });
    await it.later(9.9);
    expect(await it.row(1)).to.include({ tries: 1 });
    await it.later(0.1);
    expect(await it.row(1)).to.include({ tries: 2, retryAt: null, end: 'quarantined' });
    await it.later(10_000);
    expect(await it.row(1)).to.include({ tries: 2 });
    expect(await it.templates()).to.deep.equal(['quarantined', 'quarantined']);
    expect(await it.desk.retryMail(1, 'bob')).to.include({ end: 'quarantined' });
    expect(await it.desk.retryMail(1, 'bob', { parseTime: 60_000 })).to.include({ end: 'handled', ticket: 1 });
    expect(await it.row(1)).to.include({ unread: null, retryAt: null, ticket: 1 });
    expect((await it.journal(1)).map(([who]) => who))
      .to.include('desk')
      .and.include('bob');
    await it.desk.close();
  });

  it('that can be read the next time is received like any mail, once, into the queue of its mailbox', async () => {
    const it = await begin(HASTY);
    const bytes = mail('slow', MUCH, 'all@example.org');
    const inbox = { route: 'imap:in/INBOX', uidValidity: '9', uid: 4, queue: 'billing', envelope: { to: [] } };
    await it.desk.receive({ ...inbox, bytes });
    await it.reopen({});
    expect(await it.later(1)).to.equal(1);
    expect(await it.desk.list({ limit: 9 })).to.have.length(1);
    expect((await it.desk.show(1))!).to.include({ subject: 'slow', queue: 'billing' });
    expect((await it.templates()).filter(template => template === 'confirmation')).to.have.length(1);
    expect(await it.desk.receive({ ...inbox, bytes })).to.include({ end: 'duplicate', ticket: 1 });
    expect(await it.later(20)).to.equal(0);
    expect(await it.desk.retryMail(1, 'bob')).to.deep.equal({ refused: 'mail 1 is not in quarantine' });
    await it.desk.close();
  });

  it('is let be by an operator, whose name is kept with the original', async () => {
    const it = await begin(HASTY);
    await it.desk.receive(arrival(mail('slow', MUCH)));
    expect(await it.desk.dropMail(1, 'nobody')).to.have.property('refused');
    expect(await it.desk.dropMail(1, 'bob')).to.deep.include({ end: 'ignored', because: ['bob dropped it'] });
    expect(await it.row(1)).to.include({ end: 'ignored', retryAt: null });
    expect(await it.desk.original(1)).not.to.equal(undefined);
    expect((await it.journal(1)).at(-1)).to.deep.equal(['bob', 'fileMail', '{"as":"ignored"}']);
    expect(await it.later(60)).to.equal(0);
    expect(await it.desk.dropMail(1, 'bob')).to.have.property('refused');
    await it.desk.close();
  });

  it('is there because our own code threw over it, and comes in when that is mended', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postdesk-templates-'));
    folders.push(folder);
    const broken = (...names: string[]) => {
      rmSync(join(folder, 'letters'), { recursive: true, force: true });
      mkdirSync(join(folder, 'letters/en'), { recursive: true });
      for (const name of names)
        writeFileSync(join(folder, `letters/en/${name}.liquid`), 'Subject: x\n\n{{ nonsense }}\n');
    };
    broken('confirmation');
    const it = await begin({}, folder);
    const first = await it.desk.receive(arrival(mail('one')));
    expect(first).to.include({ end: 'quarantined' });
    expect(first.because.join()).to.match(/confirmation\.liquid:3:4: undefined variable: nonsense/);
    expect(await it.templates()).to.deep.equal(['quarantined', 'quarantined']);
    expect(await it.desk.receive(arrival(mail('one')))).to.include({ end: 'duplicate', mail: first.mail });
    await it.later(1);
    expect(await it.row(first.mail)).to.include({ unread: 'fault', tries: 1, retryAt: START + 11 * MINUTE });
    // not even the letters to the staff can be made
    broken('confirmation', 'quarantined');
    await it.reopen({}, folder);
    expect(await it.desk.receive(arrival(mail('two')))).to.include({ end: 'quarantined' });
    expect(await it.templates()).to.have.length(2);
    broken();
    await it.reopen({}, folder);
    expect(await it.later(30)).to.equal(2);
    expect((await it.desk.list({ limit: 9 })).map(({ subject }) => subject).sort()).to.deep.equal(['one', 'two']);
    await it.desk.close();
  });

  describe('too large', () => {
    const header = mail('huge', '').subarray(0, -2);
    const inbox = (uid: number) => ({ route: 'imap:in/INBOX', uidValidity: '9', uid, envelope: { to: [] } });
    const huge = (uid: number, oversize = 61_000_000) => ({ ...inbox(uid), bytes: header, oversize });

    it('is answered once a day per sender, and the staff hear of each', async () => {
      const it = await begin({});
      await it.desk.receive(huge(1));
      await it.desk.receive(huge(2, 62_000_000));
      const answers = async () => (await it.templates()).filter(template => template === 'too-large').length;
      expect(await answers()).to.equal(1);
      expect(await it.templates()).to.have.length(5);
      await it.later(24 * 60);
      await it.desk.receive(huge(3, 63_000_000));
      expect(await answers()).to.equal(2);
      expect(await it.desk.list({ limit: 1 })).to.deep.equal([]);
      await it.desk.close();
    });

    it('is not tried again, and says what to do instead and where it lies', async () => {
      const it = await begin({});
      await it.desk.receive(huge(5));
      expect(await it.later(60)).to.equal(0);
      expect(await it.row(1)).to.include({ unread: 'oversize', tries: 0, retryAt: null });
      const refused = (await it.desk.retryMail(1, 'bob')) as { refused: string };
      expect(refused.refused).to.match(/limits\.mail_size[\s\S]*desk reconcile --fix[\s\S]*desk inject/);
      expect((await it.row(1)).arrivals[0]).to.include({ route: 'imap:in/INBOX', uidValidity: '9', uid: 5 });
      await it.desk.close();
    });

    it('gives way to the whole mail from the same place', async () => {
      const it = await begin({});
      await it.desk.receive(huge(5));
      const whole = await it.desk.receive({ ...inbox(5), bytes: mail('huge', 'all of it') });
      expect(whole).to.include({ mail: 2, end: 'handled', ticket: 1 });
      expect(await it.row(1)).to.deep.include({ end: 'ignored', ticket: 1, because: ['all of it came in as mail 2'] });
      expect((await it.row(2)).arrivals.map(({ uid }) => uid)).to.deep.equal([5]);
      expect(await it.desk.receive({ ...inbox(5), bytes: mail('huge', 'all of it') })).to.include({ end: 'duplicate' });
      await it.desk.close();
    });
  });

  it('does not stop a held mail from staying held when reading it again takes too long', async () => {
    const it = await begin({});
    const two = Buffer.from(String(mail('two', MUCH)).replace('ann@example.org', 'ann@example.org, eve@example.org'));
    expect(await it.desk.receive(arrival(two))).to.include({ end: 'held' });
    await it.reopen(HASTY);
    expect(await it.desk.release(1, { how: 'split' }, 'bob'))
      .to.have.property('refused')
      .that.includes('could not be read now');
    expect(await it.row(1)).to.include({ end: 'held' });
    await it.desk.close();
  });
});
