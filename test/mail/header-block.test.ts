import { expect } from 'chai';
import { parseAddresses } from '../../src/mail/addresses.ts';
import { contentKey } from '../../src/mail/content-key.ts';
import { decodeWords } from '../../src/mail/encoded-words.ts';
import { readHeaderBlock, withLineFeeds } from '../../src/mail/header-block.ts';
import { parseMailDate } from '../../src/mail/mail-date.ts';
import { messageIds } from '../../src/mail/message-ids.ts';
import { howItGrows } from '../linear.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const fields = (text: string) => readHeaderBlock(bytes(text)).fields.map(({ name, value }) => `${name}=${value}`);

describe('header block', () => {
  it('gives every field in order, unfolded, also those that stand twice', () => {
    expect(fields('From: a@b\r\nSubject: one\r\n two\r\nFrom : c@d\r\n\r\nTo: no')).to.deep.equal([
      ...['from=a@b', 'subject=one two', 'from=c@d'],
    ]);
  });

  it('knows where the body begins, with any line end', () => {
    for (const end of ['\r\n', '\n', '\r']) {
      const mail = withLineFeeds(bytes(['A: 1', 'B: 2', '', 'body'].join(end)));
      expect(Buffer.from(mail.subarray(readHeaderBlock(mail).bodyAt)).toString()).to.equal('body');
    }
  });

  it('takes what is no header for the body instead of losing it', () => {
    for (const text of ['just words', '\r\njust words', 'x']) {
      const { fields, bodyAt } = readHeaderBlock(bytes(text));
      expect(fields).to.deep.equal([]);
      expect(text.slice(bodyAt)).to.match(/words|x/);
    }
    const glued = 'Subject: x\r\nDear support\r\nit burns\r\n';
    expect(glued.slice(readHeaderBlock(bytes(glued)).bodyAt)).to.equal('Dear support\r\nit burns\r\n');
  });

  it('says which line it left out', () => {
    expect(readHeaderBlock(bytes('A: 1\r\nlost words\r\nB: 2\r\n\r\nx')).faults[0]).to.contain('lost words');
  });

  it('reads bytes as UTF-8 where they are, else as Windows-1252', () => {
    expect(fields('S: Gr\xfc\xdfe\n\n')).to.deep.equal(['s=Grüße']);
    expect(readHeaderBlock(Buffer.from('S: Grüße\n\n')).fields[0]?.value).to.equal('Grüße');
  });

  it('keeps sender and subject behind a hundred thousand other fields, and says so', () => {
    const { fields, faults } = readHeaderBlock(bytes(`${'X-A: b\r\n'.repeat(100_000)}From: a@b\r\nSubject: s\r\n\r\n`));
    expect(fields.length).to.be.below(1300);
    expect(fields.slice(-2).map(({ value }) => value)).to.deep.equal(['a@b', 's']);
    expect(faults).to.have.length(1);
  });

  it('takes time that grows with the size only', () => {
    const grown = howItGrows(n => {
      const mail = bytes(`${'X: y\r\n z\r\n'.repeat(n)}\r\n`);
      readHeaderBlock(mail);
      contentKey(mail);
    }, 50_000);
    expect(grown.linear, JSON.stringify(grown)).to.equal(true);
  });
});

describe('content key', () => {
  const mail = 'From: a@b\r\nSubject: x\r\n\r\nReceived: in the body\r\nhi\r\n';

  it('is the same for one mail by two routes and with other line ends', () => {
    const routes = [
      mail,
      `Return-Path: <a@b>\r\nReceived: from x\r\n\tby y\r\nDelivered-To: q@d\r\n${mail}`,
      `X-Original-To: q@d\nEnvelope-To: q@d\nX-Received: z\n${mail.replaceAll('\r\n', '\n')}`,
      `Delivered-To: q@d\r\n${mail}`.replaceAll('\r\n', '\r'),
      `From a@b Mon Jan 1 00:00:00 2024\n${mail}`,
    ];
    const keys = routes.map(route => contentKey(bytes(route)));
    expect(new Set(keys).size).to.equal(1);
  });

  it('differs with any other field and with any word of the body', () => {
    for (const other of [
      mail.replace('x', 'y'),
      mail.replace('hi', 'ho'),
      mail.replace('in the', 'in a'),
      `To: c@d\r\n${mail}`,
    ]) {
      expect(contentKey(bytes(other))).not.to.equal(contentKey(bytes(mail)));
    }
  });
});

describe('values of header fields', () => {
  it('are decoded from encoded words, also cut in the middle of a letter', () => {
    expect(decodeWords('=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?= an =?iso-8859-1?B?Wm/r?=')).to.equal('Grüße an Zoë');
    expect(decodeWords('=?utf-8?B?4pyT?=, =?x-unknown?Q?a_b?=')).to.equal('✓, a b');
    expect(decodeWords('=?utf-8*en?Q?a=3?= =?broken')).to.equal('a=3 =?broken');
    expect(decodeWords('=?utf-7?Q?+AOQ-?=')).to.equal('ä');
  });

  it('hold addresses that an encoded name cannot forge', () => {
    const list = (value: string) => parseAddresses(value).map(({ name, address }) => `${name}|${address}`);
    expect(list('Ann <ann@X.Example>, bob@y.example (Bob B)')).to.deep.equal([
      'Ann|ann@x.example',
      'Bob B|bob@y.example',
    ]);
    expect(list('"Doe, \\"J\\"" <j@x.example>; k@x.example')).to.deep.equal(['Doe, "J"|j@x.example', '|k@x.example']);
    expect(list('=?utf-8?Q?=22x=22_=3Cceo=40company=2Eexample=3E=2C?= <eve@evil.example>')).to.deep.equal([
      '"x" <ceo@company.example>,|eve@evil.example',
    ]);
    expect(list('"ceo@company.example x"@evil.example')).to.deep.equal(['|"ceo@company.example x"@evil.example']);
    expect(list('undisclosed-recipients:;')).to.deep.equal([]);
    expect(list('Staff: a@x.example, b@x.example;, c@x.example')).to.have.length(3);
    expect(list(`O"Brien <o@x.example>, p@x.example`)).to.deep.equal(['O"Brien|o@x.example', '|p@x.example']);
    expect(list('a b@x.example c, <>, root, a@b@c, <a@b\u0000.example>')).to.deep.equal([]);
  });

  it('cost no more than their length', () => {
    const start = process.hrtime.bigint();
    for (const value of [
      '"\\'.repeat(30_000),
      '('.repeat(60_000),
      '<'.repeat(60_000),
      'a@b.c,'.repeat(10_000),
      '=?a?Q?'.repeat(10_000),
    ]) {
      parseAddresses(value);
      decodeWords(value);
      messageIds(value);
    }
    expect(Number(process.hrtime.bigint() - start) / 1e6).to.be.below(1000);
  });

  it('hold Message-IDs, with and without brackets', () => {
    expect(messageIds('<a@b> <c@d>(x)<e>')).to.deep.equal(['a@b', 'c@d', 'e']);
    expect(messageIds('a@b c@d')).to.deep.equal(['a@b', 'c@d']);
    expect(messageIds('your mail of Monday')).to.deep.equal([]);
    expect(messageIds(`<${'m'.repeat(2000)}@x>`)).to.deep.equal([]);
  });

  it('hold dates in the zone they name', () => {
    expect(parseMailDate('Mon, 23 Nov 2026 10:00:00 +0100 (CET)')).to.equal(Date.UTC(2026, 10, 23, 9));
    expect(parseMailDate('1 Jan 99 00:00 EST')).to.equal(Date.UTC(1999, 0, 1, 5));
    expect(parseMailDate('yesterday-ish')).to.equal(undefined);
    expect(parseMailDate('Fri, 31 Dec 9999 23:59:59 +9999')).to.be.a('number');
  });
});
