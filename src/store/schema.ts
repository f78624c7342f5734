import { sql } from 'drizzle-orm';
import type { Attachment } from '../mail/mail.ts';
import type { Kit } from './kit.ts';

/**
 * The tables, once for both dialects, but for those of the search, which each dialect has its own way. Numbers of tickets and people are given out by `counters`, so that a decision
 * can know them before it is committed. What lists read is apart from what is only opened (originals, bytes).
 */
export function defineSchema(k: Kit) {
  /** The mails as they came, byte for byte; `packed` is deflated when that pays. */
  const originals = k.table('originals', {
    id: k.id(),
    sha256: k.text().notNull().unique(),
    size: k.int().notNull(),
    packed: k.bool().notNull(),
    bytes: k.bytes().notNull(),
  });
  /** One row for every mail seen at any door: where it is and why. */
  const ledger = k.table(
    'ledger',
    {
      id: k.id(),
      contentKey: k.text('content_key').notNull().unique(),
      messageId: k.text('message_id'),
      originalId: k.ref('original_id').references(() => originals.id),
      sender: k.text().notNull(),
      subject: k.text().notNull(),
      end: k.text({ enum: ['handled', 'ignored', 'held', 'quarantined', 'spam'] }).notNull(),
      ticket: k.ref(),
      because: k.json<string[]>().notNull(),
      envelope: k.json<{ from?: string; to: string[]; clientIp?: string }>().notNull(),
      /** Queue of the mailbox it lay in, for a mail that is read again. */
      queue: k.text(),
      /** Whether the domain in From vouched for it, as it was when it came in: DNS says something else later. */
      trust: k
        .text({ enum: ['pass', 'fail', 'none', 'unknown'] })
        .notNull()
        .default('unknown'),
      trustBecause: k.text('trust_because').notNull().default(''),
      /** What the filter said when it came in; null: it was not asked. */
      spam: k.text({ enum: ['ham', 'unsure', 'spam', 'unjudged'] }),
      /** Its probability, in millionths. */
      spamScore: k.int('spam_score'),
      /** Of a quarantined mail: why its body was not read, or what was found in it. */
      unread: k.text({ enum: ['time', 'memory', 'oversize', 'fault', 'virus', 'blocked'] }),
      /** How often a quarantined mail was tried again. */
      tries: k.int().notNull().default(0),
      /** When it is tried again by itself; null: never. */
      retryAt: k.time('retry_at'),
      seenAt: k.time('seen_at').notNull(),
    },
    t => [
      k.index('ledger_message_id').on(t.messageId),
      k.index('ledger_end').on(t.end, t.id),
      k.index('ledger_sender').on(t.sender, t.seenAt),
    ],
  );
  /** Every route a mail came by: the same content at two doors is one mail with two arrivals. */
  const arrivals = k.table(
    'arrivals',
    {
      id: k.id(),
      mail: k
        .ref()
        .notNull()
        .references(() => ledger.id),
      /** `imap:NAME/FOLDER`, `smtp`, `lmtp`, `inject`, `import`. */
      route: k.text().notNull(),
      uidValidity: k.text('uid_validity'),
      uid: k.int(),
      at: k.time().notNull(),
    },
    t => [k.uniqueIndex('arrivals_uid').on(t.route, t.uidValidity, t.uid), k.index('arrivals_mail').on(t.mail)],
  );
  /** How far each mailbox has been read; moves in the transaction of the mail itself. */
  const cursors = k.table('cursors', {
    route: k.text().primaryKey(),
    uidValidity: k.text('uid_validity').notNull(),
    lastUid: k.int('last_uid').notNull(),
    /** UIDs up to this one lay there before the desk began to read, and do not concern it (`start = "new"`). */
    floor: k.int().notNull().default(0),
  });
  /** Whom people belong to: by hand, else by the domain of an address. */
  const organisations = k.table('organisations', {
    id: k.id(),
    name: k.text().notNull().unique(),
    since: k.time().notNull(),
    /** Of support, a word of the dictionary; null: none was given. */
    level: k.text(),
  });
  const domains = k.table(
    'domains',
    {
      /** Lower case; a domain belongs to one organisation. */
      domain: k.text().primaryKey(),
      organisation: k
        .ref()
        .notNull()
        .references(() => organisations.id),
    },
    t => [k.index('domains_organisation').on(t.organisation)],
  );
  const people = k.table(
    'people',
    {
      id: k.number().primaryKey(),
      name: k.text().notNull(),
      since: k.time().notNull(),
      /** Set by hand; null: the domains of the addresses tell. */
      organisation: k.ref().references(() => organisations.id),
      /** Of support, a word of the dictionary; null: that of the organisation. */
      level: k.text(),
      /** The person this one turned out to be: tokens of both lead there, and everything else is there already. */
      mergedInto: k.ref('merged_into'),
      /** RFC 5646 tag. */
      language: k.text(),
      wantsConfirmation: k.bool('wants_confirmation'),
      wantsAnswers: k.bool('wants_answers'),
    },
    t => [k.index('people_merged').on(t.mergedInto).where(sql`merged_into is not null`)],
  );
  const addresses = k.table(
    'addresses',
    {
      address: k.text().primaryKey(),
      person: k
        .ref()
        .notNull()
        .references(() => people.id),
      rank: k.int().notNull(),
      /** No letter goes there: a server said so for good, or the person does not want any. */
      silent: k.text({ enum: ['bounced', 'refused'] }),
      silentBecause: k.text('silent_because').notNull().default(''),
    },
    t => [k.index('addresses_person').on(t.person, t.rank)],
  );
  const tickets = k.table(
    'tickets',
    {
      number: k.number().primaryKey(),
      subject: k.text().notNull(),
      status: k.text({ enum: ['new', 'open', 'waiting', 'solved', 'closed'] }).notNull(),
      /** The dictionary's word for it; null: the usual one. */
      statusName: k.text('status_name'),
      queue: k.text().notNull(),
      owner: k.text(),
      requester: k
        .ref()
        .notNull()
        .references(() => people.id),
      /** `mail`, `operator`, or a word of the dictionary. */
      source: k.text().notNull(),
      group: k.text('crew_group'),
      /** Logins. */
      helpers: k.json<string[]>().notNull().default([]),
      watchers: k.json<string[]>().notNull().default([]),
      category: k.text(),
      criticality: k.text(),
      complexity: k.text(),
      kind: k.text(),
      /** When it is expected to be done. */
      due: k.time(),
      tags: k.json<string[]>().notNull().default([]),
      /** What category its first mail seemed to be of. */
      guess: k.json<{ category: string; probability: number; because: string[] }>(),
      messages: k.int().notNull().default(0),
      openedAt: k.time('opened_at').notNull(),
      changedAt: k.time('changed_at').notNull(),
      /** Of a closed ticket: since when. */
      closedAt: k.time('closed_at'),
      /** The ticket that took this one in: mail to this one goes there. */
      mergedInto: k.ref('merged_into'),
      /** The filter was not sure about its first mail, or an operator called it spam. */
      spam: k.text({ enum: ['unsure', 'spam'] }),
      /** How often its reply tokens were revoked: only those of the latest serial are believed. */
      tokenSerial: k.int('token_serial').notNull().default(0),
    },
    t => [
      k.index('tickets_status').on(t.status, t.changedAt),
      // the list that is asked for most: what is not closed, newest change first
      k.index('tickets_open').on(t.changedAt, t.number).where(sql`status not in ('solved', 'closed')`),
      k.index('tickets_due').on(t.due, t.number).where(sql`status not in ('solved', 'closed')`),
      k.index('tickets_owner').on(t.owner, t.status, t.changedAt),
      // all that counting a requester's tickets reads
      k.index('tickets_requester').on(t.requester, t.number, t.mergedInto),
      k.index('tickets_category').on(t.category, t.number),
    ],
  );
  /** Who else hears the answers; the requester is not among them. */
  const participants = k.table(
    'participants',
    {
      ticket: k
        .ref()
        .notNull()
        .references(() => tickets.number),
      person: k
        .ref()
        .notNull()
        .references(() => people.id),
      since: k.time().notNull(),
    },
    t => [k.uniqueIndex('participants_pair').on(t.ticket, t.person), k.index('participants_person').on(t.person)],
  );
  const relations = k.table('relations', { ticket: k.ref().notNull(), other: k.ref().notNull() }, t => [
    k.uniqueIndex('relations_pair').on(t.ticket, t.other),
  ]);
  /** Requests, answers and notes. A note can never become anything else: a trigger holds that. */
  const messages = k.table(
    'messages',
    {
      id: k.id(),
      ticket: k
        .ref()
        .notNull()
        .references(() => tickets.number),
      kind: k.text({ enum: ['request', 'answer', 'note'] }).notNull(),
      person: k.ref(),
      operator: k.text(),
      text: k.text().notNull(),
      folded: k.text().notNull().default(''),
      mail: k.ref().references(() => ledger.id),
      messageId: k.text('message_id'),
      attachments: k.json<Attachment[]>().notNull(),
      at: k.time().notNull(),
      /** The ticket it was written in; `ticket` changes when it is moved, this does not. */
      origin: k.ref().notNull(),
      /** What staff should know about it, such as a Reply-To that is not the sender. Stays with the staff. */
      remarks: k.json<string[]>().notNull(),
      /** Of an answer that was undone before any letter of it left. */
      takenBackAt: k.time('taken_back_at'),
    },
    t => [
      // all that telling who wrote last reads
      k.index('messages_ticket').on(t.ticket, t.id, t.kind, t.takenBackAt),
      k.index('messages_message_id').on(t.messageId),
      k.index('messages_mail').on(t.mail),
      // what a person wrote, and what has files, for the search; on SQLite with how many
      k.index('messages_person').on(t.person),
      k.index('messages_attached').on(t.ticket).where(sql`attachments <> '[]'`),
    ],
  );
  /** Who did what when and why; one row for each action. Never changed, never deleted. */
  const journal = k.table(
    'journal',
    {
      id: k.id(),
      ticket: k.ref(),
      mail: k.ref(),
      at: k.time().notNull(),
      who: k.text().notNull(),
      action: k.text().notNull(),
      data: k.json<Record<string, unknown>>().notNull(),
      because: k.json<string[]>().notNull(),
      /** The same for all lines of one decision: what is undone together. */
      decision: k.text().notNull().default(''),
    },
    t => [k.index('journal_ticket').on(t.ticket, t.id), k.index('journal_mail').on(t.mail)],
  );
  /** Letters with their final bytes. `message` names the message whose words are inside: the trigger's evidence. */
  const letters = k.table(
    'letters',
    {
      id: k.id(),
      /** Null: about a mail that is in no ticket. */
      ticket: k.ref().references(() => tickets.number),
      message: k.ref().references(() => messages.id),
      person: k
        .ref()
        .notNull()
        .references(() => people.id),
      audience: k.text({ enum: ['requester', 'staff'] }).notNull(),
      template: k.text().notNull(),
      messageId: k.text('message_id').notNull().unique(),
      envelopeFrom: k.text('envelope_from').notNull(),
      envelopeTo: k.text('envelope_to').notNull(),
      subject: k.text().notNull(),
      bytes: k.bytes().notNull(),
      state: k.text({ enum: ['queued', 'sending', 'sent', 'uncertain', 'failed', 'dropped'] }).notNull(),
      /** Set before the last byte goes out: from then on the server may have it. */
      handedOver: k.bool('handed_over').notNull().default(false),
      attempts: k.int().notNull().default(0),
      notBefore: k.time('not_before').notNull(),
      claimedBy: k.text('claimed_by'),
      leaseUntil: k.time('lease_until'),
      lastReply: k.text('last_reply'),
      createdAt: k.time('created_at').notNull(),
      sentAt: k.time('sent_at'),
      /** To a requester, and nobody wrote it: what the limits against storms count. */
      automatic: k.bool().notNull().default(false),
    },
    t => [
      k.index('letters_due').on(t.state, t.notBefore),
      k.index('letters_ticket').on(t.ticket, t.id),
      k.index('letters_to').on(t.envelopeTo, t.createdAt),
      k.index('letters_automatic').on(t.createdAt).where(sql`automatic`),
      k.index('letters_sent').on(t.sentAt),
    ],
  );
  const keys = k.table('keys', {
    id: k.text().primaryKey(),
    secret: k.bytes().notNull(),
    createdAt: k.time('created_at').notNull(),
    retiredAt: k.time('retired_at'),
  });
  /** What is switched off for the whole desk, such as `outbox`; no row: all is as usual. */
  const switches = k.table('switches', {
    name: k.text().primaryKey(),
    why: k.text().notNull(),
    who: k.text().notNull(),
    at: k.time().notNull(),
  });
  /** What was said of mails, in that order; the last row of a content counts. */
  const spamLabels = k.table(
    'spam_labels',
    {
      id: k.id(),
      contentKey: k.text('content_key').notNull(),
      mail: k.ref(),
      sender: k.text().notNull(),
      label: k.text({ enum: ['ham', 'spam', 'forget'] }).notNull(),
      confirmed: k.bool().notNull().default(false),
      /** Ids as doubles, as the machine has them. */
      tokens: k.bytes().notNull(),
      who: k.text().notNull(),
      how: k.text().notNull(),
      at: k.time().notNull(),
    },
    t => [k.index('spam_labels_content').on(t.contentKey, t.id)],
  );
  /** The model as it was after the label `seq`; made again from the labels when it is lost. */
  const spamModels = k.table('spam_models', {
    name: k.text().primaryKey(),
    seq: k.int().notNull(),
    bytes: k.bytes().notNull(),
    at: k.time().notNull(),
  });
  /** Operators who are away; `until` null: until they say that they are back. */
  const absences = k.table('absences', {
    login: k.text().primaryKey(),
    since: k.time().notNull(),
    until: k.time(),
    /** Who hears what they would hear. */
    deputy: k.text(),
  });
  /** Whose turn it was last, by the name of the round. */
  const turns = k.table('turns', { name: k.text().primaryKey(), last: k.text().notNull() });
  /** Other programs that are told of something, after the commit that decided it. */
  const webhooks = k.table(
    'webhooks',
    {
      id: k.id(),
      ticket: k.ref().references(() => tickets.number),
      rule: k.text().notNull(),
      url: k.text().notNull(),
      body: k.json<Record<string, unknown>>().notNull(),
      state: k.text({ enum: ['queued', 'sending', 'sent', 'failed', 'dropped'] }).notNull(),
      attempts: k.int().notNull().default(0),
      notBefore: k.time('not_before').notNull(),
      claimedBy: k.text('claimed_by'),
      leaseUntil: k.time('lease_until'),
      lastReply: k.text('last_reply'),
      createdAt: k.time('created_at').notNull(),
    },
    t => [k.index('webhooks_due').on(t.state, t.notBefore)],
  );
  /** What an operator has to do with a ticket at the moment, and up to which line of the journal it was read. */
  const looks = k.table(
    'looks',
    {
      ticket: k
        .ref()
        .notNull()
        .references(() => tickets.number),
      login: k.text().notNull(),
      line: k.int().notNull().default(0),
      /** A time that is over says nothing: nobody has to take it back. */
      viewingSince: k.time('viewing_since').notNull().default(0),
      viewingUntil: k.time('viewing_until').notNull().default(0),
      answeringSince: k.time('answering_since').notNull().default(0),
      answeringUntil: k.time('answering_until').notNull().default(0),
    },
    t => [k.uniqueIndex('looks_pair').on(t.ticket, t.login)],
  );
  /** Files that operators attach, byte for byte, each once; messages name them by their hash. */
  const files = k.table('files', {
    id: k.id(),
    sha256: k.text().notNull().unique(),
    size: k.int().notNull(),
    packed: k.bool().notNull(),
    bytes: k.bytes().notNull(),
  });
  /** Moments worth remembering, by name. */
  const instants = k.table('instants', { name: k.text().primaryKey(), at: k.time().notNull() });
  const counters = k.table('counters', { name: k.text().primaryKey(), next: k.int().notNull() });
  return {
    originals,
    ledger,
    arrivals,
    cursors,
    organisations,
    domains,
    people,
    addresses,
    tickets,
    participants,
    relations,
    messages,
    journal,
    letters,
    keys,
    switches,
    instants,
    spamLabels,
    spamModels,
    absences,
    turns,
    webhooks,
    looks,
    files,
    counters,
  };
}

export type Schema = ReturnType<typeof defineSchema>;
