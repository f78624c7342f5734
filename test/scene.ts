/** One cast for all tests: ann (requester), mallory (stranger), bob and eve (operators), a Monday morning. */
import type { Policy } from '../src/desk/policy.ts';
import type { MailSituation, Situation } from '../src/desk/situation.ts';
import { freshTicket, type Person, STATUSES, type Ticket } from '../src/desk/ticket.ts';
import type { Address, Mail } from '../src/mail/mail.ts';
import type { TokenKey } from '../src/mail/reply-token.ts';

export const MONDAY = Date.UTC(2026, 10, 23, 9, 0, 0);
export const KEY: TokenKey = { id: 'a', secret: Buffer.alloc(32, 7), retired: false };
export const RETIRED: TokenKey = { id: 'z', secret: Buffer.alloc(32, 9), retired: true };

export const ann: Person = { id: 11, name: 'Ann Author', addresses: ['ann@example.org', 'ann.author@home.example'] };
export const mallory: Person = { id: 12, name: 'Mallory', addresses: ['mallory@evil.example'] };
export const bob: Person = { id: 1, name: 'Bob', addresses: ['bob@staff.example'] };
export const eve: Person = { id: 2, name: 'Eve', addresses: ['eve@staff.example'] };

export const policy: Policy = {
  rules: [],
  ruleMode: 'all',
  deskName: 'Example Support',
  language: 'en',
  host: 'desk.example',
  queues: [
    {
      name: 'support',
      address: 'support@desk.example',
      aliases: ['help@desk.example'],
      fromName: 'Example Support',
      separator: '+',
      hidden: false,
    },
    {
      name: 'billing',
      address: 'billing@desk.example',
      aliases: [],
      fromName: 'Example Billing',
      separator: '+',
      hidden: false,
    },
  ],
  operators: [
    {
      login: 'bob',
      name: 'Bob',
      address: 'bob@staff.example',
      active: true,
      notices: true,
      role: 'admin',
      hidden: false,
    },
    {
      login: 'eve',
      name: 'Eve',
      address: 'eve@staff.example',
      active: true,
      notices: true,
      role: 'admin',
      hidden: false,
    },
    {
      login: 'gone',
      name: 'Gone',
      address: 'gone@staff.example',
      active: false,
      notices: true,
      role: 'admin',
      hidden: false,
    },
  ],
  confirm: true,
  confirmSenders: 'not-forged',
  storms: {
    perAddress: 2,
    perAddressDaily: 10,
    perHour: 200,
    sameMails: 5,
    noticesPerTicket: 20,
    lettersPerHour: 1_000,
  },
  keepSpam: 30 * 86_400_000,
  digest: true,
  noticeNew: 'all',
  subjectToken: true,
  bodyToken: true,
  reopenWithin: 30 * 86_400_000,
  otherParticipants: 'append',
  sameOrganisation: 'hold',
  copies: 'join',
  severalQueues: 'one',
  operatorsByMail: 'trusted',
  forms: [],
  keys: { rotateAfter: 0, retireAfter: 0 },
  closeWaitingAfter: 0,
  closeSolvedAfter: 0,
  groups: [],
  dictionary: {
    statuses: STATUSES.map(means => ({ name: means, means })),
    categories: ['question', 'fault', 'billing', 'other'],
    criticalities: ['low', 'normal', 'high', 'urgent'],
    complexities: ['simple', 'medium', 'hard'],
    kinds: ['request', 'incident', 'change'],
    sources: ['phone', 'web'],
    ratings: ['bad', 'fair', 'good'],
    levels: ['basic', 'gold'],
    tags: [],
  },
  letters: {
    status: false,
    owner: false,
    quote: 'none',
    html: true,
    faq: false,
    undoWindow: 0,
    fileSize: 15_000_000,
  },
};

export const ticket: Ticket = freshTicket({
  number: 7,
  subject: 'Printer broken',
  status: 'waiting',
  queue: 'support',
  owner: 'bob',
  requester: ann,
  participants: [],
  closedAt: null,
  source: 'mail',
  conversation: ['first@example.org', 'answer@desk.example'],
});

export function situation(over: Partial<MailSituation> = {}): MailSituation {
  const base: Situation = {
    now: MONDAY,
    policy,
    keys: [KEY, RETIRED],
    nonce: 'n0nce',
    nextTicket: 42,
    nextPerson: 100,
    staff: new Map([
      ['bob', bob],
      ['eve', eve],
    ]),
    absent: new Map(),
  };
  return { ...base, claims: [], tickets: new Map(), people: new Map(), ...over };
}

export function mailFrom(from: Address | readonly Address[], over: Partial<Mail> = {}): Mail {
  const list = Array.isArray(from) ? from : [from as Address];
  return {
    messageId: 'new@example.org',
    inReplyTo: [],
    references: [],
    from: list,
    replyTo: [],
    to: [{ name: '', address: 'support@desk.example' }],
    cc: [],
    subject: 'It still does not print',
    headers: [],
    envelope: { to: [] },
    text: 'It does not print.',
    newWords: 'It does not print.',
    folded: '',
    attachments: [],
    kind: 'person',
    kindBecause: 'nothing says that a machine wrote it',
    bounce: null,
    forwarded: null,
    faults: [],
    unread: null,
    trust: { verdict: 'unknown', because: 'not checked' },
    spam: null,
    size: 100,
    sha256: 'aa',
    contentKey: 'cc',
    ...over,
  };
}

export function addressOf(person: Person): Address {
  return { name: person.name, address: person.addresses[0]! };
}
