/** What operators say of tickets is what is guessed of mails, on every database and through the log that they follow. */
import { expect } from 'chai';
import { createGuess } from '../../src/advice/guess.ts';
import { createLearner } from '../../src/advice/open-guess.ts';
import type { Action } from '../../src/desk/decision.ts';
import type { PublicText } from '../../src/desk/ticket.ts';
import { commit } from '../../src/store/commit.ts';
import type { Database } from '../../src/store/database.ts';
import { found } from '../../src/store/founding.ts';
import { loadSnapshot } from '../../src/store/spam.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { CATEGORY } from '../labelled/categories.ts';
import { QUESTIONS } from '../labelled/faq-questions.ts';
import { ann, MONDAY, mailFrom } from '../scene.ts';

const clock = () => MONDAY;
const compose = async () => ({ unsendable: 'nothing is sent here' });

function carryOut(database: Database, actions: readonly Action[], who = 'bob'): Promise<void> {
  const occasion = { now: MONDAY, nonce: 'n', who, compose };
  return database.transaction(() => commit(database, { actions, because: ['a test'] }, occasion));
}

const request = (ticket: number, subject: string, text: string): Action[] => [
  { do: 'openTicket', ticket, queue: 'support', subject, requester: 1, source: 'mail' },
  {
    do: 'addMessage',
    ticket,
    kind: 'request',
    author: { by: 'person', person: 1 },
    text: text as PublicText,
    folded: '',
  },
];

const sort = (ticket: number, from: string | null, to: string | null): Action => ({
  do: 'setField',
  ticket,
  field: 'category',
  from,
  to,
});

/** Tickets 1, 2 … of these questions, sorted by `who`. */
async function sorted(database: Database, questions: typeof QUESTIONS.en, who = 'bob'): Promise<void> {
  await found(database, [], MONDAY);
  await carryOut(database, [{ do: 'meet', person: { ...ann, id: 1 } }]);
  for (const [n, [name, subject, text]] of questions.entries()) {
    await carryOut(database, request(n + 1, subject, text), 'mail');
    await carryOut(database, [sort(n + 1, null, CATEGORY[name]!)], who);
  }
}

const TONER = ['Toner', 'The printer shows streaks, is there a toner cartridge?'] as const;
const INVOICE = ['Bill', 'Please send a copy of the invoice of May.'] as const;

describeOnEveryDatabase('the guess of a category', open => {
  const questions = QUESTIONS.en.slice(0, 48);

  it('is what operators said of requests like it, and comes on the mail', async () => {
    const database = await open();
    await sorted(database, questions);
    const guess = createGuess({ database, clock });
    expect(await guess.guessCategory(...TONER)).to.include({ category: 'printing' });
    const mail = await guess.withGuess(
      mailFrom({ name: 'Ann', address: 'ann@example.org' }, { subject: INVOICE[0], newWords: INVOICE[1] }),
    );
    expect(mail.guess).to.include({ category: 'billing' });
    expect(mail.guess!.because).to.include('invoice');
    const machine = mailFrom(
      { name: '', address: 'ann@example.org' },
      { subject: 'Bill', newWords: INVOICE[1], kind: 'bulk' },
    );
    expect(await guess.withGuess(machine)).to.equal(machine);
  }).timeout(120_000);

  it('is not made of what a rule set, for then the desk would learn from itself', async () => {
    const database = await open();
    await sorted(database, questions, 'mail');
    expect(await createGuess({ database, clock }).guessCategory(...TONER)).to.equal(undefined);
  }).timeout(120_000);

  it('follows what is said later, also when something else is said of a ticket, or taken away', async () => {
    const database = await open();
    await sorted(database, questions);
    const learner = createLearner({ database, clock });
    await learner.follow();
    const before = learner.guess(...TONER)!;
    const printing = questions.flatMap(([name], n) => (CATEGORY[name] === 'printing' ? [n + 1] : []));
    for (const ticket of printing) await carryOut(database, [sort(ticket, 'printing', 'paper')]);
    await learner.follow();
    expect(before.category).to.equal('printing');
    expect(learner.guess(...TONER)).to.include({ category: 'paper' });
    for (const ticket of printing) await carryOut(database, [sort(ticket, 'paper', null)]);
    await learner.follow();
    expect(learner.guess(...TONER)?.category).not.to.be.oneOf(['paper', 'printing']);
  }).timeout(120_000);

  it('is the same from the snapshot and what was said after it as from all that was said', async () => {
    const database = await open();
    await sorted(database, questions);
    const learner = createLearner({ database, clock });
    expect(await learner.save()).to.equal(false);
    await learner.follow();
    expect(await learner.save()).to.equal(true);
    expect(await learner.save()).to.equal(false);
    await carryOut(database, [...request(49, 'Toner', 'More toner please'), sort(49, null, 'supplies')]);
    const other = createLearner({ database, clock });
    await Promise.all([other.follow(), learner.follow()]);
    for (const [, subject, text] of QUESTIONS.en)
      expect(other.guess(subject, text)).to.deep.equal(learner.guess(subject, text));
    expect((await loadSnapshot(database, 'categories'))!.seq).to.be.greaterThan(0);
  }).timeout(120_000);
});
