/** Ann writes, bob and eve answer: the letters of one ticket, with the fields a test does not care about. */
import { join } from 'node:path';
import type { Letter, RequesterLetter, StaffLetter, TemplateName } from '../../src/desk/letter.ts';
import type { Policy } from '../../src/desk/policy.ts';
import type { NoteText, PublicText } from '../../src/desk/ticket.ts';
import { type Composer, createComposer } from '../../src/outbox/compose.ts';
import type { DkimKey } from '../../src/outbox/dkim.ts';
import type { DueLetter, HandOver } from '../../src/outbox/outbox.ts';
import { loadTemplates } from '../../src/outbox/templates.ts';
import { policy as scene } from '../scene.ts';

export const TOKEN = 'k12abcdefghijklmnopqrstuvwxyz234';
export const MONDAY = Date.UTC(2026, 2, 2, 9, 30);
export const SHIPPED = join(process.cwd(), 'templates');

export const policy: Policy = {
  ...scene,
  deskName: 'Example Desk',
  language: 'en',
  host: 'desk.example',
  queues: [
    {
      name: 'support',
      address: 'support@desk.example',
      aliases: [],
      fromName: 'Example Support',
      separator: '+',
      hidden: false,
    },
    {
      name: 'billing',
      address: 'billing@desk.example',
      aliases: [],
      fromName: 'Example Billing',
      separator: '',
      hidden: false,
    },
  ],
  operators: [
    {
      login: 'bob',
      name: 'Bob Operator',
      address: 'bob@staff.example',
      active: true,
      notices: true,
      role: 'admin',
      hidden: false,
    },
    {
      login: 'eve',
      name: 'Eve Operator',
      address: 'eve@staff.example',
      active: true,
      notices: true,
      role: 'admin',
      hidden: false,
    },
  ],
  confirm: true,
  noticeNew: 'all',
  subjectToken: true,
  bodyToken: true,
  closeWaitingAfter: 0,
};

export const ann = { id: 1, name: 'Ann Example', addresses: ['ann@example.org'] };
export const bob = { id: 2, name: 'Bob Operator', addresses: ['bob@staff.example'] };

const envelope = {
  ticket: 12,
  queue: 'support',
  messageId: '12.abc123@desk.example',
  inReplyTo: 'first@mail.example.org',
  references: ['first@mail.example.org'],
  token: TOKEN,
  subject: 'The printer prints blue pages',
};

export const publicly = (text: string) => text as PublicText;
export const privately = (text: string) => text as NoteText;

export const confirmation = {
  ...envelope,
  to: ann,
  audience: 'requester',
  template: 'confirmation',
} satisfies RequesterLetter;
export const answer = {
  ...envelope,
  to: ann,
  audience: 'requester',
  template: 'answer',
  words: publicly('Hello Ann,\n\nplease replace the black cartridge.'),
  signedBy: 'Bob Operator',
} satisfies RequesterLetter;
export const closing = { ...answer, template: 'closing' } satisfies RequesterLetter;
export const needInfo = {
  ...answer,
  template: 'need-info',
  words: publicly('Hello Ann,\n\nwhich printer is it?'),
} satisfies RequesterLetter;
export const history = [
  {
    author: 'Ann Example',
    at: MONDAY - 3_600_000,
    words: publicly('Still blue.\n\n> Did you try another cable?\nYes.'),
  },
  { author: 'Bob Operator', at: MONDAY - 86_400_000, words: publicly('Did you try another cable?') },
];
const toAnn = { ...envelope, to: ann, audience: 'requester' as const };
export const status = { ...toAnn, template: 'status', status: 'in progress', means: 'open' } satisfies RequesterLetter;
export const owner = { ...toAnn, template: 'owner', owner: 'Bob Operator' } satisfies RequesterLetter;

const toBob = { ...envelope, to: bob, audience: 'staff' as const };
export const newTicket = {
  ...toBob,
  template: 'new-ticket',
  words: publicly('All is blue.'),
  requester: ann,
} satisfies StaffLetter;
export const newMessage = { ...newTicket, template: 'new-message' } satisfies StaffLetter;
export const assigned = {
  ...toBob,
  template: 'assigned',
  by: 'Eve Operator',
  requester: ann,
} satisfies StaffLetter;
export const note = {
  ...toBob,
  template: 'note',
  words: privately('Ann owes us money.'),
  by: 'Eve Operator',
} satisfies StaffLetter;
export const answered = {
  ...toBob,
  template: 'answered',
  words: publicly('Please replace the black cartridge.'),
  by: 'Eve Operator',
} satisfies StaffLetter;
export const changed = {
  ...toBob,
  template: 'changed',
  by: 'Eve Operator',
  changes: [
    { what: 'criticality', from: 'normal', to: 'high' },
    { what: 'category', from: '', to: 'printer' },
  ],
} satisfies StaffLetter;
export const notDelivered = {
  ...toBob,
  template: 'not-delivered',
  recipient: 'ann@example.org',
  reason: '550 5.1.1 no such user',
} satisfies StaffLetter;

const withoutTicket = { ticket: null, token: null, queue: 'support', messageId: '0.abc123@desk.example' } as const;
export const tooLarge = {
  ...withoutTicket,
  to: ann,
  inReplyTo: 'first@mail.example.org',
  references: ['first@mail.example.org'],
  audience: 'requester',
  template: 'too-large',
  limit: 12_000_000,
  size: 12_000_001,
} satisfies RequesterLetter;
export const quarantined = {
  ...withoutTicket,
  to: bob,
  references: [],
  mail: 12,
  audience: 'staff',
  template: 'quarantined',
  sender: 'ann@example.org',
  about: 'The printer prints blue pages',
  reason: 'its body could not be read',
  again: true,
} satisfies StaffLetter;

const { again: _, ...held } = quarantined;
export const loop = { ...held, template: 'loop' } satisfies StaffLetter;

const { sender: _sender, about: _about, reason: _reason, ...bare } = held;
export const digest = {
  ...bare,
  template: 'digest',
  held: 2,
  quarantined: 0,
  spam: 12,
  latest: [{ mail: 31, sender: 'win@example.org', subject: 'You have won' }],
} satisfies StaffLetter;

export const requesterLetters: readonly RequesterLetter[] = [
  confirmation,
  answer,
  closing,
  needInfo,
  status,
  owner,
  tooLarge,
];
export const staffLetters: readonly StaffLetter[] = [
  newTicket,
  newMessage,
  assigned,
  note,
  answered,
  changed,
  notDelivered,
  quarantined,
  loop,
  digest,
];
export const allLetters: Readonly<Record<TemplateName, Letter>> = {
  confirmation,
  answer,
  closing,
  'need-info': needInfo,
  status,
  owner,
  answered,
  changed,
  'new-ticket': newTicket,
  'new-message': newMessage,
  assigned,
  note,
  'not-delivered': notDelivered,
  'too-large': tooLarge,
  quarantined,
  loop,
  digest,
};

export function composerFor(changes: Partial<Policy> = {}, dkim?: DkimKey): Composer {
  const whole = { ...policy, ...changes };
  const templates = loadTemplates({ folders: [SHIPPED], language: whole.language });
  return createComposer({ policy: whole, templates, ...(dkim === undefined ? {} : { dkim }) });
}

/** A composed letter as the outbox hands it out. */
export async function dueLetter(id: number, letter: Letter = answer): Promise<DueLetter> {
  const { bytes, envelopeFrom, envelopeTo } = await composerFor().compose(letter, MONDAY);
  return { id, messageId: letter.messageId, envelopeFrom, envelopeTo, bytes, attempts: 1, createdAt: MONDAY };
}

/** The outbox has noted it: the letter may leave. */
export const granted: HandOver = async () => true;

/** The unfolded header fields, as they stand. */
export function fieldsOf(bytes: Uint8Array): (readonly [name: string, value: string])[] {
  const [head = ''] = Buffer.from(bytes).toString('latin1').split('\r\n\r\n', 1);
  return head
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
}

export function fieldOf(bytes: Uint8Array, name: string): string | undefined {
  return fieldsOf(bytes).find(([n]) => n.toLowerCase() === name.toLowerCase())?.[1];
}
