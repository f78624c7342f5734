/** What is said of mails, in every database: as a log whose last word counts, and as a filter that follows it. */
import { expect } from 'chai';
import { contentKey } from '../src/mail/content-key.ts';
import { createSpam, openSpamDesk } from '../src/open-spam.ts';
import { createFilter, type Filter, judge, teach } from '../src/spam/filter.ts';
import { tokensOf } from '../src/spam/tokens.ts';
import type { Database } from '../src/store/database.ts';
import { addLabel } from '../src/store/spam.ts';
import { describeOnEveryDatabase } from './databases.ts';
import { MONDAY } from './scene.ts';
import { type SortedMail, sortedMails } from './stories/sorted-mails.ts';

const clock = () => MONDAY;
const bytesOf = ({ bytes }: SortedMail) => Buffer.from(bytes);

function deskOn(database: Database) {
  return openSpamDesk(
    { database, clock },
    async () => ({ refused: 'no mail is here' }),
    login => login === 'bob',
  );
}

async function learnAll(database: Database, mails: readonly SortedMail[]): Promise<void> {
  const desk = deskOn(database);
  for (const mail of mails) expect(await desk.learnMail(bytesOf(mail), mail.label, 'bob')).to.equal('learned');
}

/** As an answer or a take says it: not about this very mail. */
async function conclude(database: Database, mail: SortedMail, label: 'ham' | 'spam'): Promise<number> {
  const bytes = bytesOf(mail);
  const about = { contentKey: contentKey(bytes), mail: null, sender: 'ann@example.org', who: 'bob', how: 'answered' };
  const row = { ...about, label, confirmed: false, tokens: tokensOf(bytes) };
  return database.transaction(() => addLabel(database, row, MONDAY));
}

describeOnEveryDatabase('the filter of a desk', open => {
  const [stranger, ...mails] = sortedMails(41, 361);

  it('is as if it had never learned what was unlearned', async () => {
    const database = await open();
    await learnAll(database, mails.slice(0, 80));
    const desk = deskOn(database);
    const before = await desk.spamWhy({ bytes: bytesOf(stranger!) });
    for (const mail of mails.slice(80)) await desk.learnMail(bytesOf(mail), mail.label, 'bob');
    expect(await desk.spamWhy({ bytes: bytesOf(stranger!) })).not.to.deep.equal(before);
    for (const mail of mails.slice(80))
      expect(await desk.unlearnMail({ bytes: bytesOf(mail) }, 'bob')).to.equal('forgotten');
    expect(await desk.spamWhy({ bytes: bytesOf(stranger!) })).to.deep.equal(before);
    expect(await deskOn(database).spamWhy({ bytes: bytesOf(stranger!) })).to.deep.equal(before);
    expect(await desk.unlearnMail({ bytes: bytesOf(mails[90]!) }, 'bob')).to.equal('known');
    const hams = mails.slice(0, 80).filter(mail => mail.label === 'ham').length;
    expect(await desk.spamStats()).to.include({ ham: hams, spam: 80 - hams });
  });

  it('knows a label it heard before, and believes the other one when it is said later', async () => {
    const database = await open();
    await learnAll(database, mails.slice(0, 3));
    const desk = deskOn(database);
    expect(await desk.learnMail(bytesOf(mails[0]!), mails[0]!.label, 'bob')).to.equal('known');
    expect(await desk.learnMail(bytesOf(mails[0]!), 'spam', 'bob')).to.equal('learned');
    const { ham, spam } = await desk.spamStats();
    expect({ ham, spam }).to.deep.equal({ ham: 1, spam: 2 });
  });

  it('learns nothing from who is no operator', async () => {
    const desk = deskOn(await open());
    expect(await desk.learnMail(bytesOf(stranger!), 'ham', 'mallory')).to.have.property('refused');
    expect(await desk.unlearnMail({ bytes: bytesOf(stranger!) }, 'mallory')).to.have.property('refused');
    expect(await desk.answerQuestion(1, 'confirm', 'mallory')).to.have.property('refused');
  });

  describe('asks for a second look at a label that contradicts what it is sure of', () => {
    const slip = sortedMails(42, 30).find(({ label }) => label === 'spam')!;

    async function withASlip() {
      const database = await open();
      await learnAll(database, mails);
      const label = await conclude(database, slip, 'ham');
      const desk = deskOn(database);
      const { verdict, z } = (await desk.spamWhy({ bytes: bytesOf(slip) }))!;
      expect(verdict).to.equal('spam');
      expect(await desk.spamQuestions()).to.containSubset([{ label, said: 'ham', who: 'bob' }]);
      return { desk, label, z };
    }

    it('and learns it when it is confirmed', async () => {
      const { desk, label, z } = await withASlip();
      expect(await desk.answerQuestion(label, 'confirm', 'bob')).to.equal(true);
      expect(await desk.spamQuestions()).to.deep.equal([]);
      expect((await desk.spamWhy({ bytes: bytesOf(slip) }))!.z).to.be.below(z);
    });

    it('and forgets it when it is withdrawn', async () => {
      const { desk, label, z } = await withASlip();
      expect(await desk.answerQuestion(label, 'withdraw', 'bob')).to.equal(true);
      expect(await desk.spamQuestions()).to.deep.equal([]);
      expect((await desk.spamWhy({ bytes: bytesOf(slip) }))!.z).to.equal(z);
    });

    it('and takes no answer about a label that is not the last word any more, or is none', async () => {
      const { desk, label } = await withASlip();
      await desk.learnMail(bytesOf(slip), 'spam', 'bob');
      expect(await desk.answerQuestion(label, 'confirm', 'bob')).to.have.property('refused');
      expect(await desk.answerQuestion(9999, 'confirm', 'bob')).to.have.property('refused');
      expect(await desk.spamQuestions()).to.deep.equal([]);
    });
  });

  it('judges by all that was known before, while it is made anew', async () => {
    const database = await open();
    await learnAll(database, mails);
    const spam = createSpam({ database, clock });
    await spam.follow();
    const known = new Set([scoreIn(spam.filter(), stranger!), scoreIn(without(mails[5]!), stranger!)]);
    await deskOn(database).unlearnMail({ bytes: bytesOf(mails[5]!) }, 'bob');
    const following = spam.follow();
    let done = false;
    void following.then(() => {
      done = true;
    });
    while (!done) {
      expect(known).to.include(scoreIn(spam.filter(), stranger!));
      await new Promise(next => setImmediate(next));
    }
    expect(scoreIn(spam.filter(), stranger!)).to.equal(scoreIn(without(mails[5]!), stranger!));
  });

  it('has nobody judged before it is loaded, though many mails come at once', async () => {
    const database = await open();
    await learnAll(database, mails);
    const spam = createSpam({ database, clock });
    const seen = await Promise.all(
      Array.from({ length: 5 }, async () => {
        await spam.freshen();
        return spam.filter().model.size;
      }),
    );
    expect(new Set(seen)).to.have.property('size', 1);
    expect(seen[0]).to.be.above(0);
  });

  function without(left: SortedMail): Filter {
    const filter = createFilter();
    for (const mail of mails) {
      const sender = /<(.*)>/.exec(mail.bytes)![1]!;
      if (mail !== left) teach(filter, tokensOf(bytesOf(mail)), mail.label, { confirmed: true, sender });
    }
    return filter;
  }

  function scoreIn(filter: Filter, mail: SortedMail): number {
    return judge(filter, tokensOf(bytesOf(mail))).z;
  }
});
