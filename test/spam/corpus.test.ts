import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { figuresOf } from '../../src/spam/figures.ts';
import { createFilter, judge, teach } from '../../src/spam/filter.ts';
import { tokensOf } from '../../src/spam/tokens.ts';
import { corpora, linesOfJson } from '../mails/corpora.ts';
import { diceOf } from './mails-of-words.ts';

interface Labelled {
  readonly file: string;
  readonly label: 'ham' | 'spam';
}

describe('the spam filter on public mail', () => {
  it('learns from one half and loses no ham of the other, with most of the spam caught', function () {
    this.timeout(20_000);
    const folder = corpora(this, 'spam');
    const dice = diceOf(4711);
    const mails = linesOfJson<Labelled>(`${folder}/labels.ndjson`)
      .map(mail => ({ ...mail, order: dice() }))
      .sort((a, b) => a.order - b.order)
      .map(({ file, label }) => ({ label, ids: tokensOf(readFileSync(`${folder}/${file}`)) }));
    const filter = createFilter();
    const half = mails.length >> 1;
    const asked = mails
      .slice(0, half)
      .filter(({ ids, label }) => teach(filter, ids, label, { confirmed: true }).contradicts);
    const scored = mails.slice(half).map(({ ids, label }) => ({ label, ...judge(filter, ids) }));
    const { falsePositives, caught, roca, unsureHam } = figuresOf(scored);
    expect(asked).to.deep.equal([]);
    expect(falsePositives).to.be.at.most(1);
    expect(caught).to.be.greaterThan(78);
    expect(roca).to.be.lessThan(0.06);
    expect(unsureHam).to.be.lessThan(30);
  });
});
