import type { Claim } from '../mail/claims.ts';
import type { TokenKey, TokenSerials } from '../mail/reply-token.ts';
import type { Absent } from './absence.ts';
import type { Quoted } from './letter.ts';
import type { Policy } from './policy.ts';
import type { RepairSituation } from './repair-situation.ts';
import type { CannedWords } from './rules/canned-words.ts';
import type { Crew } from './rules/choose-owner.ts';
import type { Standing } from './stale.ts';
import type { Person, Ticket } from './ticket.ts';

/** All that any decision may look at; what is not here does not exist for it: no clock, no dice, no database. */
export interface Situation {
  /** ms since 1970. */
  readonly now: number;
  readonly policy: Policy;
  readonly keys: readonly TokenKey[];
  /** Random letters and digits, different for every decision; makes Message-IDs unique. */
  readonly nonce: string;
  readonly nextTicket: number;
  readonly nextPerson: number;
  /** The canned replies that rules send; undefined where there are none. */
  readonly canned?: CannedWords;
  /** The operators of the policy as people, by login: notices go to them. */
  readonly staff: ReadonlyMap<string, Person>;
  readonly absent: Absent;
  /** Of the ticket that letters may be about. */
  readonly said?: Said;
}

/** What was said in a ticket, as far as a letter to its requester has to know. */
export interface Said {
  /** RFC 5646; of the request, when it can be told. */
  readonly language?: string;
  /** Public messages, newest first: as many as the policy has letters quote. */
  readonly history: readonly Quoted[];
  /** Some letter of this ticket went to its requester before. */
  readonly mailed: boolean;
}

/** How a sender is to be known from now on, when an operator lets a held mail in. */
export type As = 'guest' | 'participant' | 'same-person';

export interface MailSituation extends Situation {
  /** The queue of the mailbox the mail lay in. */
  readonly mailboxQueue?: string;
  /** It comes from an archive: nobody is mailed because of it. */
  readonly quiet?: boolean;
  /** The same content came in before. */
  readonly seen?: { readonly mail: number; readonly end: string; readonly ticket: number | null };
  /** Another content with the same Message-ID. */
  readonly namesake?: { readonly mail: number };
  readonly claims: readonly Claim[];
  /** Of the tickets it names, those whose reply tokens were revoked before. */
  readonly serials?: TokenSerials;
  /** By the number named; one that was merged into another leads there. */
  readonly tickets: ReadonlyMap<number, Ticket>;
  /** People named by tokens, and by the From address. */
  readonly people: ReadonlyMap<number, Person>;
  /** The person with the From address, when we know one. */
  readonly sender?: Person;
  /** The person in Reply-To of a form, when we know one. */
  readonly asker?: Person;
  /** People we know by the addresses in To and Cc, by address in lower case. */
  readonly acquainted?: ReadonlyMap<string, Person>;
  /** Of the people that tokens name: those of the sender's organisation. */
  readonly colleagues?: ReadonlySet<number>;
  /** Of the tickets it names, those with an answer that waits for its time. */
  readonly waiting?: ReadonlySet<number>;
  /** Our letter that In-Reply-To or References names, looked up when the token is of nobody on the ticket, or of an operator. */
  readonly answered?: {
    readonly template: string;
    readonly audience: 'requester' | 'staff';
    /** Of a letter to the staff: its lines that are not of the message it tells of, without blanks around them. */
    readonly frame?: readonly string[];
    /** Of a letter to the staff: who of the others answered the ticket after it was written. */
    readonly answeredSince?: { readonly login: string };
  };
  /** Our letter that a bounce returns. */
  readonly bouncedLetter?: {
    readonly id: number;
    readonly ticket: number;
    readonly person: number;
    readonly audience: 'requester' | 'staff';
    readonly to: string;
    /** Found by its Message-ID, or by the token in the address that the bounce came to. */
    readonly by: 'id' | 'token';
  };
  /** A quarantined mail is tried once more: how often that was done before. Nobody is told of the same mail twice. */
  readonly retries?: number;
  /** An answer of an operator went to the sender's address before. */
  readonly answeredBefore?: boolean;
  /** Who may own a ticket now; looked up where a rule chooses among several. */
  readonly crew?: Crew;
  /** Names of the organisations the sender belongs to; looked up where a rule asks. */
  readonly organisations?: readonly string[];
  /** Of support that the sender has; looked up where a rule asks. */
  readonly level?: string;
  /** What happened lately; undefined when nothing would be counted. */
  readonly recent?: Recent;
  /** When the sender was last told that a mail was too large. */
  readonly toldTooLarge?: number;
  /** An operator's word on a held mail: append it to this ticket, or open a new one. */
  readonly release?:
    | { readonly how: 'approve'; readonly ticket: number; readonly as: As }
    | { readonly how: 'split' }
    /** It was taken for spam; its row, which the filter learns. */
    | { readonly how: 'ham'; readonly mail: number };
}

/** What happened lately, as far as it concerns one mail. */
export interface Recent {
  /** Letters the desk wrote by itself to the sender's address. */
  readonly toSenderInHour: number;
  readonly toSenderInDay: number;
  /** Letters the desk wrote by itself to any requester within an hour. */
  readonly automaticInHour: number;
  /** Subjects of the sender's mails within an hour, newest first, at most fifty. */
  readonly subjects: readonly string[];
  /** Notices about the ticket that the mail continues within an hour, to any one operator at most. */
  readonly noticesInHour: number;
}

/** What an operator's command may look at. */
export interface CommandSituation extends Situation {
  /** The ticket the command names, when there is one of that number. */
  readonly ticket?: Ticket;
  /** The mail that opened the ticket, whether the filter was asked about it, and what was said of it since. */
  readonly opening?: { readonly mail: number; readonly judged: boolean; readonly label?: 'ham' | 'spam' };
  /** Of `new` and `join`: the person with the address named, when we know one. */
  readonly requester?: Person;
  /** Of `reply`: how the ticket stands to who answers. */
  readonly standing?: Standing;
  /** Of commands that repair. */
  readonly repair?: RepairSituation;
}

/** What the clock or the dispatcher found. `letterUncertain`: nobody knows whether it arrived. */
export type Due =
  | { readonly kind: 'waitingTooLong'; readonly ticket: Ticket; readonly days: number }
  | {
      readonly kind: 'letterFailed' | 'letterUncertain';
      readonly letter: { readonly id: number; readonly audience: 'requester' | 'staff'; readonly to: string };
      readonly ticket: Ticket;
      readonly reason: string;
    }
  | {
      readonly kind: 'digest';
      readonly held: number;
      readonly quarantined: number;
      readonly spam: number;
      readonly latest: readonly { readonly mail: number; readonly sender: string; readonly subject: string }[];
    };
