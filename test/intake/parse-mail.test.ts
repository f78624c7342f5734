import { expect } from 'chai';
import { parseMail } from '../../src/intake/parse-mail.ts';
import type { Mail } from '../../src/mail/mail.ts';
import { ownMail } from '../mails/corpora.ts';

const options = { mailSize: 50 * 1024 * 1024 };
const parse = (bytes: Uint8Array): Promise<Mail> => parseMail(bytes, { to: [] }, options);
const parseOwn = (name: string) => parse(ownMail(name));

describe('parsing a mail', () => {
  it('gives sender, recipients, subject, ids, date and words', async () => {
    const mail = await parseOwn('plain-request');
    expect(mail.from).to.deep.equal([{ name: 'Ann Müller', address: 'ann@customer.example' }]);
    expect(mail.to).to.deep.equal([{ name: 'Support', address: 'support@desk.example' }]);
    expect(mail.cc).to.deep.equal([{ name: '', address: 'bob@customer.example' }]);
    expect(mail.subject).to.equal('Drucker brennt - Raum 12');
    expect(mail.messageId).to.equal('req-1@customer.example');
    expect(mail.date).to.equal(Date.UTC(2026, 10, 23, 9));
    expect(mail.text).to.contain('der Drucker in Raum 12 brennt. Grüße');
    expect(mail).to.include({ kind: 'person', bounce: null, folded: '' });
    expect(mail.faults).to.deep.equal([]);
    expect(mail.headers[0]).to.deep.equal(['return-path', '<ann@customer.example>']);
  });

  it('takes the plain text of an alternative, folds the quote, and hashes files under safe and different names', async () => {
    const mail = await parseOwn('reply-with-files');
    expect(mail.newWords).to.equal('It still burns.');
    expect(mail.folded).to.contain('Did you try water?');
    expect(mail.inReplyTo).to.deep.equal(['a1@desk.example']);
    expect(mail.references).to.deep.equal(['req-1@customer.example', 'a1@desk.example']);
    expect(mail.attachments).to.deep.equal([
      {
        name: 'flames.png',
        type: 'image/png',
        size: 8,
        sha256: '4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6',
        inline: false,
      },
      {
        name: 'flames (2).png',
        type: 'image/png',
        size: 6,
        sha256: '16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4',
        inline: false,
      },
    ]);
  });

  it('reads a mail that is HTML only, with its lists and links', async () => {
    const mail = await parseOwn('html-only');
    expect(mail.text).to.equal('First words\n\n- one\n- two\n\nSee the plan <https://customer.example/plan>');
    expect(mail.attachments).to.have.length(1);
  });

  it('reads plain and HTML parts in their order', async () => {
    const { text } = await parseOwn('mixed-plain-and-html');
    const words = [
      'First, plain & simple: zażółć.',
      '  * a list <with> & all',
      'Second, in HTML.',
      'Third, the footer.',
    ];
    expect(text.split('\n').filter(line => line !== '')).to.deep.equal(words);
  });

  it('finds the recipient, the reason and our letter in a bounce', async () => {
    const mail = await parseOwn('not-delivered');
    expect(mail.kind).to.equal('bounce');
    expect(mail.bounce).to.deep.equal({
      recipients: [
        {
          address: 'ann@customer.example',
          status: '5.1.1',
          action: 'failed',
          reason: '550 5.1.1 unknown user',
          permanent: true,
        },
      ],
      returned: 'letter-1@desk.example',
    });
  });

  it('shows the raw body when no part can be read, and says so; every From counts', async () => {
    const mail = await parseOwn('missing-boundary');
    expect(mail.text).to.contain('the only words of the customer');
    expect(mail.from.map(({ address }) => address)).to.deep.equal(['ann@customer.example', 'ceo@customer.example']);
    expect(mail.faults.join(' ')).to.contain('2 From header fields').and.contain('multipart/mixed has no parts');
  });

  it('reads the same with LF, CRLF and CR', async () => {
    const bytes = ownMail('reply-with-files').toString('latin1');
    const mails = await Promise.all(
      ['\n', '\r\n', '\r'].map(end => parse(Buffer.from(bytes.replaceAll('\r\n', end), 'latin1'))),
    );
    for (const mail of mails) {
      expect(mail.newWords).to.equal('It still burns.');
      expect(mail.contentKey).to.equal(mails[0]?.contentKey);
    }
    expect(new Set(mails.map(({ sha256 }) => sha256)).size).to.equal(3);
  });

  it('reads 8-bit text without a charset, and UTF-7', async () => {
    expect((await parse(Buffer.from('Subject: x\r\n\r\nGr\xfc\xdfe', 'latin1'))).text).to.equal('Grüße');
    expect((await parse(Buffer.from('Content-Type: text/plain; charset=utf-7\r\n\r\nGr+APwA3w-e'))).text).to.equal(
      'Grüße',
    );
  });

  it('reads only the header of a mail over the limit', async () => {
    const mail = await parseMail(ownMail('plain-request'), { to: [] }, { mailSize: 100 });
    expect(mail.subject).to.equal('Drucker brennt - Raum 12');
    expect(mail.faults.join(' ')).to.contain('the limit is 100');
    expect(mail.text).to.contain('the limit is 100').and.contain('der Drucker in Raum 12');
  });

  it('holds nothing that a database refuses', async () => {
    const mail = await parse(Buffer.from('From: a@b.example\r\nSubject: =?utf-8?Q?a=00b?=\r\n\r\nx\0y'));
    expect(JSON.stringify(mail)).not.to.contain('\\u0000');
  });
});
