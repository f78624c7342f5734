import { expect } from 'chai';
import fc from 'fast-check';
import type { TokenKey } from '../../src/mail/reply-token.ts';
import { checkToken, findTokens, makeToken } from '../../src/mail/reply-token.ts';

const key: TokenKey = { id: 'k', secret: Buffer.alloc(32, 7), retired: false };
const older: TokenKey = { id: 'j', secret: Buffer.alloc(32, 8), retired: true };
const keys = [key, older];

describe('reply token', () => {
  it('names its ticket and person, and is valid', () => {
    const token = makeToken({ ticket: 12, person: 7 }, key);
    expect(token).to.match(/^12-7-k[a-z2-7]{26}$/);
    expect(checkToken(token, keys)).to.deep.equal({ verdict: 'valid', ticket: 12, person: 7 });
  });

  it('is the same for ever: a token in an old letter must stay valid', () => {
    expect(makeToken({ ticket: 1, person: 1 }, key)).to.equal('1-1-khowolu4zdtowg7eqvl26fvdkom');
  });

  it('is refused when any one character is another one', () => {
    const token = makeToken({ ticket: 1042, person: 31 }, key);
    const alphabet = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
    for (let at = 0; at < token.length; at++) {
      for (const letter of alphabet) {
        if (letter === token[at]) continue;
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        expect(checkToken(changed, keys)?.verdict ?? 'none', changed).to.be.oneOf(['none', 'forged']);
      }
    }
  });

  it('is refused in upper case, with leading zeros, shortened, lengthened and with blanks', () => {
    const token = makeToken({ ticket: 12, person: 7 }, key);
    const others = [
      token.toUpperCase(),
      `0${token}`,
      token.slice(1),
      token.slice(0, -1),
      `${token}a`,
      ` ${token}`,
      `${token}\n`,
    ];
    for (const other of others) expect(checkToken(other, keys)?.verdict ?? 'none', other).not.to.equal('valid');
  });

  it('is refused for another ticket and for another person', () => {
    const mac = makeToken({ ticket: 12, person: 7 }, key).split('-')[2];
    for (const numbers of ['13-7', '12-8', '1-27', '127-1']) {
      expect(checkToken(`${numbers}-${mac}`, keys)?.verdict, numbers).to.equal('forged');
    }
  });

  it('of a retired key is told apart from a forged one', () => {
    const token = makeToken({ ticket: 3, person: 4 }, { ...older, retired: false });
    expect(checkToken(token, keys)?.verdict).to.equal('retired-key');
    expect(
      checkToken(
        token.replace(/.$/, letter => (letter === 'a' ? 'b' : 'a')),
        keys,
      )?.verdict,
    ).to.equal('forged');
    expect(checkToken(token, [key])?.verdict).to.equal('forged');
    expect(checkToken(token, [{ ...older, secret: new Uint8Array() }])?.verdict).to.equal('retired-key');
  });

  it('is made for whole numbers only', () => {
    for (const ticket of [1.5, -1, Number.NaN, 1e15])
      expect(() => makeToken({ ticket, person: 1 }, key)).to.throw(RangeError);
  });

  it('comes back from any text it stands in', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        fc.constantFrom(' ', '[#', '+', '<', '.', '@', '\n', '：'),
        (ticket, person, edge) => {
          const token = makeToken({ ticket, person }, key);
          expect(findTokens(`Re: a-1 ${edge}${token}${edge} b`)).to.deep.equal([token]);
        },
      ),
    );
  });

  it('is found at most ten times in one text', () => {
    expect(findTokens(`${makeToken({ ticket: 1, person: 1 }, key)} `.repeat(50))).to.have.length(10);
  });
});
