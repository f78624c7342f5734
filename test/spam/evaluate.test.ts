import { expect } from 'chai';
import { count, createEvaluation, figures } from '../../src/spam/evaluate.ts';

describe('the figures of a filter', () => {
  it('count what it did, and how well its scores part the kinds', () => {
    const evaluation = createEvaluation();
    for (const [z, verdict] of [
      [-3, 'ham'],
      [-1, 'unsure'],
      [2, 'unsure'],
      [9, 'spam'],
    ] as const)
      count(evaluation, 'ham', { z, verdict });
    for (const [z, verdict] of [
      [-2, 'ham'],
      [2, 'unsure'],
      [8, 'spam'],
      [10, 'spam'],
    ] as const)
      count(evaluation, 'spam', { z, verdict });
    expect(figures(evaluation)).to.deep.equal({
      ham: 4,
      spam: 4,
      falsePositives: 1,
      hamUnsure: 2,
      missed: 1,
      spamUnsure: 1,
      caught: 50,
      // of 16 pairs 3 + 1.5 + 1 + 0 are the wrong way round
      area: (100 * 5.5) / 16,
      caughtAtNone: 25,
      caughtAtThousandth: 25,
    });
  });

  it('let one ham in a thousand stand above the cut', () => {
    const evaluation = createEvaluation();
    for (let n = 0; n < 1000; n++) count(evaluation, 'ham', { z: n === 0 ? 50 : -n, verdict: 'ham' });
    count(evaluation, 'spam', { z: 3, verdict: 'unsure' });
    expect(figures(evaluation)).to.include({ caughtAtNone: 0, caughtAtThousandth: 100, area: 0.1 });
  });

  it('of nothing are nothing', () => {
    expect(figures(createEvaluation())).to.include({ area: 0, caught: 0, ham: 0 });
  });
});
