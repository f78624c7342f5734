import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { parseMail } from '../../src/intake/parse-mail.ts';
import { readHeaderBlock } from '../../src/mail/header-block.ts';
import type { Mail } from '../../src/mail/mail.ts';
import { corpora, linesOfJson, mailsIn } from '../mails/corpora.ts';
import { type Expected, emptyScore, type Measure, scoreMail } from './mime-score.ts';

/** Public and hostile mails: nothing crashes, nothing is lost between newWords and folded, no person is a bounce. */
const options = { mailSize: 60 * 1024 * 1024 };
const ENOUGH = 60_000;

async function parseAll(folder: string): Promise<ReadonlyMap<string, Mail>> {
  const parsed = new Map<string, Mail>();
  for (const { name, bytes } of mailsIn(folder)) {
    if (bytes.subarray(readHeaderBlock(bytes).bodyAt).toString('latin1').trim() === '') bodyless.add(name);
    parsed.set(name, await parseMail(bytes, { to: [] }, options));
  }
  return parsed;
}

/** Names of mails that have nothing below their header. */
const bodyless = new Set<string>();

/** The lines of the text that are neither new nor folded. */
function lostLines(mail: Mail): string[] {
  const kept = new Map<string, number>();
  for (const line of `${mail.newWords}\n${mail.folded}`.split('\n')) kept.set(line, (kept.get(line) ?? 0) + 1);
  return mail.text.split('\n').filter(line => {
    const left = kept.get(line) ?? 0;
    kept.set(line, left - 1);
    return line.trim() !== '' && left <= 0;
  });
}

function expectNothingLost(mails: ReadonlyMap<string, Mail>): void {
  for (const [name, mail] of mails) {
    expect(lostLines(mail), name).to.deep.equal([]);
    const isLeft = mail.text.trim() !== '' || mail.attachments.length > 0;
    expect(isLeft || bodyless.has(name), `${name}: something is left`).to.equal(true);
  }
}

interface Label {
  readonly file: string;
  readonly label: string;
  readonly kind?: string;
}

describe('the mails of the corpora', () => {
  it('ham: all are read, and no person is called a bounce or an automatic reply', async function () {
    this.timeout(ENOUGH);
    const mails = await parseAll(corpora(this, 'spam', 'ham'));
    expectNothingLost(mails);
    const people = linesOfJson<Label>(corpora(this, 'spam', 'labels.ndjson')).filter(l => l.label === 'ham' && !l.kind);
    const wrong = people.filter(({ file }) =>
      ['bounce', 'auto-reply'].includes(mails.get(file.replace('ham/', ''))?.kind ?? 'missing'),
    );
    expect(people.length).to.be.above(2000);
    expect(wrong).to.deep.equal([]);
  });

  it('spam: all are read', async function () {
    this.timeout(ENOUGH);
    expectNothingLost(await parseAll(corpora(this, 'spam', 'spam')));
  });

  it('MIME torture: all are read', async function () {
    this.timeout(ENOUGH);
    for (const suite of [
      'stalwart-rfc',
      'stalwart-legacy',
      'stalwart-thirdparty',
      'php-mime',
      'mikel-mail',
      'cpython-email',
    ]) {
      expectNothingLost(await parseAll(corpora(this, 'mime', suite)));
    }
  });

  it('MIME torture: subjects, words, files and names are those expected, and nothing is lost', async function () {
    this.timeout(ENOUGH);
    const missing: string[] = [];
    const asked: Record<string, Record<Measure, number>> = {};
    for (const suite of ['stalwart-rfc', 'stalwart-legacy', 'stalwart-thirdparty', 'php-mime']) {
      const mails = await parseAll(corpora(this, 'mime', suite));
      const score = emptyScore();
      for (const expected of linesOfJson<Expected>(corpora(this, 'mime', `${suite}.ndjson`))) {
        const mail = mails.get(expected.file);
        if (mail !== undefined) scoreMail(score, mail, expected);
      }
      asked[suite] = score.asked;
      for (const [measure, files] of Object.entries(score.missing))
        missing.push(...files.map(file => `${suite} ${measure}: ${file}`));
    }
    // What is expected there is not in the mail: base64 of a mail that is said to be none, letters that were lost
    // when the expectation was written, and three mails as one.
    expect(missing).to.deep.equal([
      'stalwart-rfc files: 008.eml attached_email.eml',
      'stalwart-rfc no-loss: 008.eml',
      'stalwart-legacy files: 026.eml',
      'stalwart-legacy no-loss: 026.eml',
      'stalwart-thirdparty files: 015.eml training-mail.txt',
      'stalwart-thirdparty no-loss: 015.eml',
    ]);
    expect(asked['stalwart-legacy']).to.include({ subject: 54, text: 44, html: 5, names: 63, 'no-loss': 54 });
    expect(asked['php-mime']).to.include({ subject: 24, text: 15, files: 23, 'no-loss': 24 });
  });

  it('bounces: nineteen in twenty have their kind, those that may not be answered all', async function () {
    this.timeout(ENOUGH);
    const right = async (suite: string) => {
      const mails = await parseAll(corpora(this, 'bounces', suite));
      expectNothingLost(mails);
      const cases = linesOfJson<{ file: string; kind: string; kindAny?: string[] }>(
        corpora(this, 'bounces', `${suite}.ndjson`),
      );
      return (
        cases.filter(({ file, kind, kindAny }) => (kindAny ?? [kind]).includes(mails.get(file)?.kind ?? '')).length /
        cases.length
      );
    };
    expect(await right('sisimai-public')).to.be.above(0.95);
    expect(await right('otobo-loop')).to.equal(1);
  });

  it('hostile: each keeps its rules and its time', async function () {
    this.timeout(ENOUGH);
    const file = join(corpora(this, 'hostile'), 'hostile.mjs');
    const hostile = (await import(pathToFileURL(file).href)) as {
      raw(name: string): Buffer;
      invariants(): { name: string; maxMs: number }[];
      check(record: object, invariant: object): string[];
    };
    for (const invariant of hostile.invariants()) {
      const bytes = hostile.raw(invariant.name);
      const start = process.cpuUsage();
      const mail = await parseMail(bytes, { to: [] }, options);
      const { user, system } = process.cpuUsage(start);
      const record = { ...mail, from: mail.from[0], decision: { because: mail.faults } };
      expect(hostile.check(record, invariant), invariant.name).to.deep.equal([]);
      expect((user + system) / 1000, `${invariant.name}: CPU ms`).to.be.below(3 * invariant.maxMs);
    }
  });
});
