import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseMail } from '../../src/intake/parse-mail.ts';
import type { Mail } from '../../src/mail/mail.ts';
import { corpora, linesOfJson } from '../mails/corpora.ts';

/**
 * Notices of some seventy mail systems that lie beside the checkout, as they came and with other line ends. The bars
 * are what the rules reach, a few below; codes x.x.9xx were never in a mail and are not counted.
 */
interface Case {
  readonly file: string;
  readonly kind: string;
  readonly kindAny?: readonly string[];
  readonly status?: readonly string[];
  readonly hard?: readonly boolean[];
}
type Copy = (bytes: Buffer) => Buffer;
type Tally = Readonly<Record<string, number>>;

const ENOUGH = 60_000;
const withEnds =
  (end: string): Copy =>
  bytes =>
    Buffer.from(bytes.toString('latin1').replace(/\r\n?|\n/g, end), 'latin1');
const COPIES: readonly (readonly [string, Copy])[] = [
  ['as they came', bytes => bytes],
  ['with LF', withEnds('\n')],
  ['with CRLF', withEnds('\r\n')],
  ['with lone CR', withEnds('\r')],
];

async function tally(folder: string, cases: readonly Case[], copy: Copy): Promise<Tally> {
  const count: Record<string, number> = {};
  const add = (what: string, isRight: boolean) => {
    count[what] = (count[what] ?? 0) + Number(isRight);
  };
  for (const one of cases) {
    const mail = await parseMail(copy(readFileSync(join(folder, one.file))), { to: [] }, { mailSize: 1e8 });
    add(one.kind, (one.kindAny ?? [one.kind]).includes(mail.kind));
    if (one.kind === 'bounce') scoreBounce(one, mail, add);
  }
  return count;
}

function scoreBounce(
  { status = [], hard = [] }: Case,
  mail: Mail,
  add: (what: string, isRight: boolean) => void,
): void {
  const found = mail.bounce?.recipients ?? [];
  const [wanted = ''] = status;
  if (wanted !== '' && !/\.9\d\d$/.test(wanted)) {
    add(
      'status',
      found.some(one => one.status === wanted),
    );
    add(
      'class',
      found.some(one => one.status[0] === wanted[0]),
    );
  }
  add('count', found.length === hard.length);
  add('permanent', found[0]?.permanent === hard[0]);
  add('reason', found.length > 0 && found.every(({ reason }) => reason !== ''));
}

describe('notices of many mail systems', () => {
  for (const [name, copy] of COPIES) {
    it(`are known, ${name}`, async function () {
      this.timeout(ENOUGH);
      const folder = corpora(this, 'bounces', 'sisimai-public');
      const cases = linesOfJson<Case>(corpora(this, 'bounces', 'sisimai-public.ndjson'));
      const right = await tally(folder, cases, copy);
      expect(right).to.include({ 'auto-reply': 5, receipt: 3, person: 2, report: 18 });
      expect(right.bounce, 'bounces of 563').to.be.at.least(561);
      expect(right.status, 'status of 429').to.be.at.least(420);
      expect(right.class, 'class of 429').to.be.at.least(422);
      expect(right.count, 'number of recipients of 563').to.be.at.least(560);
      expect(right.permanent, 'permanent of 563').to.be.at.least(500);
      expect(right.reason, 'with a reason of 563').to.be.at.least(558);
    });
  }

  it('and mails that may loop are told from people', async function () {
    const folder = corpora(this, 'bounces', 'otobo-loop');
    const cases = linesOfJson<Case>(corpora(this, 'bounces', 'otobo-loop.ndjson'));
    const right = await tally(folder, cases, bytes => bytes);
    expect((right['auto-reply'] ?? 0) + (right.person ?? 0)).to.equal(cases.length);
  });

  it('are not seen in the mails of people', async function () {
    this.timeout(ENOUGH);
    const folder = corpora(this, 'spam');
    const labels = linesOfJson<{ file: string; label: string; kind?: string }>(corpora(this, 'spam', 'labels.ndjson'));
    const machines = async (label: string) => {
      const wrong: string[] = [];
      for (const { file } of labels.filter(one => one.label === label && one.kind === undefined)) {
        const mail = await parseMail(readFileSync(join(folder, file)), { to: [] }, { mailSize: 1e8 });
        if (['bounce', 'auto-reply', 'report', 'receipt'].includes(mail.kind))
          wrong.push(`${file}: ${mail.kindBecause}`);
      }
      return wrong;
    };
    expect(await machines('ham')).to.deep.equal([]);
    expect((await machines('spam')).length).to.be.at.most(3);
  });
});
