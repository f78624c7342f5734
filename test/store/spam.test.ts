/** Labels are the truth: what is taken back is as if it had never been said, and every way to the model gives the same bits. */
import { expect } from 'chai';
import { contentKey } from '../../src/mail/content-key.ts';
import { createSpam } from '../../src/open-spam.ts';
import { type Filter, judge } from '../../src/spam/filter.ts';
import { tokensOf } from '../../src/spam/tokens.ts';
import type { Database } from '../../src/store/database.ts';
import { addLabel, type Label, labelOf, newestLabel } from '../../src/store/spam.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { MONDAY, mailFrom } from '../scene.ts';

const HAM =
  'printer paper toner invoice error meeting server login account broken please help version update screen'.split(' ');
const SPAM = 'viagra winner casino cheap pills free money click offer lottery million urgent bitcoin rolex loan'.split(
  ' ',
);

/** Words in an order that n alone decides. */
function mail(label: Label, n: number): Buffer {
  const words = label === 'ham' ? HAM : SPAM;
  const text = Array.from({ length: 30 }, (_, k) => words[(n * 7 + k * (1 + (n % 5))) % words.length]).join(' ');
  const from = label === 'ham' ? `p${n}@example.org` : `x${n}@spam${n % 9}.example`;
  return Buffer.from(
    `From: ${from}\r\nSubject: ${words[n % words.length]} ${n}\r\nMessage-ID: <${label}${n}@x>\r\n\r\n${text} ${n}\r\n`,
  );
}

async function say(database: Database, bytes: Buffer, label: Label | 'forget', confirmed = true): Promise<void> {
  const about = { contentKey: contentKey(bytes), mail: null, sender: '', who: 'bob', how: 'file' };
  await addLabel(database, { ...about, label, confirmed, tokens: tokensOf(bytes) }, MONDAY);
}

/** Every bit of the scores of mails it knows and of some that it does not, and what it has learned. */
function scores(filter: Filter): string {
  const probes = Array.from({ length: 90 }, (_, n) => [mail('ham', n), mail('spam', n)]).flat();
  const { ham, spam, size } = filter.model;
  return JSON.stringify([ham, spam, size, ...probes.map(bytes => judge(filter, tokensOf(bytes)).z)]);
}

describeOnEveryDatabase('labels of the spam filter', open => {
  const filterOf = (database: Database) => createSpam({ database, clock: () => MONDAY });
  const bits = async (database: Database) => {
    const spam = filterOf(database);
    await spam.follow();
    return scores(spam.filter());
  };
  const teach = async (database: Database, from: number, to: number) => {
    for (let n = from; n < to; n++) {
      await say(database, mail('ham', n), 'ham');
      await say(database, mail('spam', n), 'spam');
    }
  };

  it('tell spam from ham after some labels, and nothing before', async () => {
    const database = await open();
    const spam = filterOf(database);
    const verdict = (label: Label) => spam.judged(mailFrom([]), mail(label, 999)).spam;
    await spam.follow();
    expect(verdict('spam')).to.include({ verdict: 'unjudged' });
    await teach(database, 0, 60);
    expect(await spam.follow()).to.equal(120);
    expect(verdict('ham')!.probability).to.be.below(0.1);
    expect(verdict('spam')!.probability).to.be.above(0.9);
    expect(verdict('ham')).to.include({ verdict: 'ham' });
    expect(await spam.follow()).to.equal(0);
  });

  it('taken back are as if they had never been given, to the last bit, wherever they stood', async () => {
    const [one, other] = [await open(), await open()];
    await teach(one, 0, 30);
    await teach(other, 0, 10);
    await say(other, mail('spam', 500), 'ham');
    await teach(other, 10, 30);
    const follower = filterOf(other);
    await follower.follow();
    const before = scores(follower.filter());
    expect(before).to.not.equal(await bits(one));
    await say(other, mail('spam', 500), 'forget');
    expect(await labelOf(other, contentKey(mail('spam', 500)))).to.equal(undefined);
    await follower.follow();
    expect(scores(follower.filter())).to.equal(await bits(one));
    expect(await bits(other)).to.equal(await bits(one));
  });

  it('give the same model by following, by a snapshot and what came after, and all at once', async () => {
    const database = await open();
    const follower = filterOf(database);
    await teach(database, 0, 60);
    await follower.follow();
    expect(await follower.save()).to.equal(true);
    expect(await follower.save()).to.equal(false);
    await teach(database, 60, 70);
    await follower.follow();
    const followed = scores(follower.filter());
    expect(await bits(database)).to.equal(followed);
    await database.execute('delete from spam_models');
    expect(await bits(database)).to.equal(followed);
  });

  it('that are said again count once, as they were said last', async () => {
    const [one, other] = [await open(), await open()];
    await teach(one, 0, 20);
    await say(one, mail('ham', 3), 'spam');
    await teach(other, 0, 3);
    await say(other, mail('spam', 3), 'spam');
    await teach(other, 4, 20);
    await say(other, mail('ham', 3), 'spam');
    expect(await bits(one)).to.equal(await bits(other));
  });

  it('of two that write at the same time keep the order they were committed in', async () => {
    const database = await open();
    const writers = [0, 1].map(async w => {
      for (let n = 0; n < 10; n++)
        await database.transaction(() => say(database, mail(w === 0 ? 'ham' : 'spam', n), w === 0 ? 'ham' : 'spam'));
    });
    const follower = filterOf(database);
    await follower.follow();
    await Promise.all(writers);
    await follower.follow();
    expect(await newestLabel(database)).to.be.at.least(20);
    expect(scores(follower.filter())).to.equal(await bits(database));
  });
});
