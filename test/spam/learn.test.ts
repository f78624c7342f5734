import { expect } from 'chai';
import { createFilter, judge, teach } from '../../src/spam/filter.ts';
import { contributions, createModel, learn, scoreOf } from '../../src/spam/learn.ts';
import { prune } from '../../src/spam/prune.ts';
import { tokensOf } from '../../src/spam/tokens.ts';
import { diceOf, mailsOfWords, randomId } from './mails-of-words.ts';

const mails = mailsOfWords(300).map(mail => ({ ...mail, ids: tokensOf(mail.bytes) }));
const learned = (count = mails.length) => {
  const model = createModel();
  for (const { ids, label } of mails.slice(0, count)) learn(model, ids, label === 'spam');
  return model;
};

describe('learning', () => {
  it('moves the score of a mail towards its label', () => {
    const model = learned(50);
    for (const { ids, label } of mails.slice(50)) {
      const before = learn(model, ids, label === 'spam');
      const after = scoreOf(model, ids);
      if (label === 'spam') expect(after).to.be.greaterThan(before);
      else expect(after).to.be.lessThan(before);
    }
  });

  it('counts the mails of each kind', () => {
    const spam = mails.filter(({ label }) => label === 'spam').length;
    expect(learned()).to.include({ spam, ham: mails.length - spam });
  });

  it('changes nothing when it only scores', () => {
    const [asked, never] = [learned(), learned()];
    for (const { ids } of mailsOfWords(50, 9).map(mail => ({ ids: tokensOf(mail.bytes) }))) scoreOf(asked, ids);
    expect(asked).to.deep.equal(never);
  });

  it('does not take a word seen once in ham for a sign of spam because ham is rare', () => {
    const model = createModel();
    const id = (n: number) => Float64Array.of(n);
    for (let n = 0; n < 300; n++) learn(model, id(1000 + n), true);
    for (let n = 0; n < 3; n++) learn(model, id(5000 + n), false);
    expect(scoreOf(model, id(5001))).to.be.lessThan(0);
  });

  it('explains a score: the contributions of the tokens are all of it', () => {
    const model = learned();
    for (const { ids } of mails.slice(0, 20)) {
      const sum = contributions(model, ids).reduce((all, { adds }) => all + adds, 0);
      expect(sum).to.be.closeTo(scoreOf(model, ids), 1e-9);
    }
  });

  it('bears ids that are no ids, and the same id twice', () => {
    const model = createModel();
    learn(model, Float64Array.of(7, 7, 7, 1e300, -5, 0.5), true);
    expect(Number.isFinite(scoreOf(model, Float64Array.of(7, 7, -5)))).to.equal(true);
  });
});

describe('words made up to lie in one place of the table', () => {
  it('cost no more than a bounded look each, and what was known stays known', () => {
    const filter = createFilter();
    for (const { ids, label } of mails) teach(filter, ids, label);
    const before = mails.map(({ ids }) => judge(filter, ids).z);
    const begun = performance.now();
    for (let n = 0; n < 20; n++) {
      const ids = Float64Array.from({ length: 3000 }, (_, k) => (n * 3000 + k + 1) * 2 ** 32 + 77);
      teach(filter, ids, 'spam', { confirmed: true });
    }
    expect(performance.now() - begun).to.be.lessThan(3000);
    const turned = mails.filter(({ ids }, n) => judge(filter, ids).z > 0 !== before[n]! > 0);
    expect(turned.length).to.be.at.most(3);
  });
});

describe('forgetting', () => {
  it('leaves the tokens that came often and of late, and as many as were wanted', () => {
    const model = learned();
    const often = tokensOf(Buffer.from('From: x@works.example\n\ninvoice printer money'));
    const before = contributions(model, often);
    prune(model, model.size >> 1);
    expect(model.size).to.be.at.most(learned().size >> 1);
    expect(contributions(model, often).filter(({ spam, ham }) => spam + ham > 1)).to.deep.equal(
      before.filter(({ spam, ham }) => spam + ham > 1),
    );
  });

  it('does nothing when there is room', () => {
    const model = learned();
    prune(model, model.size);
    expect(model).to.deep.equal(learned());
  });

  it('keeps the table bounded under mails of random words, and what it knew', () => {
    const filter = createFilter();
    for (const { ids, label } of mails) teach(filter, ids, label);
    const dice = diceOf(5);
    let largest = 0;
    for (let n = 0; n < 300; n++) {
      const ids = Float64Array.from({ length: 4000 }, () => randomId(dice));
      teach(filter, ids, 'spam', { confirmed: true });
      largest = Math.max(largest, filter.model.slots.id.length);
    }
    expect(largest).to.equal(2 ** 19);
    const wrong = mailsOfWords(200, 7).filter(
      ({ bytes, label }) => judge(filter, tokensOf(bytes)).z > 0 !== (label === 'spam'),
    );
    expect(wrong.length).to.be.at.most(4);
  });
});
