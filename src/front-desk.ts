import type { Config } from './config/config.ts';
import type { Command } from './desk/command.ts';
import type { Decision, Refusal } from './desk/decision.ts';
import type { Arrival, Receipt } from './intake/arrival.ts';
import type { Mail } from './mail/mail.ts';
import type {
  JournalRow,
  LetterRow,
  LetterState,
  ListFilter,
  ListRow,
  MailRow,
  MailView,
  OpenQuestions,
  TicketView,
} from './store/views.ts';

/** The running desk as the terminal and the daemon see it; made by openDesk. */
export interface FrontDesk {
  readonly config: Config;
  receive(arrival: Arrival): Promise<Receipt>;
  /** What receive would do, writing nothing. */
  foresee(arrival: Arrival): Promise<{ readonly mail: Mail; readonly decision: Decision }>;
  operate(
    command: Command,
    login: string,
  ): Promise<{ readonly ticket: number; readonly because: readonly string[]; readonly letters: number } | Refusal>;
  /** An operator's word on a held mail. */
  release(mail: number, how: 'approve' | 'split' | 'drop', login: string): Promise<Receipt | Refusal>;
  list(filter: ListFilter): Promise<ListRow[]>;
  show(ticket: number): Promise<TicketView | undefined>;
  why(ticket: number): Promise<JournalRow[]>;
  letters(filter: {
    readonly state?: readonly LetterState[];
    readonly ticket?: number;
    readonly limit: number;
  }): Promise<LetterRow[]>;
  letterBytes(letter: number): Promise<Uint8Array | undefined>;
  /** Puts a failed or uncertain letter back in the queue. */
  retryLetter(letter: number, login: string): Promise<true | Refusal>;
  mails(filter: { readonly end?: MailRow['end']; readonly limit: number }): Promise<MailRow[]>;
  openQuestions(): Promise<OpenQuestions>;
  mail(mail: number): Promise<MailView | undefined>;
  /** Reads a quarantined mail again, with more room than the last time, or with `parseTime` ms. */
  retryMail(mail: number, login: string, parseTime?: number): Promise<Receipt | Refusal>;
  /** Lets a quarantined mail be; its original is kept. */
  dropMail(mail: number, login: string): Promise<Receipt | Refusal>;
  /** The mail as it came, byte for byte; of one that was too large, its header. */
  original(mail: number): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}
