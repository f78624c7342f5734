import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import {
  createProgram,
  dialogue,
  eventually,
  freePort,
  type Letter,
  PEOPLE,
  type Program,
  QUEUE,
  type Serving,
  startSink,
} from './program.ts';

interface Shown {
  readonly number: number;
  readonly status: string;
  readonly owner: string | null;
  readonly timeline: readonly { readonly kind: string; readonly author: string; readonly text: string }[];
}

/** Each `it` goes on where the last one stopped: it is one story. */
describe('the main job', function () {
  this.timeout(60_000);
  let program: Program;
  let serving: Serving;
  let sink: Awaited<ReturnType<typeof startSink>>;
  let door: number;
  let replyTo = '';

  const mail = (over: Record<string, unknown>) => {
    const transport = createTransport({ host: '127.0.0.1', port: door, ignoreTLS: true });
    return transport.sendMail({
      from: 'Ann <ann@example.org>',
      to: 'support@desk.example',
      subject: 'Printer',
      text: 'It is broken.',
      ...over,
    });
  };
  const lettersTo = (address: string): Letter[] => sink.letters.filter(letter => letter.to.includes(address));
  const show = (ticket: number) => program.json<Shown>('show', String(ticket));
  const tickets = () => program.json<{ number: number; subject: string; status: string }[]>('list', '--all');

  before(async () => {
    sink = await startSink();
    door = await freePort();
    program = createProgram(`state = "state"
${PEOPLE}${QUEUE}
[door]
smtp = "127.0.0.1:${door}"
[courier]
kind = "smtp"
host = "127.0.0.1"
port = ${sink.port}
tls = "none"
`);
    serving = await program.serve();
  });
  after(async () => {
    await serving?.stop();
    await program?.remove();
    await sink?.close();
  });

  it('a mail becomes a ticket, the sender gets a confirmation, the operators a notice', async () => {
    const sent = await mail({ messageId: '<first@example.org>' });
    expect(sent.response).to.match(/^250 /);
    const confirmation = await eventually('a confirmation', () => lettersTo('ann@example.org')[0]);
    const parsed = await simpleParser(confirmation.raw);
    expect(confirmation.from).to.equal('');
    expect(parsed.inReplyTo).to.equal('<first@example.org>');
    expect(parsed.headers.get('auto-submitted')).to.equal('auto-replied');
    expect(confirmation.raw).not.to.include('staff.example');
    replyTo = parsed.replyTo!.value[0]!.address!;
    expect(replyTo).to.match(/^support\+1-\d+-a[0-9a-z]{26}@desk\.example$/);
    await eventually(
      'both notices',
      () => lettersTo('bob@staff.example').length === 1 && lettersTo('eve@staff.example').length === 1,
    );
  });

  it('the operator sees it, takes it and answers from the terminal', async () => {
    const list = await program.desk(['list']);
    expect(list.out).to.include('Printer');
    expect((await program.desk(['take', '1'])).code).to.equal(0);
    expect((await program.desk(['reply', '1', '-m', 'Please try again.'])).code).to.equal(0);
    const answer = await eventually('the answer', () => lettersTo('ann@example.org')[1]);
    const parsed = await simpleParser(answer.raw);
    expect(parsed.text).to.include('Please try again.');
    expect(parsed.headers.has('auto-submitted')).to.equal(false);
    expect(await show(1)).to.include({ status: 'waiting', owner: 'bob' });
  });

  it('the reply to the letter’s Reply-To lands in ticket 1, though its subject is another', async () => {
    await mail({ to: replyTo, subject: 'Now for something different', text: 'Still broken.' });
    const ticket = await show(1);
    expect(ticket.timeline.map(m => m.kind)).to.deep.equal(['request', 'answer', 'request']);
    expect(ticket.status).to.equal('open');
    await eventually('a notice to the owner alone', () => lettersTo('bob@staff.example').length === 2);
    expect(lettersTo('eve@staff.example')).to.have.length(1);
  });

  it('the References alone, or the subject alone, bring a reply back', async () => {
    const { headers, subject } = await simpleParser(lettersTo('ann@example.org')[1]!.raw);
    await mail({ subject: 'x', text: 'by references', references: headers.get('message-id') as string });
    await mail({ subject: `Re: ${subject}`, text: 'by subject' });
    expect((await show(1)).timeline.map(m => m.text.trim())).to.include.members(['by references', 'by subject']);
  });

  it('a forged token and a token in a stranger’s hands put nothing on the ticket', async () => {
    const flipped = replyTo.replace(/.(?=@)/, c => (c === '0' ? '1' : '0'));
    const before = (await show(1)).timeline.length;
    await mail({ to: flipped, subject: 'forged', text: 'forged token' });
    await mail({ from: 'mallory@evil.example', to: replyTo, subject: 'stolen', text: 'stolen token' });
    expect((await show(1)).timeline).to.have.length(before);
    expect((await tickets()).map(t => t.subject))
      .to.include('forged')
      .and.not.to.include('stolen');
    const held = await program.json<{ mail: number; sender: string; ticket: number }[]>('held', 'list');
    expect(held).to.have.length(1);
    expect(held[0]).to.include({ sender: 'mallory@evil.example', ticket: 1 });
    expect(lettersTo('mallory@evil.example')).to.deep.equal([]);
    expect((await program.desk(['list'])).err).to.include('1 mail held for your decision: desk held');
  });

  it('a note stays in the house', async () => {
    expect((await program.desk(['note', '1', '-m', 'CANARY he never reads manuals'], { as: 'eve' })).code).to.equal(0);
    await eventually('the owner’s copy', () => lettersTo('bob@staff.example').some(l => l.raw.includes('CANARY')));
    expect(sink.letters.filter(l => l.to.includes('ann@example.org') && l.raw.includes('CANARY'))).to.deep.equal([]);
  });

  it('the same mail again changes nothing', async () => {
    const raw =
      'From: ann@example.org\r\nTo: support@desk.example\r\nMessage-ID: <twice@example.org>\r\nSubject: twice\r\n\r\nHello\r\n';
    const session = [
      'EHLO x',
      'MAIL FROM:<ann@example.org>',
      'RCPT TO:<support@desk.example>',
      'DATA',
      `${raw}.`,
      'QUIT',
    ];
    const first = await dialogue(door, session);
    const second = await dialogue(door, session);
    expect([first[5], second[5]].map(reply => reply?.slice(0, 3))).to.deep.equal(['250', '250']);
    expect((await tickets()).filter(t => t.subject === 'twice')).to.have.length(1);
  });

  it('an unknown recipient is refused at the door', async () => {
    const replies = await dialogue(door, [
      'EHLO x',
      'MAIL FROM:<ann@example.org>',
      'RCPT TO:<other@else.example>',
      'QUIT',
    ]);
    expect(replies[3]).to.match(/^550 5\.1\.1 /);
  });

  it('a mail of 60 MB is refused with the limit, and the next one comes in', async () => {
    const replies = await dialogue(door, ['EHLO x', `MAIL FROM:<ann@example.org> SIZE=${60 << 20}`, 'QUIT']);
    expect(replies[2]).to.match(/^552 /);
    const error = await mail({
      subject: 'big',
      attachments: [{ filename: 'big.bin', content: Buffer.alloc(60 << 20, 'x') }],
    }).catch(e => e);
    expect(error.responseCode).to.equal(552);
    expect((await mail({ subject: 'small' })).response).to.match(/^250 /);
  });

  it('everything is still there after a kill and a restart', async () => {
    expect((await program.desk(['close', '1'])).code).to.equal(0);
    const before = await show(1);
    await serving.stop('SIGKILL');
    expect((await program.desk(['list', '--all'])).out).to.include('Printer');
    serving = await program.serve();
    expect(await show(1)).to.deep.equal(before);
    await mail({ to: replyTo, subject: 'again', text: 'after the restart' });
    expect(await show(1)).to.include({ status: 'open' });
  });

  it('a second daemon on the same state refuses with a clear word', async () => {
    const second = await program.desk(['serve']);
    expect(second.code).to.equal(75);
    expect(second.err).to.match(/another desk serve runs on/);
  });

  it('stops cleanly on SIGTERM, and works on without the daemon', async () => {
    expect(await serving.stop()).to.equal(0);
    expect(serving.log()).to.match(/ stopped/);
    expect((await program.desk(['reply', '1', '-m', 'Written while nothing runs.'])).code).to.equal(0);
    expect(lettersTo('ann@example.org').some(l => l.raw.includes('while nothing runs'))).to.equal(false);
    serving = await program.serve();
    await eventually('the letter leaves', () =>
      lettersTo('ann@example.org').some(l => l.raw.includes('while nothing runs')),
    );
  });

  it('tells every operator’s question "why" with who, when and because', async () => {
    const why = await program.json<{ who: string; action: string; because: string[] }[]>('why', '1');
    expect(why[0]).to.include({ who: 'mail', action: 'openTicket' });
    expect(why.some(row => row.who === 'bob' && row.action === 'setStatus')).to.equal(true);
    expect(why.every(row => row.because.length > 0)).to.equal(true);
  });

  it('keeps its state to itself', () => {
    expect(statSync(join(program.dir, 'state/desk.db')).mode & 0o077).to.equal(0);
    expect(readFileSync(program.config, 'utf8')).to.include('[door]');
  });
});
