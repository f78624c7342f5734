import { expect } from 'chai';
import { createFilter, teach } from '../../src/spam/filter.ts';
import { fromSnapshot, snapshot } from '../../src/spam/snapshot.ts';
import { tokensOf } from '../../src/spam/tokens.ts';
import { diceOf, mailsOfWords, randomId } from './mails-of-words.ts';

function taught() {
  const filter = createFilter();
  for (const { bytes, label, sender } of mailsOfWords(200)) teach(filter, tokensOf(bytes), label, { sender });
  return filter;
}

describe('a snapshot', () => {
  it('of an empty filter is one of an empty filter', () => {
    expect(fromSnapshot(snapshot(createFilter()))).to.deep.equal(createFilter());
  });

  it('may lie anywhere in memory', () => {
    const bytes = snapshot(taught());
    const shifted = new Uint8Array(bytes.length + 3).subarray(3);
    shifted.set(bytes);
    expect(snapshot(fromSnapshot(shifted)!)).to.deep.equal(bytes);
  });

  it('is none when it was cut, lengthened, of another version or no snapshot at all', () => {
    const bytes = snapshot(taught());
    const other = bytes.slice();
    other[9] = 0x7f;
    for (const wrong of [
      bytes.subarray(0, -1),
      Buffer.concat([bytes, Buffer.alloc(8)]),
      other,
      new Uint8Array(0),
      Buffer.from('SQLite'),
    ])
      expect(fromSnapshot(wrong)).to.equal(undefined);
  });

  it('with wrong bits is read or refused, and never hangs', () => {
    const bytes = snapshot(taught());
    const dice = diceOf(13);
    for (let n = 0; n < 200; n++) {
      const wrong = bytes.slice();
      for (let k = 0; k < 8; k++) wrong[Math.floor(dice() * (n < 100 ? 96 : wrong.length))] = Math.floor(dice() * 256);
      fromSnapshot(wrong);
    }
  });

  it('of 150,000 tokens is read in a blink', () => {
    const filter = createFilter();
    const dice = diceOf(17);
    while (filter.model.size < 150_000)
      teach(
        filter,
        Float64Array.from({ length: 2000 }, () => randomId(dice)),
        'ham',
        { confirmed: true },
      );
    const bytes = snapshot(filter);
    const begun = performance.now();
    expect(fromSnapshot(bytes)?.model.size).to.equal(filter.model.size);
    expect(performance.now() - begun).to.be.lessThan(150);
  });
});
