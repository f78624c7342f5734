/** `npm run crash -- --kills 200 --mails 1000 --seed 7 --sabotage ack-first`. Exit 1 when anything is lost or double. */
import { parseArgs } from 'node:util';
import { whyNoDovecot } from '../servers.ts';
import { crash } from './harness.ts';
import { report } from './report.ts';
import { SABOTAGES } from './sabotage.ts';
import type { Wishes } from './world.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    mails: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    sabotage: { type: 'string', default: 'none' },
  },
});

function whole(name: 'kills' | 'mails' | 'seed'): number {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`--${name} takes a whole number`);
  return number;
}

const sabotage = SABOTAGES.find(one => one === values.sabotage);
if (sabotage === undefined) throw new Error(`--sabotage is one of ${SABOTAGES.join(', ')}`);
const missing = whyNoDovecot();
if (missing !== undefined) throw new Error(missing);

const wishes: Wishes = {
  seed: whole('seed'),
  kills: whole('kills'),
  mails: whole('mails'),
  sabotage,
  say: line => console.log(line),
};
console.log(`${wishes.kills} kills, ${wishes.mails} mails, seed ${wishes.seed}, sabotage ${sabotage}`);
const outcome = await crash(wishes);
for (const line of report(outcome, wishes)) console.log(line);
process.exitCode = outcome.findings.length === 0 ? 0 : 1;
