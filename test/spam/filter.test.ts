import { expect } from 'chai';
import { createFilter, type Filter, judge, type LabelledMail, rebuild, teach } from '../../src/spam/filter.ts';
import { fromSnapshot, snapshot } from '../../src/spam/snapshot.ts';
import { tokensOf } from '../../src/spam/tokens.ts';
import { diceOf, mailsOfWords, type TaughtMail } from './mails-of-words.ts';

const labelled = ({ bytes, label, sender }: TaughtMail): LabelledMail => ({ ids: tokensOf(bytes), label, sender });
const labels = mailsOfWords(400).map(labelled);
const later = mailsOfWords(200, 7).map(labelled);
const scores = (filter: Filter) => later.map(({ ids }) => judge(filter, ids).z);
const verdicts = (filter: Filter, label: string) =>
  later.filter(mail => mail.label === label).map(({ ids }) => judge(filter, ids).verdict);

describe('the spam filter', () => {
  it('says nothing until twenty ham and ten spam mails were learned', () => {
    const filter = createFilter();
    const [ham, spam] = [labels.filter(({ label }) => label === 'ham'), labels.filter(({ label }) => label === 'spam')];
    for (const mail of ham.slice(0, 30)) teach(filter, mail.ids, 'ham');
    for (const mail of spam.slice(0, 9)) teach(filter, mail.ids, 'spam');
    expect(judge(filter, spam[20]!.ids).verdict).to.equal('unjudged');
    teach(filter, spam[9]!.ids, 'spam');
    expect(judge(filter, spam[20]!.ids).verdict).not.to.equal('unjudged');
  });

  it('knows nothing of a mail when it learned nothing', () => {
    expect(judge(createFilter(), labels[0]!.ids)).to.deep.equal({ probability: 0.5, verdict: 'unjudged', z: 0 });
    expect(judge(createFilter(), new Float64Array(0)).z).to.equal(0);
  });

  it('tells spam from ham after some hundred labels, and takes no ham for spam', () => {
    const filter = rebuild(labels);
    expect(verdicts(filter, 'ham')).not.to.include('spam');
    expect(verdicts(filter, 'spam').filter(verdict => verdict === 'spam').length).to.be.greaterThan(50);
    for (const { ids } of later) expect(judge(filter, ids).probability).to.be.within(0, 1);
  });

  it('takes a label back by a rebuild without it: the scores are the same to the last bit', () => {
    const dice = diceOf(3);
    for (let n = 0; n < 5; n++) {
      const left = Math.floor(dice() * labels.length);
      const without = labels.filter((_, i) => i !== left);
      const never = createFilter();
      for (const { ids, label, sender } of without) teach(never, ids, label, { sender });
      const learned = rebuild(labels);
      expect(scores(learned)).not.to.deep.equal(scores(never));
      expect(scores(rebuild(without)), `label ${left}`).to.deep.equal(scores(never));
    }
  });

  it('may be kept as bytes at any time and goes on from them as if nothing had happened', () => {
    const whole = rebuild(labels);
    const half = fromSnapshot(snapshot(rebuild(labels.slice(0, 211))))!;
    for (const { ids, label, sender } of labels.slice(211)) teach(half, ids, label, { sender });
    expect(scores(half)).to.deep.equal(scores(whole));
    expect(Buffer.from(snapshot(half)).equals(Buffer.from(snapshot(whole)))).to.equal(true);
  });
});

describe('a second look', () => {
  it('is asked for when a label contradicts what the filter is sure of, and nothing is learned until then', () => {
    const filter = rebuild(labels);
    const before = scores(filter);
    const surest = later.toSorted((a, b) => judge(filter, b.ids).z - judge(filter, a.ids).z);
    for (const [mail, wrong] of [
      [surest[0]!, 'ham'],
      [surest.at(-1)!, 'spam'],
    ] as const) {
      expect(teach(filter, mail.ids, wrong).contradicts).to.equal(true);
      expect(scores(filter)).to.deep.equal(before);
      expect(teach(structuredClone(filter), mail.ids, mail.label).contradicts).to.equal(false);
    }
  });

  it('is over when the label is confirmed: then it counts', () => {
    const filter = rebuild(labels);
    const mail = later.toSorted((a, b) => judge(filter, b.ids).z - judge(filter, a.ids).z)[0]!;
    const { z, contradicts } = teach(filter, mail.ids, 'ham', { confirmed: true });
    expect(contradicts).to.equal(false);
    expect(judge(filter, mail.ids).z).to.be.lessThan(z);
  });

  it('is never asked of a filter with few labels', () => {
    const filter = rebuild(labels.slice(0, 60));
    const wrong = later.map(({ ids, label }) => teach(structuredClone(filter), ids, label === 'ham' ? 'spam' : 'ham'));
    expect(wrong.filter(({ contradicts }) => contradicts)).to.deep.equal([]);
  });
});

describe('one sender', () => {
  const flood = (filter: Filter, count: number, facts: object) => {
    const mails = mailsOfWords(count * 4, 11)
      .filter(({ label }) => label === 'spam')
      .slice(0, count);
    return mails.map(({ bytes }) => teach(filter, tokensOf(bytes), 'ham', { confirmed: true, ...facts }).capped);
  };

  it('teaches only so much: five hundred friendly mails weigh as much as ten', () => {
    const [ten, many] = [rebuild(labels), rebuild(labels)];
    flood(ten, 10, { sender: 'mallory@shop.example' });
    flood(many, 10, { sender: 'Mallory@Shop.example' });
    expect(flood(many, 490, { sender: 'mallory@shop.example' })).not.to.include(false);
    expect(scores(many)).to.deep.equal(scores(ten));
  });

  it('can be called spam after it was called ham too often', () => {
    const filter = rebuild(labels);
    flood(filter, 50, { sender: 'mallory@shop.example' });
    expect(teach(filter, later[0]!.ids, 'spam', { confirmed: true, sender: 'mallory@shop.example' }).capped).to.equal(
      false,
    );
  });

  it('counts again when a thousand other labels have come', () => {
    const filter = createFilter();
    flood(filter, 20, { sender: 'bob@works.example' });
    for (const { ids, label } of Array.from({ length: 1000 }, (_, n) => labels[n % labels.length]!))
      teach(filter, ids, label);
    expect(flood(filter, 1, { sender: 'bob@works.example' })).to.deep.equal([false]);
  });
});
