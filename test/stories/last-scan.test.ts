/** The last wall around notes: leaks that are planted past the other three, and what is hidden by default. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Config } from '../../src/config/config.ts';
import { packageRoot } from '../../src/config/package-root.ts';
import type { Decision } from '../../src/desk/decision.ts';
import type { Letter } from '../../src/desk/letter.ts';
import { toRequester } from '../../src/desk/letters.ts';
import type { NoteText, PublicText } from '../../src/desk/ticket.ts';
import { ownFile } from '../../src/mail/own-file.ts';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';
import { createComposer } from '../../src/outbox/compose.ts';
import { loadTemplates } from '../../src/outbox/templates.ts';
import { commit } from '../../src/store/commit.ts';
import type { Database } from '../../src/store/database.ts';
import { ticketsByNumber } from '../../src/store/find-tickets.ts';
import { notesIn, WordsOfANote } from '../../src/store/last-scan.ts';
import { pack } from '../../src/store/originals.ts';
import { situation } from '../../src/store/situation.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { done } from '../small-desk.ts';
import { PEOPLE_ALONE } from './program.ts';
import { bytesOf, configOf } from './robbed-desk.ts';

const SECRET = 'He owes us nine thousand euros and will not get another printer before that is paid.';
const ANN = 'Ann Author <ann@example.org>';

async function withNote(database: Database, config: Config = configOf(), clock = Date.now): Promise<OpenDesk> {
  const desk = await openDesk(config, { database, clock });
  await desk.receive({ route: 'lmtp', bytes: bytesOf({ from: ANN, subject: 'printer' }), envelope: { to: [] } });
  await done(desk.operate({ do: 'note', ticket: 1, text: SECRET }, 'eve'));
  return desk;
}

async function requesterBytes(desk: OpenDesk): Promise<string> {
  const letters = (await desk.letters({ limit: 500 })).filter(({ audience }) => audience === 'requester');
  const bytes = await Promise.all(letters.map(({ id }) => desk.letterBytes(id)));
  return bytes.map(one => Buffer.from(one!).toString('latin1').replace(/=\r\n/g, '')).join('\n');
}

describeOnEveryDatabase('the last scan', open => {
  it('refuses an answer that repeats a note, says what was found, and sends it when that was meant', async () => {
    const desk = await withNote(await open());
    const text = `Dear Ann,\n\nI was told: *he owes us nine thousand euros* and will not get another PRINTER.\n\nBob`;
    const refused = await desk.operate({ do: 'reply', ticket: 1, text, close: false }, 'bob');
    expect(refused).to.have.property('refused');
    const { refused: words } = refused as { refused: string };
    expect(words).to.include('"he owes us nine thousand euros and will not get another printer"');
    expect(words).to.include('--these-words-are-public');
    const before = (await desk.show(1))!;
    expect(
      before.timeline.map(({ kind }) => kind),
      'nothing of it was done',
    ).to.deep.equal(['request', 'note']);
    expect(before.status).to.equal('new');
    await done(desk.operate({ do: 'reply', ticket: 1, text, close: false, wordsArePublic: true }, 'bob'));
    expect(await requesterBytes(desk)).to.include('nine thousand');
    expect((await desk.why(1)).flatMap(({ because }) => because)).to.include(
      'bob says that its words are public, also those that stand in a note',
    );
    // they are public now
    await done(desk.operate({ do: 'reply', ticket: 1, text, close: false }, 'bob'));
    await desk.close();
  });

  it('does not take for public what the requester was never sent: taken back, dropped, still waiting, withheld', async () => {
    let now = Date.UTC(2026, 10, 23, 9);
    const sendAt = now + 3_600_000;
    const letters = '[letters]\nundo_window = "off"\nquote = "all"\n';
    const desk = await withNote(await open(), configOf(letters, PEOPLE_ALONE), () => now);
    const reply = (text: string, more: object = {}) =>
      desk.operate({ do: 'reply', ticket: 1, text, close: false, force: true, ...more }, 'bob');
    const meant = { wordsArePublic: true, sendAt };
    const lastBytes = async () => {
      const last = (await desk.letters({ limit: 100 })).findLast(({ audience }) => audience === 'requester')!;
      return Buffer.from((await desk.letterBytes(last.id))!).toString('latin1');
    };
    const isSecret = async (why: string) => {
      now += 1_000;
      expect(await reply(SECRET), why).to.have.property('refused');
      await done(reply('We look into it.'));
      expect(await lastBytes(), why)
        .to.include('We look into it.')
        .and.to.not.include('nine thousand');
    };
    await done(reply(SECRET, meant));
    await done(desk.operate({ do: 'undo', ticket: 1 }, 'bob'));
    await isSecret('it was taken back');
    await done(reply(SECRET, meant));
    expect(await lastBytes()).to.include('nine thousand');
    const { id } = (await desk.letters({ limit: 100 })).findLast(({ audience }) => audience === 'requester')!;
    await isSecret('it waits');
    expect(await desk.dropLetter(id, 'bob')).to.equal(true);
    now = sendAt;
    await isSecret('it was dropped');
    await done(reply(SECRET, { wordsArePublic: true }));
    now += 1_000;
    await done(reply(SECRET));
    await desk.close();
  });

  it('does not take for public what somebody else was told or said, in a ticket of their own', async () => {
    const desk = await withNote(await open());
    const carl = { from: 'Carl <carl@example.org>', text: `Somebody told me: ${SECRET}`, subject: 'rumour' };
    const { ticket } = await desk.receive({ route: 'lmtp', bytes: bytesOf(carl), envelope: { to: [] } });
    await done(desk.operate({ do: 'merge', ticket: ticket!, into: 1, together: true }, 'bob'));
    expect((await desk.show(1))!.timeline.map(({ kind }) => kind)).to.deep.equal(['request', 'note', 'request']);
    const answer = { do: 'reply', ticket: 1, text: SECRET, close: false, force: true } as const;
    expect(await desk.operate(answer, 'bob')).to.have.property('refused');
    await desk.close();
  });

  it('refuses a subject of words of a note, for it stands above every letter', async () => {
    const desk = await withNote(await open());
    const second = { from: ANN, subject: 'Re: printer', text: 'And the lamp?', header: [] as string[] };
    const first = (await desk.show(1))!.timeline[0]!;
    const raw = Buffer.from((await desk.original(first.mail!))!).toString('latin1');
    second.header = [`In-Reply-To: ${/^Message-ID: (.+?)\r?$/im.exec(raw)![1]}`];
    await desk.receive({ route: 'lmtp', bytes: bytesOf({ ...second, trust: 'pass' }), envelope: { to: [] } });
    const message = (await desk.show(1))!.timeline.at(-1)!.id;
    const split = { do: 'split', ticket: 1, message } as const;
    const subject = 'Lamp (he owes us NINE thousand euros and will not get another printer)';
    expect(await desk.operate({ ...split, subject }, 'bob'))
      .to.have.property('refused')
      .that.includes('the subject holds words of a note');
    await done(desk.operate({ ...split, subject: 'The lamp of the printer' }, 'bob'));
    await desk.close();
  });

  it('reads files too, whatever their type says: what can be read as text, and mails in mails', async () => {
    const desk = await withNote(await open());
    const inner = `From: a@example.org\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(SECRET).toString('base64')}\r\n`;
    const outer = `From: a@example.org\r\nContent-Type: message/rfc822\r\n\r\n${inner}`;
    const files: Record<string, string | Buffer> = {
      'a.txt': SECRET,
      'a.json': JSON.stringify({ said: SECRET }),
      'a.xml': `<a b="c">${SECRET.replaceAll(' ', '</a> <a>')}</a>`,
      'a.html': `<p>${SECRET.replaceAll(' ', '&nbsp;')}</p>`,
      'a.rtf': `{\\rtf1 ${SECRET}}`,
      README: SECRET,
      'wide.txt': Buffer.from(`\ufeff${SECRET}`, 'utf16le'),
      'a.eml': inner,
      'deep.eml': outer,
    };
    const reply = async (name: string, content: string | Buffer) => {
      const bytes = Buffer.from(content as string);
      const file = ownFile(name, bytes);
      const packed = [await pack(bytes, file.sha256)];
      return desk.operate({ do: 'reply', ticket: 1, text: 'See there.', close: false, files: [file] }, 'bob', packed);
    };
    for (const [name, content] of Object.entries(files))
      expect(await reply(name, content), name)
        .to.have.property('refused')
        .that.includes('nine thousand');
    await done(reply('picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13])));
    await desk.close();
  });

  it('lets pass what an operator means to say, and what the requester said first', async () => {
    const desk = await withNote(await open());
    await done(desk.operate({ do: 'note', ticket: 1, text: 'words of move, she writes; toner ordered' }, 'eve'));
    await done(
      desk.operate({ do: 'reply', ticket: 1, text: 'The toner is ordered. Please wait.', close: false }, 'bob'),
    );
    await desk.close();
  });

  it('catches a note that was cast to public words', async () => {
    const database = await open();
    const desk = await withNote(database);
    const failed = await planted(database, desk.config, {
      template: 'answer',
      words: SECRET as NoteText as string as PublicText,
      signedBy: 'Bob',
    });
    expect(failed).to.be.instanceOf(WordsOfANote);
    expect((failed as WordsOfANote).words).to.include('he owes us nine thousand euros');
    expect((failed as Error).message, 'what may be logged holds no word of it').to.not.include('nine');
    expect(await requesterBytes(desk)).to.not.include('nine thousand');
    await desk.close();
  });

  it('catches a note in a template, withholds the letter and tells the staff; also in the page alone', async () => {
    for (const inHtml of [false, true]) {
      const folder = mkdtempSync(join(tmpdir(), 'postdesk-templates-'));
      try {
        cpSync(join(packageRoot(), 'templates'), folder, { recursive: true });
        const file = join(folder, 'letters/en/confirmation.liquid');
        const words = inHtml ? '**He owes us** nine *thousand euros* and will not get another printer' : SECRET;
        writeFileSync(file, `${readFileSync(file, 'utf8')}\n\n${words}\n`);
        const database = await open();
        const desk = await withNote(database);
        const config = { ...desk.config, templates: folder };
        const before = await requesterBytes(desk);
        expect(await planted(database, config, { template: 'confirmation' })).to.equal(undefined);
        expect(await requesterBytes(desk)).to.equal(before);
        const { timeline } = (await desk.show(1))!;
        expect(timeline.at(-1)).to.deep.include({ kind: 'note', author: 'desk' });
        expect(timeline.at(-1)!.text).to.include('confirmation was not sent');
        const line = (await desk.why(1)).find(({ action }) => action === 'notSent')!;
        expect([line.data.template, ...line.because]).to.deep.equal(['confirmation', 'it held words of a note']);
        // and what was withheld is no part of the history that the next answer brings
        await planted(database, config, { template: 'answer', words: SECRET, signedBy: '', automatic: true });
        const all = {
          ...config,
          policy: { ...config.policy, letters: { ...config.policy.letters, quote: 'all' as const } },
        };
        const next = await openDesk(all, { database: { ...database, close: async () => undefined } });
        const withheld = (await next.show(1))!.timeline.find(({ kind }) => kind === 'answer')!;
        expect([withheld.text, withheld.takenBackAt === null], 'it counts as never written').to.deep.equal([
          SECRET,
          false,
        ]);
        expect((await next.list({ limit: 1, last: 'requester' })).map(({ number }) => number)).to.deep.equal([1]);
        await done(next.operate({ do: 'reply', ticket: 1, text: 'On we go.', close: false, force: true }, 'bob'));
        const sent = await requesterBytes(next);
        expect(sent).to.include('On we go.').and.to.not.include('nine thousand');
        await next.close();
        expect((await desk.verify({ deep: false })).flatMap(({ broken }) => broken)).to.deep.equal([]);
        await desk.close();
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  });

  it('puts an answer by mail aside that repeats a note: nothing of it reaches the requester', async () => {
    const desk = await withNote(await open());
    await done(desk.operate({ do: 'assign', ticket: 1, to: 'bob' }, 'eve'));
    const notice = (await desk.letters({ limit: 100 })).findLast(({ template }) => template === 'assigned')!;
    const raw = Buffer.from((await desk.letterBytes(notice.id))!).toString('latin1');
    const to = /^Reply-To: .*?<?([^\s<>]+@[^\s<>]+?)>?\r$/m.exec(raw)![1]!;
    const answer = {
      from: 'Bob <bob@staff.example>',
      to,
      text: SECRET,
      trust: 'pass',
      header: [`In-Reply-To: <${notice.messageId}>`],
    } as const;
    const filed = await desk.receive({ route: 'lmtp', bytes: bytesOf(answer), envelope: { to: [to] } });
    expect(filed.end).to.equal('quarantined');
    expect(filed.because.join()).to.not.include('nine');
    expect((await desk.show(1))!.timeline.map(({ kind }) => kind)).to.deep.equal(['request', 'note']);
    expect(await requesterBytes(desk)).to.not.include('nine thousand');
    const fine = { ...answer, text: 'It is on its way to you.', id: '<fine@staff.example>' };
    expect((await desk.receive({ route: 'lmtp', bytes: bytesOf(fine), envelope: { to: [to] } })).end).to.equal(
      'handled',
    );
    await desk.close();
  });

  it('takes milliseconds on a ticket with two hundred notes of two kilobytes', async function () {
    this.timeout(120_000);
    const database = await open();
    const desk = await withNote(database);
    const rows = Array.from({ length: 200 }, (_, n) => ({
      ticket: 1,
      origin: 1,
      kind: 'note' as const,
      text: `note ${n} about the printer and what we ask of her, for she said it in words that we `
        .repeat(24)
        .slice(0, 2_000),
      folded: '',
      operator: 'eve',
      remarks: [],
      attachments: [],
      at: Date.now(),
    }));
    await database.db.insert(database.schema.messages).values(rows);
    const [letter, bytes] = await anAnswer(database, desk.config);
    const times: number[] = [];
    for (let i = 0; i < 7; i++) {
      const before = process.cpuUsage();
      expect(await notesIn(database, letter, bytes, { carried: null, now: Date.now() })).to.equal(undefined);
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1_000);
    }
    expect(Math.min(...times), `${times.map(Math.round)} ms`).to.be.lessThan(150);
    await desk.close();
  });
});

/** A decision that no function of ours makes, committed as any other. @returns what was thrown */
async function planted(database: Database, config: Config, content: Record<string, unknown>): Promise<unknown> {
  const { policy } = config;
  const templates = loadTemplates({
    folders: [...(config.templates ? [config.templates] : []), join(packageRoot(), 'templates')],
    language: 'en',
  });
  const { compose } = createComposer({ policy, templates });
  const base = { policy, now: Date.now(), nonce: 'planted' };
  try {
    await database.transaction(async () => {
      const ticket = (await ticketsByNumber(database, [1])).get(1)!;
      const letters = toRequester(
        ticket,
        content as Parameters<typeof toRequester>[1],
        await situation(database, base),
      );
      const answer = {
        do: 'addMessage',
        ticket: 1,
        kind: 'answer',
        author: { by: 'operator', login: 'bob' },
        folded: '',
      };
      const actions = [
        ...('words' in content ? [{ ...answer, text: content.words }] : []),
        ...letters.map(letter => ({ do: 'send', letter })),
      ];
      await commit(database, { actions, because: ['planted'] } as Decision, { ...base, who: 'bob', compose });
    });
    return undefined;
  } catch (error) {
    return error;
  }
}

async function anAnswer(database: Database, { policy }: Config): Promise<[Letter, Uint8Array]> {
  const templates = loadTemplates({ folders: [join(packageRoot(), 'templates')], language: 'en' });
  const ticket = (await ticketsByNumber(database, [1])).get(1)!;
  const at = await situation(database, { policy, now: Date.now(), nonce: 'n' });
  const words = 'Please look whether the printer is on, and tell us what you see. '.repeat(30) as PublicText;
  const [letter] = toRequester(ticket, { template: 'answer', words, signedBy: 'Bob' }, at);
  return [letter!, (await createComposer({ policy, templates }).compose(letter!, Date.now())).bytes];
}

const HIDDEN = `
[[queue]]
name = "legal"
address = "legal@desk.example"
hidden = true
[[operator]]
login = "shy"
name = "Shy"
address = "shy@staff.example"
hidden = true
`;

describeOnEveryDatabase('hidden by default', open => {
  it('what is written in such a queue, or by such an operator, is a note until it is said to be public', async () => {
    const letters = '[letters]\nundo_window = "off"\nstatus = true\nowner = true\n';
    const desk = await openDesk(configOf(HIDDEN + letters, PEOPLE_ALONE), { database: await open() });
    const receive = (queue: string) =>
      desk.receive({
        route: 'lmtp',
        bytes: bytesOf({ from: ANN, to: `${queue}@desk.example` }),
        envelope: { to: [`${queue}@desk.example`] },
      });
    const [legal, support] = [(await receive('legal')).ticket!, (await receive('support')).ticket!];
    const before = await requesterBytes(desk);
    for (const [ticket, login] of [
      [legal, 'bob'],
      [support, 'shy'],
    ] as const) {
      const said = await done(desk.operate({ do: 'reply', ticket, text: 'psst', close: true }, login));
      expect(said.because.join()).to.include('kept as a note').and.include('--public answers the requester');
      const view = (await desk.show(ticket))!;
      expect([view.timeline.at(-1)!.kind, view.status]).to.deep.equal(['note', 'closed']);
      await done(desk.operate({ do: 'reopen', ticket }, login));
      await done(desk.operate({ do: 'take', ticket }, login));
      const changes = { status: 'solved', owner: 'eve' };
      await done(desk.operate({ do: 'change', ticket, changes, hidden: false }, login));
    }
    expect(await requesterBytes(desk)).to.equal(before);
    await done(desk.operate({ do: 'reply', ticket: legal, text: 'In public.', close: false, public: true }, 'bob'));
    await done(desk.operate({ do: 'reply', ticket: support, text: 'By bob.', close: false }, 'bob'));
    expect(await requesterBytes(desk))
      .to.include('In public.')
      .and.include('By bob.');
    await desk.close();
  });

  it('so is a reply by mail', async () => {
    const desk = await openDesk(configOf(HIDDEN), { database: await open() });
    await desk.receive({
      route: 'lmtp',
      bytes: bytesOf({ from: ANN, to: 'legal@desk.example' }),
      envelope: { to: ['legal@desk.example'] },
    });
    const notice = (await desk.letters({ limit: 100 })).find(({ to }) => to === 'bob@staff.example')!;
    const raw = Buffer.from((await desk.letterBytes(notice.id))!).toString('latin1');
    const to = /^Reply-To: .*?<?([^\s<>]+@[^\s<>]+?)>?\r$/m.exec(raw)![1]!;
    const answer = {
      from: 'Bob <bob@staff.example>',
      to,
      text: 'she has no case',
      trust: 'pass',
      header: [`In-Reply-To: <${notice.messageId}>`],
    } as const;
    const filed = await desk.receive({ route: 'lmtp', bytes: bytesOf(answer), envelope: { to: [to] } });
    expect(filed.because.join()).to.include('queue legal is hidden by default');
    expect((await desk.show(1))!.timeline.at(-1)).to.deep.include({ kind: 'note', text: 'she has no case\n' });
    expect(await requesterBytes(desk)).to.not.include('no case');
    await desk.close();
  });
});
