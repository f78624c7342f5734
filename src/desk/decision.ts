import type { Letter, TemplateName } from './letter.ts';
import type { Standing } from './stale.ts';
import type { Field, NoteFile, NoteText, Part, Person, PublicFile, PublicText, SpamMark, Status } from './ticket.ts';

/** Who does it: the requester by mail, an operator, or the desk itself. */
export type Author =
  | { readonly by: 'person'; readonly person: number }
  | { readonly by: 'operator'; readonly login: string }
  | { readonly by: 'desk' };

/** How a mail ends in the ledger. */
export type MailEnd = 'handled' | 'ignored' | 'held' | 'duplicate' | 'quarantined' | 'spam';

export type Action =
  | { readonly do: 'meet'; readonly person: Person }
  | {
      readonly do: 'openTicket';
      readonly ticket: number;
      readonly queue: string;
      readonly subject: string;
      readonly requester: number;
      readonly source: string;
      readonly sorted?: Sorted;
    }
  | {
      readonly do: 'addMessage';
      readonly ticket: number;
      readonly kind: 'request' | 'answer';
      readonly author: Author;
      readonly text: PublicText;
      readonly folded: string;
      readonly messageId?: string;
      /** For staff: what is odd about it, such as a sender who may be forged. */
      readonly remarks?: readonly string[];
      /** Those that an operator attached; those of a mail are found there. */
      readonly files?: readonly PublicFile[];
    }
  | {
      readonly do: 'addNote';
      readonly ticket: number;
      readonly author: Author;
      readonly text: NoteText;
      readonly files?: readonly NoteFile[];
    }
  /** An answer of which no letter left: it counts as never written. */
  | { readonly do: 'takeBack'; readonly ticket: number; readonly message: number }
  | { readonly do: 'dropLetter'; readonly ticket: number; readonly letter: number; readonly reason: string }
  | {
      readonly do: 'setStatus';
      readonly ticket: number;
      readonly from: Status;
      readonly to: Status;
      /** The dictionary's words for them, when they are not the usual ones. */
      readonly fromName?: string;
      readonly toName?: string;
      /** From closed: since when it was. To closed: since when it counts as closed, if not since now. */
      readonly closedAt?: number;
    }
  | { readonly do: 'assign'; readonly ticket: number; readonly from: string | null; readonly to: string | null }
  | {
      readonly do: 'setField';
      readonly ticket: number;
      readonly field: Field;
      readonly from: string | null;
      readonly to: string | null;
    }
  /** When it is expected to be done, ms since 1970. */
  | { readonly do: 'setDue'; readonly ticket: number; readonly from: number | null; readonly to: number | null }
  | { readonly do: 'tag' | 'untag'; readonly ticket: number; readonly tag: string }
  | { readonly do: 'involve' | 'dismiss'; readonly ticket: number; readonly login: string; readonly as: Part }
  /** Whose turn it was to own a ticket, of those whose turns are counted under that name. */
  | { readonly do: 'takeTurn'; readonly ticket: number; readonly name: string; readonly login: string }
  /** Tells another program; it is called after the commit. */
  | {
      readonly do: 'callWebhook';
      readonly ticket: number | null;
      readonly rule: string;
      readonly url: string;
      readonly body: Readonly<Record<string, unknown>>;
    }
  | { readonly do: 'send'; readonly letter: Letter }
  /** The words are kept in the ticket, but this person does not want them by mail. */
  | { readonly do: 'notSent'; readonly ticket: number; readonly to: number; readonly template: TemplateName }
  | { readonly do: 'failLetter'; readonly letter: number; readonly reason: string }
  /** It may have arrived or not, and only a person can find out. */
  | { readonly do: 'doubtLetter'; readonly letter: number; readonly reason: string }
  /** A server refused the address for good: no letter goes there. `unsilence`: mail came from there, it is alive. */
  | { readonly do: 'silence'; readonly address: string; readonly because: string }
  | { readonly do: 'unsilence'; readonly address: string }
  /** Tells the filter what the mail was; with the mail's row, for its words are read from the original. */
  | {
      readonly do: 'learn';
      readonly ticket: number | null;
      readonly mail: number;
      /** `forget`: what was concluded is taken back. */
      readonly label: 'ham' | 'spam' | 'forget';
      /** Said about this very mail, and not concluded from what was done with its ticket. */
      readonly confirmed: boolean;
      readonly how: string;
      /** What had been said of it before, so that this can be taken back. */
      readonly was?: 'ham' | 'spam';
      /** This takes that back; what was said of it since then stays. */
      readonly instead?: 'ham' | 'spam';
    }
  | { readonly do: 'markSpam'; readonly ticket: number; readonly from: SpamMark | null; readonly as: SpamMark | null }
  | { readonly do: 'addAddress'; readonly person: number; readonly address: string }
  /** Reply tokens that were given out for this ticket are not believed any more. */
  | { readonly do: 'revokeTokens'; readonly ticket: number; readonly serial: number }
  | { readonly do: 'relate' | 'unrelate'; readonly ticket: number; readonly to: number }
  /** Of people who hear the answers beside the requester. */
  | { readonly do: 'join' | 'leave'; readonly ticket: number; readonly person: number }
  | { readonly do: 'moveMessages'; readonly ticket: number; readonly to: number; readonly messages: readonly number[] }
  /** Null: it is a ticket of its own again. */
  | { readonly do: 'mergeInto'; readonly ticket: number; readonly into: number | null }
  /** That the other actions take back this decision, which `of` made; one for each ticket it touched. */
  | { readonly do: 'undo'; readonly ticket: number; readonly decision: string; readonly of: string }
  | {
      readonly do: 'fileMail';
      readonly as: MailEnd;
      readonly ticket?: number;
      /** Of a quarantined mail: when it is tried again by itself; without it, never. */
      readonly retryAt?: number;
    };

/** How a ticket is sorted from its first moment on. */
export interface Sorted {
  readonly owner?: string;
  readonly group?: string;
  readonly category?: string;
  readonly criticality?: string;
  readonly complexity?: string;
  readonly kind?: string;
  readonly due?: number;
  readonly tags?: readonly string[];
  readonly helpers?: readonly string[];
  readonly watchers?: readonly string[];
}

/** What happens and why; `because` is for people and ends up in the journal, `desk why` and `desk try`. */
export interface Decision {
  readonly actions: readonly Action[];
  readonly because: readonly string[];
}

/** A command that is not carried out, in words for the operator. */
export interface Refusal {
  readonly refused: string;
  /** It went on since it was read: what is new, for whoever is refused. */
  readonly stale?: Standing;
}
