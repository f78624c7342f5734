import { expect } from 'chai';
import fc from 'fast-check';
import { learnWidths, widthOf } from '../../src/outbox/width.ts';
import { COLUMNS, wrapText } from '../../src/outbox/wrap.ts';
import { growsLinearly } from '../linear.ts';

const prose = 'It prints blue pages since Monday, and nobody in the office has touched the machine, as far as we know.';
const longest = (text: string) => Math.max(...text.split('\n').map(widthOf));

describe('The plain part of a letter', () => {
  before(() => learnWidths(['日本']));

  it('has its long lines broken at 72 columns, and its short ones left alone', () => {
    expect(wrapText(`Hello,\n\n${prose}\nBob`)).to.equal(
      'Hello,\n\nIt prints blue pages since Monday, and nobody in the office has touched\nthe machine, as far as we know.\nBob',
    );
  });

  it('goes on with the sign of a quote, and below the first word of a point', () => {
    expect(
      wrapText(`> > ${prose}`)
        .split('\n')
        .every(line => line.startsWith('> > ')),
    ).to.equal(true);
    expect(
      wrapText(`- ${prose}`)
        .split('\n')
        .map(line => line.slice(0, 4)),
    ).to.deep.equal(['- It', '  to']);
    expect(
      wrapText(`12. ${prose}`)
        .split('\n')
        .map(line => line.slice(0, 4)),
    ).to.deep.equal(['12. ', '    ']);
  });

  it('lets a paragraph go on that was broken a little later, instead of a word alone on a line', () => {
    const broken =
      'Seit Montag druckt der Drucker im zweiten Obergeschoss alle Seiten in blauer\nFarbe, und wir wissen nicht weiter.\n\nIhre Ann';
    const lines = wrapText(broken).split('\n');
    expect(lines.slice(1)).to.deep.equal(['blauer Farbe, und wir wissen nicht weiter.', '', 'Ihre Ann']);
    expect(wrapText(broken.replace(/^(?=.)/gm, '> ')).split('\n')[1]).to.match(/^> (?:in )?blauer Farbe, /);
  });

  it('joins nothing that was apart on purpose', () => {
    const full = 'x'.repeat(70);
    for (const below of [
      'Bob',
      '- one',
      '> old',
      'Phone:  12',
      '    code',
      '```',
      '-- ',
      '',
      'A sentence that is long enough to be one of its own.',
    ])
      expect(wrapText(`${full} and so on.\n${below}`), below).to.contain(`\n${below}`);
  });

  it('goes on with a field of a notice below its value', () => {
    const reason = wrapText(`Reason:   ${prose}`);
    expect(reason.split('\n').map(line => line.slice(0, 12))).to.deep.equal(['Reason:   It', '          ha']);
    expect(longest(reason)).to.be.at.most(COLUMNS);
    expect(wrapText(`Причина:  ${prose}`).split('\n')[1]).to.match(/^ {10}\S/);
    const columns = `Model:    4711-B    ${prose}`;
    expect(wrapText(columns)).to.equal(columns);
  });

  const stays: Record<string, string> = {
    'code between fences': `\`\`\`\n${prose}\n\`\`\``,
    'code that is set in': `    ${prose}`,
    'quoted code': `> \`\`\`\n> ${prose}\n> \`\`\``,
    'a table': `| ${prose} | 12 |`,
    'columns that were lined up': `${prose}    12`,
    'a signature': `-- \n${prose}`,
    'an address of a page': `https://desk.example/${'long/'.repeat(30)}`,
  };
  for (const [what, text] of Object.entries(stays))
    it(`leaves ${what} as it is`, () => expect(wrapText(text)).to.equal(text));

  it('breaks around an address of a page, never in it', () => {
    const url = `https://desk.example/${'long/'.repeat(20)}`;
    expect(wrapText(`Please look here, where everything is said: ${url} and then write again.`).split('\n')).to.include(
      url,
    );
  });

  it('counts signs that take two columns, and breaks scripts that write no blanks', () => {
    const wrapped = wrapText(`ここ数日、${'プリンターが青いページを印刷します。'.repeat(8)}`);
    expect(longest(wrapped)).to.be.at.most(COLUMNS);
    expect(wrapped.split('\n').length).to.be.greaterThan(3);
    expect(wrapped).not.to.match(/^[、。]/m);
    expect(longest(wrapText('👩‍💻 '.repeat(60)))).to.be.at.most(COLUMNS);
  });

  it('puts no sign at the beginning of a line that would make it a quote or a point', () => {
    for (const sign of ['>', '-', '12.', '*', '#', '--'])
      expect(
        wrapText(`${'x'.repeat(71)} ${sign} and so on`)
          .split('\n')
          .slice(1)
          .join(),
        sign,
      ).not.to.match(/^\s*(?:>|-|12\.|\*|#)/);
  });

  it('keeps a line that no blank lets break', () => {
    expect(wrapText(`no\u00a0${'break '.repeat(20).trim().replace(/ /g, '\u00a0')}`)).not.to.contain('\n');
  });

  it('changes nothing but blanks into line ends', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'be', ' ', '  ', '>', '\n', '-', '日', 'é', '`', '|'), maxLength: 400 }),
        text => {
          const bare = (some: string) => some.replace(/[\s>]/g, '');
          expect(bare(wrapText(text))).to.equal(bare(text));
        },
      ),
    ));

  for (const [what, part] of Object.entries({
    words: 'word ',
    'one word': 'w',
    signs: '日本 ',
    quotes: '> ',
    points: '- ',
  }))
    it(`takes no longer than twice the time for twice the ${what}`, () => {
      expect(growsLinearly(n => wrapText(part.repeat(n)))).to.equal(true);
    });
});
