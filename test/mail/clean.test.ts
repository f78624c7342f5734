import { expect } from 'chai';
import fc from 'fast-check';
import { forCsv, forHeader, forLog, forTerminal } from '../../src/mail/clean.ts';

const line = { multiline: false };
const lines = { multiline: true };

describe('cleaning for the terminal', () => {
  it('shows escapes of every kind and lets none through', () => {
    const attacks = [
      '\x1b]0;owned\x07',
      '\x1b]52;c;ZWNobw==\x07',
      '\x1b]8;;http://e.example\x1b\\x',
      '\x1b[2J',
      '\x1b[?1049h',
      '\u009b31m',
      '\x7f',
      'a\rb',
      '\b\b',
    ];
    for (const attack of attacks) {
      for (const how of [line, lines])
        expect(forTerminal(attack, how), JSON.stringify(attack)).to.match(/^[\x20-\x7e]+$/);
    }
    expect(forTerminal('\x1b[2J', line)).to.equal('\\x1b[2J');
  });

  it('shows what reverses or hides letters', () => {
    expect(forTerminal('invoice \u202efdp.exe', line)).to.equal('invoice \\u202efdp.exe');
    expect(forTerminal('a\u200bb\u2066c\u{e0041}d\ud800e', line)).to.equal('a\\u200bb\\u2066c\\u{e0041}d\\ud800e');
  });

  it('shortens a flood of marks and shows letters that only carry hidden bytes', () => {
    expect(forTerminal(`Z${'\u0301'.repeat(5000)}algo`, line)).to.equal(`Z${'\u0301'.repeat(8)}…algo`);
    expect(forTerminal('a\ufe01b❤\ufe0f\ufe0f', line)).to.equal('a\\ufe01b❤\ufe0f\\ufe0f');
    expect(forTerminal('葛\u{e0100}a\u{e0100}', line)).to.equal('葛\u{e0100}a\\u{e0100}');
    expect(forTerminal('a\ufff9b\ufffbc\u115fd', line)).to.equal('a\\ufff9b\\ufffbc\\u115fd');
  });

  it('keeps line breaks and tabulators only where lines are wanted', () => {
    expect(forTerminal('a\tb\r\nc', lines)).to.equal('a\tb\nc');
    expect(forTerminal('a\tb\nc', line)).to.equal('a\\x09b\\x0ac');
  });

  it('leaves the writings of the world alone', () => {
    const words = [
      'Grüße, Zoë',
      'Привет',
      '你好',
      'שלום',
      'नमस्ते',
      'क्‍ष',
      'می‌خواهم',
      '👩‍👩‍👧‍👦 ❤️',
      '🏴',
      'C:\\Users\\x1b',
    ];
    for (const word of words) expect(forTerminal(word, line)).to.equal(word);
  });

  it('never lets a control through and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const once = forTerminal(text, lines);
        expect(once).not.to.match(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
        expect(forTerminal(once, lines)).to.equal(once);
      }),
    );
  });
});

describe('cleaning for headers, CSV and logs', () => {
  it('gives one header line without controls and within its bound', () => {
    expect(forHeader(' a\r\nBcc: v@x.example\0b ')).to.equal('a Bcc: v@x.example b');
    expect(forHeader('😀'.repeat(600), 99)).to.equal('😀'.repeat(49));
    expect(forHeader('a\ud800')).to.equal('a\ufffd');
  });

  it('takes the formula out of a CSV field and quotes by RFC 4180', () => {
    expect(forCsv("=cmd|' /C calc'!A0")).to.equal("'=cmd|' /C calc'!A0");
    for (const first of ['+', '-', '@']) expect(forCsv(`${first}1`)).to.equal(`'${first}1`);
    for (const first of ['＝', '＋', '－', '＠', '﹣', ' =', '\u00a0+'])
      expect(forCsv(`${first}1`)).to.equal(`'${first}1`);
    for (const first of ['\t', '\r']) expect(forCsv(`${first}1`)).to.equal(`"'${first}1"`);
    expect(forCsv('say "hi", Bob')).to.equal('"say ""hi"", Bob"');
    expect(forCsv('plain')).to.equal('plain');
  });

  it('keeps a log line one short line', () => {
    expect(forLog('x\r\n{"level":"error"}')).to.equal('x\\x0d\\x0a{"level":"error"}');
    expect(forLog('a'.repeat(1000), 10)).to.equal('aaaaaaaaaa…');
  });
});
