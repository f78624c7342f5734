import { expect } from 'chai';
import { decompressRtf } from '../../src/mail/lzfu.ts';
import { rtfWords } from '../../src/mail/rtf-words.ts';
import { readTnef } from '../../src/mail/tnef.ts';
import { compressed, tnef } from '../mails/tnef-file.ts';

const words = (rtf: string) => rtfWords(rtf, 10_000);

describe('the words of RTF', () => {
  it('are those that are seen', () => {
    const rtf =
      '{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}{\\info{\\author Eve}}\r\n' +
      "\\pard \\b \\'cf\\'f0\\'e8\\b0\\tab a\\line b\\par \\u8364\\'3f \\uc0\\u-10179\\u-8704 \\{x\\}\\~y\\par}";
    expect(words(rtf)).to.equal('При\ta\nb\n€ 😀{x}\u00a0y');
  });

  it('are those of the HTML that was hidden in it', () => {
    const rtf =
      '{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf \\par \\htmlrtf0 It {\\*\\htmltag84 <b>}\\htmlrtf {\\b \\htmlrtf0 burns' +
      '\\htmlrtf }\\htmlrtf0{\\*\\htmltag92 </b>}.{\\*\\htmltag72 </p>}}';
    expect(words(rtf)).to.equal('It burns.');
  });

  it('are what remains of an RTF that is broken', () => {
    for (const rtf of ['{\\rtf1 It burns', 'It burns}}}', '{\\rtf1 It burns\\', "{\\rtf1 It burns\\'z"]) {
      expect(words(rtf), rtf).to.match(/^It burns/);
    }
  });
});

describe('compressed RTF', () => {
  it('is unpacked as far as it goes, and no further than the limit', () => {
    const rtf = '{\\rtf1 It burns in room 12.}';
    const packed = compressed(rtf);
    const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1');
    expect(text(decompressRtf(packed, 1000))).to.equal(rtf);
    expect(text(decompressRtf(packed, 10))).to.equal(rtf.slice(0, 10));
    expect(text(decompressRtf(packed.subarray(0, 30), 1000))).to.equal(rtf.slice(0, 16));
    expect(decompressRtf(Buffer.from('not at all compressed'), 1000)).to.equal(undefined);
  });
});

describe('winmail.dat', () => {
  it('gives its words in each of their forms, and its files', () => {
    const found = readTnef(
      tnef({ plain: 'It burns.', html: '<p>It burns.</p>', files: [{ name: 'a.txt', bytes: Buffer.from('a') }] }),
    );
    expect(found).to.include({ plain: 'It burns.', html: '<p>It burns.</p>', rtf: '' });
    expect(found?.files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).to.deep.equal([
      ['a.txt', 'a'],
    ]);
  });

  it('has a page in the charset that the page names, as any other, and never in two bytes a letter', () => {
    const page = (charset: string, bytes: string) =>
      readTnef(tnef({ html: Buffer.from(`<meta content="text/html; charset = ${charset}">${bytes}`, 'latin1') }))?.html;
    expect(page('windows-1251', '\xcf\xf0\xe8')).to.match(/>При$/);
    expect(page('utf-16', 'Gr\xfc\xdfe')).to.match(/>Grüße$/);
  });

  it('that is cut off anywhere, or lies about a length, gives what came before', () => {
    const whole = tnef({ plain: 'It burns.', files: [{ name: 'a.txt', bytes: Buffer.from('abc') }] });
    for (let length = 0; length < whole.length; length++) {
      const { plain = '' } = readTnef(whole.subarray(0, length)) ?? {};
      expect('It burns.'.startsWith(plain), `${length}: ${plain}`).to.equal(true);
    }
    for (let at = 6; at < whole.length; at++) {
      const lying = Buffer.from(whole);
      lying[at] = 0xff;
      readTnef(lying);
    }
    expect(readTnef(Buffer.from('PK\x03\x04 something else'))).to.equal(undefined);
  });
});
