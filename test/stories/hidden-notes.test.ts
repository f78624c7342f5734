/** G4 by the second and third wall: random histories on the real database with the real composer, and the trigger. */
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import type { Config } from '../../src/config/config.ts';
import { packageRoot } from '../../src/config/package-root.ts';
import type { Decision } from '../../src/desk/decision.ts';
import type { Letter } from '../../src/desk/letter.ts';
import { ownFile } from '../../src/mail/own-file.ts';
import { openDesk } from '../../src/open-desk.ts';
import { type Composed, createComposer } from '../../src/outbox/compose.ts';
import { loadTemplates } from '../../src/outbox/templates.ts';
import { commit } from '../../src/store/commit.ts';
import { pack } from '../../src/store/originals.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { smallConfig } from '../small-desk.ts';
import { PEOPLE_ALONE, QUEUE } from './program.ts';

const HISTORIES = Number(process.env.HISTORIES ?? 60);

/** A queue where all is hidden by default, and every letter there is, with all that it can carry. */
const EVERYTHING = `
[[queue]]
name = "legal"
address = "legal@desk.example"
hidden = true
[letters]
status = true
owner = true
quote = "all"
`;

type Step =
  | ('request' | 'to-legal' | 'follow-up' | 'reply' | 'reply-close' | 'note' | 'take' | 'assign' | 'close' | 'reopen')
  | ('note-change' | 'hidden-change' | 'change' | 'merge' | 'split' | 'move' | 'undo' | 'taken-back');
const steps = fc.array(
  fc.tuple(
    fc.constantFrom<Step>(
      'request',
      'to-legal',
      'note-change',
      'hidden-change',
      'change',
      'merge',
      'split',
      'move',
      'undo',
      'taken-back',
      'follow-up',
      'reply',
      'reply-close',
      'note',
      'note',
      'note',
      'take',
      'assign',
      'close',
      'reopen',
    ),
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom('bob', 'eve'),
  ),
  { minLength: 4, maxLength: 25 },
);

describeOnEveryDatabase('hidden notes', (open, on) => {
  const runs = on.name === 'sqlite3' ? HISTORIES : Math.ceil(HISTORIES / 10);
  it(`never leave: ${runs} random histories, every outgoing byte searched`, async function () {
    this.timeout(120_000);
    const desk = await openDesk(smallConfig(`${PEOPLE_ALONE}${QUEUE}${EVERYTHING}`), { database: await open() });
    let n = 0;
    let opened = 0;
    let searched = 0;
    let carried = 0;
    await fc.assert(
      fc.asyncProperty(steps, async history => {
        // each history has tickets of its own; all share a desk, as in life
        const before = opened;
        const canaries: string[] = [];
        const secret = (ticket: number) => {
          const canary = `canary${n}x${canaries.length}x${ticket}secret`;
          canaries.push(canary);
          return `he is ${canary} again`;
        };
        const isLegal = async (number: number): Promise<boolean> => {
          const view = await desk.show(number);
          return view?.mergedInto == null ? view?.queue === 'legal' : isLegal(view.mergedInto);
        };
        const messageOf = async (number: number, nth: number) =>
          (await desk.show(number))?.timeline.at(nth % 3)?.id ?? 1;
        const mail = (extra: string, queue = 'support') => {
          n++;
          const text = `From: ann@example.org\r\nTo: ${queue}@desk.example\r\n${extra}Message-ID: <m${n}@example.org>\r\nSubject: matter ${n}\r\n\r\nwords ${n}\r\n`;
          return desk.receive({ route: 'inject', bytes: Buffer.from(text), envelope: { to: [] } });
        };
        for (const [step, nth, login] of history) {
          const ticket = before + nth;
          switch (step) {
            case 'request':
              opened = (await mail('')).ticket!;
              break;
            case 'follow-up':
              opened = Math.max(
                opened,
                (await mail(`In-Reply-To: <m${Math.max(1, n - nth)}@example.org>\r\n`)).ticket ?? 0,
              );
              break;
            case 'to-legal':
              opened = (await mail('', 'legal')).ticket!;
              break;
            case 'note': {
              const text = secret(ticket);
              const canary = canaries.at(-1)!;
              const bytes = Buffer.from(`its file: ${canary}`);
              const file = ownFile(`${canary}.txt`, bytes);
              await desk.operate({ do: 'note', ticket, text, files: [file] }, login, [await pack(bytes, file.sha256)]);
              break;
            }
            case 'note-change': {
              const changes = nth === 1 ? { status: 'solved' } : { owner: login, criticality: 'high' };
              await desk.operate({ do: 'note', ticket, text: secret(ticket), changes }, login);
              break;
            }
            case 'hidden-change':
            case 'change': {
              const changes = { tag: [secret(ticket).split(' ')[2]!], status: nth === 1 ? 'solved' : 'open' };
              await desk.operate({ do: 'change', ticket, changes, hidden: step === 'hidden-change' }, login);
              break;
            }
            case 'reply':
            case 'reply-close': {
              const text = (await isLegal(ticket)) ? secret(ticket) : `public ${++n}`;
              const bytes = Buffer.from(`file of ${text}`);
              const file = ownFile('own.txt', bytes);
              const enclosed = n % 2 === 0 ? { files: [file] } : {};
              await desk.operate(
                { do: 'reply', ticket, text, close: step === 'reply-close', force: true, ...enclosed },
                login,
                [await pack(bytes, file.sha256)],
              );
              break;
            }
            case 'merge':
              await desk.operate({ do: 'merge', ticket, into: before + (nth % 3) + 1, together: true }, login);
              break;
            case 'split':
              await desk.operate({ do: 'split', ticket, message: await messageOf(ticket, nth) }, login);
              opened = Math.max(opened, ...(await desk.list({ limit: 1 })).map(({ number }) => number));
              break;
            case 'move': {
              const message = await messageOf(ticket, nth);
              await desk.operate({ do: 'move', ticket, message, to: before + (nth % 3) + 1 }, login);
              break;
            }
            case 'undo':
              await desk.operate({ do: 'undo', ticket }, login);
              break;
            case 'taken-back': {
              const later = {
                sendAt: Date.now() + 3_600_000,
                force: true,
                public: true,
                wordsArePublic: true,
              } as const;
              const text = secret(ticket);
              const done = await desk.operate({ do: 'reply', ticket, text, close: false, ...later }, login);
              if (!('refused' in done)) await desk.operate({ do: 'undo', ticket: done.ticket }, login);
              break;
            }
            case 'assign':
              await desk.operate({ do: 'assign', ticket, to: login }, 'bob');
              break;
            default:
              await desk.operate({ do: step, ticket }, login);
          }
        }
        for (const letter of await desk.letters({ limit: 200 })) {
          if (letter.audience !== 'requester' || (letter.ticket ?? 0) <= before || letter.state === 'dropped') continue;
          searched++;
          const bytes = Buffer.from((await desk.letterBytes(letter.id))!);
          const parsed = await simpleParser(bytes);
          const files = parsed.attachments.map(({ filename, content }) => `${filename}\n${content.toString('latin1')}`);
          carried += files.length;
          const seen = [bytes.toString('latin1'), parsed.subject, parsed.text, parsed.html || '', ...files].join('\n');
          for (const canary of canaries)
            if (seen.includes(canary)) throw new Error(`letter ${letter.id} holds ${canary}`);
        }
      }),
      { numRuns: runs, endOnFailure: true },
    );
    await desk.close();
    expect(searched).to.be.greaterThan(runs / 2);
    // a few of them may carry no file
    expect(carried).to.be.at.least(runs < 30 ? 0 : 1);
  });

  it('are stopped by the database when the type and the test are broken', async () => {
    const database = await open();
    const config = smallConfig(`${PEOPLE_ALONE}${QUEUE}${EVERYTHING}`);
    const desk = await openDesk(config, { database });
    await desk.receive({
      route: 'inject',
      bytes: Buffer.from('From: ann@example.org\r\nTo: support@desk.example\r\n\r\nhello\r\n'),
      envelope: { to: [] },
    });
    const ticket = (await desk.show(1))!;
    // a decision no function of ours makes: a note, and its words in a letter to the requester, forced past the types
    const leak = {
      ticket: 1,
      to: { id: 3, name: 'Ann', addresses: ['ann@example.org'] },
      queue: 'support',
      messageId: 'leak@desk.example',
      references: [],
      token: '1-3-a00000000000000000000000000',
      subject: ticket.subject,
      audience: 'requester',
      template: 'answer',
      words: 'CANARY',
      signedBy: 'Bob',
    } as unknown as Letter;
    const decision = {
      actions: [
        { do: 'addNote', ticket: 1, author: { by: 'operator', login: 'bob' }, text: 'CANARY' },
        { do: 'send', letter: leak },
      ],
      because: ['a fault planted past two walls'],
    } as unknown as Decision;
    const composer = testComposer(config);
    const failed = await database
      .transaction(() => commit(database, decision, { now: Date.now(), nonce: 'n', who: 'bob', compose: composer }))
      .then(
        () => 'the note left the house',
        error => String((error as Error).cause ?? error),
      );
    expect(failed).to.match(/note/i).and.not.equal('the note left the house');
    expect((await desk.letters({ limit: 10 })).some(l => l.messageId === 'leak@desk.example')).to.equal(false);
    expect((await desk.show(1))!.timeline.some(m => m.kind === 'note')).to.equal(false);
    await desk.close();
  });
});

function testComposer({ policy }: Config): (letter: Letter, date: number) => Promise<Composed> {
  const templates = loadTemplates({ folders: [join(packageRoot(), 'templates')], language: 'en' });
  return createComposer({ policy, templates }).compose;
}
