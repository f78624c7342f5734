import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../servers/ground.ts';
import { asClient, type Dovecot, startDovecot, startSink } from '../servers.ts';
import { createProgram, PEOPLE, type Program, QUEUE } from '../stories/program.ts';
import { audit, type Finding } from './audit.ts';
import { type Books, readBooks, readProgress } from './books.ts';
import { type Death, nameOf, planDeaths } from './deaths.ts';
import { seededDice } from './dice.ts';
import { type LetterBox, openLetterBox } from './letter-box.ts';
import { conceive, endAsPlanned, type Life } from './life.ts';
import { writeMail } from './mails.ts';
import { type Operators, seatOperators } from './operators.ts';
import { openPost, type Post } from './post.ts';
import type { Sabotage } from './sabotage.ts';

/**
 * Kills the daemon again and again while mail comes in on every way and letters go out, then looks whether anything is
 * lost or double. What stands outside survives: the mailbox's server, the customers' mail server, those who write.
 */
export interface Wishes {
  readonly seed: number;
  readonly kills: number;
  readonly mails: number;
  readonly sabotage: Sabotage;
  readonly say: (line: string) => void;
}

export interface Outcome {
  readonly deaths: ReadonlyMap<string, { planned: number; reached: number }>;
  readonly findings: readonly Finding[];
  readonly books: Books;
  readonly post: Pick<Post, 'accepted' | 'tries'>;
  readonly operators: Pick<Operators, 'given' | 'told'>;
  /** Letters that reached the customers' server. */
  readonly arrived: number;
  /** Mails in the mailbox that carry the desk's mark, and all of them. */
  readonly mailbox: { readonly filed: number; readonly all: number };
  /** Where everything was kept; there only after a failure. */
  readonly directory: string;
  readonly ms: number;
}

const USER = 'support@desk.example';
/** Of the mails, when there is something to reply to. */
const REPLIES = 5;
const ANSWERS = 12;
const QUIET_WITHIN = 120_000;

export async function crash(wishes: Wishes): Promise<Outcome> {
  const began = performance.now();
  const dovecot = await startDovecot();
  const sink = await startSink();
  const ports = { smtp: await freePort(), lmtp: await freePort() };
  const program = createProgram(configuration(dovecot, sink.port, ports));
  const box = openLetterBox(sink.letters);
  const post = openPost({
    imap: { protocol: 'lmtp', port: dovecot.lmtpPort },
    smtp: { protocol: 'smtp', port: ports.smtp },
    lmtp: { protocol: 'lmtp', port: ports.lmtp },
  });
  const operators = seatOperators(program, box);
  const world: World = { wishes, dovecot, program, box, post, operators, file: join(program.dir, 'state/desk.db') };
  let findings: readonly Finding[] = [];
  try {
    const { deaths, last } = await liveAndDie(world);
    const noise = await becomeQuiet(world);
    const orderly = await endInOrder(last);
    const books = await readBooks(world.file);
    findings = [
      ...noise,
      ...orderly,
      ...audit({ accepted: post.accepted, answers: operators.given, sunk: sink.letters, books }),
      ...(await ownWord(program)),
    ];
    return {
      deaths,
      findings,
      books,
      post,
      operators,
      arrived: sink.letters.length,
      mailbox: await filing(dovecot),
      directory: program.dir,
      ms: performance.now() - began,
    };
  } finally {
    post.stop();
    operators.stop();
    if (findings.length === 0 || wishes.sabotage !== 'none') await program.remove();
    await sink.close();
    await dovecot.remove();
  }
}

interface World {
  readonly wishes: Wishes;
  readonly dovecot: Dovecot;
  readonly program: Program;
  readonly box: LetterBox;
  readonly post: Post;
  readonly operators: Operators;
  readonly file: string;
}

function configuration(
  dovecot: Dovecot,
  sink: number,
  doors: { readonly smtp: number; readonly lmtp: number },
): string {
  return `state = "state"
${PEOPLE}${QUEUE}
[[mailbox]]
name = "support"
host = "127.0.0.1"
port = ${dovecot.imapPort}
tls = "none"
user = "${USER}"
password = "${dovecot.password}"
[door]
smtp = "127.0.0.1:${doors.smtp}"
lmtp = "127.0.0.1:${doors.lmtp}"
[courier]
kind = "smtp"
host = "127.0.0.1"
port = ${sink}
tls = "none"
`;
}

/** The next process loads its modules while this one lives, so that one start costs what opening the desk costs. */
async function liveAndDie(world: World): Promise<{ deaths: Outcome['deaths']; last: Life }> {
  const { wishes, program } = world;
  const dice = seededDice(wishes.seed);
  const tally = new Map<string, { planned: number; reached: number }>();
  const orders = { config: program.config, sabotage: wishes.sabotage };
  const plan = planDeaths(wishes.kills, dice);
  let written = 0;
  let next = conceive(orders);
  for (const [nth, death] of plan.entries()) {
    const life = next;
    next = conceive(orders);
    const due = Math.round(((nth + 1) / plan.length) * wishes.mails);
    for (; written < due; written++) release(world, written, dice);
    await life.begin(death.at === 'any' ? undefined : death);
    count(tally, death, await endAsPlanned(life, death));
    if ((nth + 1) % 20 === 0) wishes.say(`killed ${nth + 1} times, ${world.post.accepted.size} mails accepted`);
  }
  await next.begin();
  return { deaths: tally, last: next };
}

function release({ box, post, operators }: World, number: number, dice: ReturnType<typeof seededDice>): void {
  const target = dice.below(REPLIES) === 0 ? box.next('reply') : undefined;
  post.send(writeMail(number, dice, target));
  if (dice.below(ANSWERS) === 0) operators.answer();
}

function count(
  tally: Map<string, { planned: number; reached: number }>,
  death: Death,
  how: 'as told' | 'in vain',
): void {
  const row = tally.get(nameOf(death)) ?? { planned: 0, reached: 0 };
  tally.set(nameOf(death), { planned: row.planned + 1, reached: row.reached + (how === 'as told' ? 1 : 0) });
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
async function ownWord(program: Program): Promise<Finding[]> {
  const { out: help } = await program.desk(['help']);
  const findings: Finding[] = [];
  for (const command of ['verify', 'reconcile']) {
    if (!new RegExp(`^  ${command}\\b`, 'm').test(help)) continue;
    const { code, out, err } = await program.desk([command]);
    if (code !== 0) findings.push({ what: `desk ${command} ends with ${code}`, names: [out, err] });
  }
  return findings;
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
