import { expect } from 'chai';
import fc from 'fast-check';
import { bounceIn, gaveUp, wentWell } from '../../src/mail/bounce.ts';
import { opensLikeABounce } from '../../src/mail/bounce-words.ts';
import { growsLinearly } from '../linear.ts';

const status = (...groups: string[]) => ({ deliveryStatus: [groups.join('\r\n\r\n')], returned: [] });
const mta = 'Reporting-MTA: dns; mx.example\r\nArrival-Date: Mon, 23 Nov 2026 10:00:00 +0100';
const nothing = { deliveryStatus: [], returned: [] };
const notice = (text: string, more: object = {}) => ({
  text,
  subject: 'Undelivered Mail Returned to Sender',
  failed: [],
  to: ['support@desk.example'],
  ...more,
});

describe('delivery status notification', () => {
  it('names each recipient with status, action and reason', () => {
    const failed =
      'Final-Recipient: rfc822; <ann@x.example>\r\nAction: failed\r\nStatus: 5.1.1 (bad)\r\nDiagnostic-Code: smtp; 550 no such\r\n user';
    const delayed = 'Final-Recipient: RFC822;bob@y.example\r\nAction: Delayed\r\nStatus: 4.4.7';
    expect(bounceIn(status(mta, failed, delayed))).to.deep.equal({
      recipients: [
        { address: 'ann@x.example', status: '5.1.1', action: 'failed', reason: '550 no such user', permanent: true },
        { address: 'bob@y.example', status: '4.4.7', action: 'delayed', reason: '', permanent: false },
      ],
    });
  });

  it('takes the exact code out of the words when the field says nothing', () => {
    const group = (field: string) =>
      `Final-Recipient: rfc822; a@b.example\nAction: failed\n${field}Diagnostic-Code: smtp; 550 5.7.1 refused by 10.5.1.1`;
    expect(bounceIn(status(group('Status: 5.0.0\n')))?.recipients[0]?.status).to.equal('5.7.1');
    expect(bounceIn(status(group('')))?.recipients[0]?.status).to.equal('5.7.1');
    expect(bounceIn(status(group('Status: 4.0.0\n')))?.recipients[0]).to.include({ status: '4.0.0', permanent: false });
  });

  it('believes the last server more than the relay that gave up', () => {
    const group =
      'Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 4.4.7\nDiagnostic-Code: smtp; 450 4.7.1 come later';
    expect(bounceIn(status(group))?.recipients[0]).to.include({ status: '4.7.1', permanent: false });
  });

  it('reads two recipients without an empty line between them', () => {
    const one = (name: string) => `Final-Recipient: rfc822; ${name}@b.example\nAction: failed\nStatus: 5.1.1`;
    const addresses = bounceIn(status(`${one('ann')}\n${one('bob')}`))?.recipients.map(({ address }) => address);
    expect(addresses).to.deep.equal(['ann@b.example', 'bob@b.example']);
  });

  it('lets the words of the notice say what the fields leave out', () => {
    const fields = status('Final-Recipient: rfc822; ann@x.example\nAction: failed\nStatus: 5.0.0');
    const words = notice('Sorry.\n\n<ann@x.example>: host mx.x.example said:\n    552 5.2.2 Mailbox full');
    expect(bounceIn(fields, words)?.recipients[0]).to.include({
      status: '5.2.2',
      reason: '552 5.2.2 Mailbox full',
      permanent: false,
    });
  });

  it('finds our letter in what came back', () => {
    const returned = [
      Buffer.from('Received: x\r\nMessage-ID:\r\n <12-7-kx.n@desk.example>\r\nSubject: y\r\n\r\nwords'),
    ];
    const bounce = bounceIn({ ...status('Final-Recipient: rfc822; a@b.example\nAction: failed'), returned });
    expect(bounce?.returned).to.equal('12-7-kx.n@desk.example');
  });

  it('keeps which letters the notification itself answers', () => {
    const bounce = bounceIn(nothing, { ...notice('<ann@x.example>: unknown user'), returnedIds: ['1@desk.example'] });
    expect(bounce?.returnedIds).to.deep.equal(['1@desk.example']);
  });

  it('is none without a recipient, and holds two hundred at most', () => {
    expect(bounceIn(status(mta))).to.equal(null);
    expect(bounceIn(nothing)).to.equal(null);
    expect(bounceIn(status(...new Array<string>(5000).fill('Action: failed')))?.recipients).to.have.length(200);
  });
});

describe('a bounce', () => {
  const says = (words: string) => bounceIn(nothing, notice(`<ann@x.example>:\n    ${words}`))?.recipients[0];

  it('is permanent by its reason, not by its code', () => {
    const dead = [
      '550 5.1.1 user unknown',
      '450 4.1.1 no such user',
      '551 5.1.6 user has moved',
      'Host unknown',
      '556 5.1.10 null MX',
    ];
    const alive = [
      '552 5.2.2 mailbox full',
      '450 4.2.0 greylisted',
      '554 5.7.1 blocked using a list',
      '550 5.7.26 DMARC policy',
      '552 message too large',
      '550 5.2.1 account disabled',
      '550 relaying denied',
      'retry timeout exceeded',
      '450 4.4.4 host unknown',
      '451 4.4.3 Host not found, try again',
      'Name service error: Host not found, try again',
    ];
    for (const words of dead) expect(says(words), words).to.include({ permanent: true, action: 'failed' });
    for (const words of alive) expect(says(words), words).to.include({ permanent: false, action: 'failed' });
  });

  it('that only warns has not given up', () => {
    const late = bounceIn(nothing, notice('Warning: will be retried for 3 days\n\n<ann@x.example>: unknown user'))!
      .recipients[0]!;
    expect(late).to.include({ action: 'delayed', permanent: false });
    expect(gaveUp(late)).to.equal(false);
    expect(gaveUp(says('552 5.2.2 mailbox full')!)).to.equal(true);
    expect(gaveUp({ ...late, action: '', status: '4.2.2' })).to.equal(false);
    expect(gaveUp({ ...late, action: '', status: '5.2.2' })).to.equal(true);
  });

  it('never names the sender, a postmaster to ask, or whoever stands in the returned letter', () => {
    const text =
      'Your mail from support@desk.example was not delivered to:\n\n  ann@x.example\n\nQuestions? Contact\n<postmaster@mx.example>\n\n' +
      '--- Below this line is a copy of the message.\n\nFrom: carl@y.example\nTo: dora@y.example\nSubject: x\n\nfay@y.example';
    expect(bounceIn(nothing, notice(text))?.recipients.map(({ address }) => address)).to.deep.equal(['ann@x.example']);
  });

  it('ends where the header of a letter begins, though no line says so', () => {
    const text =
      '<ann@x.example>: unknown user\n\nReceived: from y\nMessage-ID: <7@desk.example>\nFrom: carl@y.example\nSubject: x\n\n<fay@y.example>: hello';
    const bounce = bounceIn(nothing, notice(text));
    expect(bounce?.recipients.map(({ address }) => address)).to.deep.equal(['ann@x.example']);
    expect(bounce?.returned).to.equal('7@desk.example');
  });

  it('is delayed when only its subject says so', () => {
    const late = bounceIn(
      nothing,
      notice('<ann@x.example>: no answer', { subject: 'Warning: message 1 delayed 24 hours' }),
    );
    expect(late?.recipients[0]).to.include({ action: 'delayed' });
  });

  it('names the sender only when it names nobody else', () => {
    const own = '<support@desk.example>: unknown user';
    const names = (text: string) => bounceIn(nothing, notice(text))?.recipients.map(({ address }) => address);
    expect(names(`${own}\n\n<ann@x.example>: unknown user`)).to.deep.equal(['ann@x.example']);
    expect(names(own)).to.deep.equal(['support@desk.example']);
  });

  it('never names whom to ask in the same sentence', () => {
    const text = 'It could not be delivered to ann@x.example. For help write an e-mail to help@mx.example.';
    expect(bounceIn(nothing, notice(text))?.recipients.map(({ address }) => address)).to.deep.equal(['ann@x.example']);
  });

  it('that says it was delivered is none', () => {
    const bounce = bounceIn(
      nothing,
      notice('Your message was successfully delivered to:\n\n<ann@x.example>', { subject: 'Delivery report' }),
    );
    expect(bounce && wentWell(bounce)).to.equal(true);
  });

  it('that names nobody still brings back the letter', () => {
    const text = 'It failed.\n\n----- Original message -----\nMessage-ID: <7@desk.example>\nTo: support@desk.example\n';
    const bounce = bounceIn(nothing, notice(text));
    expect(bounce?.returned).to.equal('7@desk.example');
    expect(bounce?.recipients).to.have.length(1);
  });

  it('is read from anything without a throw, in bounded size', () => {
    const pieces = [
      '<ann@x.example>',
      ': ',
      '550 5.1.1 ',
      '\n',
      '\n\n',
      'To: ',
      'Final-Recipient: ',
      '@',
      '<',
      '"',
      '{"notificationType":"Bounce"',
      '\u2029',
      'x'.repeat(50),
      'おしらせ',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 60 }),
        fc.array(fc.emailAddress(), { maxLength: 3 }),
        (parts, failed) => {
          const bounce = bounceIn(nothing, notice(parts.join(''), { failed }));
          expect(bounce?.recipients.length).to.be.within(1, 200);
          for (const { reason, address } of bounce!.recipients) expect(reason.length + address.length).to.be.below(700);
        },
      ),
    );
  });

  it('is read in linear time', () => {
    const lines = [
      '<ann@x.example>: 550 no\n',
      'a@b.c ',
      '550 ',
      'x@',
      '<<<<',
      'Message-ID: <x\n ',
      '>',
      'Final-Recipient: rfc822; a@b.c\n',
      ' \n',
      '{"',
      'host unknown ',
      'Received: x\n',
      '"a',
      'user . . ',
    ];
    for (const line of lines) {
      expect(
        growsLinearly(n => bounceIn(nothing, notice(line.repeat(n)))),
        line,
      ).to.equal(true);
      expect(
        growsLinearly(n => bounceIn(nothing, notice(line.repeat(n), { failed: ['a@b.c', 'ann@x.example'] }))),
        line,
      ).to.equal(true);
      expect(
        growsLinearly(n => opensLikeABounce(line.repeat(n))),
        line,
      ).to.equal(true);
    }
  });
});
