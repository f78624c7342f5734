/** A desk like a real one: three queues, twelve operators, forty rules, and real mails. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import { corporaFolder } from '../mails/corpora.ts';
import { createProgram, eventually, PEOPLE, type Program, QUEUE } from './program.ts';

const DESK = resolve(import.meta.dirname, '../../../test/stories/real-desk.toml');
const HAM = corporaFolder('spam/ham');
/** MAILS=3000 takes them all. */
const COUNT = Number(process.env.MAILS ?? 160);

interface Differs {
  readonly mail: string;
  readonly subject: string;
  readonly changed: readonly { readonly what: string; readonly before: string; readonly after: string }[];
  readonly rules: readonly string[];
}

describe('forty rules', function () {
  this.timeout(600_000);
  let program: Program;
  /** Every n-th, so that all sorts of ham are there. */
  const all = existsSync(HAM) ? readdirSync(HAM).sort() : [];
  const step = Math.max(1, Math.floor(all.length / COUNT));
  const files = all.filter((_, i) => i % step === 0).map(name => join(HAM, name));
  /** Of the mails that opened a ticket, by their number in the ledger: the file. */
  const opened = new Map<number, string>();

  before(function () {
    if (files.length === 0) {
      console.log('      corpora not here: forty rules on real mails skipped');
      this.skip();
    }
    program = createProgram(readFileSync(DESK, 'utf8'));
  });
  after(() => program?.remove());

  const lines = <T>(out: string) =>
    out
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as T);

  it('sort real mails: every one is in, by rules that name themselves', async () => {
    const { code, out, err } = await program.desk(['inject', '--json', ...files]);
    expect(code, err).to.equal(0);
    const receipts = lines<{ mail: number; end: string; ticket: number | null; because: string[] }>(out);
    expect(receipts).to.have.length(files.length);
    expect(receipts.filter(({ end }) => end === 'quarantined')).to.deep.equal([]);
    const failed = receipts.flatMap(({ because }) => because.filter(line => / failed: /.test(line)));
    expect(failed, 'rules that failed').to.deep.equal([]);
    for (const [i, { mail, end, because }] of receipts.entries())
      if (end === 'handled' && because.includes('it continues no ticket')) opened.set(mail, files[i]!);
    expect(opened.size).to.be.above(files.length / 2);
    const named = new Set(
      receipts.flatMap(({ because }) => because.flatMap(line => /^rule "([^"]+)"/.exec(line)?.[1] ?? [])),
    );
    expect(named.size, [...named].join(', ')).to.be.above(15);
    const tickets = await program.json<{ queue: string; owner: string | null }[]>('list', '--all', '--limit', '9999');
    expect(new Set(tickets.map(({ queue }) => queue)).size).to.be.at.least(2);
    const owners = tickets.map(({ owner }) => owner);
    const busy = ['anna', 'ben', 'carla', 'dirk', 'esra', 'finn'].map(
      login => owners.filter(one => one === login).length,
    );
    expect(Math.max(...busy) - Math.min(...busy), `who has least to do gets the next: ${busy}`).to.be.at.most(1);
  });

  it('come to the same when nothing was changed', async () => {
    const { code, out, err } = await program.desk(['rules', 'test', '--last', '9999', '--against', program.config]);
    expect(err).to.match(
      new RegExp(`^${files.length - duplicates(files)} mails looked at, 0 would be decided differently$`, 'm'),
    );
    expect({ code, out }).to.deep.equal({ code: 0, out: '' });
  });

  it('of which one was changed decide exactly those mails differently that it is about', async () => {
    const before = readFileSync(DESK, 'utf8');
    const rule = 'when = { subject = ["linux", "kernel", "debian", "redhat", "suse"] }\nthen = { tags = ["linux"] }';
    expect(before).to.include(rule);
    const other = join(program.dir, 'other.toml');
    writeFileSync(
      other,
      before.replace(
        rule,
        'when = { subject = ["linux", "kernel", "users"] }\nthen = { tags = ["unix"], complexity = "hard" }',
      ),
    );
    const { code, out, err } = await program.desk(['rules', 'test', '--last', '9999', '--against', other, '--json']);
    expect(code, err).to.equal(1);
    const found = lines<Differs>(out);
    expect([...found.map(({ mail }) => mail)].sort()).to.deep.equal((await expected()).sort());
    for (const { mail, changed, rules } of found) {
      expect(rules, mail).to.deep.equal(['linux']);
      expect(
        changed.map(({ what }) => what),
        mail,
      ).to.include.oneOf(['tags', 'complexity']);
    }
    expect(err).to.include(`${found.length} would be decided differently`);
    const said = await program.desk(['rules', 'test', '--last', '9999', '--against', other]);
    expect(said.out)
      .to.match(/^ {2}tags +.*linux.* → .*$/m)
      .and.match(/^ {2}rule +linux$/m);
  });

  /** By another parser and by words of our own: the old rule fits, or the new one. */
  async function expected(): Promise<string[]> {
    const about: string[] = [];
    for (const [mail, file] of opened) {
      const { subject = '' } = await simpleParser(readFileSync(file), { skipTextToHtml: true, skipImageLinks: true });
      const words = subject.toLowerCase().split(/[^\p{L}\p{N}_]+/u);
      if (['linux', 'kernel', 'debian', 'redhat', 'suse', 'users'].some(word => words.includes(word)))
        about.push(`mail ${mail}`);
    }
    expect(about.length, 'mails the test is about').to.be.above(3);
    return about;
  }

  it('may be tried on files that were never brought in, and write nothing', async () => {
    const before = await program.json('list', '--all', '--limit', '9999');
    const { code, out } = await program.desk(['rules', 'test', '--json', files[0]!]);
    expect(code).to.equal(0);
    expect(lines<{ mail: string; would: Record<string, string> }>(out)[0]).to.have.nested.property('mail', files[0]);
    expect(await program.json('list', '--all', '--limit', '9999')).to.deep.equal(before);
  });
});

function duplicates(files: readonly string[]): number {
  return files.length - new Set(files.map(file => readFileSync(file).toString('latin1'))).size;
}

describe('rules at the terminal', function () {
  this.timeout(60_000);
  const programs: Program[] = [];
  const begin = (rules: string) => {
    const program = createProgram(`state = "state"\n${PEOPLE}${QUEUE}[courier]\nkind = "keep"\n${rules}`);
    programs.push(program);
    return program;
  };
  after(() => Promise.all(programs.map(program => program.remove())));

  const MAIL = 'From: ann@example.org\r\nTo: support@desk.example\r\nSubject: The printer\r\n\r\nIt is broken.\r\n';
  const ONE =
    '[[rule]]\nname = "printers"\nwhen = { subject = "print*" }\nthen = { tags = "printing", owner = "eve" }\n';

  it('are listed, shown, and tried before they count', async () => {
    const program = begin(ONE);
    const list = await program.desk(['rules']);
    expect(list.out).to.match(/^printers +subject print\* +owner eve, tag printing$/m);
    expect(list.err).to.include('rules.mode');
    const shown = await program.desk(['rules', 'show', 'Printers']);
    expect(shown.out).to.match(/^ {2}for +mail that opens a ticket, not for auto-replies and receipts or spam$/m);
    expect((await program.desk(['rules', 'show', 'faxes'])).code).to.equal(1);
    const tried = await program.desk(['try', '-'], { input: MAIL });
    expect(tried.out).to.include('rule "printers": owner eve, tag printing');
    await program.desk(['inject'], { input: MAIL });
    expect((await program.desk(['why', '1'])).out).to.include('because rule "printers": owner eve, tag printing');
    const verified = await program.desk(['verify']);
    expect(verified.code, verified.out).to.equal(0);
    expect((await program.desk(['rules', 'test'])).out).to.match(/^mail 1, from ann@example.org: The printer$/m);
  });

  it('send a canned reply once, as an answer of the desk that no machine answers, in place of the confirmation', async () => {
    const program = begin('[[rule]]\nname = "ask"\nwhen = { subject = "broken" }\nthen = { canned = "need-info" }\n');
    const [head, body] = [
      'From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: It is broken\r\n',
      'Help!\r\n',
    ];
    await program.desk(['inject'], { input: `${head}\r\n${body}` });
    await program.desk(['inject'], { input: `${head}Auto-Submitted: auto-replied\r\n\r\n${body}` });
    const sent = await program.json<{ id: number; template: string; to: string }[]>('outbox');
    const toAnn = sent.filter(({ to }) => to === 'ann@example.org');
    expect(toAnn.map(({ template }) => template)).to.deep.equal(['answer']);
    const { out } = await program.desk(['outbox', 'show', String(toAnn[0]!.id), '--raw']);
    const letter = await simpleParser(out);
    expect(letter.headers.get('auto-submitted')).to.equal('auto-replied');
    expect(letter.text).to.include('Hello Ann,').and.include('we need to know a little');
    const shown = await program.json<{ timeline: { kind: string; author: string }[] }>('show', '1');
    expect(shown.timeline.map(({ kind, author }) => [kind, author])).to.deep.equal([
      ['request', 'Ann <ann@example.org>'],
      ['answer', 'desk'],
    ]);
    expect((await program.desk(['verify'])).code).to.equal(0);
  });

  it('may send no canned reply that is not there', async () => {
    const program = begin('[[rule]]\nname = "ask"\nthen = { canned = "need-inof" }\n');
    const { code, err } = await program.desk(['config', 'check']);
    expect(code).to.equal(78);
    expect(err).to.match(
      /config\.toml:\d+:19: rule\[0\]\.then\.canned: there is no canned reply "need-inof", did you mean "need-info"\?/,
    );
    const serving = await program.serve();
    await serving.stop();
    expect(serving.log()).to.match(/warning what=".*no canned reply/);
  });

  it('are held against one another at one instant, and due on the clock of the desk', async () => {
    const program = begin('[[rule]]\nname = "soon"\nthen = { due_in = "4h" }\n[desk]\ntime_zone = "Asia/Tokyo"\n');
    const file = join(program.dir, 'mail.eml');
    writeFileSync(file, MAIL);
    const same = await program.desk(['rules', 'test', '--against', program.config, file]);
    expect(same).to.deep.include({ code: 0, out: '' });
    expect((await program.desk(['rules', 'test', file])).out).to.match(/^ {2}due +\d{4}-\d\d-\d\d \d\d:\d\d GMT\+9$/m);
  });

  it('are asked one by one why they do not fire, over stored mails and files', async () => {
    const program = begin(ONE);
    const file = join(program.dir, 'fax.eml');
    writeFileSync(file, MAIL.replace('The printer', 'The fax'));
    await program.desk(['inject'], { input: MAIL });
    const stored = await program.desk(['rules', 'test', '--rule', 'PRINTERS']);
    expect(stored).to.deep.equal({
      code: 0,
      out: 'mail 1, from ann@example.org: The printer\n  fires       owner eve, tag printing\n',
      err: '1 mail looked at, the rule fires for 1\n',
    });
    const other = await program.desk(['rules', 'test', '--rule', 'printers', file]);
    expect(other.out).to.equal(`${file}, from ann@example.org: The fax\n  does not    not so: subject print*\n`);
    const json = JSON.parse((await program.desk(['rules', 'test', '--json', '--rule', 'printers', file])).out);
    expect(json).to.include({ rule: 'printers', fires: false, because: 'not so: subject print*' });
    await program.desk(['inject'], {
      input: 'From: x@example.org\r\nTo: support@desk.example\r\nAuto-Submitted: auto-replied\r\n\r\nx\r\n',
    });
    expect((await program.desk(['rules', 'test', '--rule', 'printers', '--last', '1'])).out).to.match(
      / {2}does not +(no rule is asked: |it is an auto-reply)/,
    );
    const slip = await program.desk(['rules', 'test', '--rule', 'printer']);
    expect(slip).to.deep.include({ code: 1, err: 'there is no rule "printer": did you mean "printers"?\n' });
    expect((await program.desk(['rules', 'test', '--rule', 'printers', '--against', program.config])).code).to.equal(2);
  });

  it('with a fault stop every command with its place', async () => {
    const program = begin(ONE.replace('"eve"', '"alice"'));
    const { code, err } = await program.desk(['rules', 'list']);
    expect(code).to.equal(78);
    expect(err).to.match(/config\.toml:\d+:\d+: rule\[0\]\.then\.owner: "alice" is not an active operator/);
  });

  it('call another program when the daemon runs, and it is told in desk webhooks', async () => {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', chunk => heard.push(String(chunk)));
      request.on('end', () => response.end());
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const program = begin(`[[rule]]\nname = "hook"\nthen = { webhook = "${url}" }\n`);
    await program.desk(['inject'], { input: MAIL });
    expect((await program.desk(['webhooks'])).out).to.match(/1 +queued +1 +hook/);
    const serving = await program.serve();
    await eventually('the call', () => heard[0]);
    expect(JSON.parse(heard[0]!)).to.deep.include({ event: 'new', rule: 'hook' });
    await eventually(
      'its end',
      async () => /1 +sent +1 +hook .*HTTP 200/.test((await program.desk(['webhooks'])).out) || undefined,
    );
    await serving.stop();
    server.close();
  });
});
