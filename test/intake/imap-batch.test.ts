import { expect } from 'chai';
import fc from 'fast-check';
import { backOff } from '../../src/intake/back-off.ts';
import { plain, reason } from '../../src/intake/intake-log.ts';
import { batches, headerOf, uidSet } from '../../src/intake/mailbox-batch.ts';

/** The arithmetic of fetching and waiting. */
describe('fetching in batches', () => {
  const mail = fc.record({ uid: fc.nat(), size: fc.nat({ max: 400 }) });

  it('keeps every mail, in order, within the limits', () => {
    fc.assert(
      fc.property(fc.array(mail), mails => {
        const made = batches(mails, 1_000, 5);
        expect(made.flat()).to.deep.equal(mails);
        for (const batch of made) {
          expect(batch.length).to.be.within(1, 5);
          expect(batch.reduce((sum, { size }) => sum + size, 0)).to.be.at.most(1_000);
        }
      }),
    );
  });

  it('gives a mail that is larger than a batch one of its own', () => {
    const [small, huge] = [
      { uid: 1, size: 10 },
      { uid: 2, size: 5_000 },
    ];
    expect(
      batches([small, huge, { ...small, uid: 3 }], 1_000, 5).map(batch => batch.map(({ uid }) => uid)),
    ).to.deep.equal([[1], [2], [3]]);
  });

  it('names UIDs by their runs', () => {
    expect(uidSet([1, 2, 3, 7, 9, 10])).to.equal('1:3,7,9:10');
    expect(uidSet([4])).to.equal('4');
  });

  it('cuts a header at its empty line, whatever the line ends', () => {
    const cut = (text: string) => Buffer.from(headerOf(Buffer.from(text))).toString();
    expect(cut('A: b\r\n\r\nbody\n\n')).to.equal('A: b\r\n\r\n');
    expect(cut('A: b\n\nbody\r\n\r\n')).to.equal('A: b\n\n');
    expect(cut('A: no end')).to.equal('A: no end');
  });
});

describe('waiting after trouble', () => {
  const pace = { first: 1_000, most: 60_000 };

  it('doubles up to the most', () => {
    const waits = [1, 2, 3, 7, 8, 5_000].map(failures => backOff(failures, pace, 0.9999));
    expect(waits).to.deep.equal([1_000, 2_000, 4_000, 59_997, 59_997, 59_997]);
  });

  it('stays between half and the whole, by the dice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, dice) => {
        const whole = Math.min(60_000, 1_000 * 2 ** (failures - 1));
        expect(backOff(failures, pace, dice)).to.be.within(whole / 2, whole);
      }),
    );
  });
});

describe('telling trouble', () => {
  it('makes one printable line of what a stranger says', () => {
    expect(plain('NO\r\n\x1b[31mred\u202e dettim\0')).to.equal('NO [31mred  dettim');
    expect(plain('x'.repeat(1_000)).length).to.equal(301);
  });

  it('says the cause and not the statement with its parameters', () => {
    expect(reason(new Error('insert … params: a whole mail', { cause: new Error('disk is full') }))).to.equal(
      'disk is full',
    );
  });
});
