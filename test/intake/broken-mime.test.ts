import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { extractAttachment, parseMail } from '../../src/intake/parse-mail.ts';
import type { Mail } from '../../src/mail/mail.ts';
import { tnef } from '../mails/tnef-file.ts';

/** Mails as some programs write them, and what a reader must get out of them. */
const options = { mailSize: 50 * 1024 * 1024 };
const HEAD = 'From: ann@customer.example\r\nTo: support@desk.example\r\nSubject: help\r\nMIME-Version: 1.0\r\n';

/** A mail of these lines; letters are bytes. */
function mail(...lines: string[]): Buffer {
  return Buffer.from(HEAD + lines.join('\r\n'), 'latin1');
}
const parse = (bytes: Uint8Array): Promise<Mail> => parseMail(bytes, { to: [] }, options);
const read = (...lines: string[]) => parse(mail(...lines));
const names = ({ attachments }: Mail) => attachments.map(({ name }) => name);
const utf8 = (text: string) => Buffer.from(text).toString('latin1');

const PART = ['Content-Type: text/plain', '', 'It burns.'];
const FILE = ['Content-Type: image/png', 'Content-Disposition: attachment; filename=a.png', '', 'png'];

describe('a multipart', () => {
  const both = (found: Mail) => {
    expect(found.text.trim()).to.equal('It burns.');
    expect(names(found)).to.deep.equal(['a.png']);
    expect(found.attachments[0]?.size).to.equal(3);
  };

  it('without a boundary, or with another one than its delimiters, has its parts, and it is said', async () => {
    for (const type of [
      'multipart/mixed',
      'multipart/mixed;',
      'multipart/mixed; boundary=""',
      'multipart/mixed; boundary="other"',
      'multipart/mixed; boundary="OUTER"',
      'multipart/mixed; boundary=" outer"',
      "multipart/mixed; boundary='outer",
      'multipart/mixed; boundary="outer',
      'multipart',
      'text/plain',
      'text/plain; boundary=outer',
    ]) {
      const found = await read(`Content-Type: ${type}`, '', '--outer', ...PART, '--outer', ...FILE, '--outer--', '');
      both(found);
      const isRepair = !/'outer$|"outer$/.test(type);
      expect(found.faults.length > 0 || !isRepair, `${type} is a fault`).to.equal(true);
    }
  });

  it('without its end, or with parts behind its end, has all of them', async () => {
    both(await read('Content-Type: multipart/mixed; boundary=b', '', '--b', ...PART, '--b', ...FILE));
    both(
      await read('Content-Type: multipart/mixed; boundary=b', '', '--b', ...PART, '--b--', '', '--b', ...FILE, '--b--'),
    );
  });

  it('within a multipart that never ends gives way to what comes after', async () => {
    const inner = ['Content-Type: multipart/alternative; boundary=i', '', '--i', ...PART];
    both(await read('Content-Type: multipart/mixed; boundary=b', '', '--b', ...inner, '--b', ...FILE, '--b--'));
  });

  it('with the same boundary as the one around it, or one that begins alike, keeps its parts apart', async () => {
    for (const [outer, inner] of [
      ['b', 'b'],
      ['b', 'b-1'],
      ['b-1', 'b'],
    ]) {
      const within = [`Content-Type: multipart/related; boundary=${inner}`, '', `--${inner}`, ...PART, `--${inner}--`];
      both(
        await read(
          `Content-Type: multipart/mixed; boundary=${outer}`,
          '',
          `--${outer}`,
          ...within,
          `--${outer}`,
          ...FILE,
          `--${outer}--`,
        ),
      );
    }
  });

  it('without parts shows its words and says so', async () => {
    for (const type of [
      'multipart/mixed',
      'multipart/mixed; boundary=never',
      'multipart/alternative; boundary="a b"',
    ]) {
      const found = await read(`Content-Type: ${type}`, '', 'the only words', '-- ', 'Ann');
      expect(found.text, type).to.contain('the only words').and.contain('Ann');
      expect(found.faults.join(' '), type).to.contain('has no parts');
    }
    const html = await read(
      'Content-Type: multipart/alternative',
      '',
      '<html><body><p>only <b>words</b></p></body></html>',
    );
    expect(html.text).to.equal('only words');
    const nested = ['Content-Type: multipart/alternative; boundary=i', '', 'It burns.'];
    const found = await read(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      ...nested,
      '--b',
      ...FILE,
      '--b--',
    );
    both(found);
  });

  it('with words only before or behind its parts shows these', async () => {
    const frame = ['Content-Type: multipart/mixed; boundary=b', ''];
    const above = await read(...frame, 'Words above.', '--b', ...FILE, '--b--');
    expect(above.text).to.equal('Words above.');
    const below = await read(
      ...frame,
      'This is a multi-part message in MIME format.',
      '--b',
      ...FILE,
      '--b--',
      'Words below.',
    );
    expect(below.text).to.equal('Words below.');
    expect(below.faults.join(' ')).to.contain('outside of the parts');
    const usual = await read(...frame, 'This is a multi-part message in MIME format.', '--b', ...FILE, '--b--', '');
    expect(usual).to.include({ text: '' });
  });

  it('with a part whose delimiter is lost, or whose empty line is, has its words', async () => {
    const frame = ['Content-Type: multipart/mixed; boundary=b', ''];
    both(await read(...frame, ...PART, '--b', ...FILE, '--b--'));
    both(await read(...frame, '--b', 'Content-Type: text/plain', 'It burns.', '--b', ...FILE, '--b--'));
    both(await read(...frame, '--b', 'Content-Type: text/plain', 'It burns.', '', '--b', ...FILE, '--b--'));
    both(await read(...frame, '--b', ...PART, '--b', 'Content-Type: image/png;', 'name=a.png', '', 'png', '--b--'));
    both(await read(...frame, '--b', ...PART, '--b--', '', '--lost', ...FILE, '--lost--'));
    const inner = ['Content-Type: message/rfc822', 'Subject: inner', '', 'words'];
    expect(names(await read(...frame, '--b', ...inner, '--b--'))).to.deep.equal(['inner.eml']);
  });

  it('with words outside of its parts says which were left out, but for what lists and mail programs put there', async () => {
    const around = async (above: string, below: string) =>
      (await read('Content-Type: multipart/mixed; boundary=b', '', above, '--b', ...PART, '--b--', below)).faults.join(
        ' ',
      );
    expect(await around('', 'It burns again.')).to.contain('“It burns again.”');
    expect(await around('Above all', '')).to.contain('“Above all”');
    expect(await around('This is a multi-part message in MIME format.', '____\r\nA mailing list')).to.equal('');
  });

  it('in the words of a text is no multipart', async () => {
    const words = ['Look what came:', '', '--b', 'Content-Type: text/html', '', '<p>x</p>', '--b--'];
    const found = await read('Content-Type: text/plain', '', ...words);
    expect(found.text).to.equal(words.join('\n'));
    expect(found.faults).to.deep.equal([]);
  });

  it('has more parts than are read: it says so, and is quick', async () => {
    const found = await read(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      ...new Array(5000).fill(['--b', ...FILE]).flat(),
    );
    expect(found.attachments).to.have.length(900);
    expect(found.faults.join(' ')).to.contain('more than 900 parts');
  });
});

describe('the header of a part', () => {
  it('may be broken by an empty line', async () => {
    const b64 = Buffer.from('Grüße').toString('base64');
    const type = 'Content-Type: text/plain; charset=utf-8';
    expect((await read(type, '', 'Content-Transfer-Encoding: base64', '', b64)).text).to.equal('Grüße');
    const folded = await read(
      'Content-Type: multipart/mixed;',
      '',
      ' boundary=b',
      '',
      '--b',
      ...PART,
      '--b',
      ...FILE,
      '--b--',
    );
    expect([folded.text, names(folded)]).to.deep.equal(['It burns.', ['a.png']]);
  });

  it('may come twice: the first that can be read counts', async () => {
    const twice = [
      'Content-Type: ;;',
      'Content-Type: text/html',
      'Content-Type: text/plain',
      'Content-Transfer-Encoding: x',
      'Content-Transfer-Encoding: base64',
    ];
    expect((await read(...twice, '', 'PGI+R3LDvMOfZTwvYj4=')).text).to.equal('Grüße');
  });

  it('names its encoding in any spelling, and wrongly', async () => {
    for (const said of ['BASE64', '"base64"', 'base-64', 'base64;', 'Base64 (x)']) {
      expect((await read(`Content-Transfer-Encoding: ${said}`, '', 'R3LDvMOfZQ==')).text, said).to.equal('Grüße');
    }
    for (const said of ['quoted printable', 'QUOTED-PRINTABLE', 'quotedprintable', 'quoted-printable; x']) {
      expect((await read(`Content-Transfer-Encoding: ${said}`, '', 'Gr=C3=BC=C3=9Fe')).text, said).to.equal('Grüße');
    }
    for (const said of ['base64', 'text/plain', '7-bit', '']) {
      expect((await read(`Content-Transfer-Encoding: ${said}`, '', 'It burns, help!')).text, said).to.equal(
        'It burns, help!',
      );
    }
    expect((await read('', 'SXQgYnVybnMu')).text).to.equal('SXQgYnVybnMu');
  });

  it('says base64, and plain words stand below: both are read', async () => {
    const coded = Buffer.from('It burns in room 12, and nobody comes. '.repeat(4)).toString('base64');
    const lines = coded.match(/.{1,76}/g) ?? [];
    const { text } = await read(
      'Content-Transfer-Encoding: base64',
      '',
      ...lines,
      '',
      '____',
      'This is the footer of a list.',
    );
    expect(text).to.contain('nobody comes').and.contain('This is the footer of a list.');
  });
});

describe('a text', () => {
  const inCharset = async (charset: string, bytes: string) =>
    (await read(`Content-Type: text/plain; charset=${charset}`, '', bytes)).text;

  it('is read in its charset, and as UTF-8 when it is that whatever it says', async () => {
    const texts: [string, string, string][] = [
      ['iso-8859-1', 'Gr\xfc\xdfe', 'Grüße'],
      ['iso-8859-1', utf8('Grüße'), 'Grüße'],
      ['us-ascii', 'Gr\xfc\xdfe', 'Grüße'],
      ['cp850', 'Gr\x81\xe1e', 'Grüße'],
      ['IBM437', 'Gr\x81\xe1e', 'Grüße'],
      ['iso-2022-jp', '\x82\xb1\x82\xf1', 'こん'],
      ['iso-2022-jp', '\xa4\xb3\xa4\xf3', 'こん'],
      ['windows-1252', '\x93\x80\x94 \x96 \x9f', '“€” – Ÿ'],
      ['iso-8859-1', '\x93\x80\x94', '“€”'],
      ['', '\x93\x80\x94', '“€”'],
      ['GB2312_CHARSET', '\xc4\xe3\xba\xc3', '你好'],
      ['utf-8', 'Gr\xfc\xdfe', 'Grüße'],
      ['utf-8', `${utf8('Grüße, schöne Grüße')} \xfc`, 'Grüße, schöne Grüße ü'],
      ['latin-9', '\xa4', '€'],
      ['cp1251', '\xcf\xf0\xe8\xe2\xe5\xf2', 'Привет'],
      ['x-cp-1251', '\xcf\xf0\xe8\xe2\xe5\xf2', 'Привет'],
      ['koi8-r', '\xf0\xd2\xc9\xd7\xc5\xd4', 'Привет'],
      ['gb2312', '\xc4\xe3\xba\xc3', '你好'],
      ['big5', '\xa7A\xa6n', '你好'],
      ['ks_c_5601-1987', '\xbe\xc8\xb3\xe7', '안녕'],
      ['cp932', '\x82\xb1\x82\xf1', 'こん'],
      ['ISO-2022-JP', '\x1b$B$3$s\x1b(B', 'こん'],
      ['us-ascii', '\x1b$B$3$s\x1b(B', 'こん'],
      ['ISO-2022-KR', '\x1b$)C\x0e>H3g\x0f.', '안녕.'],
      ['hz-gb-2312', '~{Dc:C~}~~!', '你好~!'],
      ['tis-620', '\xca\xc7\xd1\xca', 'สวัส'],
      ['x-mac-roman', 'Gr\x9f\xa7e', 'Grüße'],
      ['utf-7', 'Gr+APwA3w-e', 'Grüße'],
      ['unicode-1-1-utf-7', 'a +- b', 'a + b'],
      ['utf-16', 'a\0\xfc\0', 'aü'],
      ['utf-16be', '\0a\0\xfc', 'aü'],
      ['utf-16', 'plain all the same', 'plain all the same'],
      ['utf-32', '\0\0\0a\0\0\0\xfc', 'aü'],
      ['"utf-8', utf8('Grüße'), 'Grüße'],
      ['x-nobody-knows', 'Gr\xfc\xdfe', 'Grüße'],
    ];
    for (const [charset, bytes, text] of texts) expect(await inCharset(charset, bytes), charset).to.equal(text);
  });

  it('has its charset for the raw letters of the header too', async () => {
    const subject = async (charset: string, bytes: string) =>
      (await parse(Buffer.from(`Subject: ${bytes}\r\nContent-Type: text/plain; charset=${charset}\r\n\r\nx`, 'latin1')))
        .subject;
    expect(await subject('koi8-r', '\xf0\xd2\xc9\xd7\xc5\xd4')).to.equal('Привет');
    expect(await subject('koi8-r', utf8('Привет'))).to.equal('Привет');
    expect(await subject('utf-16', utf8('Grüße'))).to.equal('Grüße');
    expect(await subject('utf-8', 'Gr\xfc\xdfe')).to.equal('Grüße');
    expect(await subject('x-nobody-knows', 'Gr\xfc\xdfe')).to.equal('Grüße');
  });

  it('says when nobody knows its charset', async () => {
    const { faults } = await read('Content-Type: text/plain; charset=x-nobody-knows', '', 'Gr\xfc\xdfe');
    expect(faults.join(' ')).to.contain('“x-nobody-knows” is not known');
  });

  it('of two bytes a letter is found without any mark', async () => {
    const wide = Buffer.from('Somebody saved this as Unicode.', 'utf16le').toString('latin1');
    expect((await read('', wide)).text).to.equal('Somebody saved this as Unicode.');
  });

  it('is read in UTF-7 within a multipart, and in the charset its HTML names', async () => {
    const part = ['Content-Type: text/plain; charset=utf-7', '', 'Gr+APwA3w-e'];
    expect((await read('Content-Type: multipart/mixed; boundary=b', '', '--b', ...part, '--b--')).text).to.equal(
      'Grüße',
    );
    const html =
      '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head>\xcf\xf0\xe8</html>';
    expect((await read('Content-Type: text/html', '', html)).text).to.equal('При');
  });

  it('that flows is joined by its quotes, and its signature is kept', async () => {
    const lines = ['It burns and ', 'burns.', '> Did you ', '> try water?', '>> no', ' >not a quote', '-- ', 'Ann'];
    const { text } = await read('Content-Type: text/plain; format=flowed', '', ...lines);
    expect(text).to.equal('It burns and burns.\n> Did you try water?\n>> no\n>not a quote\n-- \nAnn');
  });

  it('with CR alone in it has lines', async () => {
    expect((await read('', 'one\rtwo\r\nthree\nfour')).text).to.equal('one\ntwo\nthree\nfour');
  });
});

describe('of two alternatives', () => {
  const alternatives = (plain: string, html: string) =>
    read(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      plain,
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      html,
      '--b--',
    );
  const HTML =
    '<p>The printer in room 12 burns since nine o’clock, and nobody in the house knows where the water is.</p>';

  it('the plain one is read', async () => {
    const plain = 'The printer in room 12 burns.';
    expect((await alternatives(plain, utf8(HTML))).text).to.equal(plain);
    expect((await alternatives('See below.', '<p>See below.</p>')).text).to.equal('See below.');
    expect((await alternatives('Hi', `<p>Hi</p><img src="cid:x">${'<div></div>'.repeat(100)}`)).text).to.equal('Hi');
  });

  it('the HTML is, when the plain one is empty or only says that there is HTML', async () => {
    for (const stub of [
      '',
      ' \r\n\xc2\xa0',
      'Your e-mail client does not support HTML.',
      'To see this message, open it with a program that can show HTML: https://news.example/1',
      utf8('Ihr Mailprogramm kann diese Nachricht nicht darstellen.'),
      utf8('このメールはHTML形式です。'),
    ]) {
      expect((await alternatives(stub, utf8(HTML))).text, stub).to.contain('nobody in the house');
    }
  });

  it('files in their branches are kept', async () => {
    const inner = [
      'Content-Type: multipart/mixed; boundary=i',
      '',
      '--i',
      'Content-Type: text/html',
      '',
      '<p>It burns.</p>',
      '--i',
      ...FILE,
      '--i--',
    ];
    const found = await read(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      ...PART,
      '--b',
      ...inner,
      '--b--',
    );
    expect([found.text, names(found)]).to.deep.equal(['It burns.', ['a.png']]);
  });
});

describe('a file', () => {
  const named = async (...fields: string[]) => names(await read(...fields, '', 'x'))[0];

  it('has its name in whichever way it is written', async () => {
    const disposition = (params: string) =>
      named('Content-Type: application/x-a', `Content-Disposition: attachment; ${params}`);
    const written: [string, string][] = [
      ['filename="Rechnung M\xfcller.pdf"', 'Rechnung Müller.pdf'],
      [`filename="${utf8('Rechnung Müller.pdf')}"`, 'Rechnung Müller.pdf'],
      ['filename=Rechnung Mai 2026 (neu).pdf', 'Rechnung Mai 2026 (neu).pdf'],
      ['filename="a.pdf', 'a.pdf'],
      ['filename=a.pdf size=3', 'a.pdf'],
      ['filename="=?utf-8?B?TcO8bGxlci5wZGY=?="', 'Müller.pdf'],
      ['filename==?utf-8?Q?M=C3=BCller?= =?utf-8?Q?_neu.pdf?=', 'Müller neu.pdf'],
      ['filename="=?iso-8859-1?Q?M=FCl?=\r\n =?iso-8859-1?Q?ler.pdf?="', 'Müller.pdf'],
      ["filename*=utf-8''M%C3%BCller.pdf", 'Müller.pdf'],
      ["filename*=iso-8859-1'de'M%FCller.pdf", 'Müller.pdf'],
      ["filename*0*=utf-8''M%C3%BC; filename*1=ller; filename*2*=%20neu.pdf", 'Müller neu.pdf'],
      ['filename*1="ller.pdf"; filename*0="M\xfc"', 'Müller.pdf'],
      ['filename*1="a"; filename*2=".pdf"', 'a.pdf'],
      ["filename=x.pdf; filename*=utf-8''M%C3%BCller.pdf", 'Müller.pdf'],
      ['filename="utf-8\'\'M%C3%BCller.pdf"', 'Müller.pdf'],
      ["filename*0*=utf-8''%E5%86; filename*1*=%99.pdf", '写.pdf'],
    ];
    for (const [params, name] of written) expect(await disposition(params), params).to.equal(name);
    expect(await named("Content-Type: application/x-a; name*=utf-8''M%C3%BCller.pdf")).to.equal('Müller.pdf');
    expect(await named('Content-Type: application/x-a; name=M\xfcller.pdf; x')).to.equal('Müller.pdf');
  });

  it('of words that are shown keeps its name beside them', async () => {
    const part = [
      'Content-Type: text/plain; name=log.txt',
      'Content-Disposition: inline; filename=log.txt',
      '',
      'line 1',
      'line 2',
    ];
    const found = await read('Content-Type: multipart/mixed; boundary=b', '', '--b', ...PART, '--b', ...part, '--b--');
    expect(found.text).to.equal('It burns.\nline 1\nline 2');
    expect(found.attachments).to.deep.include({
      name: 'log.txt',
      type: 'text/plain',
      size: 13,
      sha256: sum('line 1\nline 2'),
      inline: true,
    });
  });

  it('of bytes without base64 where base64 is said is kept as it is', async () => {
    const found = await read(
      'Content-Type: application/pdf',
      'Content-Transfer-Encoding: base64',
      '',
      '%PDF-1.4 (not encoded)',
    );
    expect(found.attachments[0]?.size).to.equal(22);
  });

  it('that is a mail is called by its subject', async () => {
    const inner = [
      'Content-Type: message/rfc822',
      '',
      'From: eve@example.org',
      'Subject: =?utf-8?Q?R=C3=A4ume?= 1/2',
      '',
      'x',
    ];
    const found = await read('Content-Type: multipart/mixed; boundary=b', '', '--b', ...PART, '--b', ...inner, '--b--');
    expect(names(found)).to.deep.equal(['Räume 1-2.eml']);
  });

  it('in the words is taken out of what is new, kept whole, and nothing else is', async () => {
    const packed = ['begin 644 a.txt', '#0V%T', '`', 'end'];
    const found = await read('', 'Look:', ...packed, 'Ann');
    expect(found.attachments).to.deep.include({
      name: 'a.txt',
      type: 'application/octet-stream',
      size: 3,
      sha256: sum('Cat'),
      inline: false,
    });
    expect([found.newWords, found.folded.trim()]).to.deep.equal(['Look:\nAnn', packed.join('\n')]);
    expect(found.text).to.equal(['Look:', ...packed, 'Ann'].join('\n'));
    const broken = await read('', 'Look:', 'begin 644 a.txt', 'and so on', 'end');
    expect([broken.attachments.length, broken.newWords.includes('begin 644')]).to.deep.equal([0, true]);
  });

  it('in BinHex is a file, by the name that stands in it', async () => {
    const letters = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr';
    const bits = [...Buffer.from('\x08plan.txt\0TEXT')].map(byte => byte.toString(2).padStart(8, '0')).join('');
    const coded = (bits.match(/.{6}/g) ?? []).map(six => letters[Number.parseInt(six, 2)]).join('');
    const hqx = ['(This file must be converted with BinHex 4.0)', '', `:${coded}`, '!!!!!!:', ''];
    const found = await read('', 'Look:', ...hqx);
    expect(found.attachments[0]?.type).to.equal('application/mac-binhex40');
    expect(found.attachments[0]?.name).to.equal('plan.txt.hqx');
    expect(found.newWords).to.equal('Look:');
  });

  it('in the uuencode of a part is unpacked, and its letters are kept', async () => {
    const found = await read(
      'Content-Type: image/png; name=a.png',
      'Content-Transfer-Encoding: x-uuencode',
      '',
      'begin 600 a.png',
      '#0V%T',
      '`',
      'end',
    );
    expect(found.attachments.map(({ name, size }) => [name, size])).to.deep.equal([
      ['a.png', 3],
      ['a.png.uue', 30],
    ]);
  });
});

describe('a mail that is only', () => {
  it('an invitation says what, when, where and who', async () => {
    const calendar = [
      'BEGIN:VCALENDAR',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      'SUMMARY:Fire drill\\, all',
      ' \\; floors',
      'DTSTART;TZID=Europe/Vienna:20261126T140000',
      'DTEND:20261126T150000Z',
      'LOCATION:Yard',
      'ORGANIZER;CN="Doe, Ann":mailto:ann@customer.example',
      'DESCRIPTION:Come\\nall.',
      'BEGIN:VALARM',
      'DESCRIPTION:no',
      'END:VALARM',
      'END:VEVENT',
      'END:VCALENDAR',
    ];
    const found = await read('Content-Type: text/calendar; charset=utf-8; method=REQUEST', '', ...calendar);
    expect(found.text).to.equal(
      'Invitation: Fire drill, all; floors\nWhen: 2026-11-26 14:00 Europe/Vienna – 2026-11-26 15:00 UTC\nWhere: Yard\nOrganiser: Doe, Ann <ann@customer.example>\n\nCome\nall.',
    );
    expect(names(found)).to.deep.equal(['invitation.ics']);
  });

  it('a winmail.dat has its files and its words', async () => {
    const file = tnef({
      rtf: "{\\rtf1\\ansi\\ansicpg1252 Gr\\'fc\\u223?e\\par Ann}",
      files: [{ name: 'Plan Müller.pdf', bytes: Buffer.from('%PDF') }],
    });
    const found = await read(
      'Content-Type: application/ms-tnef; name=winmail.dat',
      'Content-Transfer-Encoding: base64',
      '',
      file.toString('base64').replace(/.{76}/g, '$&\r\n'),
    );
    expect(found.text).to.equal('Grüße\nAnn');
    expect(found.attachments.map(({ name, size, sha256 }) => [name, size, sha256])).to.deep.equal([
      ['winmail.dat', file.length, sum(file)],
      ['Plan Müller.pdf', 4, sum('%PDF')],
    ]);
  });

  it('a piece of a message shows the piece', async () => {
    const found = await read(
      'Content-Type: message/partial; number=1; total=2; id=x',
      '',
      'Subject: whole',
      '',
      'First half',
    );
    expect(found.text).to.contain('First half');
  });
});

describe('the bytes of a file', () => {
  it('are those that its sum was made of, whichever file it is', async () => {
    const packed = ['begin 644 b.txt', '#0V%T', '`', 'end'];
    const dat = tnef({
      plain: 'x',
      files: [
        { name: 'c.bin', bytes: Buffer.from([0, 255, 1]) },
        { name: 'd.bin', bytes: Buffer.from('d') },
      ],
    });
    const bytes = mail(
      ...['Content-Type: multipart/mixed; boundary=b', '', '--b', ...FILE, '--b', ...FILE, '--b', ...PART, ...packed],
      ...['--b', 'Content-Type: application/ms-tnef', 'Content-Transfer-Encoding: base64', '', dat.toString('base64')],
      ...['--b', 'Content-Type: text/plain; name=log.txt', '', 'line 1', 'line 2'],
      ...['--b', 'Content-Type: image/gif', 'Content-Transfer-Encoding: x-uuencode', '', ...packed],
      ...['--b', 'Content-Type: message/rfc822', '', 'Subject: inner', '', 'words', '--b--'],
    );
    const { attachments } = await parse(bytes);
    expect(attachments.map(({ name }) => name)).to.deep.equal([
      ...[
        'a.png',
        'a (2).png',
        'b.txt',
        'winmail.dat',
        'c.bin',
        'd.bin',
        'log.txt',
        'b (2).txt',
        'b.txt.uue',
        'inner.eml',
      ],
    ]);
    for (const [n, attachment] of attachments.entries()) {
      const found = await extractAttachment(bytes, n, options);
      expect(found?.attachment, attachment.name).to.deep.equal(attachment);
      expect([found?.bytes.length, sum(found?.bytes ?? '')], attachment.name).to.deep.equal([
        attachment.size,
        attachment.sha256,
      ]);
    }
    expect(await extractAttachment(bytes, attachments.length, options)).to.equal(undefined);
    expect(await extractAttachment(bytes, -1, options)).to.equal(undefined);
  });
});

function sum(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('a mail from far away', () => {
  it('is read with a byte order mark in front, and with line ends that were converted twice', async () => {
    const bytes = mail('Content-Type: multipart/mixed; boundary=b', '', '--b', ...PART, '--b', ...FILE, '--b--', '');
    const marked = await parse(Buffer.concat([Buffer.from('\ufeff'), bytes]));
    const twice = await parse(Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\r\r\n'), 'latin1'));
    for (const found of [marked, twice]) {
      expect(found.subject).to.equal('help');
      expect(found.text.trim()).to.equal('It burns.');
      expect(names(found)).to.deep.equal(['a.png']);
    }
  });

  it('is read when all it has is rich text of another kind', async () => {
    expect((await read('Content-Type: text/enriched', '', 'It <bold>burns</bold>, a << b.')).text).to.equal(
      'It burns, a < b.',
    );
    expect((await read('Content-Type: text/rtf', '', '{\\rtf1 It {\\b burns}.}')).text).to.equal('It burns.');
    const asFile = await read('Content-Type: text/html', 'Content-Disposition: attachment', '', '<p>It burns.</p>');
    expect([asFile.text, names(asFile)]).to.deep.equal(['It burns.', ['text.html']]);
    expect((await read('Content-Type: text/markdown', '', 'It *burns*.')).text).to.equal('It *burns*.');
  });
});
