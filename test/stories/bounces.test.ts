/** What comes back: a delivery report finds its letter or has no effect, and says what it means where it matters. */
import { expect } from 'chai';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { MONDAY } from '../scene.ts';
import { smallConfig } from '../small-desk.ts';

let reports = 0;

interface Report {
  /** Where it comes to. */
  readonly to: string;
  /** Message-ID of the letter, without brackets; none: the report does not say. */
  readonly returned?: string;
  readonly recipient?: string;
  readonly action?: string;
  readonly status?: string;
  readonly said?: string;
}

function dsn({
  to,
  returned,
  recipient = 'ann@example.org',
  action = 'failed',
  status = '5.1.1',
  said,
}: Report): Buffer {
  const diagnostic = said ?? `550 ${status} no such user here`;
  const letter = returned === undefined ? 'Subject: something' : `Message-ID: <${returned}>\r\nSubject: something`;
  return Buffer.from(
    [
      'From: Mail Delivery System <MAILER-DAEMON@mx.example.org>',
      `To: ${to}`,
      'Subject: Undelivered Mail Returned to Sender',
      `Message-ID: <dsn-${++reports}@mx.example.org>`,
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'It could not be delivered.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.org',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      `Action: ${action}`,
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${diagnostic}`,
      '',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      letter,
      '',
      '--b--',
      '',
    ].join('\r\n'),
  );
}

describeOnEveryDatabase('a delivery report', open => {
  let desk: OpenDesk;
  let answer: { id: number; messageId: string };
  let returnPath: string;

  beforeEach(async () => {
    desk = await openDesk(smallConfig(), { database: await open(), clock: () => MONDAY });
    const first = Buffer.from(
      'From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: paper\r\n\r\nnone left\r\n',
    );
    await desk.receive({ route: 'smtp', bytes: first, envelope: { to: ['support@desk.example'] } });
    await desk.operate({ do: 'reply', ticket: 1, text: 'On its way.', close: true }, 'bob');
    for (const letter of await desk.outbox.claim(10)) await desk.outbox.sent(letter.id, '250 ok');
    answer = (await desk.letters({ limit: 10 })).find(letter => letter.template === 'closing')!;
    const bytes = Buffer.from((await desk.letterBytes(answer.id))!).toString();
    returnPath = /^Reply-To: (\S+)\r$/m.exec(bytes)![1]!;
  });
  afterEach(() => desk.close());

  const receive = (report: Report) =>
    desk.receive({ route: 'smtp', bytes: dsn(report), envelope: { from: '', to: [report.to] } });
  const shown = async () => (await desk.show(1))!;
  const toStaff = async () => (await desk.letters({ limit: 50 })).filter(one => one.template === 'not-delivered');

  for (const how of ['its Message-ID', 'the address it left from'])
    it(`that returns the answer by ${how} shows it on the answer, reopens, tells the owner, and silences the address`, async () => {
      const report =
        how === 'its Message-ID' ? { to: 'support@desk.example', returned: answer.messageId } : { to: returnPath };
      expect(await receive(report)).to.include({ end: 'handled', ticket: 1 });
      const { status, timeline, requester } = await shown();
      expect(status).to.equal('open');
      expect(timeline.find(one => one.kind === 'answer')!.letters[0]).to.deep.include({
        state: 'failed',
        reply: '550 5.1.1 no such user here',
      });
      expect(timeline.at(-1)!.text).to.match(/^Not delivered .*5\.1\.1/);
      expect((await toStaff()).map(one => one.to)).to.deep.equal(['bob@staff.example']);
      expect(requester.silent).to.match(/^bounced \(550 5\.1\.1/);
      const refused = await desk.operate({ do: 'reply', ticket: 1, text: 'Hello?', close: false }, 'bob');
      expect(refused).to.have.property('refused').that.includes('it bounced');
    });

  it('that names a letter of nobody’s, or comes to a forged address, has no effect at all', async () => {
    const forged = returnPath.replace(/.@/, letter => (letter === 'a@' ? 'b@' : 'a@'));
    for (const report of [
      { to: 'support@desk.example', returned: 'x@evil.example' },
      { to: forged },
      { to: 'support@desk.example' },
    ])
      expect((await receive(report)).end).to.equal('ignored');
    expect(await shown()).to.include({ status: 'closed', messages: 2 });
    expect((await shown()).requester.silent).to.equal('');
    expect(await toStaff()).to.deep.equal([]);
  });

  it('of a delay is a note, and nothing else changes', async () => {
    await receive({ to: returnPath, action: 'delayed', status: '4.4.1', said: 'connection timed out' });
    const { status, timeline, requester } = await shown();
    expect(status).to.equal('closed');
    expect(timeline.at(-1)).to.include({ kind: 'note', author: 'desk' });
    expect(timeline.at(-1)!.text).to.match(/^Delayed .*4\.4\.1/);
    expect([requester.silent, (await toStaff()).length]).to.deep.equal(['', 0]);
  });

  it('of a full mailbox fails the answer and lets the next one try', async () => {
    await receive({ to: returnPath, status: '5.2.2', said: '452 5.2.2 mailbox full' });
    expect((await shown()).requester.silent).to.equal('');
    expect(await desk.operate({ do: 'reply', ticket: 1, text: 'Again.', close: false }, 'bob')).to.include({
      letters: 1,
    });
  });

  it('is forgotten when mail comes from that address again', async () => {
    await receive({ to: returnPath });
    const bytes = Buffer.from(`From: ann@example.org\r\nTo: ${returnPath}\r\nSubject: Re: paper\r\n\r\nI am back.\r\n`);
    await desk.receive({ route: 'smtp', bytes, envelope: { to: [returnPath] } });
    expect((await shown()).requester.silent).to.equal('');
    expect(await desk.operate({ do: 'reply', ticket: 1, text: 'Good.', close: false }, 'bob')).to.include({
      letters: 1,
    });
  });

  it('from the courier itself does the same: 5.1.1 at the door of the other server', async () => {
    await desk.operate({ do: 'reply', ticket: 1, text: 'One more.', close: false }, 'bob');
    const [letter] = await desk.outbox.claim(1);
    await desk.outbox.failed(letter!.id, '550 5.1.1 <ann@example.org>: user unknown');
    expect((await shown()).requester.silent).to.match(/^bounced \(550 5\.1\.1/);
    expect((await shown()).status).to.equal('open');
  });
});
