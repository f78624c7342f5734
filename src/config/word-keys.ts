import { isName } from './field-syntax.ts';
import { choice, extra, filled, list, one, preset, required, text } from './kind.ts';
import { name } from './shared-kinds.ts';

const words = filled(list(name, 'a list of words'), 'at least one word, and none twice');
const level = text('one word of letters, digits, ".", "_" or "-", and not "none"', t => isName(t) && t !== 'none');
const tagWord = text('one word', t => /^[\p{L}\p{N}][\p{L}\p{N}._:+#/-]{0,49}$/u.test(t));

/** The words of this desk. */
export const wordKeys = {
  status: extra(
    'Words of your own for the status of tickets, one [[status]] each. The first of a meaning is the usual one, which the desk sets by itself, such as that of "waiting" after an answer; a meaning without any keeps its own name.',
    {
      name: required(name, 'The word.', 'at-supplier'),
      means: required(
        choice('new', 'open', 'waiting', 'solved', 'closed'),
        '"new": nobody looked yet; "open": it is our turn; "waiting": for somebody else; "solved": done, unless somebody objects; "closed": done.',
        'waiting',
      ),
    },
  ),
  dictionary: one('The words that tickets are sorted by. What is not here is refused wherever it is used.', {
    categories: preset(
      words,
      ['question', 'fault', 'request', 'complaint', 'billing', 'other'],
      'What a ticket is about.',
    ),
    criticalities: preset(words, ['low', 'normal', 'high', 'urgent'], 'How bad it is, the lowest first.'),
    complexities: preset(words, ['simple', 'medium', 'hard'], 'How much work it is, the simplest first.'),
    kinds: preset(words, ['request', 'incident', 'change', 'problem'], 'What has to be done with it.'),
    sources: preset(
      words,
      ['phone', 'walk-in', 'web', 'chat'],
      'How it came in, beside "mail" and "operator" which are always there.',
    ),
    ratings: preset(
      words,
      ['bad', 'poor', 'fair', 'good', 'excellent'],
      'What requesters think of it, the worst first.',
    ),
    levels: preset(
      list(level, 'a list of levels'),
      [],
      'What support people have a right to, the lowest first: desk organisation edit NAME --level gold.',
    ),
    tags: preset(list(tagWord, 'a list of tags'), [], 'Tags that may be used; without any, every word is one.'),
  }),
};
