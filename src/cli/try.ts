/** `desk try`: decides on mails as the desk would and writes nothing. */
import { availableParallelism } from 'node:os';
import type { FrontDesk } from '../front-desk.ts';
import type { Arrival } from '../intake/arrival.ts';
import { count } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { BAD_DATA, type Exit, OK } from './exits.ts';
import { explainFailure } from './failure.ts';
import { inOrder } from './in-order.ts';
import { jsonLine } from './json.ts';
import { type FoundMail, mailsIn, type Unreadable } from './mail-files.ts';
import { oneLine } from './one-line.ts';
import { type Tried, triedLines, triedRecord, unreadRecord } from './try-report.ts';
import { withForesight } from './with-foresight.ts';

type Outcome = Tried | { readonly file: string; readonly unread: string };

export function tryMails(call: Call<readonly [readonly string[]], Json>): Promise<Exit> {
  return withForesight(call, async desk => {
    let exit: Exit = OK;
    let passedOver = 0;
    const found = mailsIn(call.args[0], desk.config.limits.mailSize, () => passedOver++);
    const width = availableParallelism() + 2;
    for await (const outcome of inOrder(found, width, one => foresee(desk, one))) {
      if (call.terminal.closed()) break;
      if ('unread' in outcome) exit = BAD_DATA;
      await tell(call, outcome, desk.config.timeZone);
    }
    if (passedOver > 0) call.terminal.say(`passed over ${count(passedOver, 'file')} that by their names are no mails`);
    return exit;
  });
}

/** Never rejects: a mail that breaks something gets its line like any other. */
async function foresee(desk: FrontDesk, one: FoundMail | Unreadable): Promise<Outcome> {
  const { file } = one;
  if ('unreadable' in one) return { file, unread: one.unreadable };
  try {
    return { file, ...(await desk.foresee(arrivalOf(one))) };
  } catch (error) {
    return { file, unread: explainFailure(error, false).lines[0] ?? 'unknown trouble' };
  }
}

function arrivalOf({ bytes, oversize }: FoundMail): Arrival {
  return { route: 'inject', bytes, envelope: { to: [] }, ...(oversize === undefined ? {} : { oversize }) };
}

async function tell(
  { options, terminal }: Call<unknown, Json>,
  outcome: Outcome,
  zone: string | undefined,
): Promise<void> {
  if ('unread' in outcome) {
    terminal.say(`${oneLine(outcome.file)}: ${oneLine(outcome.unread)}`);
    if (options.json) await terminal.print(jsonLine(unreadRecord(outcome.file, outcome.unread)));
    return;
  }
  if (options.json) await terminal.print(jsonLine(triedRecord(outcome)));
  else for (const line of triedLines(outcome, zone)) await terminal.print(line);
}
