import { expect } from 'chai';
import { createFilter, judge, teach } from '../../src/spam/filter.ts';
import { tokensOf } from '../../src/spam/tokens.ts';
import { sortedMails } from '../stories/sorted-mails.ts';
import { mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

describe('desk spam', function () {
  this.timeout(60_000);
  let here: TemporaryDesk;
  const mails = sortedMails(5, 120);
  before(() => {
    here = temporaryDesk();
    for (const [n, { bytes }] of mails.entries()) here.file(`mails/${n}.eml`, bytes);
  });
  after(() => here.remove());
  const index = (from: number, to: number) =>
    mails.slice(from, to).map(({ label }, n) => `${label} mails/${from + n}.eml\n`);

  describe('eval', () => {
    it('needs no configuration, and judges each mail before it learns it', async () => {
      const bare = temporaryDesk('');
      const file = here.file('index', ['# sorted by hand\n\n', ...index(0, 120)].join(''));
      const { code, out, err } = await bare.desk('spam', 'eval', file, '--scores');
      bare.remove();
      expect(code, err).to.equal(0);
      const scores = out.split('\n').filter(line => /^(?:ham|spam) /.test(line));
      expect(scores).to.have.lengthOf(120);
      for (const [n, line] of scores.entries()) {
        expect(line).to.match(/^(?:ham|spam) -?\d+\.\d{6} (?:ham|unsure|spam|unjudged)$/);
        expect(line.split(' ')[0]).to.equal(mails[n]!.label);
      }
      expect(scores[0]).to.equal('ham 0.000000 unjudged');
      expect(out)
        .to.match(/^judged +80 ham, 40 spam$/m)
        .and.match(/^false positives +0$/m);
    });

    it('learns the first part and judges the rest with --split', async () => {
      here.file('index', index(0, 120).join(''));
      const { code, out } = await here.desk('spam', 'eval', 'index', '--split', '0.75', '--json');
      expect(code).to.equal(0);
      const figures = JSON.parse(out) as Record<string, number>;
      expect(figures).to.include({ ham: 20, spam: 10, falsePositives: 0, unjudgedHam: 0, roca: 0 });
      expect(figures.caughtAtNoFalsePositive).to.equal(100);
      expect((await here.desk('spam', 'eval', 'index', '--split', '1.5')).code).to.equal(2);
      expect((await here.desk('spam', 'eval', 'index', '--split', '.5', '--online')).code).to.equal(2);
    });

    it('says which line names no mail, goes on, and ends with 65', async () => {
      here.file(
        'index',
        `${index(0, 3).join('')}spam nowhere.eml\nperhaps mails/3.eml\nham mails\n${index(4, 5).join('')}`,
      );
      const { code, out, err } = await here.desk('spam', 'eval', 'index');
      expect(code).to.equal(65);
      expect(err).to.contain('index:4: nowhere.eml: no such file').and.contain('index:6: mails: a folder');
      expect(err).to.contain('index:5: neither "spam PATH" nor "ham PATH"');
      expect(out).to.match(/^judged +3 ham, 1 spam$/m);
      const none = await here.desk('spam', 'eval', 'nothing');
      expect(none).to.deep.equal({ code: 65, out: '', err: 'nothing: no such file\n' });
    });
  });

  it('learns folders, mbox files and stdin, and what it knows it says', async () => {
    const mbox = here.file(
      'junk.mbox',
      mails
        .filter(one => one.label === 'spam')
        .map(asMbox)
        .join(''),
    );
    for (const [n, one] of mails.filter(({ label }) => label === 'ham').entries()) here.file(`ham/${n}.eml`, one.bytes);
    here.file('ham/empty.eml', '');
    const ham = await here.desk('spam', 'learn', '--ham', 'ham');
    expect(ham.code).to.equal(65);
    expect(ham.out).to.equal('learned 80 mails as ham, 1 not read\n');
    expect(ham.err).to.contain('ham/empty.eml: not a mail: it is empty');
    expect((await here.desk('spam', 'learn', '--spam', mbox)).out).to.equal('learned 40 mails as spam\n');
    const again = await here.desk('spam', 'learn', '--spam', mbox, '--json');
    expect(JSON.parse(again.out)).to.deep.equal({ learned: 0, known: 40, unread: 0 });
    const piped = await here.desk('spam', 'learn', '--ham', '-', { input: mail('Tray 2', 'It jams.') });
    expect(piped.out).to.equal('learned 1 mail as ham\n');
    expect((await here.desk('spam', 'stats')).out).to.match(/^labels +81 ham, 40 spam$/m);
    expect((await here.desk('spam', 'learn', 'ham')).code).to.equal(2);
    expect((await here.desk('spam', 'learn', '--ham', '--spam', 'ham')).code).to.equal(2);
    expect((await here.desk('--as', 'mallory', 'spam', 'learn', '--ham', 'ham')).code).to.equal(1);
  });

  it('why names the words that speak for spam, and those against it', async () => {
    const spam = await here.desk('spam', 'why', `mails/${mails.findIndex(({ label }) => label === 'spam')}.eml`);
    expect(spam.code, spam.err).to.equal(0);
    expect(spam.out)
      .to.match(/: (?:perhaps )?spam \(.*%\), score \+\d/)
      .and.match(/for spam\n +\+\d\.\d{3} {2}\S/);
    const ham = JSON.parse((await here.desk('spam', 'why', 'mails/0.eml', '--json')).out);
    expect(ham).to.include({ mail: null, verdict: 'ham' });
    expect(ham.against[0].weight).to.be.below(0);
    expect((await here.desk('spam', 'why')).code).to.equal(2);
    expect((await here.desk('spam', 'why', '--mail', '99')).code).to.equal(1);
    expect((await here.desk('spam', 'why', '99')).err).to.equal('there is no ticket 99\n');
    expect((await here.desk('spam', 'why', 'nowhere.eml')).code).to.equal(65);
  });

  it('shows what it was not sure about in the list and above the ticket', async () => {
    const both = doubtful();
    const { err } = await here.desk('inject', { input: both });
    expect(err).to.equal('');
    const [row] = JSON.parse((await here.desk('list', '--json')).out) as { number: number; spam: string | null }[];
    expect(row).to.include({ number: 1, spam: 'unsure' });
    expect((await here.desk('list')).out).to.match(/ \? \S/);
    expect((await here.desk('list', '--csv')).out).to.match(/,spam,due\r?\n.*,unsure,/);
    expect((await here.desk('show', '1')).out).to.match(/^spam +perhaps; desk spam why 1 says why, desk spam 1 /m);
    expect((await here.desk('held', 'show', '1')).out).to.contain('spam filter, when it came: perhaps spam (');
    const [kept] = JSON.parse((await here.desk('mails', '--json')).out);
    expect(kept.spam).to.equal('unsure');
    expect(kept.spamProbability).to.be.within(0, 1);
    expect(JSON.parse((await here.desk('try', '--json', '-', { input: both })).out).spam.verdict).to.equal('unsure');
    expect((await here.desk('spam', 'why', '1')).out).to.contain('mail 1, ticket #1: perhaps spam');
    expect((await here.desk('spam')).err).to.contain('no mail was taken for spam');
  });

  it('of a ticket, and what that told the filter, is undone as it was done', async () => {
    await here.desk('inject', { input: doubtful() });
    const state = async () => {
      const { status, spam } = JSON.parse((await here.desk('show', '1', '--json')).out);
      const labels = (await here.desk('spam', 'stats')).out.match(/^labels.*$/m)![0];
      return { status, spam, labels };
    };
    const before = await state();
    expect(before).to.include({ status: 'new', spam: 'unsure' });
    await here.desk('take', '1');
    const taken = await state();
    expect(taken.labels).not.to.equal(before.labels);
    await here.desk('spam', '1');
    const marked = await state();
    expect(marked).to.include({ status: 'closed', spam: 'spam' });
    expect((await here.desk('undo', '1')).out).to.contain('it was: bob says that it is spam');
    expect(await state()).to.deep.equal(taken);
    await here.desk('spam', '1');
    await here.desk('spam', 'unmark', '1');
    expect((await here.desk('undo', '1')).out).to.contain('it was: bob says that it is no spam');
    expect(await state()).to.deep.equal(marked);
    await here.desk('undo', '1');
    expect((await here.desk('undo', '1')).out).to.contain('it was: bob took');
    expect(await state()).to.deep.equal(before);
  });

  /** Words of ham below words of spam, in the mixture that this filter cannot tell. */
  function doubtful(): string {
    const filter = createFilter();
    for (const label of ['ham', 'spam'] as const)
      for (const one of mails.filter(each => each.label === label))
        teach(filter, tokensOf(Buffer.from(one.bytes)), label);
    const [head, text] = mails[0]!.bytes.split('\r\n\r\n');
    const spam = sortedMails(6, 30)
      .filter(({ label }) => label === 'spam')
      .flatMap(({ bytes }) => bytes.split('\r\n\r\n')[1]!.split('\r\n'));
    const mixtures = spam.map(
      (_, n) => `${head!.replace('<', '<other')}\r\n\r\n${text}${spam.slice(0, n).join('\r\n')}\r\n`,
    );
    const plain = sortedMails(6, 30).flatMap(({ label, bytes }) => (label === 'spam' ? [bytes] : []));
    return [...mixtures, ...plain].find(one => judge(filter, tokensOf(Buffer.from(one))).verdict === 'unsure')!;
  }

  function asMbox({ bytes }: { readonly bytes: string }): string {
    return `From someone@example.org Mon Nov 23 09:00:00 2026\n${bytes.replaceAll('\r\n', '\n')}\n`;
  }
});
