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
  try {
    const made = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE);
    const size = made.programSize();
    if (size > LARGEST)
      return { fault: `is too large an expression: ${size} steps for each letter, at most ${LARGEST}` };
    return { by: 'expression', source: `/${source}/`, reads: 'lines', size, test: text => made.test(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown trouble';
    const why = message.replace(/^error parsing regexp: |\(\?m\)\(\?i\)/g, '');
    return { fault: `is no expression that RE2 knows: ${why}` };
  }
}

/**
 * Words with `*` for any letters within a word and `?` for one; plain already. Made when it is first looked for: nothing
 * can be wrong with it, and a command that looks at no mail need not wait for it.
 */
export function compileWords(glob: string): Compiled {
  if (glob.length > LONGEST_GLOB) return { fault: `is too long: at most ${LONGEST_GLOB} characters` };
  const needs = glob.split(/[*?]/).sort((a, b) => b.length - a.length)[0]!;
  let made: RE2JS | undefined;
  const expression = () => {
    made ??= RE2JS.compile(expressionOf(glob));
    return made;
  };
  return {
    by: 'expression',
    source: glob,
    reads: 'words',
    get size() {
      return expression().programSize();
    },
    ...(needs.length < 2 ? {} : { needs }),
    test: text => expression().test(text),
  };
}

const LONGEST_GLOB = 200;
const NO_LETTER = '[^\\pL\\pN\\pM_]';

function expressionOf(glob: string): string {
  const pieces = glob
    .split(/([*?])/)
    .map(piece => (piece === '*' ? '\\S*' : piece === '?' ? '\\S' : RE2JS.quote(piece)));
  const begin = isPartOfWord(glob, 0) ? `(?:^|${NO_LETTER})` : '';
  const end = isPartOfWord(glob, glob.length - 1) ? `(?:$|${NO_LETTER})` : '';
  return begin + pieces.join('') + end;
}
