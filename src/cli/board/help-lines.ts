/** The keys, for the help page and the line at the bottom. Pure. */
import type { Mode, Setting, State } from './state.ts';

/** A key and what it does; one without keys is a heading. */
export type HelpLine = readonly [keys: string, does: string];

export function helpLines({ canned, views }: Setting): readonly HelpLine[] {
  return [
    ['', 'Going about'],
    ['j k ↓ ↑', 'next, previous ticket; while reading, line by line'],
    ['g G', 'first, last; PgUp PgDn go a page'],
    ['Enter', 'read the ticket; q comes back, J K next, previous ticket'],
    ['Space b', 'page through the ticket, also from the list'],
    [`1-${Math.min(views.length, 9)} Tab`, `views: ${views.map(({ name }) => name).join(', ')}`],
    ['/', 'only tickets with these words in them; Esc shows all again'],
    ['z e l', 'open quotes, earlier messages, long messages; again folds them'],
    ['', 'Writing'],
    ['r', 'answer in $EDITOR; you see who gets it before it leaves'],
    ['n', 'a note for the staff in $EDITOR'],
    ['R N', 'the same, written here; Ctrl-D ends, Esc leaves and keeps words'],
    ...(canned ? ([['c', 'answer with a canned reply: type some letters of its name']] as const) : []),
    ['', 'Sorting: the selected ticket, or all that are marked'],
    ['x', 'mark, unmark; Esc unmarks all'],
    ['t a', 'take it; give it to somebody'],
    ['s C T D', 'status, category, tags, when it is due'],
    ['m', 'merge it into another ticket; asks for the number'],
    ['!', 'it is spam: closed, nobody is mailed, the filter learns'],
    ['u', 'take back what was last done to it, unless a letter has left'],
    ['', 'And'],
    [':', 'any command: close, why, attachment save …; :12 shows #12'],
    ['Ctrl-L', 'draw the screen again; Ctrl-Z suspends'],
    ['q', 'quit'],
  ];
}

/** What to press now. */
export function hintsFor({
  mode,
  focus,
  marked,
  setting,
}: Pick<State, 'mode' | 'focus' | 'marked' | 'setting'>): readonly HelpLine[] {
  if (mode.is !== 'browse') return hintsOfMode(mode);
  const canned: readonly HelpLine[] = setting.canned ? [['c', 'canned']] : [];
  if (focus === 'ticket')
    return [
      ['q', 'back'],
      ['r', 'reply'],
      ['n', 'note'],
      ...canned,
      ['t', 'take'],
      ['a', 'assign'],
      ['s', 'status'],
      ['Space', 'page'],
      ['J/K', 'next/prev'],
      ['?', 'help'],
    ];
  if (marked.size > 0)
    return [
      ['', `${marked.size} marked:`],
      ['t', 'take'],
      ['a', 'assign'],
      ['s', 'status'],
      ['T', 'tag'],
      ['m', 'merge'],
      ['!', 'spam'],
      ['u', 'undo'],
      ['Esc', 'unmark'],
    ];
  return [
    ['Enter', 'read'],
    ['r', 'reply'],
    ['n', 'note'],
    ...canned,
    ['t', 'take'],
    ['a', 'assign'],
    ['s', 'status'],
    ['/', 'filter'],
    ['?', 'help'],
    ['q', 'quit'],
  ];
}

function hintsOfMode(mode: Exclude<Mode, { is: 'browse' }>): readonly HelpLine[] {
  switch (mode.is) {
    case 'help':
    case 'output':
      return [
        ['Space', 'next page'],
        ['b', 'back a page'],
        ['q', 'close'],
      ];
    case 'ask':
      return [
        ['Enter', mode.ask.for === 'filter' ? 'keep' : 'do it'],
        ['Esc', 'leave'],
        ...(mode.ask.for === 'tag' ? ([['a -b', 'puts a on, takes b off']] as const) : []),
      ];
    case 'pick':
      return [
        ['type', 'some letters'],
        ['↓ ↑', 'choose'],
        ['Enter', 'take it'],
        ['Esc', 'leave'],
      ];
    case 'confirm':
      if (mode.confirm.for === 'commands')
        return [
          ['y', 'yes'],
          ['n', 'no'],
        ];
      if (mode.confirm.outcome.isNote)
        return [
          ['y', 'keep the note'],
          ['p', 'answer the requester instead'],
          ['e', 'edit again'],
          ['q', 'leave'],
        ];
      return [
        ['y', 'send'],
        ['c', 'send and close the ticket'],
        ['e', 'edit again'],
        ['q', 'do not send'],
      ];
    case 'compose':
      return [
        ['Ctrl-D', mode.write.what === 'note' ? 'keep the note' : 'done, see who gets it'],
        ['Esc', 'leave, keep the words'],
      ];
  }
}
