/** What the administrator decided; comes from config.toml and is the same for every decision until a reload. */
export interface Queue {
  readonly name: string;
  /** The address letters are sent from and sub-addressed for replies. */
  readonly address: string;
  /** Further addresses whose mail belongs to this queue. */
  readonly aliases: readonly string[];
  /** Display name of letters. */
  readonly fromName: string;
  /** Between local part and reply token (RFC 5233); '' where the provider knows no sub-addresses. */
  readonly separator: string;
  readonly signature?: string;
  readonly language?: string;
}

export interface Operator {
  readonly login: string;
  readonly name: string;
  readonly address: string;
  /** false: keeps the name on old messages, may do nothing, hears nothing. */
  readonly active: boolean;
  /** Hears by mail of what concerns the operator. */
  readonly notices: boolean;
  readonly signature?: string;
  readonly language?: string;
}

/** Against storms; see storms.ts. 0 switches sameMails, and lettersPerHour, off. */
export interface StormLimits {
  /** Automatic letters to one address within an hour, and within a day. */
  readonly perAddress: number;
  readonly perAddressDaily: number;
  /** Automatic letters to all addresses within an hour. */
  readonly perHour: number;
  /** So many mails of one sender with one subject within an hour, and the next ones are held. */
  readonly sameMails: number;
  /** Notices of new messages about one ticket to one operator within an hour. */
  readonly noticesPerTicket: number;
  /** The breaker: when so many letters of any kind left within an hour, no more leave until an operator says so. */
  readonly lettersPerHour: number;
}

export interface Policy {
  readonly letters: {
    readonly status: boolean;
    readonly owner: boolean;
    readonly quote: 'none' | 'last' | 'all';
    readonly html: boolean;
    readonly faq: boolean;
  };
  readonly deskName: string;
  /** Template folder under templates/letters. */
  readonly language: string;
  /** Right-hand side of our Message-IDs. */
  readonly host: string;
  /** The first queue takes mail whose queue cannot be told. */
  readonly queues: readonly Queue[];
  readonly operators: readonly Operator[];
  /** Confirm receipt to the person who opened a ticket. */
  readonly confirm: boolean;
  /** Which operators hear of a new ticket. */
  readonly noticeNew: 'all' | 'none';
  /** Carry the reply token in the subject too. */
  readonly subjectToken: boolean;
  /** Carry the reply token in the last line of the text too. */
  readonly bodyToken: boolean;
  /** A mail to a ticket that was closed longer ago than this opens another one; ms, 0 = every closed ticket is reopened. */
  readonly reopenWithin: number;
  /** The right token from another participant of the ticket than the one it was made for. */
  readonly otherParticipants: 'append' | 'hold';
  /** The right token from a proven address of the requester's organisation. */
  readonly sameOrganisation: 'append' | 'hold';
  /** Whom a proven sender puts in To or Cc: do they become participants? */
  readonly copies: 'join' | 'ignore';
  /** A mail to several queues: one ticket in the first of them, or one in each, linked. */
  readonly severalQueues: 'one' | 'linked';
  /** What operators write by mail, when token, address and sender are proven. */
  readonly operatorsByMail: 'trusted' | 'off';
  /** Lower case: senders such as a form on a site, whose Reply-To names who asked. */
  readonly forms: readonly string[];
  /** A key that signs reply tokens is followed by a new one after this, and believed no more after that; ms, 0 = never. */
  readonly keys: { readonly rotateAfter: number; readonly retireAfter: number };
  /** Whose mail is confirmed: any, of senders who are not disproven, of proven ones. */
  readonly confirmSenders: 'all' | 'not-forged' | 'proven';
  readonly storms: StormLimits;
  /** ms that mail taken for spam waits in its list; 0 = for ever. */
  readonly keepSpam: number;
  /** A letter a day to the staff about what waits: held, quarantined, taken for spam. */
  readonly digest: boolean;
  /** Tickets that wait for the requester longer than this are closed by the clock; ms, 0 = never. */
  readonly closeWaitingAfter: number;
}
