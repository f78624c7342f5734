import { expect } from 'chai';
import fc from 'fast-check';
import type { Letter, RequesterLetter } from '../../src/desk/letter.ts';
import { UnmailableAddress } from '../../src/outbox/address.ts';
import { readLetter } from '../../src/outbox/read-letter.ts';
import {
  allLetters,
  ann,
  answer,
  assigned,
  changed,
  closing,
  composerFor,
  confirmation,
  digest,
  fieldOf,
  fieldsOf,
  history,
  MONDAY,
  needInfo,
  newTicket,
  notDelivered,
  note,
  owner,
  policy,
  privately,
  publicly,
  quarantined,
  requesterLetters,
  staffLetters,
  status,
  TOKEN,
  tooLarge,
} from './letters.ts';

const composer = composerFor();
const compose = composer.compose;

describe('A composed letter', () => {
  it('tells the staff the queue by its name, and requesters as the administrator wants it called', async () => {
    const text = async (letter: Letter) => readLetter((await compose(letter, MONDAY)).bytes).text;
    expect(await text(newTicket)).to.match(/ in support$/m);
    expect(await text(confirmation)).to.include('Example Support');
  });

  it('comes from the queue, goes to the person and is answered to the token address', async () => {
    const { bytes } = await compose(answer, MONDAY);
    expect(fieldOf(bytes, 'From')).to.equal('Example Support <support@desk.example>');
    expect(fieldOf(bytes, 'To')).to.equal('Ann Example <ann@example.org>');
    expect(fieldOf(bytes, 'Reply-To')).to.equal(`support+${TOKEN}@desk.example`);
  });

  it('has the id of the letter and the date it was given, and the same bytes each time', async () => {
    const { bytes } = await compose(answer, MONDAY);
    expect(fieldOf(bytes, 'Message-ID')).to.equal('<12.abc123@desk.example>');
    expect(fieldOf(bytes, 'Date')).to.equal('Mon, 02 Mar 2026 09:30:00 +0000');
    expect((await compose(answer, MONDAY)).bytes.equals(bytes)).to.equal(true);
  });

  it('is answered to the plain address where the provider knows no sub-addresses', async () => {
    const { bytes, envelopeFrom } = await compose({ ...answer, queue: 'billing' }, MONDAY);
    expect(fieldOf(bytes, 'Reply-To')).to.equal('billing@desk.example');
    expect(envelopeFrom).to.equal('billing@desk.example');
  });

  it('carries the token in the subject only when the policy says so', async () => {
    expect((await compose(answer, MONDAY)).subject).to.equal(`Re: The printer prints blue pages [#${TOKEN}]`);
    const silent = composerFor({ subjectToken: false });
    expect((await silent.compose(answer, MONDAY)).subject).to.equal('Re: The printer prints blue pages');
  });

  it('of a ticket has the token on its last line, whoever it goes to, unless the policy says no', async () => {
    const lastLine = async (letter: Letter, composed = composer) =>
      readLetter((await composed.compose(letter, MONDAY)).bytes)
        .text.trimEnd()
        .split('\n')
        .slice(-2);
    for (const letter of Object.values(allLetters)) {
      if (letter.ticket === null) expect((await lastLine(letter)).join(), letter.template).not.to.contain('[#');
      else expect(await lastLine(letter), letter.template).to.deep.equal(['', `[#${TOKEN}]`]);
    }
    const silent = composerFor({ bodyToken: false });
    expect((await lastLine(answer, silent)).join()).not.to.contain(TOKEN);
    expect((await silent.compose(answer, MONDAY)).subject).to.contain(TOKEN);
  });

  it('passes no token on that stands in quoted words: it was made for somebody else', async () => {
    const other = '12-1-kabcdefghijklmnopqrstuvwxyz';
    const words = `All is blue.\n\n> Did you try?\n> [#${other}]`;
    const quoting = [
      { ...answer, words: publicly(words) },
      { ...newTicket, words: publicly(words) },
      { ...note, words: privately(words) },
    ];
    for (const letter of quoting) {
      const { text } = readLetter((await compose(letter, MONDAY)).bytes);
      expect(text, letter.template).to.contain('Did you try?').and.to.contain(`[#${TOKEN}]`);
      expect(text, letter.template).not.to.contain(other).and.not.to.match(/^> $/m);
    }
  });

  it('does not pile up reply marks, nor tokens of earlier letters', async () => {
    const { subject } = await compose(
      { ...answer, subject: `Re: AW: Re[2]: Blue [#${TOKEN.replace('k', 'x')}] pages` },
      MONDAY,
    );
    expect(subject).to.equal(`Re: Blue pages [#${TOKEN}]`);
  });

  it('names the ticket when there is no subject', async () => {
    expect((await compose({ ...answer, subject: ' ' }, MONDAY)).subject).to.equal(`Re: #12 [#${TOKEN}]`);
  });

  it('keeps a very long subject short and its token whole', async () => {
    const { subject, bytes } = await compose({ ...answer, subject: '長い'.repeat(100_000) }, MONDAY);
    expect([...subject].length).to.be.below(260);
    expect(readLetter(bytes).field('Subject'))
      .to.equal(subject)
      .and.to.match(/\[#k12[a-z0-9]+\]$/);
  });

  it('threads by In-Reply-To and References', async () => {
    const { bytes } = await compose({ ...answer, references: ['a@x', 'b@x'], inReplyTo: 'b@x' }, MONDAY);
    expect(fieldOf(bytes, 'In-Reply-To')).to.equal('<b@x>');
    expect(fieldOf(bytes, 'References')).to.equal('<a@x> <b@x>');
  });

  it('keeps the first and the last twenty references of a long thread, on short lines', async () => {
    const references = Array.from({ length: 5_000 }, (_, n) => `${n}.${'x'.repeat(200)}@mail.example`);
    const { bytes } = await compose({ ...answer, references }, MONDAY);
    const kept = fieldOf(bytes, 'References')?.split(' ') ?? [];
    expect(kept.map(id => id.slice(1).split('.')[0])).to.deep.equal(
      [...references.slice(0, 20), ...references.slice(-20)].map(id => id.split('.')[0]),
    );
    expect(
      Math.max(
        ...bytes
          .toString()
          .split('\r\n')
          .map(line => line.length),
      ),
    ).to.be.at.most(998);
  });

  it('drops references that could not stand in a header', async () => {
    const { bytes } = await compose(
      { ...answer, inReplyTo: 'a b', references: ['x>\r\nBcc: eve@evil.example', 'ok@x', 'y'.repeat(2_000)] },
      MONDAY,
    );
    expect(fieldOf(bytes, 'References')).to.equal('<ok@x>');
    expect(fieldOf(bytes, 'In-Reply-To')).to.equal(undefined);
  });

  it('says what a machine wrote and stays silent about what a person wrote', async () => {
    const mark = async (letter: typeof answer | (typeof requesterLetters)[number] | (typeof staffLetters)[number]) => {
      const { bytes } = await compose(letter, MONDAY);
      return [fieldOf(bytes, 'Auto-Submitted'), fieldOf(bytes, 'X-Auto-Response-Suppress')];
    };
    expect(await mark(confirmation)).to.deep.equal(['auto-replied', 'All']);
    expect(await mark({ ...closing, signedBy: '' })).to.deep.equal(['auto-generated', 'All']);
    expect(await mark(answer)).to.deep.equal([undefined, undefined]);
    expect(await mark(closing)).to.deep.equal([undefined, undefined]);
    for (const letter of staffLetters) expect(await mark(letter)).to.deep.equal(['auto-generated', 'All']);
  });

  it('lets bounces find their ticket, but never asks for a bounce of what the desk wrote to a requester by itself', async () => {
    const returnPath = async (letter: Parameters<typeof compose>[0]) => (await compose(letter, MONDAY)).envelopeFrom;
    const tokened = `support+${TOKEN}@desk.example`;
    expect(await returnPath(confirmation)).to.equal('');
    expect(await returnPath({ ...closing, signedBy: '' })).to.equal('');
    expect(await returnPath(answer)).to.equal(tokened);
    expect(await returnPath(assigned)).to.equal(tokened);
    expect(await returnPath(notDelivered)).to.equal('');
  });

  it('signs as nobody of the staff in a letter to a requester, and names no program', async () => {
    for (const letter of requesterLetters) {
      const { bytes } = await compose(letter, MONDAY);
      expect(bytes.toString())
        .not.to.contain('staff.example')
        .and.not.to.match(/x-mailer|user-agent|nodemailer|received:/i);
    }
  });

  it('is a text and a page, each in UTF-8 and readable where it is ASCII', async () => {
    const { bytes } = await compose(answer, MONDAY);
    expect(fieldOf(bytes, 'Content-Type')).to.match(/^multipart\/alternative; boundary=letter-[0-9a-f]{24}-Part_1$/);
    const kinds = [...bytes.toString().matchAll(/^content-type: (text\/[a-z]+; charset=utf-8)\r$/gim)].map(
      ([, kind]) => kind,
    );
    expect(kinds).to.deep.equal(['text/plain; charset=utf-8', 'text/html; charset=utf-8']);
    expect(bytes.toString()).to.contain('\r\n\r\nplease replace the black cartridge.\r\n');
    const { text, html } = readLetter(bytes);
    expect(text).to.contain('please replace the black cartridge.');
    expect(html).to.contain('<p>please replace the black cartridge.</p>');
  });

  it('has one line above its signature, also when the signature begins with one', async () => {
    const queues = policy.queues.map(queue => ({ ...queue, signature: '-- \nExample Support' }));
    const { compose } = composerFor({ queues });
    for (const letter of [confirmation, { ...answer, signature: '--\nBob' }]) {
      const { text } = readLetter((await compose(letter, MONDAY)).bytes);
      expect(text.match(/^--.*$/gm), letter.template).to.deep.equal(['-- ']);
    }
  });

  it('with files is read back like one without', async () => {
    const files = [{ name: 'Rechnung für März.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.4') }];
    const bare = readLetter((await compose(answer, MONDAY)).bytes);
    const filed = readLetter((await compose(answer, MONDAY, files)).bytes);
    expect([filed.text, filed.html]).to.deep.equal([bare.text, bare.html]);
    const plain = composerFor({ letters: { ...policy.letters, html: false } });
    expect(readLetter((await plain.compose(answer, MONDAY, files)).bytes).text).to.equal(bare.text);
  });

  it('is text alone when the policy says so, and to the staff always', async () => {
    const letters = { ...policy.letters, html: false };
    for (const { bytes } of [
      await composerFor({ letters }).compose(answer, MONDAY),
      await compose(newTicket, MONDAY),
    ]) {
      expect(fieldOf(bytes, 'Content-Type')).to.equal('text/plain; charset=utf-8');
      expect(readLetter(bytes).html).to.equal('');
    }
    const { bytes } = await composerFor({ letters }).compose(answer, MONDAY);
    expect(fieldOf(bytes, 'Content-Transfer-Encoding')).to.equal('7bit');
  });

  it('keeps every word of every script', async () => {
    const words = 'Grüße — «да» 日本語 👩‍💻\n\ttab\n'.concat('long '.repeat(500), '\nend');
    const { bytes } = await compose({ ...answer, words: publicly(words) }, MONDAY);
    const { text, html } = readLetter(bytes);
    const run = (some: string) => some.split(/\s+/).join(' ');
    expect(run(text)).to.contain(run(words));
    expect(text).to.contain('\n\ttab\n');
    for (const word of ['Grüße', '«да»', '日本語', '👩‍💻', 'end']) expect(html).to.contain(word);
    expect(bytes.toString()).to.match(/^[\x01-\x7f]+$/);
  });
});

describe('A confirmation', () => {
  it('carries no word of its sender: not the subject, not the name', async () => {
    const bait = 'Free crypto http://evil.example';
    const { bytes, subject } = await compose({ ...confirmation, subject: bait, to: { ...ann, name: bait } }, MONDAY);
    expect(subject).to.equal(`We have received your request [#${TOKEN}]`);
    expect(bytes.toString().toLowerCase()).not.to.contain('crypto').and.not.to.contain('evil');
    expect(fieldOf(bytes, 'To')).to.equal('ann@example.org');
    expect(fieldOf(bytes, 'In-Reply-To')).to.equal('<first@mail.example.org>');
  });
});

describe('A confirmation with answers of the FAQ', () => {
  const faq = [
    { title: 'The printer has a paper jam', text: 'Open the flaps and **pull** the paper out.' },
    { title: 'How do I add a printer?', text: 'https://intranet.example.org/printers' },
  ];

  it('names each with its words, as the desk wrote them', async () => {
    const { text, html } = readLetter((await compose({ ...confirmation, faq }, MONDAY)).bytes);
    expect(text).to.contain('Perhaps this helps you in the meantime:\n\n**The printer has a paper jam**\n\nOpen');
    expect(html).to.contain('<p><strong>The printer has a paper jam</strong></p>');
    expect(html).to.contain('<strong>pull</strong>').and.contain('<a href="https://intranet.example.org/printers">');
  });

  it('says nothing of a FAQ where none suits', async () => {
    expect(readLetter((await compose(confirmation, MONDAY)).bytes).text).not.to.contain('Perhaps');
  });
});

describe('A letter in no ticket', () => {
  it('answers a mail that is too large with the limit and its size, and no word of its sender', async () => {
    const bait = 'Free crypto http://evil.example';
    const letter = { ...tooLarge, to: { ...ann, name: bait } };
    const { bytes, subject, envelopeFrom, envelopeTo } = await compose(letter, MONDAY);
    expect([subject, envelopeFrom, envelopeTo]).to.deep.equal(['Your mail is too large', '', 'ann@example.org']);
    expect(bytes.toString().toLowerCase()).not.to.contain('crypto').and.not.to.contain('evil');
    expect(fieldOf(bytes, 'To')).to.equal('ann@example.org');
    expect(fieldOf(bytes, 'Auto-Submitted')).to.equal('auto-replied');
    expect(fieldOf(bytes, 'In-Reply-To')).to.equal('<first@mail.example.org>');
    expect(readLetter(bytes).text).to.match(/it\sis\s13\sMB,\sand\swe\scan\stake\sup\sto\s12\sMB/);
  });

  it('writes sizes as the language does', async () => {
    const { text } = readLetter((await composerFor({ language: 'ru' }).compose(tooLarge, MONDAY)).bytes);
    expect(text)
      .to.match(/его\sразмер\s13\u00a0МБ/)
      .and.not.to.contain('MB');
  });

  it('leads a reply to the queue and to no ticket', async () => {
    for (const letter of [tooLarge, quarantined]) {
      const { bytes, envelopeFrom } = await compose(letter, MONDAY);
      expect(fieldOf(bytes, 'Reply-To')).to.match(/^<?support@desk\.example>?$/);
      expect(envelopeFrom).to.equal('');
      expect(fieldOf(bytes, 'Subject')).not.to.contain('[#');
    }
  });

  it('tells the staff which mail is in quarantine, and whether it is tried again', async () => {
    const text = async (again: boolean) => readLetter((await compose({ ...quarantined, again }, MONDAY)).bytes).text;
    expect(await text(true))
      .to.contain('desk quarantine show 12')
      .and.to.contain('tries it again twice');
    expect(await text(false))
      .to.contain('does not try it again')
      .and.to.contain('ann@example.org');
  });
});

describe('A notice to the staff', () => {
  const textOf = async (letter: Letter, language = 'en') =>
    readLetter((await composerFor({ language }).compose(letter, MONDAY)).bytes).text;

  it('names a requester without a name once, and one without an address by the name', async () => {
    expect(await textOf({ ...newTicket, requester: { ...ann, name: '' } })).to.match(/^From: {5}ann@example\.org$/m);
    expect(await textOf({ ...assigned, requester: { ...ann, addresses: [] } })).to.match(/^From: {5}Ann Example$/m);
    expect(await textOf(newTicket)).to.match(/^From: {5}Ann Example <ann@example\.org>$/m);
  });

  it('keeps a long reason within its columns, below where it began', async () => {
    const reason = '550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown in virtual mailbox table';
    expect(await textOf({ ...notDelivered, reason })).to.contain(
      'Reason:   550 5.1.1 <ann@example.org>: Recipient address rejected: User\n          unknown in virtual mailbox table\n',
    );
  });

  it('of what was taken for spam has a line for each mail', async () => {
    const latest = [
      { mail: 31, sender: 'a-very-long-local-part.with.dots@mail.example.org', subject: 'You have won '.repeat(9) },
      { mail: 1234, sender: 'win@example.org', subject: 'Приз' },
    ];
    const [first = '', second] = (await textOf({ ...digest, latest })).split('\n').filter(line => /^ {2}/.test(line));
    expect(first).to.match(/^ {4}31 {2}a-very-long-.*: You have won.*…$/);
    expect(first.length).to.be.at.most(72);
    expect(second).to.equal('  1234  win@example.org: Приз');
  });

  it('names what was changed in its own language', async () => {
    const fields = ['status', 'owner', 'due', 'tag', 'helper', 'watcher'];
    fields.push('category', 'criticality', 'complexity', 'kind', 'source', 'group', 'queue');
    const changes = fields.map(what => ({ what, from: '1', to: '2' }));
    const names = async (language: string) =>
      (await textOf({ ...changed, changes }, language)).match(/^.*(?=: 1 → 2$)/gm)?.map(name => name.toLowerCase());
    expect(await names('en')).to.deep.equal(fields);
    expect((await names('ru'))?.filter(name => /[a-z]/.test(name))).to.deep.equal([]);
    for (const [language, same] of [
      ['nl', ['status', 'helper']],
      ['de', ['status', 'queue']],
    ] as const) {
      expect(await names(language)).to.have.length(fields.length);
      expect((await names(language))?.filter(name => fields.includes(name))).to.have.members(same);
    }
  });
});

describe('What strangers write', () => {
  const names = [
    'auto-submitted',
    'content-transfer-encoding',
    'content-type',
    'date',
    'from',
    'in-reply-to',
    'message-id',
    'mime-version',
    'references',
    'reply-to',
    'subject',
    'to',
    'x-auto-response-suppress',
  ];

  it('cannot add a header field', async () => {
    const evil = 'hello\r\nBcc: eve@evil.example\r\n\r\nbody\u2028x\0\u0085y\rz\nBcc: a@b';
    for (const letter of Object.values(allLetters)) {
      const to = { ...letter.to, name: evil };
      const words = letter.ticket === null ? { about: evil, sender: evil, reason: evil } : { subject: evil };
      const { bytes } = await compose({ ...letter, ...words, to }, MONDAY);
      expect(fieldsOf(bytes).every(([name]) => names.includes(name.toLowerCase()))).to.equal(true);
      expect(bytes.toString()).not.to.match(/^bcc:/im);
    }
  });

  it('cannot do it by an encoded word that is decoded at the other end', async () => {
    const { bytes } = await compose({ ...answer, subject: '=?utf-8?Q?=0D=0ABcc:_eve@evil.example?=' }, MONDAY);
    expect(bytes.toString()).not.to.match(/=\?utf-8\?q\?=0D/i);
  });

  it('stays as it was typed, even when it looks like a template', async () => {
    const typed = '{{ desk }} {% include "x" %} {{ operator.token }} {% raw %}';
    const { bytes, subject } = await compose(
      { ...newTicket, subject: typed, words: publicly(typed), requester: { ...ann, name: typed } },
      MONDAY,
    );
    expect(subject).to.contain(typed);
    expect(readLetter(bytes).text.split(typed)).to.have.length(4);
  });

  it('goes over the wire with CRLF line ends only, whatever it was', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.string({ unit: fc.constantFrom('\r', '\n', '.', ' ', '\0', 'é', '\ud800', '{', '%', '='), maxLength: 60 }),
        async (some, odd) => {
          const text = `${some}${odd}${some}`;
          const { bytes } = await compose(
            { ...newTicket, subject: text, words: publicly(text), requester: { ...ann, name: text } },
            MONDAY,
          );
          const wire = bytes.toString('latin1');
          expect(wire).not.to.match(/\r(?!\n)|(?<!\r)\n|\0|[^\r\n]{999}/);
          expect(fieldsOf(bytes).every(([name]) => names.includes(name.toLowerCase()))).to.equal(true);
        },
      ),
      { numRuns: 150 },
    ));

  it('is cut in notices when it is very long', async () => {
    const { bytes } = await compose({ ...newTicket, words: publicly('word '.repeat(1_000_000)) }, MONDAY);
    expect(bytes.length).to.be.below(100_000);
    expect(readLetter(bytes).text).to.contain('[…]');
  });
});

describe('An address', () => {
  const bad = [
    '',
    'ann',
    '@example.org',
    'ann@',
    'a@a, b@b',
    'a@a b@b',
    '"x@evil.example x"@internal.example',
    '"a,b"@example.org',
    'ann@example.org\r\nRCPT TO:<eve@evil.example>',
    'ann\r\n@example.org',
    '<ann@example.org>',
    'Ann <ann@example.org>',
    'ann@exam ple.org',
    'ann@example..org',
    'ann@-example.org',
    'ann@[192.0.2.1]',
    'ann@example.org>',
    'ann@@example.org',
    'ann@example.org%0d',
    'änn@example.org',
    `${'a'.repeat(65)}@example.org`,
    `ann@${'a.'.repeat(130)}org`,
  ];
  for (const address of bad)
    it(`like ${JSON.stringify(address.slice(0, 60))} is not mailed to`, async () => {
      const error = await compose({ ...answer, to: { ...ann, addresses: [address] } }, MONDAY).then(
        () => undefined,
        (e: unknown) => e,
      );
      expect(error).to.be.instanceOf(UnmailableAddress);
    });

  it('that is missing is told as unmailable', async () => {
    const error = await compose({ ...answer, to: { ...ann, addresses: [] } }, MONDAY).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(UnmailableAddress);
  });

  it('with odd but safe characters is taken literally', async () => {
    for (const address of ["o'neil+tag@example.org", 'danger-$USER@example.org', '"ann..b"@phone.example'])
      expect((await compose({ ...answer, to: { ...ann, addresses: [address] } }, MONDAY)).envelopeTo).to.equal(address);
  });

  it('of an international domain goes out in its ASCII form', async () => {
    const { envelopeTo, bytes } = await compose(
      { ...answer, to: { ...ann, addresses: ['ann@bücher.example'] } },
      MONDAY,
    );
    expect(envelopeTo).to.equal('ann@xn--bcher-kva.example');
    expect(fieldOf(bytes, 'To')).to.contain('<ann@xn--bcher-kva.example>');
  });
});

describe('The wall around notes', () => {
  it('is held by the compiler: no letter to a requester has a place for words of a note', () => {
    const secret = privately('Ann owes us money.');
    // @ts-expect-error: an answer takes public words only
    const asAnswer: RequesterLetter = { ...answer, words: secret };
    // @ts-expect-error: a closing takes public words only
    const asClosing: RequesterLetter = { ...closing, words: secret };
    // @ts-expect-error: a note is a letter to staff
    const asNote: RequesterLetter = note;
    // @ts-expect-error: a confirmation has no words at all
    const asConfirmation: RequesterLetter = { ...confirmation, audience: 'requester', words: secret };
    expect([asAnswer, asClosing, asNote, asConfirmation]).to.have.length(4);
  });

  it('leaves no word of a note in any letter to a requester, whatever is composed around it', async () => {
    const canary = 'canary-7Q3';
    const told = await compose({ ...note, words: privately(`Ann owes us ${canary}.`) }, MONDAY);
    expect(told.bytes.toString()).to.contain(canary);
    for (const letter of requesterLetters)
      expect((await compose(letter, MONDAY)).bytes.toString()).not.to.contain(canary);
  });
});

/** Each letter, and those whose words depend on what happened in each of its ways. */
const everyWording: readonly Letter[] = [
  ...Object.values(allLetters),
  ...(['new', 'open', 'waiting', 'closed'] as const).map(means => ({ ...status, means })),
  { ...status, status: 'open', means: 'open' },
  { ...owner, owner: '' },
  { ...closing, words: publicly('') },
  ...[answer, closing, needInfo].map(letter => ({ ...letter, signedBy: '', history })),
  { ...quarantined, again: false },
];

describe('Every letter', () => {
  for (const language of ['en', 'nl', 'de', 'ru'])
    it(`has a template in ${language} that stays within 72 columns`, async () => {
      const queues = policy.queues.map(queue => ({ ...queue, fromName: `${queue.fromName} in a Town with a Name` }));
      const { compose } = composerFor({ language, queues });
      for (const letter of everyWording) {
        const { text, html } = readLetter((await compose(letter, MONDAY)).bytes);
        const long = text.split('\n').filter(line => line.length > 72 && !line.includes('in a Town'));
        expect(long, `${language}/${letter.template}`).to.deep.equal([]);
        expect(text)
          .to.contain('12')
          .and.not.to.match(/\{\{|\{%|\n{4}|[\ufdd0-\ufdef]/);
        if (letter.audience === 'requester')
          expect(html)
            .to.contain(`<html lang="${language}">`)
            .and.not.to.match(/\{\{|\{%|[\ufdd0-\ufdef]|<p>\s*<\/p>|undefined/);
      }
    });

  for (const language of ['en', 'nl', 'ru'])
    it(`begins with a capital below the greeting, as one writes in ${language}`, async () => {
      const { compose } = composerFor({ language });
      // what a person wrote is theirs, and an address begins as it does
      for (const letter of everyWording.filter(one => !('words' in one) && one.template !== 'loop'))
        expect(readLetter((await compose(letter, MONDAY)).bytes).text, letter.template).not.to.match(
          /^(?:Hello|Hallo|Goedendag|Здравствуйте)[^\n]*\n\n\p{Ll}/u,
        );
    });

  it('is composed for every kind of letter of the desk', async () => {
    expect(policy.queues[0]?.name).to.equal('support');
    for (const [template, letter] of Object.entries(allLetters)) expect(letter.template).to.equal(template);
  });
});
