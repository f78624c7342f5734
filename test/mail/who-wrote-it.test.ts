import { expect } from 'chai';
import type { Attachment, Bounce, Envelope } from '../../src/mail/mail.ts';
import { whoWroteIt, whyNotAnswered } from '../../src/mail/who-wrote-it.ts';

interface Given {
  headers?: [string, string][];
  envelope?: Envelope;
  from?: string;
  subject?: string;
  parts?: string[];
  bounce?: Bounce;
  newWords?: string;
}

function mailOf({
  headers = [],
  envelope = { to: [] },
  from = 'ann@example.org',
  subject = 'Printer',
  parts = [],
  bounce,
  newWords = '',
}: Given) {
  const attachments = parts.map((type): Attachment => ({ name: 'x', type, size: 1, sha256: '', inline: false }));
  return {
    headers,
    envelope,
    from: [{ name: '', address: from }],
    subject,
    attachments,
    bounce: bounce ?? null,
    newWords,
  };
}
const kindOf = (given: Given) => whoWroteIt(mailOf(given)).kind;
const answered = (given: Given, ours: string[] = []) => {
  const mail = mailOf(given);
  return whyNotAnswered({ ...mail, kind: whoWroteIt(mail).kind }, ours) === undefined;
};
const one = (name: string, value: string): Given => ({ headers: [[name, value]] });

describe('who wrote a mail', () => {
  it('is a person when nothing speaks for a machine', () => {
    expect(kindOf({})).to.equal('person');
    expect(answered({})).to.equal(true);
  });

  it('is a person when Auto-Submitted says no, in any writing', () => {
    for (const value of ['no', ' No ', 'NO (by hand)', '(really) no', 'no; x=y', '']) {
      expect(kindOf(one('auto-submitted', value)), value).to.equal('person');
    }
  });

  it('is a machine when Auto-Submitted says anything else', () => {
    expect(kindOf(one('auto-submitted', 'Auto-Replied; x'))).to.equal('auto-reply');
    for (const value of ['Auto-Generated; x', '(c) auto-notified', 'yes']) {
      expect(kindOf(one('auto-submitted', value)), value).to.equal('bulk');
      const reply: Given = {
        headers: [
          ['auto-submitted', value],
          ['in-reply-to', '<x@example.org>'],
        ],
      };
      expect(kindOf(reply), value).to.equal('auto-reply');
    }
  });

  it('is told by the type of a report', () => {
    const report = (type: string) => one('content-type', `multipart/report; boundary="b"; Report-Type="${type}"`);
    expect(kindOf(report('delivery-status'))).to.equal('bounce');
    expect(kindOf(report('Disposition-Notification'))).to.equal('receipt');
    expect(kindOf(report('feedback-report'))).to.equal('report');
    expect(kindOf(report('tlsrpt'))).to.equal('report');
    expect(kindOf({ parts: ['message/delivery-status'] })).to.equal('bounce');
  });

  it('is a receipt when the delivery went well', () => {
    const recipients = [
      { address: 'a@b', status: '2.0.0', action: 'delivered', reason: '', permanent: false } as const,
    ];
    expect(kindOf({ parts: ['message/delivery-status'], bounce: { recipients } })).to.equal('receipt');
  });

  it('is a machine when the return path is empty', () => {
    expect(kindOf({ envelope: { from: '', to: [] } })).to.equal('auto-reply');
    expect(kindOf(one('return-path', '<>'))).to.equal('auto-reply');
    expect(kindOf({ envelope: { from: '', to: [] }, from: 'MAILER-DAEMON@mx.example' })).to.equal('bounce');
    expect(kindOf({ ...one('from', 'Mail Delivery System'), subject: 'Undelivered Mail Returned to Sender' })).to.equal(
      'bounce',
    );
  });

  it('is a person who writes about bounces', () => {
    expect(kindOf({ subject: 'Undelivered Mail Returned to Sender: what shall I do?' })).to.equal('person');
    expect(kindOf({ from: 'postmaster@example.org', subject: 'A question about your offer' })).to.equal('person');
  });

  it('is a mail system when its text begins like its notices and its address is a machine’s', () => {
    const newWords = 'Delivery has failed to these recipients or groups:\n\nann@example.org\n550 5.1.1 unknown';
    expect(kindOf({ from: 'no-reply@mx.example', newWords })).to.equal('bounce');
    expect(kindOf({ from: 'list-admin@mx.example', newWords })).to.equal('bounce');
    expect(kindOf({ envelope: { from: '', to: [] }, newWords })).to.equal('bounce');
  });

  it('is a person who pastes, forwards or quotes such a notice', () => {
    const newWords = 'Delivery has failed to these recipients or groups:\n\nann@example.org\n\nWhat does that mean?';
    expect(kindOf({ newWords })).to.equal('person');
    expect(kindOf({ from: 'admin@example.org', subject: 'Fwd: Undeliverable', newWords })).to.equal('person');
    expect(
      kindOf({ from: 'admin@example.org', newWords: `I got this, please help:\n\n${'.\n'.repeat(9)}${newWords}` }),
    ).to.equal('person');
  });

  it('is told by Amazon’s JSON', () => {
    const of = (type: string) => kindOf({ newWords: `{"notificationType":"${type}","mail":{}}` });
    expect([of('Bounce'), of('Complaint'), of('Delivery')]).to.deep.equal(['bounce', 'report', 'receipt']);
    expect(kindOf({ newWords: 'Our log says {"notificationType":"Bounce"}, why?' })).to.equal('person');
  });

  it('is a feedback loop that has no type of its own', () => {
    expect(kindOf({ from: 'staff@hotmail.com', subject: 'complaint about message from 192.0.2.1' })).to.equal('report');
    expect(kindOf(one('x-apple-unsubscribe', 'true'))).to.equal('report');
  });

  it('is a reaction by its part, its field or its whole sentence', () => {
    const reactions: Given[] = [
      { parts: ['text/vnd.google.email-reaction+json'] },
      one('content-type', 'text/vnd.google.email-reaction+json; charset=utf-8'),
      { newWords: '👍 Ann Example reacted to your message:' },
      { newWords: 'Ann Example reacted via Gmail' },
      { newWords: 'Liked “See you on Monday”' },
      { newWords: 'Reacted ❤️ to “See you on Monday”' },
      { newWords: 'Ann Beispiel hat auf Ihre Nachricht reagiert' },
      { newWords: 'Ann Exemple a réagi à votre message :'.replace(' :', ':') },
    ];
    for (const given of reactions) expect(kindOf(given), JSON.stringify(given)).to.equal('receipt');
    const people: Given[] = [
      { newWords: '👍' },
      { newWords: 'Nobody reacted to my message. Is it lost?' },
      { newWords: 'Liked “the printer”, but it is broken.' },
      one('x-ms-reactions', 'disallow'),
    ];
    for (const given of people) expect(kindOf(given), JSON.stringify(given)).to.equal('person');
  });

  it('is a receipt without a type when subject and words say that a mail was read', () => {
    const read = 'Your message\n\n  To: Ann\n  Subject: Printer\n\nwas read on Monday, 23 November 2026 10:00.';
    expect(kindOf({ subject: 'Read: Printer', newWords: read })).to.equal('receipt');
    expect(
      kindOf({ subject: 'Gelesen: Drucker', newWords: 'Ihre Nachricht wurde am 23.11.2026 10:00 gelesen.' }),
    ).to.equal('receipt');
    expect(kindOf({ subject: 'Read: Printer', newWords: 'I have read the manual and it does not help.' })).to.equal(
      'person',
    );
    expect(kindOf({ subject: 'Printer', newWords: read })).to.equal('person');
  });

  it('is a receipt that answers an invitation, and a person as soon as there are words', () => {
    const answer = { subject: 'Declined: Visit of the technician', parts: ['text/calendar'] };
    expect(kindOf(answer)).to.equal('receipt');
    expect(kindOf(one('content-type', 'text/calendar; method=REPLY'))).to.equal('receipt');
    expect(kindOf({ ...answer, newWords: 'Tuesday would be better.' })).to.equal('person');
    expect(kindOf({ ...answer, subject: 'Visit of the technician' })).to.equal('person');
  });

  it('is a vacation program that writes no header of a standard', () => {
    expect(kindOf(one('x-apple-action', 'VACATION'))).to.equal('auto-reply');
    expect(kindOf({ subject: 'Automatic reply: Printer', newWords: 'Gone.' })).to.equal('auto-reply');
    expect(kindOf({ subject: 'Re: Automatic reply: Printer', newWords: 'Gone.' })).to.equal('person');
  });

  it('is a list or a bulk sender by the fields these write', () => {
    expect(kindOf(one('list-id', '<x.example>'))).to.equal('list');
    expect(kindOf(one('precedence', 'List'))).to.equal('list');
    expect(kindOf(one('precedence', 'bulk'))).to.equal('bulk');
    expect(kindOf(one('precedence', 'auto-reply'))).to.equal('auto-reply');
    expect(kindOf(one('list-unsubscribe', '<mailto:x@y>'))).to.equal('bulk');
    expect(kindOf(one('x-autoreply', 'yes'))).to.equal('auto-reply');
    expect(kindOf(one('x-fc-machinegenerated', 'true'))).to.equal('auto-reply');
    expect(kindOf(one('x-post-messageclass', '9; Autoresponder'))).to.equal('auto-reply');
    expect(kindOf(one('preference', 'auto_reply'))).to.equal('auto-reply');
  });
});

describe('an automatic answer', () => {
  it('is forbidden, not the mail made a machine, by X-Auto-Response-Suppress', () => {
    for (const value of ['All', 'OOF, DR', 'DR, AutoReply']) {
      expect(kindOf(one('x-auto-response-suppress', value))).to.equal('person');
      expect(answered(one('x-auto-response-suppress', value)), value).to.equal(false);
    }
    expect(answered(one('x-auto-response-suppress', 'DR, RN, NRN'))).to.equal(true);
  });

  it('never goes to a machine, a list, a robot address or ourselves', () => {
    const mails: Given[] = [
      one('auto-submitted', 'auto-replied'),
      one('list-id', '<x>'),
      { from: 'x-request@l.example' },
      { from: 'owner-x@l.example' },
      { from: 'no-reply@shop.example' },
      { from: 'DoNotReply@shop.example' },
      { from: 'nicht-antworten@shop.example' },
      { from: 'niet-beantwoorden@shop.example' },
      { from: 'ne-pas-repondre@shop.example' },
      { from: 'keine.antwort+12@shop.example' },
      { from: 'MAILER-DAEMON@mx.example' },
      { from: 'support+1-1-kabc@Desk.example' },
    ];
    for (const mail of mails) expect(answered(mail, ['Support@desk.example']), JSON.stringify(mail)).to.equal(false);
    expect(answered({ from: 'norbert.replyman@example.org' })).to.equal(true);
    expect(answered({ from: 'antwort@example.org' })).to.equal(true);
    expect(whyNotAnswered({ ...mailOf({}), from: [], kind: 'person' })).to.equal('0 senders');
  });

  it('gives no answer to accounts of programs, though a person may write from one', () => {
    const locals =
      'root www-data cron nagios notifications ci-notifications alerts monitoring listserv wordpress root+x';
    for (const local of locals.split(' ')) {
      const mail = mailOf({ from: `${local}@host.example` });
      expect(whoWroteIt(mail).kind, local).to.equal('person');
      expect(whyNotAnswered({ ...mail, kind: 'person' }), local).to.include('the name of a program');
    }
    for (const local of ['roots', 'ann.root', 'nagy', 'alerta', 'cronin', 'backupper', 'monika', 'jenkinson'])
      expect(answered({ from: `${local}@example.org` }), local).to.equal(true);
    for (const name of ['x-loop', 'x-cron-env']) expect(answered(one(name, 'x')), name).to.equal(false);
  });
});
