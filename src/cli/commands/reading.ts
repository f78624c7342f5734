/** Commands that look at tickets and change nothing. */
import { COUNTED } from '../../desk/list-columns.ts';
import { JSON_OUT, limit, NUMBERS, TICKET } from './parts.ts';
import type { CommandFamily, CommandSpec } from './spec.ts';

export const readingCommands: readonly (CommandSpec | CommandFamily)[] = [
  {
    name: 'list',
    group: 'Reading:',
    needs: 'read-only',
    description: 'the tickets that are not done, or those you ask for; several words of one option: any of them',
    more: 'Before a line, "!": overdue. Before a subject, "?": perhaps spam. All columns: desk help columns.',
    options: [
      {
        flags: '--view <name>',
        description: 'a list by its name: mine, unowned, unanswered, overdue, waiting, all, or a [[view]]',
      },
      {
        flags: '--status <status>',
        description: 'words of desk dictionary, or new, open, waiting, solved, closed',
        kind: 'list',
      },
      { flags: '--all', description: 'solved and closed ones too' },
      { flags: '--mine', description: 'only those you own' },
      { flags: '--owner <login>', description: 'only those this operator owns' },
      { flags: '--unowned', description: 'only those nobody owns' },
      { flags: '--queue <queue>', description: 'only those in this queue', kind: 'list' },
      { flags: '--group <group>', description: 'only those of this group; none: of no group', kind: 'list' },
      { flags: '--category <word>', description: 'only these; none: without one', kind: 'list' },
      { flags: '--criticality <word>', description: 'only these; none: without one', kind: 'list' },
      { flags: '--complexity <word>', description: 'only these; none: without one', kind: 'list' },
      { flags: '--kind <word>', description: 'only these; none: without one', kind: 'list' },
      { flags: '--source <word>', description: 'only those that came in so', kind: 'list' },
      { flags: '--tag <tags>', description: 'only those with all of these; -old: without it', kind: 'list' },
      { flags: '--helper <login>', description: 'only those this operator helps with' },
      { flags: '--watcher <login>', description: 'only those this operator watches' },
      {
        flags: '--from <who>',
        description: 'only those of this requester: an address, or a part of the name or address',
      },
      { flags: '--organisation <name>', description: 'only those of its people' },
      { flags: '--level <word>', description: 'only those of people with this level of support; none', kind: 'list' },
      { flags: '--subject <text>', description: 'only those with this in the subject' },
      { flags: '--unanswered', description: 'only those where the requester wrote last' },
      { flags: '--answered', description: 'only those where we wrote last' },
      { flags: '--overdue', description: 'only those that should be done already, the longest overdue first' },
      {
        flags: '--due-before <when>',
        description: 'due before a date, "2026-12-01 14:30", tomorrow, friday, or 3d: three days from now',
      },
      { flags: '--due-after <when>', description: 'due from then on' },
      { flags: '--spam', description: 'only those marked as spam, or perhaps spam' },
      {
        flags: '--opened-after <when>',
        description: 'a date, "2026-11-26 14:30", today, yesterday, or 7d: seven days ago',
      },
      { flags: '--opened-before <when>', description: 'opened before' },
      { flags: '--changed-after <when>', description: 'changed since' },
      { flags: '--changed-before <when>', description: 'not changed since' },
      {
        flags: '--columns <columns>',
        description: 'what is shown; +tags,kind,-owner changes the usual ones; desk help columns',
        kind: 'list',
      },
      { flags: '--sort <column>', description: 'by any column; a minus before it turns the order around' },
      { flags: '--count', description: 'only how many there are' },
      { flags: '--count-by <column>', description: 'how many there are of each', choices: COUNTED },
      { flags: '--limit <n>', description: 'at most so many; default: 100', kind: 'number' },
      NUMBERS,
      { flags: '--csv', description: 'print CSV (RFC 4180)' },
      { flags: '--json', description: 'print JSON; with --columns, only these' },
    ],
    examples: [
      'desk list --mine --sort -criticality --columns +criticality,tags',
      'desk list --view unanswered --count-by queue',
      'desk list -q --unowned | desk take -',
    ],
    load: async () => (await import('../list.ts')).list,
  },
  {
    name: 'search',
    group: 'Reading:',
    needs: 'read-only',
    description: 'the tickets in which words are found, notes too, the best first',
    more: `Looked through are texts without what they quote, subjects, names, addresses and names of files.
All words have to be in one message.

  toner "no dial tone" pri*   words, a phrase, the beginning of a word
  -paper, NOT paper           without it; -q, -h and -c are options: write NOT queue
  toner OR ink                one of the two
  from:ann from:ann@example.org from:@example.org to:ann@example.org
  subject:toner file:invoice* has:attachment in:request in:answer in:note
  is:open is:closed is:mine is:unowned is:unanswered is:overdue status:waiting number:12-20
  owner: queue: group: category: criticality: complexity: kind: source: tag:
                              a word, several with commas between, or none
  before:2026-11-01 after:3d on:2026-11 on:yesterday
  due:2026-12-01 due:3d (from now until then) "due:<tomorrow" "due:>2026-12" due:none`,
    args: [{ name: '<words...>', description: 'what to look for' }],
    freeWords: true,
    options: [
      limit(20),
      { flags: '-q, --quiet', description: 'numbers only, one a line' },
      { flags: '--csv', description: 'print CSV (RFC 4180)' },
      JSON_OUT,
    ],
    examples: [
      'desk search toner -paper is:open',
      'desk search \'"no dial tone"\' from:ann after:2w',
      'desk search -q tag:recall is:open | xargs desk close',
    ],
    load: async () => (await import('../search.ts')).search,
  },
  {
    name: 'board',
    group: 'Reading:',
    needs: 'read-only',
    description: 'all of it on the whole screen, by keys; what desk alone does on a terminal',
    examples: ['desk board', 'desk'],
    load: async () => (await import('../board.ts')).board,
  },
  {
    name: 'show',
    group: 'Reading:',
    needs: 'read-only',
    description: 'a ticket with its messages, oldest first',
    args: [TICKET],
    options: [
      { flags: '--more', description: 'the last 25 messages, not only 5' },
      { flags: '--last <count>', description: 'the last so many', kind: 'number' },
      { flags: '--all', description: 'all messages from beginning to end, with quoted lines and signatures' },
      { flags: '--message <id>', description: 'only this message, the whole of it', kind: 'number' },
      {
        flags: '--images <when>',
        description: 'pictures below their messages; auto: where the terminal can and no pager is needed',
        choices: ['auto', 'always', 'never'],
      },
      { flags: '--raw', description: 'the original of the first request, or of --message, byte for byte' },
      JSON_OUT,
    ],
    examples: ['desk show 12', 'desk show 12 --more', 'desk show 12 --raw > first.eml'],
    load: async () => (await import('../show.ts')).show,
  },
  {
    name: 'attachment',
    group: 'Reading:',
    description: 'the files of a ticket: list, save, open',
    examples: ['desk attachment list 12', 'desk attachment save 12 3', 'desk attachment open 12 3'],
    inner: [
      {
        name: 'list',
        group: 'Reading:',
        needs: 'read-only',
        description: 'all files of a ticket with their numbers, and what is dangerous about them',
        args: [TICKET],
        options: [JSON_OUT],
        examples: ['desk attachment list 12', 'desk attachment list 12 --json'],
        load: async () => (await import('../attachment-list.ts')).listAttachments,
      },
      {
        name: 'save',
        group: 'Reading:',
        needs: 'read-only',
        description: 'write files to the disk; no file that is there is written over',
        args: [TICKET, { name: '[file...]', description: 'numbers of desk attachment list', kind: 'number' }],
        options: [
          { flags: '--all', description: 'all of them' },
          { flags: '--dir <folder>', description: 'where to; made when it is not there; default: here' },
          { flags: '-o, --output <file>', description: 'under this name; - writes to stdout' },
          { flags: '--force', description: 'blocked ones too' },
          JSON_OUT,
        ],
        examples: [
          'desk attachment save 12 3',
          'desk attachment save --all --dir files -- 12',
          'desk attachment save 12 3 -o - | less',
        ],
        touchesFiles: (_, { output }) => output !== '-',
        load: async () => (await import('../attachment-save.ts')).saveAttachments,
      },
      {
        name: 'open',
        group: 'Reading:',
        needs: 'read-only',
        description: 'save a file in a private temporary folder and open it with $DESK_OPENER, xdg-open or open',
        args: [TICKET, { name: '<file>', description: 'its number in desk attachment list', kind: 'number' }],
        options: [{ flags: '--force', description: 'although it is blocked or dangerous' }],
        examples: ['desk attachment open 12 3', 'DESK_OPENER=less desk attachment open 12 3'],
        touchesFiles: () => true,
        load: async () => (await import('../attachment-open.ts')).openAttachment,
      },
    ],
  },
  {
    name: 'watch',
    group: 'Reading:',
    needs: 'read-only',
    description: 'what happens, as it happens: mails, answers, notes, owners, letters; ^C ends it',
    options: [
      { flags: '--ticket <ticket>', description: 'only of this ticket', kind: 'number' },
      { flags: '--mine', description: 'only of tickets you own, and what you do' },
      { flags: '--since <time>', description: 'from then on: 2h, 09:00, 2026-12-01 09:00' },
      { flags: '--json', description: 'one line of JSON for each event' },
    ],
    examples: ['desk watch', 'desk watch --mine --since 1h', 'desk watch --json | grep --line-buffered new-ticket'],
    load: async () => (await import('../watch.ts')).watch,
  },
  {
    name: 'why',
    group: 'Reading:',
    needs: 'read-only',
    description: 'everything that was done to a ticket: when, by whom, why',
    args: [TICKET],
    options: [
      { flags: '--last <n>', description: 'only the last n decisions', kind: 'number' },
      { flags: '--raw', description: 'in the words of the journal' },
      JSON_OUT,
    ],
    examples: ['desk why 12', 'desk why 12 --last 1'],
    load: async () => (await import('../why.ts')).why,
  },
  {
    name: 'audience',
    group: 'Reading:',
    description: 'who hears what of a ticket',
    examples: ['desk audience explain 12'],
    inner: [
      {
        name: 'explain',
        group: 'Reading:',
        needs: 'read-only',
        description: 'for all that can happen to it: who is told, as what, and why others are not',
        args: [TICKET],
        options: [{ flags: '--all', description: 'also who is never told of such things' }, JSON_OUT],
        examples: ['desk audience explain 12', 'desk audience explain 12 --all --json'],
        load: async () => (await import('../audience.ts')).explainAudience,
      },
    ],
  },
];
