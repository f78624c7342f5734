import { expect } from 'chai';
import fc from 'fast-check';
import { decodeKeys, giveUp, isPasting } from '../../../src/cli/board/keys.ts';

const names = (input: string) => decodeKeys(input).keys.map(key => ('key' in key ? key.key : `paste:${key.paste}`));

describe('keys of a terminal', () => {
  it('are letters, named keys and control keys', () => {
    expect(names('jG é打🖨\r\t\x7f\x03\x0c')).to.deep.equal([
      'j',
      'G',
      ' ',
      'é',
      '打',
      '🖨',
      'enter',
      'tab',
      'backspace',
      '^C',
      '^L',
    ]);
  });

  it('are the same in the ways terminals send them', () => {
    expect(names('\x1b[A\x1bOA\x1b[1;5A')).to.deep.equal(['up', 'up', 'up']);
    expect(names('\x1b[5~\x1b[6~\x1b[H\x1b[1~\x1bOF\x1b[4~\x1b[3~\x1b[Z')).to.deep.equal([
      'page-up',
      'page-down',
      'home',
      'home',
      'end',
      'end',
      'delete',
      'back-tab',
    ]);
  });

  it('say nothing when they mean nothing here: function keys, mouse, answers of the terminal', () => {
    expect(names('\x1b[15~\x1b[?62;22c\x1b[I\x1bOPj')).to.deep.equal(['j']);
  });

  it('wait for the rest of what may go on, and a lone Esc is Esc', () => {
    expect(decodeKeys('j\x1b[')).to.deep.equal({ keys: [{ key: 'j' }], rest: '\x1b[' });
    expect(giveUp('\x1b')).to.deep.equal([{ key: 'esc' }]);
    expect(giveUp('\x1b[')).to.deep.equal([]);
    expect(names('\x1bq')).to.deep.equal(['esc', 'q']);
  });

  it('take a paste as one text, with whatever is in it', () => {
    expect(names('\x1b[200~q\r\ny\x1b[Aj\x1b[201~k')).to.deep.equal(['paste:q\ny\x1b[Aj', 'k']);
    const { keys, rest } = decodeKeys('\x1b[200~not yet all');
    expect(keys).to.deep.equal([]);
    expect(isPasting(rest)).to.equal(true);
  });

  it('are the same however the bytes are cut', () => {
    const pieces = ['j', 'é', '🖨', '\x1b[A', '\x1bOB', '\x1b[6~', '\r', '\x1b[200~a\x1b[Bb\x1b[201~', '\x03'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), fc.array(fc.nat(80)), (said, cuts) => {
        const whole = said.join('');
        const places = [...new Set(cuts.map(cut => Math.min(cut, whole.length)))].sort((a, b) => a - b);
        let rest = '';
        const got: unknown[] = [];
        for (const [from, to] of [0, ...places].map((at, i) => [at, places[i] ?? whole.length] as const)) {
          const decoded = decodeKeys(rest + whole.slice(from, to));
          rest = decoded.rest;
          got.push(...decoded.keys);
        }
        // a surrogate pair is never cut: the stream's decoder holds its halves together
        if (places.some(at => /[\ud800-\udbff]/.test(whole[at - 1] ?? ''))) return;
        expect(got).to.deep.equal(decodeKeys(whole).keys);
      }),
    );
  });
});
