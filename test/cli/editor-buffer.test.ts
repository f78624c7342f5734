import { expect } from 'chai';
import { editorBuffer, quoted, readBuffer, SCISSORS } from '../../src/cli/editor-buffer.ts';

describe('The text an operator edits', () => {
  const below = ['Answer to ann@example.org', '', ...quoted(['It beeps.', '', 'Ann'])];

  it('is cut at the scissors line', () => {
    expect(readBuffer(`Press the red button.\n${editorBuffer(below)}`)).to.deep.equal({
      words: 'Press the red button.',
    });
  });

  it('is cancelled when nothing was written', () => {
    expect(readBuffer(editorBuffer(below))).to.deep.equal({ cancelled: 'empty' });
    expect(readBuffer('')).to.deep.equal({ cancelled: 'empty' });
    expect(readBuffer(` \n\t\n${editorBuffer(below)}`)).to.deep.equal({ cancelled: 'empty' });
  });

  it('is not sent when the scissors line is gone, for the quote would go with it', () => {
    const withoutLine = editorBuffer(below).replace(SCISSORS, '');
    expect(readBuffer(`Press it.\n${withoutLine}`)).to.deep.equal({ cancelled: 'no scissors' });
  });

  it('keeps inner empty lines and indentation, and takes LF for every line end', () => {
    expect(readBuffer(`\r\n  one\r\n\r\n  two  \r\n${SCISSORS}\r\n`)).to.deep.equal({ words: '  one\n\n  two' });
  });

  it('cuts at the first line of two, so a quoted line cannot move the cut', () => {
    const hostile = quoted([SCISSORS, 'hidden']);
    expect(readBuffer(`Mine\n${editorBuffer(hostile)}`)).to.deep.equal({ words: 'Mine' });
  });
});
