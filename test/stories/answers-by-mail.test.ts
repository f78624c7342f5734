/** E7 and E8 by mail: an operator's answer to a notice takes its files along, and is held when a colleague was faster. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import { openDesk } from '../../src/open-desk.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { smallConfig } from '../small-desk.ts';
import { QUEUE } from './program.ts';
import { RECEIVED, TRUSTED } from './robbed-desk.ts';

/** She may look, and no more. */
const RITA = `
[[operator]]
login = "rita"
name = "Rita"
address = "rita@staff.example"
role = "read-only"
`;
const OURS = 'Authentication-Results: mx.desk.example; dmarc=pass header.from=staff.example';

describeOnEveryDatabase('an operator who answers a notice by mail', open => {
  async function begin() {
    let now = Date.UTC(2026, 10, 23, 9);
    const database = await open();
    const desk = await openDesk(smallConfig(`${TRUSTED}${RITA}${QUEUE}`), { database, clock: () => now });
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

  const simple = (to: string, messageId: string, text: string, from = 'Bob <bob@staff.example>') =>
    [
      OURS,
      RECEIVED,
      `From: ${from}`,
      `To: ${to}`,
      'Subject: Re: beeps',
      `In-Reply-To: <${messageId}>`,
      '',
      text,
      '',
    ].join('\r\n');

  /** What came, and how to answer it as bob. */
  async function notice(desk: Awaited<ReturnType<typeof begin>>['desk'], template: string, ticket = 1) {
    const found = (await desk.letters({ ticket, limit: 50 })).findLast(
      one => one.template === template && one.to === 'bob@staff.example',
    )!;
    const raw = Buffer.from((await desk.letterBytes(found.id))!).toString('latin1');
    const [, to = ''] = /^Reply-To: <?([^>\r]+)/m.exec(raw) ?? [];
    return { to, id: found.messageId, text: raw.slice(raw.indexOf('\r\n\r\n') + 4) };
  }

  it('is held when nothing but the notice is in it: it was sent by mistake, and quotes what is for the staff', async () => {
    const { desk, receive, toAnn } = await begin();
    await desk.operate({ do: 'assign', ticket: 1, to: 'bob' }, 'eve');
    const { to, id, text } = await notice(desk, 'assigned');
    expect(text).to.include('eve has given you ticket 1');
    const quote = text.replace(/^/gm, '> ');
    const head =
      'From: Support <support@desk.example>\r\nSent: Monday, November 23, 2026 9:00 AM\r\nTo: Bob\r\nSubject: Assigned: beeps';
    for (const old of [
      `On Mon, 23 Nov 2026, Support wrote:\r\n${quote}`,
      quote,
      `-----Original Message-----\r\n${head}\r\n\r\n${text}`,
      `________________________________\r\n${head}\r\n\r\n${text}`,
    ]) {
      const filed = await receive(simple(to, id, old));
      expect(filed, old).to.include({ end: 'held', ticket: 1 });
      expect(filed.because.join()).to.include('it has no words of its own');
    }
    expect(await toAnn()).to.have.length(0);
    expect(await receive(simple(to, id, `Ok!\r\n\r\nOn Mon, 23 Nov 2026, Support wrote:\r\n${quote}`))).to.include({
      end: 'handled',
    });
    const [sent] = await toAnn();
    expect(Buffer.from((await desk.letterBytes(sent!.id))!).toString('latin1')).to.not.match(/\beve\b|staff/);
    await desk.close();
  });

  it('sends the quoted words on that are answered between the lines, and nothing of what the notice says to the staff', async () => {
    const { desk, receive, toAnn } = await begin();
    const long = `And ${'it beeps and '.repeat(12)}stops.`;
    await receive(`From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: more\r\n\r\nOh.\r\n${long}\r\n`);
    await desk.operate({ do: 'assign', ticket: 2, to: 'bob' }, 'eve');
    const { to, id, text } = await notice(desk, 'assigned', 2);
    const told = await notice(desk, 'new-ticket', 2);
    const lines = (of: string) => of.split('\r\n').map(line => `> ${line}`);
    const within = (of: string) => [
      'On Mon, 23 Nov 2026, Support wrote:',
      ...lines(of).slice(0, 4),
      '',
      'As I said.',
      '',
      ...lines(of).slice(4),
      '',
      'And so on.',
    ];
    await receive(simple(told.to, told.id, within(told.text).join('\r\n')));
    expect((await desk.show(2))!.timeline.at(-1)!.text.replace(/[>\s]+/g, ' '))
      .to.include(long)
      .and.include('As I said.');
    await receive(simple(to, id, within(text).join('\r\n')));
    expect(await toAnn()).to.have.length(2);
    for (const { id: letter } of await toAnn()) {
      const sent = await simpleParser(Buffer.from((await desk.letterBytes(letter))!));
      expect(sent.text)
        .to.include('As I said.')
        .and.to.not.match(/\beve\b|New ticket|Queue:|desk (?:show|reply)/);
    }
    await desk.close();
  });

  it('sends no signature and no key on: they name the operator, and sign nothing of what arrives', async () => {
    const { desk, receive, toAnn } = await begin();
    const { to, id } = await notice(desk, 'new-ticket');
    const part = (type: string, name: string) => [
      '--b',
      `Content-Type: ${type}; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(`of bob@staff.example: ${name}`).toString('base64'),
    ];
    const signed = [
      ...[OURS, RECEIVED, 'From: Bob <bob@staff.example>', `To: ${to}`, 'Subject: Re: beeps', `In-Reply-To: <${id}>`],
      ...[
        'MIME-Version: 1.0',
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b',
        '',
      ],
      ...['--b', 'Content-Type: text/plain', '', 'Signed and sealed.'],
      ...part('application/pdf', 'manual.pdf'),
      ...part('application/pgp-keys', 'OpenPGP_0x1.asc'),
      ...part('application/pgp-signature', 'signature.asc'),
      ...part('application/x-pkcs7-signature', 'smime.p7s'),
      ...part('application/pkcs7-signature', 'smime.p7s'),
      '--b--',
      '',
    ].join('\r\n');
    expect(await receive(signed)).to.include({ end: 'handled' });
    const [letter] = await toAnn();
    const { attachments, text } = await simpleParser(Buffer.from((await desk.letterBytes(letter!.id))!));
    expect(text).to.include('Signed and sealed.');
    expect(attachments.map(({ filename }) => filename)).to.deep.equal(['manual.pdf']);
    await desk.close();
  });

  it('names the queue where a mail program wrote an address of the staff', async () => {
    const { desk, receive, toAnn } = await begin();
    const { to, id } = await notice(desk, 'new-ticket');
    const text = [
      ...['See my answers in red below. Ask BOB@staff.example, <eve@staff.example>, or notbob@staff.example.au.', ''],
      ...['From: Support <support@desk.example>', 'To: Bob <bob@staff.example>', 'Subject: beeps', '', 'It beeps. No.'],
    ];
    expect(await receive(simple(to, id, text.join('\r\n')))).to.include({ end: 'handled' });
    const [letter] = await toAnn();
    const sent = await simpleParser(Buffer.from((await desk.letterBytes(letter!.id))!));
    expect(sent.text?.replace(/\s+/g, ' ')).to.include(
      'Ask support@desk.example, <support@desk.example>, or notbob@staff.example.au.',
    );
    expect(`${sent.text}${sent.html}`).to.not.match(/(?<!not)bob@staff|eve@staff/i);
    await desk.close();
  });

  it('from another address is held, and a note when it is let in: it may quote one, and no answer quotes it', async () => {
    const { desk, receive, toAnn } = await begin();
    await desk.operate({ do: 'take', ticket: 1 }, 'bob');
    const secret = 'She owes us nine thousand euros and will not get another printer before that is paid.';
    await desk.operate({ do: 'note', ticket: 1, text: secret }, 'eve');
    const { to, id, text } = await notice(desk, 'note');
    const home = 'Bob <bob@home.example>';
    const mails = [text.replace(/^/gm, '> '), `I know.\r\n\r\nOn Mon, 23 Nov 2026, Support wrote:\r\n> ${secret}`];
    for (const [n, as] of (['guest', 'participant'] as const).entries()) {
      const filed = await receive(simple(to, id, mails[n]!, home));
      expect(filed.end).to.equal('held');
      const released = await desk.release(filed.mail, { how: 'approve', as }, 'eve');
      expect(released).to.deep.include({ end: 'handled', ticket: 1 });
      expect((await desk.show(1))!.timeline.at(-1)).to.include({ kind: 'note', author: 'Bob <bob@home.example>' });
    }
    await desk.operate({ do: 'reply', ticket: 1, text: 'We look into it.', close: false, force: true }, 'bob');
    for (const letter of await desk.letters({ limit: 50 }))
      if (letter.audience === 'requester')
        expect(Buffer.from((await desk.letterBytes(letter.id))!).toString('latin1')).to.not.include('nine thousand');
    expect(await toAnn()).to.have.length(1);
    expect(
      await desk.operate({ do: 'reply', ticket: 1, text: secret, close: false, force: true }, 'bob'),
    ).to.have.property('refused');
    expect((await desk.verify({ deep: false })).flatMap(({ broken }) => broken)).to.deep.equal([]);
    await desk.close();
  });

  it('is a note when it is let in, too, when it is not proven, or of who has left', async () => {
    const { desk, database, receive } = await begin();
    await desk.operate({ do: 'take', ticket: 1 }, 'bob');
    await desk.operate({ do: 'note', ticket: 1, text: 'She owes us nine thousand euros.' }, 'eve');
    const { to, id, text } = await notice(desk, 'note');
    const quote = text.replace(/^/gm, '> ');
    const unproven = await receive(simple(to, id, quote).replace('dmarc=pass', 'dmarc=none'));
    expect(unproven.end).to.equal('held');
    await desk.release(unproven.mail, { how: 'approve', as: 'guest' }, 'eve');
    expect((await desk.show(1))!.timeline.at(-1)).to.include({ kind: 'note', author: 'Bob <bob@staff.example>' });
    const policy = {
      ...desk.config.policy,
      operators: desk.config.policy.operators.filter(one => one.login !== 'bob'),
    };
    const later = await openDesk(
      { ...desk.config, policy },
      { database: { ...database, close: async () => undefined } },
    );
    const bytes = Buffer.from(simple(to, id, `What was that?\r\n\r\n${quote}`));
    const left = await later.receive({ route: 'inject', bytes, envelope: { to: [] } });
    expect(left.end).to.equal('held');
    await later.release(left.mail, { how: 'approve', as: 'guest' }, 'eve');
    expect((await later.show(1))!.timeline.at(-1)).to.include({ kind: 'note' });
    await later.close();
    await desk.close();
  });

  it('of somebody on the ticket who had the notice in hand is theirs when it is let in', async () => {
    const { desk, receive } = await begin();
    const { to, id } = await notice(desk, 'new-ticket');
    const filed = await receive(simple(to, id, 'Bob sent me this, and it still beeps.', 'Ann <ann@example.org>'));
    expect(filed.end).to.equal('held');
    await desk.release(filed.mail, { how: 'approve', as: 'guest' }, 'eve');
    expect((await desk.show(1))!.timeline.at(-1)).to.include({ kind: 'request' });
    await desk.close();
  });

  it('is a note when it answers a note on a ticket of their own', async () => {
    const { desk, receive } = await begin();
    const own = await receive(
      [
        OURS,
        RECEIVED,
        'From: Bob <bob@staff.example>',
        'To: support@desk.example',
        'Subject: mine',
        '',
        'Mine beeps.',
        '',
      ].join('\r\n'),
    );
    const ticket = own.ticket!;
    await desk.operate({ do: 'change', ticket, changes: { watchers: ['bob'] }, hidden: true }, 'eve');
    await desk.operate({ do: 'note', ticket, text: 'He sat on it.' }, 'eve');
    const { to, id } = await notice(desk, 'note', ticket);
    await receive(simple(to, id, 'I did not.'));
    expect((await desk.show(ticket))!.timeline.at(-1)).to.include({ kind: 'note', author: 'bob' });
    await desk.close();
  });

  it('forwards nobody’s mail as their own request without the role to', async () => {
    const { desk, receive } = await begin();
    const forward = (login: string) =>
      receive(
        [
          ...[OURS, RECEIVED, `From: ${login}@staff.example`, 'To: support@desk.example', 'Subject: Fwd: lamp', ''],
          ...['Please.', '', '---------- Forwarded message ---------', 'From: Carl <carl@example.com>'],
          ...['Date: Mon, 23 Nov 2026 09:00', 'Subject: lamp', `To: <${login}@staff.example>`, '', 'It is dark.', ''],
        ].join('\r\n'),
      );
    const requester = async ({ ticket }: { ticket: number | null }) => (await desk.show(ticket!))!.requester.address;
    expect(await requester(await forward('bob'))).to.equal('carl@example.com');
    expect(await requester(await forward('rita'))).to.equal('rita@staff.example');
    await desk.close();
  });
});
