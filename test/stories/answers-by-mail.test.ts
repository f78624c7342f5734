/** E7 and E8 by mail: an operator's answer to a notice takes its files along, and is held when a colleague was faster. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import { openDesk } from '../../src/open-desk.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { smallConfig } from '../small-desk.ts';
import { QUEUE } from './program.ts';
import { RECEIVED, TRUSTED } from './robbed-desk.ts';

const OURS = 'Authentication-Results: mx.desk.example; dmarc=pass header.from=staff.example';

describeOnEveryDatabase('an operator who answers a notice by mail', open => {
  async function begin() {
    let now = Date.UTC(2026, 10, 23, 9);
    const database = await open();
    const desk = await openDesk(smallConfig(`${TRUSTED}${QUEUE}`), { database, clock: () => now });
    const receive = (text: string) =>
      desk.receive({ route: 'inject', bytes: Buffer.from(text, 'latin1'), envelope: { to: [] } });
    await receive('From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: beeps\r\n\r\nIt beeps.\r\n');
    const notice = (await desk.letters({ limit: 10 })).find(({ to }) => to === 'bob@staff.example')!;
    const bytes = Buffer.from((await desk.letterBytes(notice.id))!).toString('latin1');
    const [, replyTo = ''] = /^Reply-To: <?([^>\r]+)/m.exec(bytes) ?? [];
    const answer = (words: string, file: Buffer) =>
      [
        OURS,
        RECEIVED,
        'From: Bob <bob@staff.example>',
        `To: ${replyTo}`,
        'Subject: Re: beeps',
        `In-Reply-To: <${notice.messageId}>`,
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        words,
        '--b',
        'Content-Type: application/pdf; name="../../manual.pdf"',
        'Content-Disposition: attachment; filename="../../manual.pdf"',
        'Content-Transfer-Encoding: base64',
        '',
        file.toString('base64').replace(/(.{76})/g, '$1\r\n'),
        '--b--',
        '',
      ].join('\r\n');
    const toAnn = async () => {
      const all = await desk.letters({ limit: 20 });
      return all.filter(({ to, template }) => to === 'ann@example.org' && template === 'answer');
    };
    const pass = (ms: number) => {
      now += ms;
    };
    return { database, desk, receive, answer, toAnn, pass };
  }

  it('sends its files on, byte for byte, and at once', async () => {
    const { desk, receive, answer, toAnn } = await begin();
    const file = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(5_000)]);
    expect(await receive(answer('See the manual.', file))).to.include({ end: 'handled', ticket: 1 });
    const [letter] = await toAnn();
    const parsed = await simpleParser(Buffer.from((await desk.letterBytes(letter!.id))!));
    expect(parsed.text).to.include('See the manual.');
    expect(parsed.attachments.map(one => [one.filename, one.contentType])).to.deep.equal([
      ['manual.pdf', 'application/pdf'],
    ]);
    expect(parsed.attachments[0]!.content.equals(file)).to.equal(true);
    expect(letter!.notBefore).to.equal(letter!.createdAt);
    const answered = (await desk.show(1))!.timeline.at(-1)!;
    expect(answered).to.include({ kind: 'answer', author: 'bob' });
    expect(answered.attachments.map(({ name }) => name)).to.deep.equal(['manual.pdf']);
    expect((await desk.verify({ deep: true })).flatMap(({ broken }) => broken)).to.deep.equal([]);
    await desk.close();
  });

  it('is held when a colleague answered since, and nothing of it leaves', async () => {
    const { desk, receive, answer, toAnn, pass } = await begin();
    pass(60_000);
    await desk.operate({ do: 'reply', ticket: 1, text: 'Press the button.', close: false }, 'eve');
    pass(60_000);
    const filed = await receive(answer('See the manual.', Buffer.from('%PDF-1.4')));
    expect(filed).to.include({ end: 'held', ticket: 1 });
    expect(filed.because.join()).to.include('eve has answered the ticket since that notice was written');
    expect(await toAnn()).to.have.length(1);
    await desk.close();
  });

  it('is not held for an answer that was taken back, nor for one of their own', async () => {
    const { desk, receive, answer, toAnn, pass } = await begin();
    pass(60_000);
    await desk.operate({ do: 'reply', ticket: 1, text: 'Mine.', close: false }, 'bob');
    const sendAt = Date.UTC(2026, 10, 24);
    await desk.operate({ do: 'reply', ticket: 1, text: 'Hers.', close: false, sendAt, force: true }, 'eve');
    await desk.operate({ do: 'undo', ticket: 1 }, 'eve');
    pass(60_000);
    expect(await receive(answer('See the manual.', Buffer.from('%PDF-1.4')))).to.include({ end: 'handled' });
    expect((await toAnn()).filter(({ state }) => state === 'queued')).to.have.length(2);
    await desk.close();
  });
});
