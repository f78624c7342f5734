/** How well categories are guessed: on requests written for it, and on public mailing lists, whose name is the category. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createGuesser, stemsOf } from '../../src/advice/category-guess.ts';
import { createParser } from '../../src/intake/parser.ts';
import { CATEGORY } from '../labelled/categories.ts';
import { QUESTIONS } from '../labelled/faq-questions.ts';
import { REQUESTS } from '../labelled/requests.ts';
import { corpora } from '../mails/corpora.ts';

interface Request {
  readonly subject: string;
  readonly text: string;
  readonly category: string;
}

const written: Request[] = [
  ...Object.values(QUESTIONS)
    .flat()
    .map(([name, subject, text]) => ({ subject, text, category: CATEGORY[name]! })),
  ...Object.values(REQUESTS)
    .flat()
    .map(([, category, subject, text]) => ({ subject, text, category })),
];

const learned = (requests: readonly Request[]) =>
  createGuesser(
    requests.map((one, n) => ({ ticket: n, category: one.category, stems: stemsOf(one.subject, one.text) })),
  );

/** Each of `folds` parts is judged by what was learned from the others. */
function measure(requests: readonly Request[], folds: number) {
  let [right, majority, sure, surelyRight, ms] = [0, 0, 0, 0, 0];
  for (let fold = 0; fold < folds; fold++) {
    const known = requests.filter((_, n) => n % folds !== fold);
    const guesser = learned(known);
    // what is done once after learning is not part of a mail's time
    guesser.guess('first', 'words');
    const most = commonest(known);
    for (const { subject, text, category } of requests.filter((_, n) => n % folds === fold)) {
      const start = performance.now();
      const guess = guesser.guess(subject, text);
      ms += performance.now() - start;
      right += Number(guess?.category === category);
      majority += Number(category === most);
      if (guess === undefined || guess.probability < 0.9) continue;
      sure++;
      surelyRight += Number(guess.category === category);
    }
  }
  const share = (n: number) => n / requests.length;
  const found = { right: share(right), majority: share(majority), sure: share(sure), surelyRight: surelyRight / sure };
  const percent = (n: number) => `${(100 * n).toFixed(1)} %`;
  console.log(
    `      ${requests.length} requests, ${new Set(requests.map(one => one.category)).size} categories: right ${percent(found.right)}, ` +
      `the commonest one ${percent(found.majority)}; sure (≥ 0.9) of ${percent(found.sure)}, of these right ${percent(found.surelyRight || 0)}; ` +
      `${(ms / requests.length).toFixed(2)} ms each`,
  );
  return { ...found, ms: ms / requests.length };
}

function commonest(requests: readonly Request[]): string {
  const counts = new Map<string, number>();
  for (const { category } of requests) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}

describe('The guess of a category', () => {
  it('is more than twice as often right as the commonest category on few short requests in five languages', () => {
    const { right, majority } = measure(written, written.length);
    expect(right).to.be.greaterThan(2 * majority);
  });

  it('is right on mailing lists, and its probabilities are kept', async function () {
    this.timeout(240_000);
    const folder = corpora(this, 'spam', 'ham');
    const all = await listMails(folder);
    const counts = new Map<string, number>();
    for (const { category } of all) counts.set(category, (counts.get(category) ?? 0) + 1);
    const { right, majority, surelyRight, sure, ms } = measure(
      all.filter(({ category }) => counts.get(category)! >= 10),
      10,
    );
    expect(right)
      .to.be.greaterThan(0.8)
      .and.greaterThan(2 * majority);
    expect(sure).to.be.greaterThan(0.4);
    expect(surelyRight).to.be.greaterThan(0.95);
    expect(ms).to.be.lessThan(20);
  });

  it('says nothing before it has learned twenty requests of two categories', () => {
    const request = (n: number) => ({
      subject: `Printer ${n}`,
      text: 'It prints nothing at all',
      category: 'printing',
    });
    const other = { subject: 'Invoice', text: 'The amount is wrong', category: 'billing' };
    const twenty = Array.from({ length: 20 }, (_, n) => request(n));
    expect(learned(twenty).guess('Printer', 'It prints nothing')).to.equal(undefined);
    expect(learned([...twenty.slice(2), other]).guess('Printer', 'It prints nothing')).to.equal(undefined);
    expect(learned([...twenty, other]).guess('Printer', 'It prints nothing')).to.include({ category: 'printing' });
  });

  it('says which words say so, as they stand in the mail', () => {
    const guess = learned(written).guess('Toner', 'Where do the cartridges lie? The printer shows streaks.')!;
    expect(guess.category).to.equal('printing');
    expect(guess.because).to.include.members(['toner', 'printer']);
    expect(guess.probability).to.be.within(0, 1);
  });

  it('says nothing of a mail without a word it knows, and takes no word for what objects have by themselves', () => {
    const guesser = learned([
      ...written,
      ...['constructor', '__proto__', 'toString', 'hasOwnProperty'].map(word => ({
        subject: word,
        text: `${word} 2026 valueOf`,
        category: 'constructor',
      })),
    ]);
    expect(guesser.guess('Xyzzy', 'plugh frotz')).to.equal(undefined);
    expect(guesser.guess('', '')).to.equal(undefined);
    expect(guesser.guess('constructor', 'valueOf toString')!.category).to.equal('constructor');
  });

  it('is the same whether all was learned at once or one after the other', () => {
    const one = learned(written);
    const other = learned(written.slice(0, 30));
    for (const [n, { subject, text, category }] of written.slice(30).entries())
      other.learn({ ticket: n, category, stems: stemsOf(subject, text) });
    for (const { subject, text } of written) expect(other.guess(subject, text)).to.deep.equal(one.guess(subject, text));
  });
});

/** Without the mark of the list in the subject, and without what every mail of a list ends with. */
async function listMails(folder: string): Promise<Request[]> {
  const parser = createParser({ mailSize: 50_000_000, parseTime: 10_000, parseMemory: 256_000_000 });
  const found: Request[] = [];
  for (const file of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, file));
    const id = /^list-id:[^\n]*<([^>\n]+)>/im.exec(bytes.toString('latin1'))?.[1];
    if (id === undefined) continue;
    const { subject, newWords } = await parser.parse(bytes, { to: [] });
    found.push({ subject: subject.replace(/\[[^\]]*\]/g, ''), text: newWords, category: id });
  }
  await parser.close();
  return found;
}
