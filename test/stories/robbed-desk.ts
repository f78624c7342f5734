/**
 * A desk with one conversation worth stealing, and a stranger. Every word that is none of the stranger's business is a
 * canary, the reply tokens among them. What the stranger reads is every byte of every letter to an address of evil.example.
 */
import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import type { Config } from '../../src/config/config.ts';
import type { Receipt } from '../../src/intake/arrival.ts';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';
import type { Database } from '../../src/store/database.ts';
import type { LetterRow } from '../../src/store/views.ts';
import { MONDAY } from '../scene.ts';
import { done, lasting, smallConfig } from '../small-desk.ts';
import { PEOPLE, QUEUE } from './program.ts';

export const MALLORY = 'Mallory <mallory@evil.example>';
export const ANN = 'Ann Author <ann@example.org>';
export const SUPPORT = 'support@desk.example';
export const BILLING = `
[[queue]]
name = "billing"
address = "billing@desk.example"
`;
export const TRUSTED = PEOPLE.replace('[trust]', '[trust]\nauthserv_ids = ["mx.desk.example"]');

/** A mail as it lies before the desk. `trust` is what our own server wrote on top of it; without it, it wrote nothing. */
export interface Move {
  readonly from: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly id?: string;
  /** Whole header lines. */
  readonly header?: readonly string[];
  /** Header lines above all others, as the last servers wrote them. */
  readonly top?: readonly string[];
  readonly trust?: 'pass' | 'fail' | 'none';
}

export const RECEIVED = 'Received: from out.evil.example by mx.desk.example; Mon, 23 Nov 2026 09:00:00 +0000';

let moves = 0;

export function bytesOf(move: Move): Buffer {
  const domain = /@([\w.-]+)/.exec(move.from.slice(move.from.lastIndexOf('<') + 1))?.[1] ?? '';
  const said = `Authentication-Results: mx.desk.example; dmarc=${move.trust} header.from=${domain}`;
  const lines = [
    ...(move.top ?? (move.trust === undefined ? [] : [said, RECEIVED])),
    ...(move.from === '' ? [] : [`From: ${move.from}`]),
    `To: ${move.to ?? SUPPORT}`,
    `Subject: ${move.subject ?? 'hello'}`,
    ...(move.id === '' ? [] : [`Message-ID: ${move.id ?? `<move${++moves}@evil.example>`}`]),
    ...(move.header ?? []),
    '',
    move.text ?? `words of move ${++moves}`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

export interface Secrets {
  readonly ticket: number;
  /** Addresses that bring a reply of ann, or of bob, to the ticket. */
  readonly ann: string;
  readonly bob: string;
  /** Message-IDs: of ann's mails, of the answer to her, of the notices to bob. */
  readonly first: string;
  readonly second: string;
  readonly answer: string;
  readonly notice: string;
  readonly noteNotice: string;
  /** What no stranger may ever read. */
  readonly canaries: readonly string[];
}

export interface Robbed {
  readonly desk: OpenDesk;
  send(move: Move, how?: { readonly route?: string; readonly envelope?: readonly string[] }): Promise<Receipt>;
  /** Ann's ticket: asked, noted, asked again, answered; it waits for her and bob owns it. */
  conversation(): Promise<Secrets>;
  /** What a stranger must not change, for comparing. */
  state(ticket: number): Promise<unknown>;
  /** Since the last conversation began. */
  lettersTo(part: string): Promise<LetterRow[]>;
  bytes(letter: number): Promise<string>;
  /** Nothing that a stranger was sent holds a canary. @returns how many letters went to strangers */
  strangersRead(secrets: Secrets): Promise<number>;
  /** A restart with another configuration. */
  reopen(toml: string): Promise<void>;
  close(): Promise<void>;
}

export function configOf(extra = '', people = TRUSTED): Config {
  return smallConfig(`${people}${QUEUE}${BILLING}${extra}`);
}

export async function robbedDesk(database: Database, extra = ''): Promise<Robbed> {
  let now = MONDAY;
  const start = (config: Config) => openDesk(config, { database: lasting(database), clock: () => now });
  let desk = await start(configOf(extra));
  let stories = 0;

  const send: Robbed['send'] = (move, { route = 'lmtp', envelope } = {}) => {
    now += 1000;
    const to = envelope ?? [/[^\s<>]+@[^\s<>,]+/.exec(move.to ?? SUPPORT)![0]];
    return desk.receive({ route, bytes: bytesOf(move), envelope: { from: 'x@evil.example', to } });
  };
  let mark = 0;
  const newest = async () => (await desk.letters({ limit: 1 }))[0]?.id ?? 0;
  const letters = async () => (await desk.letters({ limit: 500 })).filter(({ id }) => id > mark);
  const bytes = async (letter: number) => Buffer.from((await desk.letterBytes(letter))!).toString('latin1');

  async function conversation(): Promise<Secrets> {
    const n = ++stories;
    mark = await newest();
    const word = (what: string) => `canary${what}x${n}x`;
    const [first, second] = [`<first${n}@example.org>`, `<second${n}@example.org>`];
    const opened = await send({ from: ANN, subject: word('subject'), text: word('request'), id: first });
    const ticket = opened.ticket!;
    const of = (login: 'bob' | 'eve') => (what: string) =>
      done(desk.operate({ do: 'note', ticket, text: what }, login));
    await done(desk.operate({ do: 'take', ticket }, 'bob'));
    await of('eve')(word('note'));
    const mine = async () => (await desk.letters({ ticket, limit: 100 })).sort((a, b) => a.id - b.id);
    const ann = replyAddress(await bytes((await mine()).find(letter => letter.to === 'ann@example.org')!.id));
    await send({ from: ANN, to: ann, text: word('second'), id: second });
    await done(desk.operate({ do: 'reply', ticket, text: word('answer'), close: false }, 'bob'));
    const sent = await mine();
    const last = (template: string, to: string) =>
      sent.findLast(letter => letter.template === template && letter.to === to)!;
    const notice = last('new-message', 'bob@staff.example');
    const bob = replyAddress(await bytes(notice.id));
    return {
      ticket,
      ann,
      bob,
      first,
      second,
      answer: `<${last('answer', 'ann@example.org').messageId}>`,
      notice: `<${notice.messageId}>`,
      noteNotice: `<${last('note', 'bob@staff.example').messageId}>`,
      canaries: [
        ...['subject', 'request', 'note', 'second', 'answer'].map(word),
        ...[ann, bob].map(tokenOf),
        'ann@example.org',
        'staff.example',
      ],
    };
  }

  const robbed: Robbed = {
    get desk() {
      return desk;
    },
    send,
    conversation,
    bytes,
    state: async number => {
      const ticket = (await desk.show(number))!;
      const { status, owner, requester, participants, timeline } = ticket;
      const said = timeline.map(({ kind, author, text }) => `${kind} ${author} ${text}`);
      const sent = (await desk.letters({ ticket: number, limit: 1000 })).filter(one => one.audience === 'requester');
      return { status, owner, requester, participants, said, letters: sent.map(one => one.id) };
    },
    lettersTo: async part => (await letters()).filter(letter => letter.to.includes(part)),
    strangersRead: async secrets => {
      const theirs = await robbed.lettersTo('evil.example');
      for (const letter of theirs) await expectNoCanary(await bytes(letter.id), secrets.canaries);
      return theirs.length;
    },
    reopen: async toml => {
      await desk.close();
      desk = await start(toml.includes('[[operator]]') ? configOf('', toml) : configOf(toml));
    },
    close: async () => {
      await desk.close();
      await database.close();
    },
  };
  return robbed;
}

/** Looks at the bytes as they leave and at what a mail program shows of them. */
export async function expectNoCanary(raw: string, canaries: readonly string[]): Promise<void> {
  const { subject, text, html } = await simpleParser(Buffer.from(raw, 'latin1'));
  const read = `${raw}\n${subject}\n${text}\n${html || ''}`;
  for (const canary of canaries) expect(read.includes(canary), `a letter holds ${canary}:\n${read}`).to.equal(false);
}

export function replyAddress(raw: string): string {
  return /^Reply-To: .*?<?([^\s<>]+@[^\s<>]+?)>?\r$/m.exec(raw)![1]!;
}

export function tokenOf(address: string): string {
  return /\+(.+)@/.exec(address)![1]!;
}
