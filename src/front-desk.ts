import type { Config } from './config/config.ts';
import type { Command } from './desk/command.ts';
import type { Decision, Refusal } from './desk/decision.ts';
import type { AudienceRow } from './desk/explain-audience.ts';
import type { Counted } from './desk/list-columns.ts';
import type { NewOrganisation, OrganisationEdit } from './desk/organisations.ts';
import type { PersonEdit } from './desk/people.ts';
import type { Policy } from './desk/policy.ts';
import type { As } from './desk/situation.ts';
import type { Standing } from './desk/stale.ts';
import type { Arrival, Receipt, Reception } from './intake/arrival.ts';
import type { Books } from './intake/reconcile.ts';
import type { CategoryGuess, Mail } from './mail/mail.ts';
import type { ForeseenLetter } from './pipeline.ts';
import type { RetryWishes } from './quarantine.ts';
import type { Judgement } from './spam/filter.ts';
import type { AbsenceRow } from './store/absences.ts';
import type { KeptMail } from './store/archive.ts';
import type { Changed, Mark } from './store/changed-since.ts';
import type { Follow } from './store/follow.ts';
import type { KeyView } from './store/keys.ts';
import type { Count } from './store/list-counts.ts';
import type { Look } from './store/looks.ts';
import type { Packed } from './store/originals.ts';
import type { Who } from './store/people.ts';
import type {
  OrganisationRow,
  OrganisationView,
  RequesterFilter,
  RequesterRow,
  RequesterView,
} from './store/people-views.ts';
import type { Places, QueuesOf } from './store/places.ts';
import type { SearchWish } from './store/search.ts';
import type { LabelCounts, SpamQuestion, SpamRow } from './store/spam.ts';
import type { CheckResult } from './store/verify.ts';
import type {
  JournalRow,
  LetterFilter,
  LetterRow,
  ListFilter,
  ListRow,
  MailRow,
  MailView,
  OpenQuestions,
  SearchResult,
  SwitchedOff,
  TicketFilter,
  TicketView,
} from './store/views.ts';
import type { WebhookRow } from './store/webhooks.ts';

/** `ticket`: when the mail names none, or another is right. */
export type Release =
  | { readonly how: 'approve'; readonly as: As; readonly ticket?: number }
  | { readonly how: 'split' | 'drop' };

/** What came of a command. */
export interface Operated {
  readonly ticket: number;
  readonly because: readonly string[];
  readonly letters: number;
  /** The answer that was taken back. */
  readonly takenBack?: number;
}

/** The running desk as the terminal and the daemon see it; made by openDesk. */
export interface FrontDesk
  extends OutboxOrders,
    WebhookOrders,
    SpamDesk,
    PeopleDesk,
    AbsenceDesk,
    Pick<Reception, 'receiveInOrder'> {
  readonly config: Config;
  receive(arrival: Arrival): Promise<Receipt>;
  /** Which of these contents came in before, however they came. */
  known(mails: readonly Uint8Array[]): Promise<ReadonlySet<Uint8Array>>;
  /** What receive would do, writing nothing. */
  foresee(arrival: Arrival): Promise<{ readonly mail: Mail; readonly decision: Decision }>;
  /**
   * What each of these policies would make of a mail now, writing nothing; of one of the ledger as it came, with what was
   * known of its sender then. undefined: its original is not kept.
   */
  weigh(of: Arrival | { readonly mail: number }, policies: readonly Policy[]): Promise<Weighed | undefined>;
  /** Numbers of the last mails of the ledger, oldest first. */
  latestMails(limit: number): Promise<number[]>;
  /** `files`: the bytes of those that the command names. */
  operate(command: Command, login: string, files?: readonly Packed[]): Promise<Operated | Refusal>;
  /** What operate would do, writing nothing. */
  foreseeCommand(
    command: Command,
    login: string,
  ): Promise<{ readonly ticket: number; readonly decision: Decision } | Refusal>;
  /** The letters of that decision as they would leave, or why they would not; writes nothing. Without their files. */
  foreseeLetters(command: Command, decision: Decision): Promise<readonly ForeseenLetter[] | Refusal>;
  /** An operator's word on a held mail. */
  release(mail: number, how: Release, login: string): Promise<Receipt | Refusal>;
  /** From what operators said of earlier requests; undefined when that is too little. */
  guessCategory(subject: string, text: string): Promise<CategoryGuess | undefined>;
  list(filter: ListFilter): Promise<ListRow[]>;
  countTickets(filter: TicketFilter): Promise<number>;
  countTicketsBy(filter: TicketFilter, column: Counted): Promise<Count[]>;
  search(wish: SearchWish): Promise<SearchResult>;
  /** Brings what was there before the index into it, all or at most so many messages; how many are left. */
  fillSearch(most?: number, told?: (messages: number) => void): Promise<number>;
  show(ticket: number): Promise<TicketView | undefined>;
  /** That an operator views or answers a ticket, and up to where it was shown. Never worth failing for. */
  look(look: Look): Promise<void>;
  /** What others did since the operator was shown the ticket, and who is answering it. */
  standing(ticket: number, login: string): Promise<Standing>;
  /** What happens from now on, or from that instant, whoever does it. */
  follow(since?: number): Promise<Follow>;
  /** A file that an operator attached. */
  file(sha256: string): Promise<Uint8Array | undefined>;
  why(ticket: number): Promise<JournalRow[]>;
  /** Who would hear what of it now. */
  audience(ticket: number): Promise<AudienceRow[] | undefined>;
  letters(filter: LetterFilter): Promise<LetterRow[]>;
  letterBytes(letter: number): Promise<Uint8Array | undefined>;
  mails(filter: { readonly end?: MailRow['end']; readonly limit: number }): Promise<MailRow[]>;
  /** Where things are, for who may not see all of it. */
  queuesOf(places: Places): Promise<QueuesOf>;
  openQuestions(): Promise<OpenQuestions>;
  /** What happened since that mark, whoever did it; without one, the mark of now. Cheap: may be asked twice a second. */
  changedSince(mark?: Mark): Promise<Changed>;
  mail(mail: number): Promise<MailView | undefined>;
  /** Reads a quarantined mail again, with more room than the last time, or as wished. */
  retryMail(mail: number, login: string, wishes?: RetryWishes): Promise<Receipt | Refusal>;
  /** Lets a quarantined mail be; its original is kept. */
  dropMail(mail: number, login: string): Promise<Receipt | Refusal>;
  /** The mail as it came, byte for byte; of one that was too large, its header. */
  original(mail: number): Promise<Uint8Array | undefined>;
  keys(): Promise<KeyView[]>;
  /** The id of the new key. */
  rotateKey(login: string): Promise<string | Refusal>;
  retireKey(id: string, login: string): Promise<true | Refusal>;
  /** Whether the guarantees hold in what is stored; reads only. */
  verify(options: { readonly deep: boolean }): Promise<readonly CheckResult[]>;
  /** For holding mailboxes against the ledger. */
  readonly books: Books;
  /** Every mail as it came, in the order of the ledger; of one ticket only, when it is named. */
  archive(ticket?: number): AsyncIterable<KeptMail>;
  close(): Promise<void>;
}

/** The spam filter at the terminal. */
export interface SpamDesk {
  /** Mails taken for spam that wait, the latest at the end. */
  spamList(limit: number): Promise<SpamRow[]>;
  /** Delivers it as a ticket and teaches the filter that it is none, in one step. */
  releaseSpam(mail: number, login: string): Promise<Receipt | Refusal>;
  /** undefined: the ledger keeps no such mail. */
  spamWhy(of: MailOrBytes): Promise<SpamWhy | undefined>;
  /** `known`: it was labelled so before. */
  learnMail(bytes: Uint8Array, label: 'ham' | 'spam', login: string): Promise<'learned' | 'known' | Refusal>;
  /** `known`: there was no label to take back. */
  unlearnMail(of: MailOrBytes, login: string): Promise<'forgotten' | 'known' | Refusal>;
  spamStats(): Promise<SpamStats>;
  /** Labels that contradict what the filter is sure of: it learns them when they are confirmed. */
  spamQuestions(): Promise<SpamQuestion[]>;
  answerQuestion(label: number, answer: 'confirm' | 'withdraw', login: string): Promise<true | Refusal>;
}

/** A mail of the ledger by its number, or a mail that is nowhere. */
export type MailOrBytes = { readonly mail: number } | { readonly bytes: Uint8Array };

export interface SpamWhy extends Judgement {
  /** The tokens that said most for spam, and against it; their names hold a stranger's words. */
  readonly for: readonly SpamSign[];
  readonly against: readonly SpamSign[];
}

export interface SpamSign {
  readonly name: string;
  readonly weight: number;
}

export interface SpamStats extends LabelCounts {
  readonly tokens: number;
  readonly thresholds: { readonly ham: number; readonly spam: number } | undefined;
}

/** An operator's word on letters; they take effect at once, also on a daemon that runs. */
export interface OutboxOrders {
  /** Puts a failed or uncertain letter back in the queue, the very same bytes. */
  retryLetter(letter: number, login: string): Promise<true | Refusal>;
  /** A queued, failed or uncertain letter is never sent (again). */
  dropLetter(letter: number, login: string): Promise<true | Refusal>;
  /** undefined: letters leave as usual. */
  outboxPause(): Promise<SwitchedOff | undefined>;
  /** Letters stay in the queue until resumeOutbox; those on their way arrive. */
  pauseOutbox(why: string, login: string): Promise<true | Refusal>;
  resumeOutbox(login: string): Promise<true | Refusal>;
}

/** Operators who are away. */
export interface AbsenceDesk {
  /** Those that last, and those that are to begin. */
  absences(): Promise<AbsenceRow[]>;
  /** Instead of what was known before; without `since`, from now on; without `until`, until they are back. */
  goAway(of: string, absence: Partial<Omit<AbsenceRow, 'login'>>, by: string): Promise<AbsenceRow | Refusal>;
  comeBack(of: string, by: string): Promise<true | Refusal>;
}

export interface Weighed {
  readonly mail: Mail;
  /** One for each policy. */
  readonly decisions: readonly Decision[];
}

/** Calls of other programs that rules asked for. */
export interface WebhookOrders {
  /** The latest, oldest first. */
  webhooks(limit: number): Promise<WebhookRow[]>;
  retryWebhook(webhook: number, login: string): Promise<true | Refusal>;
  dropWebhook(webhook: number, login: string): Promise<true | Refusal>;
}

/** Requesters and organisations. Whoever is asked for in vain is a refusal that names those who may be meant. */
export interface PeopleDesk {
  listRequesters(filter: RequesterFilter): Promise<RequesterRow[]>;
  /** Where letters to these people go, by their numbers; of who was merged into another, that of the other. */
  addressesOf(people: readonly number[]): Promise<ReadonlyMap<number, string>>;
  showRequester(who: Who): Promise<RequesterView | Refusal>;
  editRequester(who: Who, edit: PersonEdit, login: string): Promise<RequesterDone | Refusal>;
  /** `into` stays, and tokens made for either lead there. */
  mergeRequesters(one: Who, into: Who, login: string): Promise<RequesterDone | Refusal>;
  listOrganisations(): Promise<OrganisationRow[]>;
  showOrganisation(name: string): Promise<OrganisationView | Refusal>;
  newOrganisation(organisation: NewOrganisation, login: string): Promise<OrganisationDone | Refusal>;
  editOrganisation(name: string, edit: OrganisationEdit, login: string): Promise<OrganisationDone | Refusal>;
}

export interface RequesterDone {
  /** The id of who was changed, or stays. */
  readonly requester: number;
  readonly because: readonly string[];
}

export interface OrganisationDone {
  /** Its name from now on. */
  readonly organisation: string;
  readonly because: readonly string[];
}
