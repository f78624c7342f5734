import { setTimeout as sleep } from 'node:timers/promises';
import { asClient, type Dovecot } from '../servers.ts';
import type { Program } from '../stories/program.ts';
import { audit, type Finding } from './audit.ts';
import { type Books, readBooks, readProgress } from './books.ts';
import { messageIdOf } from './letter-box.ts';
import type { Life } from './life.ts';
import { type Lives, liveAndDie } from './lives.ts';
import type { Operators } from './operators.ts';
import type { Post } from './post.ts';
import { closeWorld, openWorld, USER, type Wishes, type World } from './world.ts';

/**
 * Kills the daemon again and again while mail comes in on every way and letters go out, then looks whether anything is
 * lost or double. What stands outside survives: the mailbox's server, the customers' mail server, those who write.
 */
export interface Outcome extends Omit<Lives, 'last'> {
  readonly findings: readonly Finding[];
  /** Commands of the program that had to find everything in order too. */
  readonly asked: readonly string[];
  readonly books: Books;
  readonly post: Pick<Post, 'accepted' | 'tries'>;
  readonly operators: Pick<Operators, 'given' | 'told'>;
  /** Message-IDs of the letters that reached the customers' server. */
  readonly arrived: readonly string[];
  /** Mails in the mailbox that carry the desk's mark, and all of them. */
  readonly mailbox: { readonly filed: number; readonly all: number };
  /** Where everything was kept; there only after a failure. */
  readonly directory: string;
  readonly ms: number;
}

/** ms. */
const QUIET_WITHIN = 120_000;

export async function crash(wishes: Wishes): Promise<Outcome> {
  const began = performance.now();
  const world = await openWorld(wishes);
  const { dovecot, sink, program, post, operators } = world;
  let keepFiles = wishes.sabotage === 'none';
  try {
    const { last, ...lives } = await liveAndDie(world);
    const noise = await becomeQuiet(world);
    const orderly = await endInOrder(last);
    const books = await readBooks(world.file);
    const witnesses = { accepted: post.accepted, answers: operators.given, sunk: sink.letters, books };
    const { asked, findings: own } = await ownWord(program);
    const findings = [...noise, ...orderly, ...audit(witnesses), ...own];
    keepFiles &&= findings.length > 0;
    return {
      ...lives,
      findings,
      asked,
      books,
      post,
      operators,
      arrived: sink.letters.map(messageIdOf),
      mailbox: await filing(dovecot),
      directory: program.dir,
      ms: performance.now() - began,
    };
  } finally {
    await closeWorld(world, keepFiles);
  }
}

/** Nobody tries any more, the mailbox is read to its end, no letter waits. */
async function becomeQuiet({ post, operators, dovecot, file, wishes }: World): Promise<Finding[]> {
  wishes.say('no more kills; waiting until everything is in and out');
  const deadline = performance.now() + QUIET_WITHIN;
  const left: string[] = [];
  while (performance.now() < deadline) {
    left.length = 0;
    const { unsent, lastUid } = await readProgress(file);
    if (post.waiting() > 0) left.push(`${post.waiting()} deliveries wait for their 250`);
    if (operators.waiting() > 0) left.push(`${operators.waiting()} answers are not given`);
    if (unsent > 0) left.push(`${unsent} letters wait`);
    if (left.length === 0 && lastUid < (await uidNext(dovecot)) - 1) left.push(`the mailbox is read up to ${lastUid}`);
    if (left.length === 0) return [];
    await sleep(100);
  }
  return [{ what: `not quiet after ${QUIET_WITHIN / 1000} s`, names: left }];
}

async function endInOrder(life: Life): Promise<Finding[]> {
  life.send('SIGTERM');
  const { code, signal } = await life.ended;
  return code === 0
    ? []
    : [{ what: 'the last daemon did not stop in order', names: [`${signal ?? code}`, life.log()] }];
}

/** What the program says about itself, as far as it can. */
async function ownWord(program: Program): Promise<{ asked: string[]; findings: Finding[] }> {
  const { out: help } = await program.desk(['help']);
  const asked = ['verify', 'reconcile'].filter(command => new RegExp(`^  ${command}\\b`, 'm').test(help));
  const findings: Finding[] = [];
  for (const command of asked) {
    const { code, out, err } = await program.desk([command]);
    if (code !== 0) findings.push({ what: `desk ${command} ends with ${code}`, names: [out, err] });
  }
  return { asked, findings };
}

async function uidNext(dovecot: Dovecot): Promise<number> {
  const account = { port: dovecot.imapPort, user: USER, password: dovecot.password };
  return asClient(account, 'INBOX', async client => (client.mailbox ? client.mailbox.uidNext : 0));
}

async function filing(dovecot: Dovecot): Promise<Outcome['mailbox']> {
  const account = { port: dovecot.imapPort, user: USER, password: dovecot.password };
  return asClient(account, 'INBOX', async client => {
    const rows = await client.fetchAll('1:*', { uid: true, flags: true });
    return { filed: rows.filter(row => row.flags?.has('$Postdesk')).length, all: rows.length };
  });
}
