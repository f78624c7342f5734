import { expect } from 'chai';
import { isNoRendering } from '../../src/mail/alternative.ts';
import { base64End } from '../../src/mail/base64-text.ts';
import { calendarWords } from '../../src/mail/calendar-words.ts';
import { decodeText } from '../../src/mail/charset.ts';
import { parameter, parseContentType } from '../../src/mail/content-type.ts';
import { decodeWords } from '../../src/mail/encoded-words.ts';
import { filesInText } from '../../src/mail/files-in-text.ts';
import { unflowed } from '../../src/mail/flowed.ts';
import { decompressRtf } from '../../src/mail/lzfu.ts';
import { outlineOf } from '../../src/mail/outline.ts';
import { partHead, readPartHead } from '../../src/mail/part-head.ts';
import { rtfWords } from '../../src/mail/rtf-words.ts';
import { readTnef } from '../../src/mail/tnef.ts';
import { howItGrows } from '../linear.ts';

/** Text of strangers may be as long and as odd as it likes: four times as much takes four times as long. */
const SIZE = 100_000;

type Scan = (text: string) => unknown;
const bytes = (text: string) => Buffer.from(text, 'latin1');

/** A row of nested multiparts; `piece` is not repeated but grows. */
function nested(text: string): string {
  let all = '';
  for (let n = 0; all.length < text.length; n++) all += `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`;
  return all;
}

const multipart = partHead([{ name: 'content-type', value: 'multipart/mixed; boundary=b' }]);
const scans: Record<string, { readonly scan: Scan; readonly pieces: readonly string[] }> = {
  'the outline': {
    scan: text => outlineOf(bytes(text), multipart),
    pieces: [
      '--b\n',
      '--b\n\n',
      '--b--\n',
      '--b\nContent-Type: multipart/mixed; boundary=b\n\n',
      '-',
      '--\n',
      '--x\n',
      '--b\nA: b\n',
    ],
  },
  'the outline of nested multiparts': {
    scan: text => {
      const mail = bytes(`\n${nested(text)}`);
      return outlineOf(mail, partHead([{ name: 'content-type', value: 'multipart/mixed; boundary=b0' }]));
    },
    pieces: ['x'],
  },
  'the outline without boundaries': {
    scan: text => outlineOf(bytes(text), partHead([{ name: 'content-type', value: 'multipart/mixed' }])),
    pieces: ['--a b\n', '--b\nContent-Type: multipart/mixed\n\n', '--\n\n'],
  },
  'a header': {
    scan: text => readPartHead(bytes(text)),
    pieces: ['Content-Type: a;\n\n b=c\n', 'C: d\n\n', '\r', ' \n'],
  },
  'encoded words': {
    scan: decodeWords,
    pieces: ['=?a?q?', '=?', '=?a?b?YQ==', '=?utf-8?b?YWI?= ', '=?a?q?=?=', '=?a?q?b?=', '?='],
  },
  'a content type': {
    scan: text => parameter(parseContentType(`a/b; ${text}`).params, 'name'),
    pieces: ['name=a;', '"', 'a="b', ';', '(', ' name=', "name*0*=a'b'", '\\'],
  },
  'a charset': {
    scan: text => decodeText(bytes(text), 'utf-8'),
    pieces: ['\xc3', '\xc3\xa4\xff', '\xff', '\x1b$B', '\0a', '~{'],
  },
  'HZ, ISO-2022-KR, UTF-7': {
    scan: text => ['hz', 'iso-2022-kr', 'utf-7', 'utf-32'].map(label => decodeText(bytes(text), label)),
    pieces: ['~{a', '\x1b$)C\x0e', '+a', '~'],
  },
  'files in text': {
    scan: filesInText,
    pieces: [
      'begin 644 a\n',
      'begin 644 a\n#0V%T\n',
      'begin-base64 644 a\nYQ==\n',
      '(This file must be converted with BinHex\n',
      '(This file must be converted with BinHex\n:!\n',
    ],
  },
  'flowed text': { scan: text => unflowed(text, true), pieces: ['> a \n', ' ', '>', 'a \n', '-- \n'] },
  'the end of base64': { scan: text => base64End(bytes(text)), pieces: ['YQ==\n', 'a', 'a b\n', '=', ' '] },
  'an invitation': {
    scan: calendarWords,
    pieces: ['BEGIN:VEVENT\n', 'A;B=c:d\n', '\n ', ';a=', 'BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n'],
  },
  RTF: { scan: text => rtfWords(text, SIZE), pieces: ['{', '}', '\\', '\\u1?', "\\'e4", '\\a', '{\\*', 'a', '\\*'] },
  'compressed RTF': {
    scan: text => decompressRtf(bytes(`\0\0\0\0\xff\xff\xff\x7fLZFu\0\0\0\0${text}`), 8_000_000),
    pieces: ['\xff\0\x0f\0\x0f', '\0aaaaaaaa'],
  },
  'winmail.dat': {
    scan: text => readTnef(bytes(`\x78\x9f\x3e\x22\0\0${text}`)),
    pieces: ['\x01\x03\x90\x06\0\0\0\0\0\0\0', '\x02\x02\x90\x06\0\0\0\0\0\0\0', '\0'],
  },
  'two renderings': {
    scan: text => isNoRendering('some words that are nowhere else', text),
    pieces: ['<p>x</p>', '<', 'ab '],
  },
};

describe('linear time', function () {
  this.timeout(60_000);
  for (const [name, { scan, pieces }] of Object.entries(scans)) {
    it(`takes ${name}`, () => {
      for (const piece of pieces) {
        const { small, large, linear } = howItGrows(n => scan(piece.repeat(n / piece.length)), SIZE);
        expect(linear, `${JSON.stringify(piece)}: ${small} ms, then ${large} ms for four times as much`).to.equal(true);
      }
    });
  }
});
