/** G1, G2, G6 by force: the short run of `npm run crash`, and the proof that it sees what it looks for. */
import { expect } from 'chai';
import { whyNoDovecot } from '../servers.ts';
import { crash, type Outcome } from './harness.ts';
import { report } from './report.ts';
import type { Sabotage } from './sabotage.ts';
import type { Wishes } from './world.ts';

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));

describe('a daemon that is killed again and again', function () {
  this.timeout(150_000);

  before(function () {
    const missing = whyNoDovecot();
    if (missing === undefined) return;
    console.log(`      crashes skipped: ${missing}`);
    this.skip();
  });

  async function run(kills: number, mails: number, sabotage: Sabotage): Promise<Outcome> {
    const wishes: Wishes = { seed: SEED, kills, mails, sabotage, say: () => undefined };
    console.log(`      ${kills} kills, ${mails} mails, SEED=${SEED}, sabotage ${sabotage}`);
    const outcome = await crash(wishes);
    if (sabotage === 'none' && outcome.findings.length > 0) console.log(report(outcome, wishes).join('\n'));
    return outcome;
  }

  it('loses nothing it said yes to and does nothing twice', async () => {
    const { findings, post, books, deaths } = await run(20, 120, 'none');
    expect(findings).to.deep.equal([]);
    expect(post.accepted.size).to.equal(120);
    expect(books.messages.filter(({ kind }) => kind === 'request')).to.have.length(120);
    expect([...deaths.values()].reduce((all, { reached }) => all + reached, 0)).to.be.at.least(8);
  });

  it('is caught when it says yes before it commits', async () => {
    const { findings } = await run(6, 30, 'ack-first');
    expect(findings.map(({ what }) => what)).to.include('mails lost');
  });

  it('is caught when it does not know a mail again', async () => {
    const { findings } = await run(6, 30, 'double');
    expect(findings.map(({ what }) => what))
      .to.include('messages doubled')
      .and.to.include('tickets doubled');
  });
});
