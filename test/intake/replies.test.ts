import { expect } from 'chai';
import { parseMail } from '../../src/intake/parse-mail.ts';
import { type Carrier, type Claim, type ClaimedMail, claimsIn } from '../../src/mail/claims.ts';
import { makeToken } from '../../src/mail/reply-token.ts';
import { reply, replyNames } from '../mails/replies.ts';
import { KEY, policy } from '../scene.ts';

const token = makeToken({ ticket: 12, person: 11 }, KEY);
const context = { keys: [KEY], queues: policy.queues, host: policy.host };
const parse = (bytes: Uint8Array) => parseMail(bytes, { to: [] }, { mailSize: 1_000_000 });
const claims = (mail: ClaimedMail) => claimsIn(mail, context);

/** Which carriers of the token are left in the reply of this program. */
const REPLIES: Readonly<Record<string, readonly Carrier[]>> = {
  'outlook-desktop': ['recipient', 'references', 'subject', 'body'],
  'outlook-web': ['recipient', 'in-reply-to', 'references', 'subject', 'body'],
  'exchange-other-ids': ['recipient', 'subject', 'body'],
  gmail: ['recipient', 'in-reply-to', 'references', 'subject', 'body'],
  'apple-mail': ['recipient', 'in-reply-to', 'references', 'subject', 'body'],
  ios: ['recipient', 'in-reply-to', 'references', 'subject', 'body'],
  thunderbird: ['recipient', 'in-reply-to', 'references', 'subject'],
  yahoo: ['recipient', 'in-reply-to', 'references', 'subject', 'body'],
  proton: ['recipient', 'in-reply-to', 'references', 'subject', 'body'],
  mutt: ['recipient', 'in-reply-to', 'references', 'subject', 'body'],
  k9: ['recipient', 'in-reply-to', 'references', 'subject', 'body'],
  'german-web-mail': ['recipient', 'in-reply-to', 'references', 'subject', 'body'],
  notes: ['subject'],
  'sub-address-lost': ['in-reply-to', 'references', 'subject', 'body'],
  'hard-wrapped': ['body'],
  'encoded-subject': ['subject'],
  'encoded-subject-base64': ['subject'],
  'words-only-base64': ['body'],
  'html-only': ['body'],
  'token-as-link': ['body'],
  'brackets-lost': ['body'],
  'copied-to-the-desk': ['recipient'],
  'bounce-to-the-return-path': ['recipient'],
  'nothing-kept': [],
  'number-only': ['number'],
};

function carriers(found: readonly Claim[]): Carrier[] {
  return found.flatMap(({ carrier, also = [] }) => [carrier, ...also.map(place => place.carrier)]);
}

function verdicts(mail: ClaimedMail): string {
  return [...new Set(claims(mail).map(({ verdict }) => verdict))].join(' ') || 'none';
}

const NOTHING: ClaimedMail = {
  headers: [],
  envelope: { to: [] },
  inReplyTo: [],
  references: [],
  subject: '',
  text: '',
};
const CARRIED = ['recipient', 'in-reply-to', 'references', 'subject', 'body'] as const;

/** The mail as if a single one of its carriers had been left in it. */
function only(carrier: Carrier, mail: ClaimedMail): ClaimedMail {
  const { headers, envelope, inReplyTo, references, subject, text } = mail;
  switch (carrier) {
    case 'recipient':
      return { ...NOTHING, headers, envelope };
    case 'in-reply-to':
      return { ...NOTHING, inReplyTo };
    case 'references':
      return { ...NOTHING, references };
    case 'body':
      return { ...NOTHING, text };
    default:
      return { ...NOTHING, subject };
  }
}

describe('replies of real mail programs', () => {
  it('are all in the table', () => {
    expect(replyNames().sort()).to.deep.equal(Object.keys(REPLIES).sort());
  });

  for (const [name, expected] of Object.entries(REPLIES)) {
    it(`${name}: ${expected.join(', ') || 'no claim'}`, async () => {
      const mail = await parse(reply(name, token));
      expect(mail.faults).to.deep.equal([]);
      expect(carriers(claims(mail))).to.deep.equal(expected);
      const ticket = { verdict: name === 'number-only' ? 'unsigned' : 'valid', ticket: 12 };
      for (const claim of claims(mail)) expect(claim).to.include(ticket);
    });
  }

  it('lead to their ticket by each carrier alone, and to none when it is taken away too', async () => {
    for (const [name, expected] of Object.entries(REPLIES)) {
      const mail = await parse(reply(name, token));
      for (const carrier of CARRIED) {
        const said = expected.includes(carrier) ? [`${carrier} valid 12`] : [];
        const found = claims(only(carrier, mail)).filter(claim => claim.carrier !== 'number');
        expect(
          found.map(claim => `${claim.carrier} ${claim.verdict} ${claim.ticket}`),
          `${name} ${carrier}`,
        ).to.deep.equal(said);
      }
    }
    expect(claims(NOTHING)).to.deep.equal([]);
  });

  it('show the words that were written without the token line below the quote', async () => {
    for (const name of ['gmail', 'outlook-web', 'exchange-other-ids', 'apple-mail', 'ios', 'proton', 'mutt', 'k9']) {
      const { newWords } = await parse(reply(name, token));
      expect(newWords, name).not.to.contain(token).and.not.to.equal('');
    }
  });
});

describe('a reply whose token was touched', () => {
  /** A carrier each; where a mail has all five, only that one is looked at. */
  const WITH: Readonly<Record<(typeof CARRIED)[number], readonly string[]>> = {
    recipient: ['gmail', 'bounce-to-the-return-path'],
    'in-reply-to': ['gmail'],
    references: ['outlook-desktop'],
    subject: ['notes', 'encoded-subject-base64'],
    body: ['hard-wrapped', 'brackets-lost', 'html-only'],
  };

  for (const carrier of CARRIED) {
    it(`is not believed with any character of it changed in its ${carrier}`, async () => {
      for (const name of WITH[carrier]) {
        for (const changed of changedTokens()) {
          const mail = only(carrier, await parse(reply(name, changed)));
          expect(verdicts(mail), `${name} ${changed}`).to.be.oneOf(['none', 'forged']);
        }
      }
    });
  }

  it('is called forged, so that the reason can be said, when only a letter of the signature is wrong', async () => {
    const forged = token.replace(/.$/, letter => (letter === 'a' ? 'b' : 'a'));
    for (const carrier of CARRIED) {
      const mail = await parse(reply('gmail', forged));
      expect(verdicts(only(carrier, mail)), carrier).to.equal('forged');
    }
  });

  function changedTokens(): string[] {
    return [...token].flatMap((letter, at) => {
      const others = new Set([neighbour(letter), letter.toUpperCase(), '0', 'q', '7', '-', '_']);
      others.delete(letter);
      return [...others].slice(0, 4).map(other => token.slice(0, at) + other + token.slice(at + 1));
    });
  }

  function neighbour(letter: string): string {
    return String.fromCharCode(letter.charCodeAt(0) + (letter === 'z' || letter === '9' ? -1 : 1));
  }
});

describe('a reply that kept nothing but its subject', () => {
  const PREFIXES = [
    'Re:',
    'AW:',
    'Antw:',
    'SV:',
    'VS:',
    'RE: RE:',
    '回复:',
    '回复：',
    'Odp:',
    'Re[2]:',
    'RES:',
    'Отв:',
  ];
  for (const prefix of PREFIXES) {
    it(`is told by it behind ${prefix}`, async () => {
      for (const written of [prefix, `=?utf-8?B?${Buffer.from(prefix).toString('base64')}?=`]) {
        const bytes = Buffer.from(reply('notes', token).toString().replace('Subject: Antw:', `Subject: ${written}`));
        const mail = await parse(bytes);
        expect(carriers(claims(mail)), mail.subject).to.deep.equal(['subject']);
        expect(mail.subject).to.equal(`${prefix} Printer broken [#${token}]`);
      }
    });
  }
});
