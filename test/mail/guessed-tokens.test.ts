import { expect } from 'chai';
import { checkToken, type TokenKey } from '../../src/mail/reply-token.ts';
import { KEY } from '../scene.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const MILLION = 1_000_000;

describe('a million guessed reply tokens', function () {
  this.timeout(120_000);
  this.slow(30_000);

  it('are all refused', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
    const dice = diceOf(seed);
    const other: TokenKey = { id: 'b', secret: Buffer.alloc(32, 1), retired: false };
    const start = process.hrtime.bigint();
    let accepted = 0;
    let seen = 0;
    for (let n = 0; n < MILLION; n++) {
      const check = checkToken(guess(dice), [KEY, other]);
      if (check?.verdict === 'forged') seen++;
      else accepted++;
    }
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    console.log(`      seed ${seed}: ${seen} refused, ${accepted} accepted, ${seconds.toFixed(1)} s`);
    expect([accepted, seen], `seed ${seed}`).to.deep.equal([0, MILLION]);
  });
});

/** Well shaped, for a ticket and person that exist, and a key in use. */
function guess(dice: () => number): string {
  let mac = '';
  // 32 bits are six letters of five.
  for (let bits = 0; mac.length < 26; bits >>>= 5) {
    if (mac.length % 6 === 0) bits = dice();
    mac += LETTERS[bits & 31];
  }
  return `${(dice() % 99) + 1}-${(dice() % 99) + 1}-${dice() & 1 ? 'a' : 'b'}${mac}`;
}

/** 32 random bits a throw (mulberry32). */
function diceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
