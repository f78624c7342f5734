import type { Address } from '../mail/mail.ts';

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
    }
  | { readonly do: 'take'; readonly ticket: number }
  | { readonly do: 'assign'; readonly ticket: number; readonly to: string | null }
  | { readonly do: 'reply'; readonly ticket: number; readonly text: string; readonly close: boolean }
  | { readonly do: 'note'; readonly ticket: number; readonly text: string }
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
  | { readonly do: 'undo'; readonly ticket: number };
