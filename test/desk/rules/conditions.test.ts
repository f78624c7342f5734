import { expect } from 'chai';
import { conditionWords } from '../../../src/desk/rules/condition-words.ts';
import type { Circumstances } from '../../../src/desk/rules/facts.ts';
import type { Attachment, Mail } from '../../../src/mail/mail.ts';
import { MONDAY, mailFrom } from '../../scene.ts';
import { fires, rulesIn } from './written.ts';

const ANN = { name: 'Ann', address: 'Ann@Example.org' };
const mail = (over: Partial<Mail> = {}) => mailFrom(ANN, over);
const file = (over: Partial<Attachment>): Attachment => ({
  name: 'Scan 1.PDF',
  type: 'application/pdf',
  size: 2_000_000,
  sha256: 'ab',
  inline: false,
  ...over,
});
const text = (words: string) => mail({ subject: 'x', text: words, newWords: words });
const guessed = (category: string, probability: number) => mail({ guess: { category, probability, because: [] } });
const judged = (verdict: 'ham' | 'unsure' | 'spam') => mail({ spam: { probability: 0.5, verdict, because: [] } });

/** What is asked, of what, and the answer. */
const TABLE: readonly (readonly [string, Mail, boolean, Partial<Circumstances>?])[] = [
  ['{}', mail(), true],

  ['{ subject = "invoice" }', mail({ subject: 'Your INVOICE, please' }), true],
  ['{ subject = "invoice" }', mail({ subject: 'Your invoices' }), false],
  ['{ subject = "invoice" }', text('invoice'), false],
  ['{ subject = "voice" }', mail({ subject: 'Your invoice' }), false],
  ['{ subject = "voice" }', mail({ subject: 'invoice-voice' }), true],
  ['{ subject = "credit note" }', mail({ subject: 'A Credit\t  note' }), true],
  ['{ subject = "invoic*" }', mail({ subject: 'Your invoices' }), true],
  ['{ subject = "*voice" }', mail({ subject: 'an invoice' }), true],
  ['{ subject = "inv* 20??" }', mail({ subject: 'invoice 2026!' }), true],
  ['{ subject = "inv* 20??" }', mail({ subject: 'invoice for 2026' }), false],
  ['{ subject = "C++" }', mail({ subject: 'about c++, again' }), true],
  ['{ subject = "café" }', mail({ subject: 'Cafe\u0301 closed' }), true],
  ['{ subject = "发票" }', mail({ subject: '请把发票寄给我' }), true],
  ['{ subject = "счет" }', mail({ subject: 'СЧЕТ за июль' }), true],
  [`{ subject = '/inv(oice)? *#?\\d+/' }`, mail({ subject: 'INV 4711' }), true],
  [`{ subject = '/^urgent/' }`, mail({ subject: 'not urgent' }), false],
  [`{ subject = '/(?-i)URGENT/' }`, mail({ subject: 'urgent' }), false],
  ['{ subject = ["invoice", "bill"] }', mail({ subject: 'the bill' }), true],

  ['{ body = "server down" }', text('The server\ndown since noon'), true],
  ['{ body = "server down" }', mail({ text: 'new\n> server down', newWords: 'new', folded: '> server down' }), false],
  ['{ body = "contract" }', mail({ newWords: 'contractor' }), false],
  [`{ body = '/^PO-\\d+$/' }`, text('Hello\nPO-123\nBye'), true],
  ['{ anywhere = "server down" }', mail({ text: 'new\n> server down', newWords: 'new' }), true],
  ['{ anywhere = "scan 1" }', mail({ attachments: [file({})] }), true],
  ['{ anywhere = "print" }', mail(), true],

  ['{ header = "List-Id" }', mail({ headers: [['list-id', '<a.example>']] }), true],
  ['{ header = "List-Id" }', mail(), false],
  ['{ header = { name = "X-Prio", matches = "high" } }', mail({ headers: [['x-prio', 'Very high (1)']] }), true],
  ['{ header = { name = "X-Prio", matches = "high" } }', mail({ headers: [['x-prio', 'low']] }), false],
  [
    '{ header = [{ name = "X-A", matches = "1" }, { name = "X-B" }] }',
    mail({
      headers: [
        ['x-a', '2'],
        ['x-b', ''],
      ],
    }),
    true,
  ],

  ['{ from = "ann@example.org" }', mail(), true],
  ['{ from = "*@example.org" }', mail(), true],
  [`{ from = '/^a.+@example\\./' }`, mail(), true],
  ['{ to = "support@desk.example" }', mail(), true],
  ['{ cc = "support@desk.example" }', mail(), false],
  ['{ cc = "lawyer@*" }', mail({ cc: [{ name: '', address: 'lawyer@firm.example' }] }), true],
  ['{ recipient = "sales@desk.example" }', mail({ envelope: { to: ['Sales@desk.example'] } }), true],
  ['{ recipient = "sales@desk.example" }', mail({ headers: [['delivered-to', 'sales@desk.example']] }), true],
  ['{ to = "sales@desk.example" }', mail({ envelope: { to: ['sales@desk.example'] } }), false],
  ['{ domain = "example.org" }', mail(), true],
  ['{ domain = "*.example.org" }', mail(), false],
  ['{ domain = "*.example.org" }', mailFrom({ name: '', address: 'a@it.example.org' }), true],
  ['{ domain = "example.org" }', mailFrom([]), false],
  ['{ organisation = "Example GmbH" }', mail(), true, { organisations: ['Example GmbH'] }],
  ['{ organisation = "example*" }', mail(), true, { organisations: ['Other', 'Example GmbH'] }],
  ['{ organisation = "Example GmbH" }', mail(), false],
  ['{ level = ["gold", "none"] }', mail(), true, { level: 'gold' }],
  ['{ level = "gold" }', mail(), false, { level: 'basic' }],
  ['{ level = "gold" }', mail(), false],
  ['{ level = "none" }', mail(), true],
  ['{ level = "none" }', mail(), false, { level: 'basic' }],

  ['{ attachment = true }', mail({ attachments: [file({})] }), true],
  ['{ attachment = true }', mail({ attachments: [file({ inline: true })] }), false],
  ['{ attachment = false }', mail(), true],
  ['{ attachment = false }', mail({ attachments: [file({})] }), false],
  ['{ attachment = "*.pdf" }', mail({ attachments: [file({})] }), true],
  ['{ attachment = { type = "image/*" } }', mail({ attachments: [file({})] }), false],
  ['{ attachment = { type = "image/*" } }', mail({ attachments: [file({ sniffed: 'image/png' })] }), true],
  ['{ attachment = { name = "*.pdf", size = "> 5 MB" } }', mail({ attachments: [file({})] }), false],
  ['{ attachment = { name = "*.pdf", size = "< 5 MB" } }', mail({ attachments: [file({})] }), true],
  ['{ attachment = ["*.exe", { size = "> 1 MB" }] }', mail({ attachments: [file({})] }), true],

  ['{ size = "> 1 kB" }', mail({ size: 1001 }), true],
  ['{ size = "> 1 kB" }', mail({ size: 1000 }), false],
  ['{ size = "< 1 kB" }', mail({ size: 999 }), true],

  ['{ spam = "unsure" }', judged('unsure'), true],
  ['{ spam = ["unsure", "spam"] }', judged('ham'), false],
  ['{ spam = "unjudged" }', mail(), true],
  ['{ trust = "pass" }', mail({ trust: { verdict: 'pass', because: '' } }), true],
  ['{ trust = "pass" }', mail(), false],
  ['{ written_by = "list" }', mail({ kind: 'list' }), true],
  ['{ written_by = ["list", "bulk"] }', mail(), false],
  ['{ mail = "new" }', mail(), true],
  ['{ mail = "follow-up" }', mail(), false],
  ['{ mail = "follow-up" }', mail(), true, { followUp: true }],
  ['{ mail = ["new", "follow-up"] }', mail(), true, { followUp: true }],
  ['{ subject = "print" }', mail(), false, { followUp: true }],
  ['{ queue = "billing" }', mail(), true, { queue: 'billing' }],
  ['{ queue = "billing" }', mail(), false],
  ['{ language = "de" }', text('Guten Tag, ich kann mich nicht mehr anmelden, bitte helfen Sie mir.'), true],
  ['{ language = ["de", "nl"] }', text('I cannot log in any more, could you please have a look at it?'), false],
  ['{ guess = "billing" }', guessed('billing', 0.8), true],
  ['{ guess = "billing" }', guessed('billing', 0.79), false],
  ['{ guess = "billing" }', mail(), false],
  ['{ guess = { category = ["fault", "billing"], above = 0.5 } }', guessed('billing', 0.6), true],

  // a Monday, 9:00 UTC, which is 10:00 in Amsterdam and 18:00 in Tokyo
  ['{ weekday = "mon" }', mail(), true],
  ['{ weekday = "sat-mon" }', mail(), true],
  ['{ weekday = ["tue-sun"] }', mail(), false],
  ['{ time = "10:00-11:00" }', mail(), true],
  ['{ time = "09:00-10:00" }', mail(), false],
  ['{ time = "22:00-10:01" }', mail(), true],
  ['{ time = "11:00-06:00" }', mail(), false],
  ['{ time = "17:30-18:30", zone = "Asia/Tokyo" }', mail(), true],
  ['{ weekday = "tue", zone = "Pacific/Kiritimati" }', mail(), true, { now: MONDAY + 5 * 3_600_000 }],
  // in summer there are two hours between
  ['{ time = "11:00-12:00" }', mail(), true, { now: Date.UTC(2026, 6, 6, 9, 30) }],

  ['{ subject = "print", domain = "example.org" }', mail(), true],
  ['{ subject = "print", domain = "example.net" }', mail(), false],
  ['{ any = [{ subject = "fax" }, { body = "print" }] }', mail(), true],
  ['{ all = [{ subject = "print" }, { body = "fax" }] }', mail(), false],
  ['{ not = { subject = "fax" } }', mail(), true],
  ['{ not = [{ subject = "fax" }, { body = "print" }] }', mail(), false],
  [
    '{ domain = "example.org", any = [{ not = { subject = "print" } }, { all = [{ body = "print" }, { to = "*" }] }] }',
    mail(),
    true,
  ],
];

/** As it is written in desk rules and desk why. */
const WORDS: readonly (readonly [string, string])[] = [
  ['{ size = "> 5 MB" }', 'size above 5 MB'],
  ['{ size = "< 64 KiB" }', 'size below 64 KiB'],
  ['{ attachment = { name = "*.pdf", size = "> 1234 B" } }', 'attachment "*.pdf" above 1234 bytes'],
  ['{ weekday = "mon-fri" }', 'mon-fri in Europe/Amsterdam'],
  ['{ weekday = ["sat", "sun"] }', 'sat or sun in Europe/Amsterdam'],
  ['{ weekday = ["mon-sun"] }', 'mon-sun in Europe/Amsterdam'],
  ['{ weekday = ["fri-tue"] }', 'mon or tue or fri-sun in Europe/Amsterdam'],
];

describe('A condition', () => {
  for (const [when, words] of WORDS)
    it(`${when} is said as ${words}`, () => {
      const [rule] = rulesIn(`[[rule]]\nname = "r"\nwhen = ${when}\nthen = { stop = true }`);
      expect(conditionWords(rule!.when)).to.equal(words);
    });

  for (const [when, of, answer, circumstances] of TABLE)
    it(`${when} ${answer ? 'finds' : 'passes over'} ${JSON.stringify(of.subject)}`, () => {
      expect(fires(when, of, circumstances)).to.equal(answer);
    });
});
