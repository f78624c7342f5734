import { expect } from 'chai';
import fc from 'fast-check';
import { type Column, table } from '../../src/cli/table.ts';
import { padEnd, truncate, wrap } from '../../src/cli/width.ts';
import { learnWidths, widthOf } from '../../src/outbox/width.ts';

const plain = (_style: string, text: string) => text;

describe('The width of text in a terminal', () => {
  before(() => learnWidths(['日']));

  it('counts a wide character as two columns and a combining mark as none', () => {
    expect(widthOf('日本')).to.equal(4);
    expect(widthOf('e\u0301')).to.equal(1);
    expect(widthOf('👩‍💻')).to.equal(2);
  });

  it('cuts between graphemes and shows that it cut', () => {
    expect(truncate('Printer on fire', 8)).to.equal('Printer…');
    expect(truncate('日本語の件名', 6)).to.equal('日本…');
    expect(truncate('👩‍💻👩‍💻👩‍💻', 5)).to.equal('👩‍💻👩‍💻…');
    expect(truncate('fits', 4)).to.equal('fits');
    expect(truncate('anything', 0)).to.equal('');
  });

  it('is never exceeded, whatever the text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (words, columns) => {
        expect(widthOf(truncate(words, columns))).to.be.at.most(columns);
      }),
    );
  });

  it('does not look at a megabyte to fill twenty columns', () => {
    const started = performance.now();
    expect(widthOf(truncate(`x${'\u0301'.repeat(1_000_000)}`, 20))).to.be.at.most(20);
    expect(widthOf(truncate('漢'.repeat(500_000), 20))).to.be.at.most(20);
    expect(performance.now() - started).to.be.below(500);
  });

  it('pads by columns and not by characters', () => {
    expect(padEnd('日', 4)).to.equal('日  ');
  });

  it('wraps at blanks, breaks a word that is too long, and keeps every word', () => {
    expect(wrap('The quick brown fox', 10)).to.deep.equal(['The quick', 'brown fox']);
    expect(wrap('aaaaaaaaaaaa b', 5)).to.deep.equal(['aaaaa', 'aaaaa', 'aa b']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 3, max: 30 }), (words, columns) => {
        const lines = wrap(words, columns);
        expect(lines.join('').replaceAll(' ', '')).to.equal(words.replaceAll(' ', ''));
      }),
    );
  });
});

describe('A table', () => {
  const columns: readonly Column[] = [
    { title: 'n', align: 'right' },
    { title: 'subject', gives: 1, least: 8 },
    { title: 'who', gives: 2, least: 3 },
  ];
  const row = (n: string, subject: string, who: string) => [{ text: n }, { text: subject }, { text: who }];

  it('aligns its columns, wide characters too', async () => {
    const lines = await table(columns, [row('1', '日本', 'ann'), row('12', 'Toner', 'bob')], undefined, plain);
    expect(lines).to.deep.equal([' n  subject  who', ' 1  日本     ann', '12  Toner    bob']);
  });

  it('fits the width: the first column that gives way is cut first', async () => {
    const lines = await table(columns, [row('1', 'A very long subject indeed', 'ann@example.org')], 36, plain);
    expect(lines.every(line => widthOf(line) <= 36)).to.equal(true);
    expect(lines[1]).to.equal('1  A very long sub…  ann@example.org');
  });

  it('cuts nothing when it goes into a pipe', async () => {
    const subject = 'x'.repeat(300);
    expect((await table(columns, [row('1', subject, 'ann')], undefined, plain))[1]).to.contain(subject);
  });

  it('fits 80 columns with any clean text', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 120 }).map(text => text.replace(/\p{C}/gu, ''));
    await fc.assert(
      fc.asyncProperty(cell, cell, async (subject, who) => {
        for (const line of await table(columns, [row('7', subject, who)], 80, plain))
          expect(widthOf(line)).to.be.at.most(80);
      }),
    );
  });
});
