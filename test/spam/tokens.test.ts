import { expect } from 'chai';
import fc from 'fast-check';
import { OF_BODY } from '../../src/spam/token-set.ts';
import { namedTokens, tokensOf } from '../../src/spam/tokens.ts';
import { growsLinearly } from '../linear.ts';

const mail = (...lines: string[]) => Buffer.from(lines.join('\r\n'));
const names = (bytes: Uint8Array) => namedTokens(bytes).map(({ name }) => name);
const body = (type: string, text: string) => mail('From: ann@example.org', `Content-Type: ${type}`, '', text);

describe('tokens of a mail', () => {
  it('are its words, in lower case, with what they are made of', () => {
    const found = names(body('text/plain', "FREE e-mail for ann@shop.example, only $1,250.00 NOW!! It's 50% off"));
    expect(found).to.include.members(['free', 'caps:FREE', 'e-mail', 'mail', 'now!!', 'now', '50%', '50']);
    expect(found).to.include.members(['address:ann@shop.example', 'address.domain:shop.example', '$1', 'number:$9']);
  });

  it('tell the subject from the body, and the body from the header', () => {
    const found = namedTokens(mail('Subject: Hello you', '', 'Hello you'));
    expect(found.filter(({ name }) => /hello/.test(name)).map(({ name, id }) => [name, id >= OF_BODY])).to.deep.equal([
      ['subject:hello', false],
      ['hello', true],
    ]);
  });

  it('are pairs of letters where a script has no blanks', () => {
    expect(names(body('text/plain; charset=utf-8', '免费发票 ไทย'))).to.include.members([
      '免费',
      '费发',
      '发票',
      'ไท',
      'ทย',
    ]);
  });

  it('see through encoded words, base64, quoted-printable and old charsets', () => {
    expect(names(mail('Subject: =?utf-8?B?R3LDvMOfZQ==?=', '', ''))).to.include('subject:grüße');
    const quoted = mail(
      'Content-Type: text/plain; charset=koi8-r',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '=D0=D2=C9=\r\n=D7=C5=D4',
    );
    expect(names(quoted)).to.include('привет');
    const base64 = mail('Content-Type: text/plain', 'Content-Transfer-Encoding: base64', '', 'd2lubmVyIHRha2Vz');
    expect(names(base64)).to.include.members(['winner', 'takes']);
  });

  it('join words that HTML breaks with tags, and tell its making', () => {
    const html =
      '<p style="color: white">fr<b></b>ee</p><!-- x --><a href="http://user@192.0.2.7:81/buy/now?x=1">&#99;lick</a>';
    expect(names(body('text/html', html))).to.include.members([
      'free',
      'click',
      'tag:a',
      'css:color: white',
      'html.comment',
      'html.number-entity',
      'url.userinfo',
      'url.is-ip',
      'url.port:81',
      'url.path:buy',
      'url.query',
    ]);
  });

  it('name where links lead, level by level', () => {
    expect(names(body('text/plain', 'see https://a.b.shop.example/x'))).to.include.members([
      'url.host:a.b.shop.example',
      'url.below:b.shop.example',
      'url.domain:shop.example',
      'url.top:example',
    ]);
  });

  it('tell the way a mail took', () => {
    const received =
      'Received: from helo.example (mx.example [192.0.2.9]) by in.example.org with ESMTP; Mon, 1 Jan 2024 00:00:00 +0000';
    expect(names(mail(received, '', ''))).to.include.members([
      'received.host:helo.example',
      'received.host:mx.example',
      'ip/16:192.0',
      'ip/24:192.0.2',
      'ip:192.0.2.9',
      'received.by.host:in.example.org',
      'received.with:esmtp',
    ]);
  });

  it('look into parts, names of files and mails within', () => {
    const found = names(
      mail(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        '',
        'outside',
        '--b',
        'Content-Type: message/rfc822',
        '',
        'Subject: inner',
        '',
        'inside',
        '--b',
        'Content-Type: application/zip; name="Rechnung.zip"',
        'Content-Disposition: attachment',
        '',
        'PK',
        '--b--',
      ),
    );
    expect(found).to.include.members([
      'outside',
      'inside',
      'file.extension:.zip',
      'file.word:rechnung',
      'part:application/zip',
    ]);
  });

  it('know nothing of what other filters and mailboxes wrote', () => {
    const plain = mail('From: ann@example.org', 'Subject: x', '', 'words');
    const marked = mail(
      'From ann@example.org Mon Jan  1 00:00:00 2024',
      'X-Spam-Flag: YES',
      'X-Spam-Status: Yes,',
      '\tscore=9',
      'From: ann@example.org',
      'X-Virus-Scanned: yes',
      'X-Bogosity: Spam',
      'X-DSPAM-Result: Spam',
      'X-Amavis-Alert: x',
      'X-Ham-Report: x',
      'X-Rspamd-Score: 9',
      'Status: RO',
      'X-Status: A',
      'Lines: 7',
      'Content-Length: 99',
      'X-Postdesk-Spam: yes',
      'Subject: x',
      '',
      'words',
    );
    expect(tokensOf(marked)).to.deep.equal(tokensOf(plain));
  });

  it('of a text without a header are its words', () => {
    expect(names(Buffer.from('Dear friend\nyou won'))).to.include.members(['dear', 'friend', 'won']);
  });

  it('are the same with names and without, and distinct', () => {
    const bytes = body('text/html', '<b>one one ONE</b> two https://x.example');
    const ids = tokensOf(bytes);
    expect(namedTokens(bytes).map(({ id }) => id)).to.deep.equal([...ids]);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids.every(id => Number.isSafeInteger(id) && id > 0 && id < 2 ** 52)).to.equal(true);
  });
});

describe('hostile mails', () => {
  it('give tokens and never throw, whatever the bytes', () => {
    const line = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(
        'Content-Type: multipart/mixed; boundary=b\n',
        '--b\n',
        '--b--\n',
        '\n',
        '<a href="',
        'Subject: =?',
        'Received: from (',
        '=\n',
        '&#x',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), pieces => {
        const bytes = Buffer.concat(pieces.map(piece => Buffer.from(piece as Uint8Array)));
        const ids = tokensOf(bytes);
        expect(ids.length).to.be.greaterThan(0).and.at.most(40_000);
      }),
      { numRuns: 500 },
    );
  });

  it('may name any charset', () => {
    const known =
      'utf-8 utf-7 utf-16 utf-32 hz iso-2022-jp iso-2022-kr gb2312 big5 euc-jp shift_jis koi8-r cp437 macroman windows-1252 tis-620 x-unknown';
    for (const charset of [...known.split(' '), '', '"', 'constructor', '__proto__', '\u0000']) {
      const bytes = Buffer.concat([
        body(`text/plain; charset=${charset}`, ''),
        Buffer.from([0xff, 0xfe, 0x80, 0x41, 0x1b, 0x24, 0x42]),
      ]);
      expect(tokensOf(bytes).length, charset).to.be.greaterThan(0);
    }
  });

  const pieces: Record<string, (n: number) => string> = {
    'one letter': n => `\n\n${'a'.repeat(n)}`,
    'words without end': n => `\n\n${'ab cd-ef '.repeat(n / 9)}`,
    'at signs': n => `\n\n${'@'.repeat(n)}`,
    'words with at signs to come': n => `\n\n${`${'x'.repeat(50)} `.repeat(n / 51)}`,
    'open tags': n => `Content-Type: text/html\n\n${'<a '.repeat(n / 3)}`,
    'open comments': n => `Content-Type: text/html\n\n${'<!--'.repeat(n / 4)}`,
    'open attributes': n => `Content-Type: text/html\n\n${'<a b="c'.repeat(n / 7)}`,
    scripts: n => `Content-Type: text/html\n\n${'<script>'.repeat(n / 8)}`,
    entities: n => `Content-Type: text/html\n\n${'&#'.repeat(n / 2)}`,
    links: n => `\n\n${'http://'.repeat(n / 7)}`,
    'header lines': n => 'A: b\n'.repeat(n / 5),
    'a long field': n => `Subject: ${'x '.repeat(n / 2)}\n\n`,
    addresses: n => `To: ${'a@b,'.repeat(n / 4)}\n\n`,
    'an address that never comes': n => `${`To: ${'a'.repeat(4000)}\n`.repeat(n / 4004)}\n`,
    received: n => `${`Received: ${'from ('.repeat(600)}\n`.repeat(n / 3610)}\n`,
    'encoded words': n => `Subject: ${'=?utf-8?q?'.repeat(n / 10)}\n\n`,
    parts: n => `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(n / 8)}`,
    'mails in mails': n => 'Content-Type: message/rfc822\n\n'.repeat(n / 30),
    'unspaced letters': n => `Content-Type: text/plain; charset=utf-8\n\n${'好'.repeat(n / 3)}`,
  };
  for (const [name, made] of Object.entries(pieces)) {
    it(`take time that grows no faster than they do: ${name}`, () => {
      expect(growsLinearly(n => tokensOf(Buffer.from(made(n))), 250_000)).to.equal(true);
    });
  }

  it('are bounded in words, parts and tokens', () => {
    const parts = Array.from(
      { length: 20_000 },
      (_, n) => `--b\nContent-Type: text/plain\n\nword${n} http://h${n}.example/\n`,
    );
    const many = Buffer.from(`Content-Type: multipart/mixed; boundary=b\n\n${parts.join('')}--b--\n`);
    const begun = performance.now();
    expect(tokensOf(many).length).to.be.lessThan(1000);
    expect(performance.now() - begun).to.be.lessThan(2000);
    const words = Array.from({ length: 100_000 }, (_, n) => `w${n}`).join(' ');
    expect(tokensOf(Buffer.from(`\n\n${words}`)).length).to.be.within(3000, 3100);
  });
});
