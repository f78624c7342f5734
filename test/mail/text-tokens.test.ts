import { expect } from 'chai';
import fc from 'fast-check';
import { makeToken } from '../../src/mail/reply-token.ts';
import { tokensInText } from '../../src/mail/text-tokens.ts';
import { howItGrows, leastBelow } from '../linear.ts';
import { KEY } from '../scene.ts';

const token = makeToken({ ticket: 12, person: 7 }, KEY);
const half = token.lastIndexOf('-') + 1;
const [first, second] = [token.slice(0, half), token.slice(half)];
const marked = [{ token, marked: true }];
const bare = [{ token, marked: false }];

describe('tokens in a text', () => {
  it('are found in their brackets, however a mail program wrapped, quoted or coded the line', () => {
    const texts = [
      `Words\n\n[#${token}]\n`,
      `> > [#${token}]`,
      `[#${first}\n${second}]`,
      `[#${first}\r\n${second}]`,
      `> [#${first}\n> ${second}]`,
      `>> [#${first} \n>> ${second}]`,
      `>>> [#12-\n>>> 7-\n>>> ${second}]`,
      `[#${first}\n\t   ${second}]`,
      `\u00a0[#${token}]\u00a0`,
      `\u200b[\u200b#${token}\u200b]\u200b`,
      `[ # ${token} ]`,
      `[&#35;${token}]`,
      `[&#x23;${token}&#93;`,
      `&#91;#${token}]`,
      `https://mail.example/?q=%5B%23${token}%5d`,
      `> [#${first}${second.slice(0, 9)}\n> ${second.slice(9)}]`,
    ];
    for (const text of texts) expect(tokensInText(text), text).to.deep.equal(marked);
  });

  it('are found without their brackets too, where they are spelled as we spell them', () => {
    const texts = [
      token,
      `#${token}`,
      `[#${token}`,
      `${token}]`,
      `see\u200b${token}\u200bthere`,
      `*${token}*`,
      `> ${first}\n> ${second}\nand more`,
      `| ${first}\n|\t${second}`,
      `<mailto:support+${token}@desk.example>`,
      `<${token}.n0nce-0@desk.example>`,
      `2024-${token}`,
    ];
    for (const text of texts) expect(tokensInText(text), text).to.deep.equal(bare);
  });

  it('are seen when they are damaged within their brackets, and only then', () => {
    const upper = token.toUpperCase();
    expect(tokensInText(`[#${upper}]`)).to.deep.equal([{ token: upper, marked: true }]);
    for (const text of [upper, `${token}a`, `x${token}`, token.slice(0, -1), `${first} x ${second}`, '[#12]', '']) {
      expect(tokensInText(text), text).to.deep.equal([]);
    }
  });

  it('are read at the beginning and the end of a text, not in the middle of a very long one', () => {
    const long = 'word '.repeat(200_000);
    expect(tokensInText(`[#${token}]${long}`)).to.deep.equal(marked);
    expect(tokensInText(`${long}[#${token}]`)).to.deep.equal(marked);
    expect(tokensInText(`${long}[#${token}]${long}`)).to.deep.equal([]);
  });

  it('are told once each, those in brackets first, ten of a kind at most', () => {
    const others = Array.from({ length: 30 }, (_, n) => makeToken({ ticket: n + 20, person: 1 }, KEY));
    const text = `${others.join(' ')} ${others.map(other => `[#${other}]`).join(`[#${token}]`)}`;
    const found = tokensInText(text);
    expect(found.filter(one => one.marked)).to.have.length(10);
    expect(found).to.have.length(20);
    expect(tokensInText(`[#${token}] `.repeat(50) + token)).to.deep.equal(marked);
  });

  it('come back from any text they stand in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        expect(tokensInText(`${before}\n[#${token}]\n${after}`)).to.deep.include(marked[0]);
      }),
    );
  });

  it('are looked for in time that grows with the size only, and at 16 MB no longer than at 512 kB', () => {
    const pieces = ['[#', '[# ', '1-1-', '1- > \n', '12-7-\n> ', '[#12-7-k', `${token.slice(0, -1)} `, '&#35;', '> '];
    const worst = [...pieces, '\u200b', `[#${'a'.repeat(299)}`, `[#${' '.repeat(299)}`, `[${' '.repeat(9)}`, '%5B%23'];
    for (const piece of worst) {
      const textOf = (letters: number) => piece.repeat(Math.ceil(letters / piece.length));
      const said = JSON.stringify(piece.slice(0, 12));
      const { small, large, linear } = howItGrows(letters => tokensInText(textOf(letters)), 125_000);
      expect(linear, `${said}: ${small} ms, then ${large} ms for four times as much`).to.equal(true);
      const bound = 4 * Math.max(large, 25);
      const text = textOf(16 * 1024 * 1024);
      expect(
        leastBelow(bound, () => tokensInText(text)),
        `${said} 16 MB`,
      ).to.be.below(bound);
    }
  });
});
