/**
 * What came in. A Mail is an e-mail as it was read from its bytes: every field is data that a stranger wrote,
 * cleaned of CR, LF and NUL where it came from a header, and believed in nothing.
 */
export interface Address {
  /** Display name, '' when there is none. */
  readonly name: string;
  /** addr-spec as written, domain lower-cased; never empty. */
  readonly address: string;
}

/** Who wrote it. Only `person` may be answered by a machine (RFC 3834 §2). */
export type MailKind = 'person' | 'auto-reply' | 'bounce' | 'report' | 'receipt' | 'list' | 'bulk';

export interface Attachment {
  /** Cleaned file name: no path, no control or bidi character, at most 255 bytes. */
  readonly name: string;
  readonly type: string;
  /** Bytes after decoding. */
  readonly size: number;
  /** Lower-case hex of the decoded bytes. */
  readonly sha256: string;
  readonly inline: boolean;
  /** The type its first bytes tell, where they tell another one (file-type.ts). */
  readonly sniffed?: string;
  /** Of a picture, as its own header says; not of mails that came in before this was read. */
  readonly pixels?: { readonly width: number; readonly height: number };
  /** What is dangerous about it: `program, double extension`. Words of ours, but for an extension. */
  readonly danger?: string;
  /** The name as it was written, on one line, where that would show turned around: not for a disk, nor uncleaned for a terminal. */
  readonly written?: string;
}

/** One recipient of a delivery status notification (RFC 3464 §2.3). */
export interface BouncedRecipient {
  readonly address: string;
  /** Enhanced status code such as 5.1.1 (RFC 3463), '' when not known. */
  readonly status: string;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | '';
  /** What the server said, one line. */
  readonly reason: string;
  /** The address is dead: by the reason, whatever the status. A full mailbox is not. */
  readonly permanent: boolean;
}

export interface Bounce {
  readonly recipients: readonly BouncedRecipient[];
  /** Message-ID of the returned mail, without angle brackets, when the notification carries it. */
  readonly returned?: string;
  /** References and In-Reply-To of the notification itself: which letter it may be about when none came back. */
  readonly returnedIds?: readonly string[];
}

/** A mail that its sender had from somebody else: read, not proven, for anybody can write such a head. */
export interface Forwarded {
  readonly how: 'inline' | 'attached';
  /** Who wrote what was forwarded. */
  readonly from: Address;
  readonly subject: string;
  /** Without angle brackets, when it was passed on. */
  readonly messageId?: string;
  /** Ms since 1970, only where the zone was passed on too. */
  readonly date?: number;
  /** What was forwarded, without the head above it. */
  readonly text: string;
  /** What the forwarder wrote: words for whom it was forwarded to, not for the one who first wrote. */
  readonly comment: string;
}

/** The envelope, known only at a door; IMAP gives what the delivering server wrote into the headers. */
export interface Envelope {
  /** '' is the null return path; undefined is not known. */
  readonly from?: string;
  readonly to: readonly string[];
  readonly clientIp?: string;
}

/** Why the body of a mail was not read: it went beyond a limit of reading, or into a fault of the program. */
export interface Unread {
  readonly why: 'time' | 'memory' | 'oversize' | 'fault';
  /** What was exceeded, ms or bytes; 0 for a fault. */
  readonly limit: number;
}

/** Why a mail is not let in by itself: what was found in it. Not about its words, and outweighed by an operator's. */
export interface Stopped {
  readonly why: 'virus' | 'blocked';
  readonly end: 'quarantined' | 'held';
  readonly because: string;
}

/** Whether the domain of the From address vouched for the mail. The display name and the local part are nobody's word. */
export interface Trust {
  /**
   * `pass`: by DMARC, or by a DKIM signature or SPF of the same domain. `fail`: the domain publishes DMARC and this mail
   * fails it, whatever its policy asks for. `none`: the domain says nothing. `unknown`: it could not be asked.
   */
  readonly verdict: 'pass' | 'fail' | 'none' | 'unknown';
  /** A sentence without a full stop, of our own words. */
  readonly because: string;
}

/** What the spam filter says. */
export interface SpamJudgement {
  /** 0 to 1. */
  readonly probability: number;
  /** `unjudged`: it has learned too little. */
  readonly verdict: 'ham' | 'unsure' | 'spam' | 'unjudged';
  /** The strongest signs, in words. */
  readonly because: readonly string[];
}

/** The category that operators gave to requests like this one. */
export interface CategoryGuess {
  readonly category: string;
  /** 0 to 1. */
  readonly probability: number;
  /** The words that say so, strongest first. */
  readonly because: readonly string[];
}

/** Words of the desk and none of a stranger's: the text, or the address of the page where it stands. */
export interface FaqAnswer {
  readonly title: string;
  readonly text: string;
}

export interface Mail {
  /** Null: the filter was not asked. */
  readonly spam: SpamJudgement | null;
  /** Undefined: too little was learned, or it would open no ticket. */
  readonly guess?: CategoryGuess;
  /** Answers of the desk's own FAQ that suit it, for its confirmation; none unless the config says so. */
  readonly faq?: readonly FaqAnswer[];
  /** Without angle brackets; undefined when the mail has none. */
  readonly messageId?: string;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  /** Every mailbox of every From header: not exactly one is itself news. */
  readonly from: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly subject: string;
  /** What the Date header claims, ms since 1970; shown, never used for a clock. */
  readonly date?: number;
  /** [lower-case name, unfolded value] in the order of the mail. */
  readonly headers: readonly (readonly [string, string])[];
  readonly envelope: Envelope;
  /** The whole readable text; newWords and folded together give it back. */
  readonly text: string;
  readonly newWords: string;
  readonly folded: string;
  readonly attachments: readonly Attachment[];
  readonly kind: MailKind;
  /** Why it is of that kind, e.g. `Auto-Submitted: auto-replied (RFC 3834)`. */
  readonly kindBecause: string;
  readonly bounce: Bounce | null;
  /** Only of a person's mail. */
  readonly forwarded: Forwarded | null;
  /** What could not be read, in words for an operator; empty when all went well. */
  readonly faults: readonly string[];
  /** Null when the body was read; else text and attachments are missing, and only the header is to be believed. */
  readonly unread: Unread | null;
  /** Not the mail's own word; set after it was read, by our mail server's results or the DNS. */
  readonly trust: Trust;
  /** Not the mail's own word either; set by the virus scan and the rules for files. */
  readonly stopped?: Stopped;
  /** Bytes on the wire. */
  readonly size: number;
  /** sha-256 hex of the bytes as they came. */
  readonly sha256: string;
  /** sha-256 hex of the bytes without the trace headers that differ by route (RFC 5321 §4.4): names the content. */
  readonly contentKey: string;
}

export function header(mail: Pick<Mail, 'headers'>, name: string): string | undefined {
  return mail.headers.find(([n]) => n === name)?.[1];
}

export function headers(mail: Pick<Mail, 'headers'>, name: string): string[] {
  return mail.headers.filter(([n]) => n === name).map(([, value]) => value);
}
