import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { parseMail } from '../../src/intake/parse-mail.ts';
import { corporaFolder, linesOfJson, mailsIn } from '../mails/corpora.ts';
import { isWhole, type ReplyCase, scoreReply } from '../mails/score-replies.ts';

/** Public sets of replies with what should remain. They contradict each other, so none can be met in full. */
const SUITES = [
  { suite: 'talon-plain', cases: 64, least: 58, lost: 2 },
  { suite: 'talon-html', cases: 30, least: 28, lost: 0 },
  { suite: 'talon-signature', cases: 27, least: 20, lost: 0 },
  { suite: 'crisp', cases: 50, least: 46, lost: 0 },
  { suite: 'crisp-fp', cases: 19, least: 19, lost: 0 },
] as const;

function skipped(test: Mocha.Context, what: string): never {
  console.log(`      corpora not here: ${what} skipped`);
  return test.skip();
}

describe('new words of the public replies', () => {
  for (const { suite, cases, least, lost } of SUITES) {
    it(`${suite}: the right words remain in ${least} of ${cases}, words are hidden in ${lost}, no line is dropped`, function () {
      const file = corporaFolder('replies', `${suite}.ndjson`);
      if (!existsSync(file)) skipped(this, `${cases} cases of ${suite}`);
      const scores = linesOfJson<ReplyCase>(file).map(scoreReply);
      const names = (what: 'lost' | 'dropped') => scores.filter(score => score[what]).map(({ name }) => name);
      expect(scores).to.have.length(cases);
      expect(names('dropped')).to.deep.equal([]);
      expect(names('lost').length, names('lost').join(', ')).to.be.at.most(lost);
      expect(scores.filter(({ same }) => same).length).to.be.at.least(least);
    });
  }

  it('and whole mails: newWords and folded give the text back', async function () {
    this.timeout(60_000);
    const folders = ['spam/ham', 'spam/spam', 'bounces/sisimai-public', 'mime/stalwart-legacy', 'mime/mikel-mail'];
    if (!existsSync(corporaFolder('spam'))) skipped(this, folders.join(', '));
    for (const folder of folders) {
      for (const { name, bytes } of mailsIn(corporaFolder(folder))) {
        const { text, newWords, folded } = await parseMail(bytes, { to: [] }, { mailSize: 50 * 1024 * 1024 });
        expect(isWhole(text, newWords, folded), name).to.equal(true);
      }
    }
  });
});
