import type { Address, Attachment } from '../mail/mail.ts';

/** How a ticket is to be sorted; null takes away. Words are those of the dictionary; logins, groups and queues of the config. */
export interface Changes {
  readonly status?: string;
  readonly owner?: string | null;
  readonly queue?: string;
  readonly group?: string | null;
  readonly category?: string | null;
  readonly criticality?: string | null;
  readonly complexity?: string | null;
  readonly kind?: string | null;
  readonly source?: string;
  /** ms since 1970. */
  readonly due?: number | null;
  readonly tag?: readonly string[];
  readonly untag?: readonly string[];
  readonly helpers?: readonly string[];
  readonly noHelpers?: readonly string[];
  readonly watchers?: readonly string[];
  readonly noWatchers?: readonly string[];
}

/** What an operator asks for. The same whether typed in a terminal or, later, written in a mail. */
export type Command =
  | {
      readonly do: 'new';
      readonly requester: Address;
      readonly subject: string;
      readonly text: string;
      readonly queue?: string;
      /** Send the confirmation too; by default a ticket made by hand mails nobody. */
      readonly confirm: boolean;
      readonly changes?: Changes;
      readonly files?: readonly Attachment[];
    }
  | { readonly do: 'take'; readonly ticket: number }
  | { readonly do: 'assign'; readonly ticket: number; readonly to: string | null }
  | {
      readonly do: 'reply';
      readonly ticket: number;
      readonly text: string;
      readonly close: boolean;
      /** For the requester, also where what is written is a note by default. */
      readonly public?: boolean;
      /** Who wrote it was told that only staff would read it, whatever became of the ticket meanwhile. */
      readonly asNote?: boolean;
      /** Although some of these words stand in a note. */
      readonly wordsArePublic?: boolean;
      /** It is a question: the letter says that nothing goes on before it is answered. */
      readonly ask?: boolean;
      readonly changes?: Changes;
      readonly files?: readonly Attachment[];
      /** ms since 1970: it leaves no earlier. Without it after the time that the policy leaves for undoing it. */
      readonly sendAt?: number;
      /** Although somebody else did something since the operator read the ticket. */
      readonly force?: boolean;
    }
  /** What is changed together with a note is as hidden as the note. */
  | {
      readonly do: 'note';
      readonly ticket: number;
      readonly text: string;
      readonly changes?: Changes;
      readonly files?: readonly Attachment[];
    }
  /** `hidden`: the requester hears nothing of it, whatever the letters policy says. */
  | { readonly do: 'change'; readonly ticket: number; readonly changes: Changes; readonly hidden: boolean }
  | { readonly do: 'close'; readonly ticket: number }
  | { readonly do: 'reopen'; readonly ticket: number }
  | { readonly do: 'join' | 'leave'; readonly ticket: number; readonly person: Address }
  | { readonly do: 'revoke'; readonly ticket: number }
  | { readonly do: 'spam' | 'ham'; readonly ticket: number }
  /** `together`: although they are of different people. */
  | { readonly do: 'merge'; readonly ticket: number; readonly into: number; readonly together: boolean }
  | { readonly do: 'split'; readonly ticket: number; readonly message: number; readonly subject?: string }
  | { readonly do: 'move'; readonly ticket: number; readonly message: number; readonly to: number }
  | { readonly do: 'link' | 'unlink'; readonly ticket: number; readonly to: number }
  /** `beforeNote`: notes stay, and what was done before them is taken back. */
  | { readonly do: 'undo'; readonly ticket: number; readonly beforeNote?: boolean };
