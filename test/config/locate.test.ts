import { expect } from 'chai';
import type { Path } from '../../src/config/fault.ts';
import { locator } from '../../src/config/locate.ts';
import { parseToml } from '../../src/config/toml.ts';
import { faultsOf } from './written.ts';

/** Every value is the text that stands at its place, so that the place can be checked by reading there. */
const TEXT = String.raw`
a = 10   # [not.a.table]
"b c" = 11
d . e . "f" = 12
g = { h = 13, "i\u006a" = [14, 15,
  # , ]
  { k = 16 }, ], l.m = 17 }
n = """ "" \""" [x]
a = 1
"""
o = ''' ''
[p] '''
q = "\"]}#"
r = 18
[s.t]
u = 19
[s]
v = 20
[[w]]
x = 21
[[w.y]]
z = 22
[[w.y]]
z = 23
[w.aa]
bb = 24
  [[ w ]]
	x = 25
[[w.y]]
z = 26
[cc.dd]
`;

const LEAVES: readonly Path[] = [
  ['a'],
  ['b c'],
  ['d', 'e', 'f'],
  ['g', 'h'],
  ['g', 'ij', 0],
  ['g', 'ij', 1],
  ['g', 'ij', 2, 'k'],
  ['g', 'l', 'm'],
  ['r'],
  ['s', 't', 'u'],
  ['s', 'v'],
  ['w', 0, 'x'],
  ['w', 0, 'y', 0, 'z'],
  ['w', 0, 'y', 1, 'z'],
  ['w', 0, 'aa', 'bb'],
  ['w', 1, 'x'],
  ['w', 1, 'y', 0, 'z'],
];

describe('the place of a path', () => {
  const locate = locator(TEXT);
  const textAt = (path: Path, what: 'key' | 'value') => {
    const { line, column } = locate(path, what);
    return TEXT.split('\n')[line - 1]!.slice(column - 1);
  };

  it('is tried on a text that is TOML', () => {
    expect(parseToml(TEXT)).to.have.property('table');
  });

  for (const path of LEAVES) {
    it(`is where the value of ${path.join('.')} stands`, () => {
      const toml = parseToml(TEXT);
      const value = path.reduce<unknown>(
        (at, step) => (at as Record<string, unknown>)[step],
        'table' in toml && toml.table,
      );
      expect(value).to.be.a('number');
      expect(textAt(path, 'value').slice(0, 2)).to.equal(String(value));
    });
  }

  const others: readonly (readonly [string, Path, 'key' | 'value', string])[] = [
    ['the last part of a dotted key', ['d', 'e', 'f'], 'key', '"f" = 12'],
    ['the key in an inline table', ['g', 'ij'], 'key', '"i\\u006a" = [14, 15,'],
    ['the header of a table, for a key it lacks', ['s', 'none'], 'value', '[s]'],
    ['the header of the right table in double brackets', ['w', 1, 'none'], 'value', '[[ w ]]'],
    ['the first header, for the whole array of tables', ['w'], 'value', '[[w]]'],
    ['the header that implies a table without one', ['cc', 'none'], 'value', '[cc.dd]'],
  ];
  for (const [name, path, what, text] of others) {
    it(`is ${name}`, () => expect(textAt(path, what)).to.equal(text));
  }

  it('is the beginning of the text for what is missing altogether', () => {
    expect(locate(['none'], 'value')).to.deep.equal({ line: 1, column: 1 });
  });

  it('is found among very many faults in a moment', () => {
    const faults = faultsOf('[[queue]]\nx = 1\n'.repeat(5000));
    expect(faults).to.have.length(15_001);
    expect(faults.at(-1)).to.match(/^config.toml:10000:1: queue\[4999\].x: unknown key/);
  }).timeout(5000);
});
