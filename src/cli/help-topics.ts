/** What `desk help` explains beside commands; the man page has the same words. */
import { LIST_COLUMNS } from '../desk/list-columns.ts';
import { EXITS } from './exits.ts';
import { RULES } from './help-rules.ts';
import { LETTERS, TEMPLATES } from './help-templates.ts';
import type { Topic } from './help-topic.ts';
import { COLUMNS } from './list-columns.ts';
import { wrap } from './width.ts';

export const TOPICS: readonly Topic[] = [
  {
    name: 'start',
    title: 'a day at the desk',
    section: 'A DAY AT THE DESK',
    before: 'Each has more to it: desk help reply. The same by keys, on the whole screen: desk alone.',
    terms: [
      ['desk list --unowned', 'what nobody works on yet; --mine, --unanswered, --overdue'],
      ['desk show 12', 'read it'],
      ['desk take 12', 'it is yours'],
      ['desk reply 12', 'answer in your editor; -m "Done." answers at once, --canned NAME with a ready text'],
      ['desk undo 12', 'take back what you did last; an answer as long as its letter has not left'],
      ['desk note 12', 'tell your colleagues; the requester never sees it'],
      ['desk close 12', 'it is settled'],
      ['desk search toner', 'every ticket with this word; from:ann for those of Ann'],
      ['desk why 12', 'who did what, when and why'],
    ],
  },
  {
    name: 'tickets',
    title: 'how tickets are named',
    section: 'NAMING TICKETS',
    before:
      'Every command that takes tickets takes them so. Bulk commands make one decision, and so one undo, for each.',
    terms: [
      ['12 or #12', 'the ticket of this number'],
      ['12 14 15', 'several, before other words too: desk status 12 14 15 waiting'],
      ['12,14', 'several in one word'],
      ['12-15', 'all from 12 to 15'],
      ['.3', 'the third line of the last desk list in this terminal; 3 alone is ticket 3'],
      ['.1-3', 'its first three lines'],
      ['-', 'numbers from stdin: desk list -q --unowned | desk take -'],
      ['--dry-run', 'only says what would be done with each of them'],
    ],
  },
  {
    name: 'columns',
    title: 'the columns of desk list, to show and to sort by',
    section: 'COLUMNS OF LISTS',
    before: 'Before a line, "!": overdue. --columns +due,age adds to the usual ones, -owner takes away.',
    terms: LIST_COLUMNS.map(name => [name, COLUMNS[name].about]),
  },
  RULES,
  TEMPLATES,
  LETTERS,
  {
    name: 'exit-codes',
    title: 'what the program ends with',
    section: 'EXIT STATUS',
    before: 'They stay what they are; from 64 up they are those of sysexits.h.',
    terms: EXITS.map(({ code, meaning }) => [String(code), meaning]),
  },
  {
    name: 'environment',
    title: 'variables that are read',
    section: 'ENVIRONMENT',
    terms: [
      ['DESK_OPERATOR', 'who you are, like --as; else your account, under sudo that of SUDO_USER'],
      ['DESK_CONFIG', 'the configuration, like --config'],
      ['VISUAL, EDITOR', 'the editor for answers and notes; else vi; none through sudo'],
      ['DESK_PAGER, PAGER', 'shows what is longer than the terminal; else less; empty or cat: none; none through sudo'],
      ['LESS', 'options of less; else FRX'],
      ['DESK_OPENER', 'opens files of mails; else xdg-open or open'],
      [
        'DESK_IMAGES',
        'how this terminal shows pictures: kitty, iterm, sixel or none; else it is found out, but not in tmux or screen',
      ],
      ['NO_COLOR', 'no colours, like --no-color'],
      ['FORCE_COLOR', 'colours in a pipe too; 0: none'],
      ['XDG_STATE_HOME', 'below it the last list of each terminal is kept; else ~/.local/state'],
      ['DESK_DEBUG', 'says where it happened when something went wrong'],
    ],
  },
];

/** Meanings stand beside their words, and go on below themselves where the terminal ends. */
export function topicLines({ title, before, terms, examples = [] }: Topic, width?: number): string[] {
  const indent = 2 + Math.max(...terms.map(([word]) => word.length)) + 2;
  return [
    `${title[0]!.toUpperCase()}${title.slice(1)}.`,
    ...(before === undefined ? [] : broken(before, width)),
    '',
    ...terms.flatMap(([word, meaning]) =>
      broken(meaning, width && width - indent)
        .map((line, i) => `  ${i === 0 ? word : ''}`.padEnd(indent) + line)
        .map(trimmed),
    ),
    ...examples.flatMap(([title, text]) => [
      '',
      ...broken(title, width),
      ...text.split('\n').map(line => trimmed(`  ${line}`)),
    ]),
  ];
}

function trimmed(line: string): string {
  return line.trimEnd();
}

/** Fewer columns than these are none. */
const NARROWEST = 20;

function broken(text: string, width: number | undefined): string[] {
  return width === undefined ? [text] : wrap(text, Math.max(width, NARROWEST));
}
