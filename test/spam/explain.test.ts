import { expect } from 'chai';
import { explain } from '../../src/spam/explain.ts';
import { createFilter, judge, rebuild } from '../../src/spam/filter.ts';
import { namedTokens, tokensOf } from '../../src/spam/tokens.ts';
import { mailsOfWords } from './mails-of-words.ts';

const filter = rebuild(mailsOfWords(300).map(({ bytes, label }) => ({ ids: tokensOf(bytes), label })));
const mail = Buffer.from('From: x@shop.example\nSubject: casino invoice\n\nfree pills and a printer nobodyknows');

describe('why a mail is spam', () => {
  it('is said by its tokens, the strongest first, for and against', () => {
    const { forSpam, forHam, verdict, z } = explain(filter, namedTokens(mail));
    expect({ verdict, z }).to.deep.include({
      verdict: judge(filter, tokensOf(mail)).verdict,
      z: judge(filter, tokensOf(mail)).z,
    });
    expect(forSpam.map(({ name }) => name)).to.include.members(['subject:casino', 'free', 'pills']);
    expect(forHam.map(({ name }) => name)).to.include.members(['subject:invoice', 'printer']);
    for (const list of [forSpam, forHam]) {
      expect(list.length).to.be.at.most(15);
      const weights = list.map(({ adds }) => Math.abs(adds));
      expect(weights).to.deep.equal(weights.toSorted((a, b) => b - a));
    }
  });

  it('counts in how many mails a token was, and leaves out what was never learned', () => {
    const found = explain(filter, namedTokens(mail));
    const free = found.forSpam.find(({ name }) => name === 'free')!;
    expect(free.spam).to.be.greaterThan(10);
    expect(free.ham).to.equal(0);
    expect([...found.forSpam, ...found.forHam].map(({ name }) => name)).not.to.include('nobodyknows');
    expect(found.known).to.be.lessThan(found.tokens);
  });

  it('has no reasons when nothing was learned', () => {
    expect(explain(createFilter(), namedTokens(mail))).to.deep.include({
      forSpam: [],
      forHam: [],
      known: 0,
      verdict: 'unjudged',
    });
  });
});
