import type { Status } from '../desk/ticket.ts';
import type { ListRow } from './views.ts';

/** What the terminal shows of requesters and organisations: plain rows. Instants are ms since 1970. */
export interface RequesterFilter {
  /** The name of an organisation. */
  readonly organisation?: string;
  /** Part of a name or address. */
  readonly search?: string;
  readonly limit: number;
}

export interface AddressView {
  readonly address: string;
  /** No letter goes there: a server refused it for good, or the person does not want any. */
  readonly silent: 'bounced' | 'refused' | null;
  readonly because: string;
}

export interface Membership {
  readonly name: string;
  /** `hand`, or the domain that tells. */
  readonly by: string;
}

export interface RequesterRow {
  readonly id: number;
  readonly name: string;
  /** Letters go to the first that is not silent. */
  readonly addresses: readonly AddressView[];
  readonly organisation: Membership | null;
  /** Of support, one's own or that of the organisation. */
  readonly level: string | null;
  /** Tickets of this requester that are not closed, and all of them. */
  readonly open: number;
  readonly all: number;
  readonly since: number;
  /** When the requester last wrote; null: never. */
  readonly lastHeard: number | null;
}

export interface TicketLine {
  readonly number: number;
  readonly status: Status;
  /** The word of the dictionary; null: the usual one. */
  readonly statusName: string | null;
  readonly subject: string;
  readonly changedAt: number;
}

export interface RequesterView extends RequesterRow {
  /** RFC 5646; null: what they write in tells. */
  readonly language: string | null;
  /** Whether they want confirmations, and answers by mail. */
  readonly wants: { readonly confirmation: boolean; readonly answers: boolean };
  /** Ids of those who turned out to be this person. */
  readonly merged: readonly number[];
  /** Newest first, at most a hundred; so are those the person takes part in. */
  readonly tickets: readonly TicketLine[];
  readonly takesPart: readonly TicketLine[];
}

export interface OrganisationRow {
  readonly name: string;
  readonly domains: readonly string[];
  /** Of support. */
  readonly level: string | null;
  /** How many people are in it, and how many of their tickets are not closed. */
  readonly people: number;
  readonly open: number;
  readonly since: number;
}

export interface OrganisationView extends OrganisationRow {
  /** At most a hundred, the latest first. */
  readonly members: readonly RequesterRow[];
  /** The open ones, the latest change first, at most a hundred. */
  readonly tickets: readonly ListRow[];
}
