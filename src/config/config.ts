import type { Policy } from '../desk/policy.ts';

/** The whole of config.toml after validation, with defaults filled in; durations are ms, sizes are bytes. */
export interface Config {
  /** The file it came from, '' for the built-in sandbox. */
  readonly file: string;
  /** State directory: database, kept letters, lock. Absolute. */
  readonly state: string;
  /** Of the tz database; undefined: that of the machine. */
  readonly timeZone?: string;
  readonly policy: Policy;
  readonly store: { readonly url?: string; readonly synchronous: 'full' | 'normal' };
  readonly mailboxes: readonly MailboxConfig[];
  readonly door?: DoorConfig;
  readonly courier: CourierConfig;
  readonly limits: Limits;
  /** Whether mail is judged. */
  readonly spam: { readonly filter: boolean };
  readonly trust: TrustConfig;
  readonly attachments: AttachmentsConfig;
  /** Undefined: nobody looks for viruses. */
  readonly scan?: ScanConfig;
  /** Lists to call by their name. */
  readonly views: readonly View[];
  /** Signs webhooks; undefined: nothing does. */
  readonly webhookSecret?: Secret;
  readonly log: { readonly format: 'text' | 'json' };
  /** Folder with the administrator's templates; its files win over the shipped ones. */
  readonly templates?: string;
  /** Folder with the administrator's FAQ; undefined: the folder `faq` of the templates. */
  readonly faq?: string;
}

/** What desk list is told: the options of its command line, or of a [[view]]. */
export interface ListWishes {
  /** Words of the dictionary, or meanings. */
  readonly status?: readonly string[];
  readonly all?: boolean;
  readonly mine?: boolean;
  readonly owner?: string;
  readonly unowned?: boolean;
  /** `none`: those without; the same in the next six. */
  readonly queue?: readonly string[];
  readonly group?: readonly string[];
  readonly category?: readonly string[];
  readonly criticality?: readonly string[];
  readonly complexity?: readonly string[];
  readonly kind?: readonly string[];
  readonly source?: readonly string[];
  /** A minus: without it. */
  readonly tag?: readonly string[];
  readonly helper?: string;
  readonly watcher?: string;
  readonly from?: string;
  readonly organisation?: string;
  readonly level?: readonly string[];
  readonly subject?: string;
  readonly unanswered?: boolean;
  readonly answered?: boolean;
  readonly spam?: boolean;
  readonly openedAfter?: string;
  readonly openedBefore?: string;
  readonly changedAfter?: string;
  readonly changedBefore?: string;
  readonly overdue?: boolean;
  readonly dueAfter?: string;
  readonly dueBefore?: string;
  readonly columns?: readonly string[];
  readonly sort?: string;
  readonly limit?: number;
}

export interface View extends ListWishes {
  readonly name: string;
}

/** A password that is read when it is needed and never printed. */
export type Secret =
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'credential'; readonly name: string }
  | { readonly from: 'inline'; readonly value: string };

export interface MailboxConfig {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly user: string;
  readonly password: Secret;
  readonly folder: string;
  /** Queue of mail whose recipients do not tell. */
  readonly queue: string;
  /** Look without being told, at least this often. */
  readonly poll: number;
  /** `all` brings in what lies there at the first connection, `new` only what comes later. */
  readonly start: 'all' | 'new';
  readonly done:
    | { readonly how: 'keep' }
    | { readonly how: 'flag' }
    | { readonly how: 'move'; readonly folder: string };
}

export interface DoorConfig {
  /** host:port or absolute path of a unix socket. */
  readonly smtp?: string;
  readonly lmtp?: string;
}

export type CourierConfig =
  /** Letters are shown on stdout by the daemon and kept as .eml files in this folder. */
  | { readonly kind: 'keep'; readonly folder: string; readonly giveUpAfter: number }
  | {
      readonly kind: 'smtp';
      readonly host: string;
      readonly port: number;
      readonly tls: 'implicit' | 'starttls' | 'none';
      readonly user?: string;
      readonly password?: Secret;
      readonly connections: number;
      readonly dkim?: { readonly domain: string; readonly selector: string; readonly keyFile: string };
      /** A letter that found no taker for so long has failed. */
      readonly giveUpAfter: number;
    };

/** How the desk knows whether a sender's domain vouched for a mail. */
export interface TrustConfig {
  /** Names of our mail server in Authentication-Results. */
  readonly authservIds: readonly string[];
  /** `own`: ask the DNS where the server says nothing. */
  readonly check: 'own' | 'off';
  /** ip or ip:port; the system's resolvers when empty. */
  readonly dns: readonly string[];
  /** ms for one mail. */
  readonly timeout: number;
}

export interface Limits {
  /** Bytes of one mail. */
  readonly mailSize: number;
  /** ms for reading one mail. */
  readonly parseTime: number;
  /** Bytes of heap for reading one mail. */
  readonly parseMemory: number;
  /** Bytes that stay free on the file system of the state directory: with less, no mail is taken in; 0 = never mind. */
  readonly diskFree: number;
}

/** What files of mails may be. */
export interface AttachmentsConfig {
  /** Extensions and types, lower case. */
  readonly block: readonly string[];
  /** What becomes of a mail with a file that is blocked; `mark`: it comes in, and the file is not opened by mistake. */
  readonly onBlock: 'mark' | 'quarantine' | 'hold';
  /** Of one mail; those after it are not listed. */
  readonly maxCount: number;
}

/** A virus scanner that is asked about every mail. */
export interface ScanConfig {
  /** host:port or absolute path of the unix socket of clamd. */
  readonly clamd: string;
  /** ms for one mail. */
  readonly timeout: number;
  /** When it cannot be asked: the mail comes in with a word about it, or it stays where it is. */
  readonly onTrouble: 'accept' | 'defer';
  readonly onVirus: 'quarantine' | 'hold';
}
