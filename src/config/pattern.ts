/**
 * Expressions of rules, run by RE2: in time that grows with the text and not with its cunning, so no mail can make one
 * hang, and with the same result every time. Look-around and back-references are what it cannot do.
 */
import { RE2JS } from 're2js';
import type { Expression } from '../desk/rules/rule.ts';
import { isPartOfWord } from '../desk/rules/words.ts';

export type Compiled = Expression | { readonly fault: string };

/** Every letter of a text is weighed against so much at most: 65,536 letters take some tenths of a second then. */
const LARGEST = 1_500;

/** As it was written between the slashes; case does not matter unless it says `(?-i)`, ^ and $ are those of a line. */
export function compileExpression(source: string): Compiled {
  return compile(`/${source}/`, 'lines', source, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE);
}

/** Words with `*` for any letters within a word and `?` for one; plain already. */
export function compileWords(glob: string): Compiled {
  const pieces = glob
    .split(/([*?])/)
    .map(piece => (piece === '*' ? '\\S*' : piece === '?' ? '\\S' : RE2JS.quote(piece)));
  const begin = isPartOfWord(glob, 0) ? `(?:^|${NO_LETTER})` : '';
  const end = isPartOfWord(glob, glob.length - 1) ? `(?:$|${NO_LETTER})` : '';
  const made = compile(glob, 'words', begin + pieces.join('') + end, 0);
  const needs = glob.split(/[*?]/).sort((a, b) => b.length - a.length)[0]!;
  return 'fault' in made || needs.length < 2 ? made : { ...made, needs };
}

const NO_LETTER = '[^\\pL\\pN\\pM_]';

function compile(source: string, reads: Expression['reads'], text: string, flags: number): Compiled {
  try {
    const made = RE2JS.compile(text, flags);
    const size = made.programSize();
    if (size > LARGEST)
      return { fault: `is too large an expression: ${size} steps for each letter, at most ${LARGEST}` };
    return { by: 'expression', source, reads, size, test: searched => made.test(searched) };
  } catch (error) {
    const why =
      error instanceof Error ? error.message.replace(/^error parsing regexp: |\(\?m\)\(\?i\)/g, '') : 'unknown trouble';
    return { fault: `is no expression that RE2 knows: ${why}` };
  }
}
