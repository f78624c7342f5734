import { expect } from 'chai';
import { fuzzy } from '../../../src/cli/board/fuzzy.ts';
import { EMPTY, edit, type Field, fieldOf, insert } from '../../../src/cli/board/text-field.ts';

function typed(field: Field, keys: readonly string[], lines = true): Field {
  return keys.reduce((now, key) => edit(now, key, lines) ?? now, field);
}
/** With a bar where the cursor is. */
const shown = ({ text, at }: Field) => `${text.slice(0, at)}|${text.slice(at)}`;

describe('a text that is typed', () => {
  it('takes letters where the cursor is, and never half of one', () => {
    expect(shown(typed(EMPTY, ['a', '🖨', 'b', 'left', 'left', 'c']))).to.equal('ac|🖨b');
    expect(shown(typed(fieldOf('a🖨'), ['backspace']))).to.equal('a|');
    expect(shown(typed(fieldOf('🖨b'), ['home', 'delete']))).to.equal('|b');
  });

  it('goes to the ends of its line, and cuts words and lines', () => {
    const field = fieldOf('one\ntwo three');
    expect(shown(typed(field, ['home']))).to.equal('one\n|two three');
    expect(shown(typed(field, ['^W']))).to.equal('one\ntwo |');
    expect(shown(typed(field, ['^U']))).to.equal('one\n|');
    expect(shown(typed(field, ['^A', '^K']))).to.equal('one\n|');
  });

  it('goes up and down, and stays where there is no further line', () => {
    const field = fieldOf('first\n2\nthird');
    expect(shown(typed(field, ['up']))).to.equal('first\n2|\nthird');
    expect(shown(typed(field, ['up', 'up']))).to.equal('f|irst\n2\nthird');
    expect(shown(typed(field, ['up', 'up', 'up']))).to.equal('f|irst\n2\nthird');
    expect(shown(typed(field, ['down']))).to.equal('first\n2\nthird|');
    expect(shown(typed(fieldOf('\n\nx'), ['up', 'up', 'up', 'y']))).to.equal('y|\n\nx');
  });

  it('takes a paste as it is', () => {
    expect(shown(insert(fieldOf('a'), 'b\nc'))).to.equal('ab\nc|');
  });

  it('leaves keys alone that are none of a text', () => {
    expect(edit(EMPTY, 'page-up', true)).to.equal(undefined);
    expect(edit(EMPTY, '^G', true)).to.equal(undefined);
    expect(edit(EMPTY, 'up', false)).to.equal(undefined);
  });
});

describe('picking by a few letters', () => {
  const names = ['need-info', 'password-reset-hint', 'duplicate', 'solved', 'still-there'];
  const found = (typed: string) => fuzzy(typed, names, name => name);

  it('finds what has the letters in their order, the closest first', () => {
    expect(found('pr')[0]).to.equal('password-reset-hint');
    expect(found('NI')[0]).to.equal('need-info');
    expect(found('s')[0]).to.equal('solved');
    expect(found('sh')).to.include('still-there').and.include('password-reset-hint');
    expect(found('xyz')).to.deep.equal([]);
    expect(found('')).to.deep.equal(names);
  });
});
