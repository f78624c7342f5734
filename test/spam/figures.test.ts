import { expect } from 'chai';
import { figuresOf, type Scored } from '../../src/spam/figures.ts';

const scored = (label: 'ham' | 'spam', z: number, verdict: Scored['verdict'] = 'unsure'): Scored => ({
  label,
  z,
  verdict,
});

describe('the figures of desk spam eval', () => {
  it('count every answer by what was true', () => {
    const answers = ['ham', 'unsure', 'spam', 'unjudged'] as const;
    const mails = [...answers.map(v => scored('ham', 0, v)), ...answers.map(v => scored('spam', 1, v))];
    expect(figuresOf(mails)).to.include({ falsePositives: 1, missed: 1, unsureHam: 1, unsureSpam: 1, caught: 25 });
    expect(figuresOf(mails)).to.include({ unjudgedHam: 1, unjudgedSpam: 1, ham: 4, spam: 4 });
  });

  it('say 0 for scores that part spam from ham, 100 for the opposite, 50 for the same score', () => {
    const [low, high] = [[1, 2, 3] as const, [4, 5] as const];
    const roca = (ham: readonly number[], spam: readonly number[]) =>
      figuresOf([...ham.map(z => scored('ham', z)), ...spam.map(z => scored('spam', z))]).roca;
    expect(roca(low, high)).to.equal(0);
    expect(roca(high, low)).to.equal(100);
    expect(roca([7, 7], [7, 7, 7])).to.equal(50);
    expect(roca([1, 4], [2, 3])).to.equal(50);
    expect(roca([1, 2, 3, 9], [4, 10])).to.equal(12.5);
  });

  it('say what is caught above all ham, and above all but a thousandth of it', () => {
    const ham = Array.from({ length: 1000 }, (_, n) => scored('ham', n === 0 ? 50 : -n));
    const spam = [60, 50, 40, -1].map(z => scored('spam', z));
    const { caughtAtNoFalsePositive, caughtAtOneInThousand } = figuresOf([...ham, ...spam]);
    expect({ caughtAtNoFalsePositive, caughtAtOneInThousand }).to.deep.equal({
      caughtAtNoFalsePositive: 25,
      caughtAtOneInThousand: 75,
    });
  });

  it('are no numbers where nothing was judged', () => {
    expect(figuresOf([])).to.include({ roca: null, caught: null, caughtAtNoFalsePositive: null });
    expect(figuresOf([scored('spam', 1)])).to.include({ roca: null, caughtAtOneInThousand: null });
  });
});
