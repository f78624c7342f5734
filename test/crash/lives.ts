import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { until } from '../servers.ts';
import { isWhole } from './books.ts';
import { type Death, nameOf, planDeaths } from './deaths.ts';
import { type Dice, seededDice } from './dice.ts';
import { endAsPlanned, type Life } from './life.ts';
import { writeMail } from './mails.ts';
import type { World } from './world.ts';

/** By the name of the death. Those that were not reached were killed from outside. */
export type Deaths = ReadonlyMap<string, { readonly planned: number; readonly reached: number }>;

export interface Lives {
  readonly deaths: Deaths;
  /** Kills after which the database was not there or not whole. */
  readonly unmade: number;
  /** It lives on. */
  readonly last: Life;
}

/** Of the mails, when there is something to reply to. */
const REPLIES = 5;
const ANSWERS = 10;
const SAY_EVERY = 20;
/** Deliveries. */
const MOST_WAITING = 40;
/** ms. */
const BREATHER = 30_000;

/** The next process loads its modules while this one lives, so that one start costs what opening the desk costs. */
export async function liveAndDie(world: World): Promise<Lives> {
  const { wishes, post } = world;
  const dice = seededDice(wishes.seed);
  const deaths = new Map<string, { planned: number; reached: number }>();
  const plan = planDeaths(wishes.kills, dice);
  let [written, unmade] = [0, 0];
  let next = world.conceive();
  for (const [nth, death] of plan.entries()) {
    const life = next;
    next = world.conceive();
    const born = !('unborn' in death);
    const due = born ? Math.round(((nth + 1) / plan.length) * wishes.mails) : 0;
    for (; written < due; written++) release(world, written, dice);
    await life.begin(death.at === 'any' ? undefined : death);
    if (death.at === 'any') await breather(world, life);
    count(deaths, death, await endAsPlanned(life, death));
    if (!born) unmade += await stayUnmade(world.file);
    if ((nth + 1) % SAY_EVERY === 0) wishes.say(`killed ${nth + 1} times, ${post.accepted.size} mails accepted`);
  }
  for (; written < wishes.mails; written++) release(world, written, dice);
  await next.begin();
  return { deaths, unmade, last: next };
}

/**
 * A daemon takes what waits in one commit, so when much waits and all lives are short, none gets anywhere. Such a life
 * may first take some of it in; then it is killed as planned.
 */
async function breather({ post }: World, life: Life): Promise<void> {
  if (post.waiting() <= MOST_WAITING) return;
  const over = until('the desk took some of the waiting mails in', () => post.waiting() <= MOST_WAITING / 2, BREATHER);
  await Promise.race([over, life.ended]);
}

/** What was left half made stays for the next to go on with; a whole database is taken away, to be made once more. */
async function stayUnmade(file: string): Promise<0 | 1> {
  if (!(await isWhole(file))) return 1;
  rmSync(dirname(file), { recursive: true });
  return 0;
}

function release({ box, post, operators }: World, number: number, dice: Dice): void {
  const target = dice.below(REPLIES) === 0 ? box.next('reply') : undefined;
  post.send(writeMail(number, dice, target));
  const ticket = dice.below(ANSWERS) === 0 ? box.next('answer')?.ticket : undefined;
  if (ticket !== undefined) operators.answer(ticket);
}

function count(
  tally: Map<string, { planned: number; reached: number }>,
  death: Death,
  how: 'as told' | 'in vain',
): void {
  const row = tally.get(nameOf(death)) ?? { planned: 0, reached: 0 };
  tally.set(nameOf(death), { planned: row.planned + 1, reached: row.reached + (how === 'as told' ? 1 : 0) });
}
