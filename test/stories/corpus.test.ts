/** Real mails through the whole program, twice. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { createProgram, PEOPLE, type Program, QUEUE } from './program.ts';

const CORPORA = process.env.POSTDESK_CORPORA ?? resolve(import.meta.dirname, '../../../../shared/corpora');
const HAM = join(CORPORA, 'spam/ham');

/** MAILS=1000 takes them all: two minutes. */
const COUNT = Number(process.env.MAILS ?? 250);

describe('real mails', function () {
  this.timeout(240_000);
  let program: Program;
  const files = existsSync(HAM)
    ? readdirSync(HAM)
        .sort()
        .slice(0, COUNT)
        .map(name => join(HAM, name))
    : [];

  before(function () {
    if (files.length === 0) {
      console.log('      corpora not here: real mails skipped');
      this.skip();
    }
    program = createProgram(`state = "state"\n${PEOPLE}${QUEUE}\n[courier]\nkind = "keep"\n`);
  });
  after(() => program?.remove());

  it('each becomes one message or is put aside with its reason; a second run changes nothing', async () => {
    const contents = new Set(files.map(file => createHash('sha256').update(readFileSync(file)).digest('hex')));
    const first = await program.desk(['inject', '--json', ...files]);
    expect(first.code, first.err).to.equal(0);
    const receipts = first.out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { end: string; ticket: number | null });
    expect(receipts).to.have.length(files.length);
    const ends = (end: string) => receipts.filter(r => r.end === end).length;
    expect(ends('quarantined')).to.equal(0);
    expect(ends('handled') + ends('ignored') + ends('held') + ends('duplicate')).to.equal(files.length);

    const tickets = await program.json<{ number: number; messages: number }[]>('list', '--all', '--limit', '5000');
    const messages = tickets.reduce((sum, ticket) => sum + ticket.messages, 0);
    expect(messages).to.equal(ends('handled'));
    expect(messages + ends('ignored') + ends('held') + ends('duplicate')).to.equal(files.length);
    expect(ends('duplicate')).to.be.at.least(files.length - contents.size);

    const second = await program.desk(['inject', '--json', ...files]);
    const again = second.out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { end: string });
    expect(again.filter(r => r.end === 'duplicate')).to.have.length(files.length);
    expect(await program.json('list', '--all', '--limit', '5000')).to.deep.equal(tickets);
  });
});
