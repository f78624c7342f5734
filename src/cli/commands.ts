/**
 * The command line as a table: names, arguments, options, examples. Help, parsing and the test of the documentation
 * read it; a command's code is loaded when it is called and not before.
 */
import type { Run } from './call.ts';

export interface CommandSpec {
  readonly name: string;
  readonly group: Group;
  readonly description: string;
  readonly args?: readonly ArgSpec[];
  readonly options?: readonly OptionSpec[];
  readonly examples: readonly string[];
  readonly load: () => Promise<Run>;
  /** Done when only the outer name is given: `desk outbox`. */
  readonly byDefault?: boolean;
}

export interface CommandFamily {
  readonly name: string;
  readonly group: Group;
  readonly description: string;
  readonly examples: readonly string[];
  readonly inner: readonly CommandSpec[];
}

export type Group = 'Tickets:' | 'People:' | 'Mail:' | 'Running:';

export interface ArgSpec {
  /** `<number>`, `[file]`, `<number...>`. */
  readonly name: string;
  readonly description: string;
  readonly kind?: 'number';
}

export interface OptionSpec {
  readonly flags: string;
  readonly description: string;
  /** number: a whole number; list: values with commas between, and again for more. */
  readonly kind?: 'number' | 'list';
  readonly choices?: readonly string[];
  readonly fallback?: number;
}

const TICKET: ArgSpec = { name: '<ticket>', description: 'its number', kind: 'number' };
const TICKETS: ArgSpec = { name: '<ticket...>', description: 'one or more numbers', kind: 'number' };
const PERSON: ArgSpec = { name: '<person>', description: '"Ann <ann@example.org>" or an address' };
const OTHER: ArgSpec = { name: '<other>', description: 'the number of the other ticket', kind: 'number' };
const MESSAGE_ID: ArgSpec = { name: '<message>', description: 'its number in desk show', kind: 'number' };
const MAIL: ArgSpec = { name: '<mail>', description: 'its number in the ledger', kind: 'number' };
const MAILS: ArgSpec = { name: '<mail...>', description: 'numbers in the ledger', kind: 'number' };
const LETTER: ArgSpec = { name: '<letter>', description: 'its number in the outbox', kind: 'number' };
const LETTERS: ArgSpec = { name: '<letter...>', description: 'numbers in the outbox', kind: 'number' };
const REQUESTER: ArgSpec = { name: '<requester>', description: 'an address or the id' };
const ORGANISATION: ArgSpec = { name: '<name>', description: 'its name' };
const FILES: ArgSpec = { name: '[files...]', description: 'mails, folders of mails, mbox files, or - for stdin' };

const JSON_OUT: OptionSpec = { flags: '--json', description: 'print JSON' };
const RAW: OptionSpec = { flags: '--raw', description: 'the original, byte for byte' };
const MESSAGE: OptionSpec = { flags: '-m, --message <text>', description: 'the words; - reads them from stdin' };
const STATUSES = ['new', 'open', 'waiting', 'closed'];

function limit(fallback: number): OptionSpec {
  return { flags: '--limit <n>', description: 'at most so many', kind: 'number', fallback };
}

const ticketCommands: readonly (CommandSpec | CommandFamily)[] = [
  {
    name: 'list',
    group: 'Tickets:',
    description: 'the tickets that are not closed, or those you ask for',
    options: [
      { flags: '--status <status>', description: 'only these', kind: 'list', choices: STATUSES },
      { flags: '--mine', description: 'only those you own' },
      { flags: '--owner <login>', description: 'only those this operator owns' },
      { flags: '--unowned', description: 'only those nobody owns' },
      { flags: '--queue <queue>', description: 'only those in this queue' },
      { flags: '--from <address>', description: 'only those of this requester' },
      { flags: '--organisation <name>', description: 'only those of its people' },
      { flags: '--all', description: 'closed ones too' },
      limit(100),
      { flags: '-q, --quiet', description: 'numbers only, one a line' },
      { flags: '--csv', description: 'print CSV (RFC 4180)' },
      JSON_OUT,
    ],
    examples: [
      'desk list --mine',
      'desk list --status open,waiting --queue billing',
      'desk list -q --unowned | xargs desk take',
    ],
    load: async () => (await import('./list.ts')).list,
  },
  {
    name: 'show',
    group: 'Tickets:',
    description: 'a ticket with its messages, oldest first',
    args: [TICKET],
    options: [
      { flags: '--all', description: 'quoted lines and signatures too' },
      { flags: '--message <id>', description: 'only this message', kind: 'number' },
      { flags: '--raw', description: 'the original of the first request, or of --message, byte for byte' },
      JSON_OUT,
    ],
    examples: ['desk show 12', 'desk show 12 --raw > first.eml', 'desk show 12 --json'],
    load: async () => (await import('./show.ts')).show,
  },
  {
    name: 'attachment',
    group: 'Tickets:',
    description: 'the files of a ticket: list, save, open',
    examples: ['desk attachment list 12', 'desk attachment save 12 3', 'desk attachment open 12 3'],
    inner: [
      {
        name: 'list',
        group: 'Tickets:',
        description: 'all files of a ticket with their numbers, and what is dangerous about them',
        args: [TICKET],
        options: [JSON_OUT],
        examples: ['desk attachment list 12', 'desk attachment list 12 --json'],
        load: async () => (await import('./attachment-list.ts')).listAttachments,
      },
      {
        name: 'save',
        group: 'Tickets:',
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
        load: async () => (await import('./attachment-save.ts')).saveAttachments,
      },
      {
        name: 'open',
        group: 'Tickets:',
        description: 'save a file in a private temporary folder and open it with $DESK_OPENER, xdg-open or open',
        args: [TICKET, { name: '<file>', description: 'its number in desk attachment list', kind: 'number' }],
        options: [{ flags: '--force', description: 'although it is blocked or dangerous' }],
        examples: ['desk attachment open 12 3', 'DESK_OPENER=less desk attachment open 12 3'],
        load: async () => (await import('./attachment-open.ts')).openAttachment,
      },
    ],
  },
  {
    name: 'new',
    group: 'Tickets:',
    description: 'open a ticket for somebody who called or came by; mails them nothing unless you say so',
    options: [
      { flags: '--for <person>', description: 'the requester: "Ann <ann@example.org>" or an address' },
      { flags: '--subject <text>', description: 'what it is about' },
      MESSAGE,
      { flags: '--queue <queue>', description: 'where it waits; default: the first queue' },
      { flags: '--confirm', description: 'send the requester the confirmation' },
      { flags: '-q, --quiet', description: 'print the number only' },
      JSON_OUT,
    ],
    examples: ['desk new --for "Ann <ann@example.org>" --subject "No dial tone" -m "She called at nine."'],
    load: async () => (await import('./new.ts')).newTicket,
  },
  {
    name: 'take',
    group: 'Tickets:',
    description: 'become the owner',
    args: [TICKETS],
    options: [JSON_OUT],
    examples: ['desk take 12', 'desk list -q --unowned | xargs desk take'],
    load: async () => (await import('./take.ts')).take,
  },
  {
    name: 'assign',
    group: 'Tickets:',
    description: 'make another operator the owner, or nobody',
    args: [TICKET, { name: '[login]', description: 'the new owner' }],
    options: [{ flags: '--nobody', description: 'take the owner away' }, JSON_OUT],
    examples: ['desk assign 12 eve', 'desk assign 12 --nobody'],
    load: async () => (await import('./assign.ts')).assign,
  },
  {
    name: 'reply',
    group: 'Tickets:',
    description: 'answer the requester by mail; without -m and a pipe your editor opens',
    args: [TICKET],
    options: [MESSAGE, { flags: '--close', description: 'and close the ticket' }, JSON_OUT],
    examples: ['desk reply 12', 'desk reply 12 --close -m "The new toner is in."', 'desk reply 12 < answer.txt'],
    load: async () => (await import('./reply.ts')).reply,
  },
  {
    name: 'note',
    group: 'Tickets:',
    description: 'write what only staff may read; it never leaves the house',
    args: [TICKET],
    options: [MESSAGE, JSON_OUT],
    examples: ['desk note 12 -m "Same fault as in 7."'],
    load: async () => (await import('./note.ts')).note,
  },
  {
    name: 'close',
    group: 'Tickets:',
    description: 'the matter is settled; mails nobody',
    args: [TICKETS],
    options: [JSON_OUT],
    examples: ['desk close 12', 'desk list -q --from ann@example.org | xargs desk close'],
    load: async () => (await import('./close.ts')).close,
  },
  {
    name: 'reopen',
    group: 'Tickets:',
    description: 'it was not settled after all',
    args: [TICKETS],
    options: [JSON_OUT],
    examples: ['desk reopen 12'],
    load: async () => (await import('./reopen.ts')).reopen,
  },
  {
    name: 'participant',
    group: 'Tickets:',
    description: 'who else hears the answers of a ticket',
    examples: ['desk participant list 12', 'desk participant add 12 carl@example.org'],
    inner: [
      {
        name: 'list',
        group: 'Tickets:',
        description: 'the requester and the participants',
        args: [TICKET],
        options: [JSON_OUT],
        examples: ['desk participant list 12'],
        load: async () => (await import('./participants.ts')).listParticipants,
      },
      {
        name: 'add',
        group: 'Tickets:',
        description: 'answers go there too from now on; mails nothing by itself',
        args: [TICKET, PERSON],
        options: [JSON_OUT],
        examples: ['desk participant add 12 "Carl <carl@example.org>"'],
        load: async () => (await import('./participants.ts')).addParticipant,
      },
      {
        name: 'remove',
        group: 'Tickets:',
        description: 'no more answers go there, and mail from there to this ticket is held',
        args: [TICKET, PERSON],
        options: [JSON_OUT],
        examples: ['desk participant remove 12 carl@example.org'],
        load: async () => (await import('./participants.ts')).removeParticipant,
      },
    ],
  },
  {
    name: 'revoke',
    group: 'Tickets:',
    description:
      'believe no reply token of a ticket that was given out so far; who answers an old letter is held or new',
    args: [TICKETS],
    options: [JSON_OUT],
    examples: ['desk revoke 12'],
    load: async () => (await import('./revoke.ts')).revoke,
  },
  {
    name: 'merge',
    group: 'Tickets:',
    description: 'all of a ticket goes to another, and mail to either number too; mails nobody',
    args: [TICKET, { name: '<into>', description: 'the number of the ticket that stays', kind: 'number' }],
    options: [{ flags: '--together', description: 'although they are of different people' }, JSON_OUT],
    examples: ['desk merge 12 13', 'desk merge 12 13 --together'],
    load: async () => (await import('./repair.ts')).merge,
  },
  {
    name: 'split',
    group: 'Tickets:',
    description: 'a request is another matter: make it a ticket of its own; mails nobody',
    args: [TICKET, MESSAGE_ID],
    options: [{ flags: '--subject <text>', description: 'what it is about; default: as before' }, JSON_OUT],
    examples: ['desk split 12 31', 'desk split 12 31 --subject "The other printer"'],
    load: async () => (await import('./repair.ts')).split,
  },
  {
    name: 'move',
    group: 'Tickets:',
    description: 'a message belongs to another ticket; mails nobody',
    args: [TICKET, MESSAGE_ID, { name: '<to>', description: 'the number of the other ticket', kind: 'number' }],
    options: [JSON_OUT],
    examples: ['desk move 12 31 13'],
    load: async () => (await import('./repair.ts')).move,
  },
  {
    name: 'link',
    group: 'Tickets:',
    description: 'two tickets have to do with each other',
    args: [TICKET, OTHER],
    options: [JSON_OUT],
    examples: ['desk link 12 7'],
    load: async () => (await import('./repair.ts')).link,
  },
  {
    name: 'unlink',
    group: 'Tickets:',
    description: 'they have not, after all',
    args: [TICKET, OTHER],
    options: [JSON_OUT],
    examples: ['desk unlink 12 7'],
    load: async () => (await import('./repair.ts')).unlink,
  },
  {
    name: 'undo',
    group: 'Tickets:',
    description:
      'take back what was last done to a ticket; again for what was done before; no letter can be taken back',
    args: [TICKET],
    options: [JSON_OUT],
    examples: ['desk undo 12'],
    load: async () => (await import('./repair.ts')).undo,
  },
  {
    name: 'why',
    group: 'Tickets:',
    description: 'everything that was done to a ticket: when, by whom, why',
    args: [TICKET],
    options: [JSON_OUT],
    examples: ['desk why 12'],
    load: async () => (await import('./why.ts')).why,
  },
];

const peopleCommands: readonly CommandFamily[] = [
  {
    name: 'requester',
    group: 'People:',
    description: 'who asks: their addresses, organisation and tickets',
    examples: ['desk requester show ann@example.org', 'desk requester list --search ann'],
    inner: [
      {
        name: 'list',
        group: 'People:',
        description: 'requesters, the latest first',
        byDefault: true,
        options: [
          { flags: '--organisation <name>', description: 'only its people' },
          { flags: '--search <text>', description: 'only those with this in the name or an address' },
          limit(100),
          { flags: '--csv', description: 'print CSV (RFC 4180)' },
          JSON_OUT,
        ],
        examples: ['desk requester list --search ann', 'desk requester list --organisation "Example Ltd" --csv'],
        load: async () => (await import('./requester-list.ts')).listRequesters,
      },
      {
        name: 'show',
        group: 'People:',
        description: 'addresses and whether letters go there, organisation, tickets asked and taken part in',
        args: [REQUESTER],
        options: [JSON_OUT],
        examples: ['desk requester show ann@example.org', 'desk requester show 11 --json'],
        load: async () => (await import('./requester-show.ts')).showRequester,
      },
      {
        name: 'edit',
        group: 'People:',
        description: 'several changes at once, or none of them',
        args: [REQUESTER],
        options: [
          { flags: '--name <name>', description: 'what letters call them' },
          { flags: '--add <address>', description: 'one more address', kind: 'list' },
          { flags: '--remove <address>', description: 'not theirs (any more)', kind: 'list' },
          { flags: '--first <address>', description: 'letters go there' },
          { flags: '--refuse <address>', description: 'no letter goes there any more', kind: 'list' },
          { flags: '--accept <address>', description: 'letters go there again', kind: 'list' },
          { flags: '--organisation <name>', description: 'whom they belong to, whatever their addresses say' },
          { flags: '--no-organisation', description: 'as the domains of their addresses say' },
          JSON_OUT,
        ],
        examples: [
          'desk requester edit ann@example.org --add ann@home.example --first ann@home.example',
          'desk requester edit 11 --name "Ann Author" --organisation "Example Ltd"',
        ],
        load: async () => (await import('./requester-change.ts')).editRequester,
      },
      {
        name: 'merge',
        group: 'People:',
        description: 'two requesters are one person: all that is the first’s becomes the second’s',
        args: [
          { name: '<one>', description: 'an address or the id' },
          { name: '<into>', description: 'who stays' },
        ],
        options: [JSON_OUT],
        examples: ['desk requester merge ann@home.example ann@example.org'],
        load: async () => (await import('./requester-change.ts')).mergeRequesters,
      },
    ],
  },
  {
    name: 'organisation',
    group: 'People:',
    description: 'whom requesters belong to: by the domains of their addresses, or as you say',
    examples: ['desk organisation', 'desk organisation new "Example Ltd" --domain example.org'],
    inner: [
      {
        name: 'list',
        group: 'People:',
        description: 'organisations with their domains, people and open tickets',
        byDefault: true,
        options: [{ flags: '--csv', description: 'print CSV (RFC 4180)' }, JSON_OUT],
        examples: ['desk organisation list'],
        load: async () => (await import('./organisations.ts')).listOrganisations,
      },
      {
        name: 'show',
        group: 'People:',
        description: 'its domains, its people and their open tickets',
        args: [ORGANISATION],
        options: [JSON_OUT],
        examples: ['desk organisation show "Example Ltd"'],
        load: async () => (await import('./organisations.ts')).showOrganisation,
      },
      {
        name: 'new',
        group: 'People:',
        description: 'whoever writes from one of its domains is in it',
        args: [ORGANISATION],
        options: [
          { flags: '--domain <domain>', description: 'exactly this, not what is below it', kind: 'list' },
          JSON_OUT,
        ],
        examples: ['desk organisation new "Example Ltd" --domain example.org,example.com'],
        load: async () => (await import('./organisations.ts')).newOrganisation,
      },
      {
        name: 'edit',
        group: 'People:',
        description: 'another name, other domains',
        args: [ORGANISATION],
        options: [
          { flags: '--rename <name>', description: 'what it is called from now on' },
          { flags: '--add-domain <domain>', description: 'one more domain', kind: 'list' },
          { flags: '--remove-domain <domain>', description: 'not its domain any more', kind: 'list' },
          JSON_OUT,
        ],
        examples: ['desk organisation edit "Example Ltd" --add-domain example.net'],
        load: async () => (await import('./organisations.ts')).editOrganisation,
      },
    ],
  },
];

const mailCommands: readonly (CommandSpec | CommandFamily)[] = [
  {
    name: 'try',
    group: 'Mail:',
    description: 'what the desk would do with a mail and why; writes nothing',
    args: [FILES],
    options: [{ flags: '--json', description: 'one line of JSON for each mail' }],
    examples: ['desk try mail.eml', 'desk try old-desk.mbox --json', 'desk try - < mail.eml'],
    load: async () => (await import('./try.ts')).tryMails,
  },
  {
    name: 'inject',
    group: 'Mail:',
    description: 'bring mails in: from a mail server’s pipe, from files, folders, mbox files',
    args: [FILES],
    options: [
      { flags: '--queue <queue>', description: 'queue of mail whose recipients do not tell' },
      { flags: '--from <address>', description: 'envelope sender' },
      { flags: '--to <address>', description: 'envelope recipients', kind: 'list' },
      JSON_OUT,
    ],
    examples: ['desk inject < mail.eml', 'desk inject archive.mbox', 'desk inject --to support@example.org Maildir/'],
    load: async () => (await import('./inject.ts')).inject,
  },
  {
    name: 'import',
    group: 'Mail:',
    description: 'bring in an archive: tickets and their replies as they were, nobody is mailed; again goes on',
    args: [{ ...FILES, description: 'mbox, maildir or eml if it must be said; then files, folders or - for stdin' }],
    options: [
      { flags: '--queue <queue>', description: 'queue of mail whose recipients do not tell' },
      { flags: '--json', description: 'one line of JSON for each mail' },
    ],
    examples: [
      'desk import mbox old-desk.mbox',
      'desk import maildir --queue billing Maildir/',
      'desk import 2019/*.eml',
    ],
    load: async () => (await import('./import.ts')).importMails,
  },
  {
    name: 'export',
    group: 'Mail:',
    description: 'every mail as it came, byte for byte: as one mbox (mboxrd) or as files',
    options: [
      { flags: '--mbox <file>', description: 'a new mbox file, or - for stdout' },
      { flags: '--eml <folder>', description: 'a file for each mail, named by its number in the ledger' },
      { flags: '--ticket <ticket>', description: 'only those of this ticket', kind: 'number' },
    ],
    examples: ['desk export --mbox all.mbox', 'desk export --eml mails/ --ticket 12'],
    load: async () => (await import('./export.ts')).exportMails,
  },
  {
    name: 'outbox',
    group: 'Mail:',
    description: 'letters: waiting, sent, failed; pause, resume, and your word on those that may be lost',
    examples: ['desk outbox', 'desk outbox list --state failed', 'desk outbox uncertain'],
    inner: [
      {
        name: 'list',
        group: 'Mail:',
        description: 'letters, the latest at the end',
        byDefault: true,
        options: [
          {
            flags: '--state <state>',
            description: 'only these',
            kind: 'list',
            choices: ['queued', 'sending', 'sent', 'uncertain', 'failed', 'dropped'],
          },
          { flags: '--ticket <ticket>', description: 'only those of this ticket', kind: 'number' },
          limit(50),
          JSON_OUT,
        ],
        examples: ['desk outbox list --state failed,uncertain'],
        load: async () => (await import('./outbox.ts')).listLetters,
      },
      {
        name: 'show',
        group: 'Mail:',
        description: 'a letter exactly as it leaves',
        args: [LETTER],
        examples: ['desk outbox show 3', 'desk outbox show 3 > letter.eml'],
        load: async () => (await import('./outbox.ts')).showLetter,
      },
      {
        name: 'uncertain',
        group: 'Mail:',
        description: 'letters that may have arrived or not: you decide about each',
        options: [limit(50), JSON_OUT],
        examples: ['desk outbox uncertain'],
        load: async () => (await import('./outbox.ts')).uncertainLetters,
      },
      {
        name: 'retry',
        group: 'Mail:',
        description: 'send failed or uncertain letters once more, the very same bytes',
        args: [LETTERS],
        options: [JSON_OUT],
        examples: ['desk outbox retry 3'],
        load: async () => (await import('./outbox.ts')).retryLetters,
      },
      {
        name: 'drop',
        group: 'Mail:',
        description: 'never send queued, failed or uncertain letters (again)',
        args: [LETTERS],
        options: [JSON_OUT],
        examples: ['desk outbox drop 3'],
        load: async () => (await import('./outbox.ts')).dropLetters,
      },
      {
        name: 'pause',
        group: 'Mail:',
        description: 'let no letter leave; they are kept in the queue',
        options: [{ flags: '--why <text>', description: 'said to whoever looks at the outbox' }, JSON_OUT],
        examples: ['desk outbox pause --why "the mail server moves"'],
        load: async () => (await import('./outbox.ts')).pauseOutbox,
      },
      {
        name: 'resume',
        group: 'Mail:',
        description: 'let letters leave again',
        options: [JSON_OUT],
        examples: ['desk outbox resume'],
        load: async () => (await import('./outbox.ts')).resumeOutbox,
      },
    ],
  },
  {
    name: 'held',
    group: 'Mail:',
    description: 'mails that wait for your yes',
    examples: ['desk held', 'desk held approve 31'],
    inner: [
      {
        name: 'list',
        group: 'Mail:',
        description: 'the held mails and why they are held',
        byDefault: true,
        options: [limit(50), JSON_OUT],
        examples: ['desk held list'],
        load: async () => (await import('./held.ts')).listHeld,
      },
      {
        name: 'show',
        group: 'Mail:',
        description: 'a mail of the ledger, held or not',
        args: [MAIL],
        options: [RAW, JSON_OUT],
        examples: ['desk held show 31', 'desk held show 31 --raw > mail.eml'],
        load: async () => (await import('./held.ts')).showHeld,
      },
      {
        name: 'approve',
        group: 'Mail:',
        description: 'it belongs to the ticket it names: add it; its sender hears nothing more unless you say so',
        args: [MAILS],
        options: [
          { flags: '--ticket <ticket>', description: 'to this ticket instead', kind: 'number' },
          { flags: '--join', description: 'and make the sender a participant' },
          { flags: '--same-person', description: 'and add the address to the person it was made for' },
          JSON_OUT,
        ],
        examples: ['desk held approve 31', 'desk held approve 31 --same-person', 'desk held approve 31 --ticket 12'],
        load: async () => (await import('./held.ts')).approveHeld,
      },
      {
        name: 'split',
        group: 'Mail:',
        description: 'it is another matter: open a ticket for it',
        args: [MAILS],
        options: [JSON_OUT],
        examples: ['desk held split 31'],
        load: async () => (await import('./held.ts')).splitHeld,
      },
      {
        name: 'drop',
        group: 'Mail:',
        description: 'do nothing with it; the original is kept',
        args: [MAILS],
        options: [JSON_OUT],
        examples: ['desk held drop 31'],
        load: async () => (await import('./held.ts')).dropHeld,
      },
    ],
  },
  {
    name: 'quarantine',
    group: 'Mail:',
    description: 'mails that could not be read, or in which something was found',
    examples: ['desk quarantine', 'desk quarantine retry 31'],
    inner: [
      {
        name: 'list',
        group: 'Mail:',
        description: 'the quarantined mails, why, and when they are tried again',
        byDefault: true,
        options: [limit(50), JSON_OUT],
        examples: ['desk quarantine list'],
        load: async () => (await import('./quarantine.ts')).listQuarantine,
      },
      {
        name: 'show',
        group: 'Mail:',
        description: 'its header, why it is there, where it came from',
        args: [MAIL],
        options: [RAW, JSON_OUT],
        examples: ['desk quarantine show 31', 'desk quarantine show 31 --raw > mail.eml'],
        load: async () => (await import('./quarantine.ts')).showQuarantine,
      },
      {
        name: 'retry',
        group: 'Mail:',
        description: 'read it again, with more time and memory than before',
        args: [MAILS],
        options: [
          { flags: '--limit-time <duration>', description: 'time for reading it, such as 60s or 5m' },
          { flags: '--anyway', description: 'whatever virus or blocked file was found in it' },
          JSON_OUT,
        ],
        examples: ['desk quarantine retry 31', 'desk quarantine retry 31 --limit-time 60s'],
        load: async () => (await import('./quarantine.ts')).retryQuarantine,
      },
      {
        name: 'drop',
        group: 'Mail:',
        description: 'do nothing with it; the original is kept',
        args: [MAILS],
        options: [JSON_OUT],
        examples: ['desk quarantine drop 31'],
        load: async () => (await import('./quarantine.ts')).dropQuarantine,
      },
    ],
  },
  {
    name: 'spam',
    group: 'Mail:',
    description: 'mails taken for spam: list, release; tell the filter what is spam; ask it why',
    examples: ['desk spam list', 'desk spam 12', 'desk spam why mail.eml'],
    inner: [
      {
        name: 'list',
        group: 'Mail:',
        description: 'mails that were taken for spam and wait: nobody was told of them; the latest at the end',
        options: [limit(50), JSON_OUT],
        examples: ['desk spam list', 'desk spam list --json'],
        load: async () => (await import('./spam-list.ts')).listSpam,
      },
      {
        name: 'release',
        group: 'Mail:',
        description: 'it is none: deliver it as a ticket, and teach the filter so, in one step',
        args: [MAILS],
        options: [JSON_OUT],
        examples: ['desk spam release 31'],
        load: async () => (await import('./spam-list.ts')).releaseSpam,
      },
      {
        name: 'mark',
        group: 'Mail:',
        description: 'tickets that are spam: close them, teach the filter, mail nobody; desk spam 12 is short for it',
        args: [{ ...TICKETS, name: '[ticket...]', description: 'numbers; without any: the list of what waits' }],
        byDefault: true,
        options: [JSON_OUT],
        examples: ['desk spam 12', 'desk spam mark 12 13'],
        load: async () => (await import('./spam-list.ts')).markSpam,
      },
      {
        name: 'unmark',
        group: 'Mail:',
        description: 'tickets that are no spam: take the mark away, teach the filter, open again what was closed',
        args: [TICKETS],
        options: [JSON_OUT],
        examples: ['desk spam unmark 12'],
        load: async () => (await import('./spam-list.ts')).unmarkSpam,
      },
      {
        name: 'why',
        group: 'Mail:',
        description: 'what the filter thinks of a mail now, and the words that speak for spam and against it',
        args: [{ name: '[what]', description: 'the number of a ticket, a mail as a file, or - for stdin' }],
        options: [
          { flags: '--mail <mail>', description: 'the mail of this number in the ledger', kind: 'number' },
          JSON_OUT,
        ],
        examples: ['desk spam why 12', 'desk spam why mail.eml', 'desk spam why --mail 31 --json'],
        load: async () => (await import('./spam-why.ts')).whySpam,
      },
      {
        name: 'learn',
        group: 'Mail:',
        description:
          'teach the filter mails that were sorted by hand; opens no tickets; again goes on where it stopped',
        args: [FILES],
        options: [
          { flags: '--ham', description: 'none of them is spam' },
          { flags: '--spam', description: 'all of them are spam' },
          JSON_OUT,
        ],
        examples: [
          'desk spam learn --ham Maildir/',
          'desk spam learn --spam junk.mbox',
          'desk spam learn --spam - < mail.eml',
        ],
        load: async () => (await import('./spam-learn.ts')).learnFiles,
      },
      {
        name: 'unlearn',
        group: 'Mail:',
        description: 'forget what was said of mails: the filter is as if it had never learned them',
        args: [FILES],
        options: [
          { flags: '--mail <mail>', description: 'the mail of this number in the ledger', kind: 'number' },
          JSON_OUT,
        ],
        examples: ['desk spam unlearn mail.eml', 'desk spam unlearn --mail 31'],
        load: async () => (await import('./spam-learn.ts')).unlearnFiles,
      },
      {
        name: 'stats',
        group: 'Mail:',
        description: 'what the filter has learned, where it draws its lines, how right it was in the last 30 days',
        options: [JSON_OUT],
        examples: ['desk spam stats'],
        load: async () => (await import('./spam-stats.ts')).spamStats,
      },
      {
        name: 'questions',
        group: 'Mail:',
        description: 'labels the filter is sure are wrong, and did not learn: confirm them or take them back',
        options: [
          { flags: '--confirm <label>', description: 'it is right: learn it', kind: 'number' },
          { flags: '--withdraw <label>', description: 'it was a mistake: forget it', kind: 'number' },
          JSON_OUT,
        ],
        examples: ['desk spam questions', 'desk spam questions --confirm 7', 'desk spam questions --withdraw 7'],
        load: async () => (await import('./spam-questions.ts')).spamQuestions,
      },
      {
        name: 'eval',
        group: 'Mail:',
        description: 'how well a new filter does on sorted mails; needs no configuration and touches no desk',
        args: [{ name: '<index>', description: 'a file with lines "spam PATH" and "ham PATH", in their order' }],
        options: [
          {
            flags: '--online',
            description: 'judge each mail, then learn it; the default',
          },
          { flags: '--split <fraction>', description: 'learn this share of them first, such as 0.5; judge the rest' },
          { flags: '--scores', description: 'a line for each mail that is judged: its label, score and verdict' },
          JSON_OUT,
        ],
        examples: ['desk spam eval index', 'desk spam eval index --split 0.5 --scores'],
        load: async () => (await import('./spam-eval.ts')).evaluateFilter,
      },
    ],
  },
  {
    name: 'mails',
    group: 'Mail:',
    description: 'the ledger: every mail that came and what became of it, the latest at the end',
    options: [
      {
        flags: '--end <end>',
        description: 'only these',
        choices: ['handled', 'ignored', 'held', 'quarantined', 'spam'],
      },
      limit(50),
      JSON_OUT,
    ],
    examples: ['desk mails', 'desk mails --end quarantined'],
    load: async () => (await import('./mails.ts')).mails,
  },
];

const runningCommands: readonly (CommandSpec | CommandFamily)[] = [
  {
    name: 'serve',
    group: 'Running:',
    description: 'the daemon: reads the mailboxes, opens the doors, sends the letters',
    examples: ['desk serve', 'desk -c /etc/postdesk/config.toml serve'],
    load: async () => (await import('./serve.ts')).serveDesk,
  },
  {
    name: 'reconcile',
    group: 'Running:',
    description: 'holds the mailboxes against the ledger: is every mail of the server in? exit 1 when not',
    options: [
      { flags: '--fix', description: 'bring in what is missing; safe beside the daemon' },
      { flags: '--mailbox <name>', description: 'only this mailbox of the configuration' },
      JSON_OUT,
    ],
    examples: ['desk reconcile', 'desk reconcile --fix', 'desk reconcile --mailbox support --json'],
    load: async () => (await import('./reconcile.ts')).reconcile,
  },
  {
    name: 'verify',
    group: 'Running:',
    description: 'do the guarantees hold in what is stored? exit 1 when not; safe while the daemon works',
    options: [{ flags: '--deep', description: 'unpack and compare every original too' }, JSON_OUT],
    examples: ['desk verify', 'desk verify --deep --json'],
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'keys',
    group: 'Running:',
    description: 'the keys that sign reply tokens',
    examples: ['desk keys', 'desk keys rotate'],
    inner: [
      {
        name: 'list',
        group: 'Running:',
        description: 'which keys there are, and which of them are believed',
        byDefault: true,
        options: [JSON_OUT],
        examples: ['desk keys list'],
        load: async () => (await import('./keys.ts')).listKeys,
      },
      {
        name: 'rotate',
        group: 'Running:',
        description: 'sign with a new key from now on; the old ones are still believed',
        options: [JSON_OUT],
        examples: ['desk keys rotate'],
        load: async () => (await import('./keys.ts')).rotateKeys,
      },
      {
        name: 'retire',
        group: 'Running:',
        description: 'believe nothing any more that this key signed',
        args: [{ name: '<key>', description: 'its letter, see desk keys' }],
        options: [JSON_OUT],
        examples: ['desk keys retire a'],
        load: async () => (await import('./keys.ts')).retireKey,
      },
    ],
  },
  {
    name: 'config',
    group: 'Running:',
    description: 'the configuration: look it over, print an example or a unit',
    examples: ['desk config check'],
    inner: [
      {
        name: 'check',
        group: 'Running:',
        description: 'every fault with its line; nothing else happens',
        args: [{ name: '[file]', description: 'default: the file the desk would take' }],
        options: [JSON_OUT],
        examples: ['desk config check', 'desk config check new.toml'],
        load: async () => (await import('./config.ts')).checkConfig,
      },
      {
        name: 'example',
        group: 'Running:',
        description: 'a config.toml with every key explained',
        examples: ['desk config example > config.toml'],
        load: async () => (await import('./config.ts')).printExample,
      },
      {
        name: 'systemd',
        group: 'Running:',
        description: 'a unit file for this installation',
        examples: ['desk config systemd > /etc/systemd/system/postdesk.service'],
        load: async () => (await import('./config.ts')).printUnit,
      },
    ],
  },
  {
    name: 'sandbox',
    group: 'Running:',
    description: 'a private desk to try things on: mail comes in by SMTP on this machine, letters are only shown',
    options: [{ flags: '--dir <folder>', description: 'where its state is; default: data/ of this installation' }],
    examples: ['desk sandbox', 'desk sandbox --dir /tmp/desk'],
    load: async () => (await import('./sandbox.ts')).sandbox,
  },
];

export const COMMANDS: readonly (CommandSpec | CommandFamily)[] = [
  ...ticketCommands,
  ...peopleCommands,
  ...mailCommands,
  ...runningCommands,
];
