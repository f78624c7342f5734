/**
 * `desk inject`: mails from a pipe, files, folders and mbox files. Its exit is what a mail server's pipe reads
 * (sysexits.h): 0 the mails are ours, 65 never bring this again, 75 bring it again later.
 */
import type { FrontDesk } from '../front-desk.ts';
import type { Arrival } from '../intake/arrival.ts';
import { count, size } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { BAD_DATA, type Exit, OK } from './exits.ts';
import { receiptLine } from './held.ts';
import { jsonLine } from './json.ts';
import { type FoundMail, mailsIn, type Unreadable } from './mail-files.ts';
import { oneLine } from './one-line.ts';
import { looksLikeMail } from './pile.ts';
import { withDesk } from './with-desk.ts';

interface InjectOptions extends Json {
  readonly queue?: string;
  readonly from?: string;
  readonly to?: readonly string[];
}

export function inject(call: Call<readonly [readonly string[]], InjectOptions>): Promise<Exit> {
  return withDesk(call, async desk => {
    const { mailSize } = desk.config.limits;
    const ends = new Map<string, number>();
    let exit: Exit = OK;
    // One after the other: an answer must not overtake the mail that opened its ticket.
    for await (const one of mailsIn(call.args[0], mailSize, file =>
      call.terminal.say(`${oneLine(file)}: passed over, by its name no mail`),
    )) {
      const fault = faultOf(one, mailSize);
      if (fault !== undefined) {
        exit = BAD_DATA;
        call.terminal.say(`${oneLine(one.file)}: ${oneLine(fault)}`);
      }
      const end = fault === undefined ? await receiveOne(desk, call, one as FoundMail) : 'refused';
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }
    summarise(call, ends);
    return exit;
  });
}

/** Why it is not brought in; bringing the same bytes again would not help. */
export function faultOf(one: FoundMail | Unreadable, limit: number): string | undefined {
  if ('unreadable' in one) return one.unreadable;
  if (one.oversize !== undefined)
    return `too large: ${size(one.oversize)}, the limit is ${size(limit)} (limits.mail-size)`;
  if (one.bytes.length === 0) return 'not a mail: it is empty';
  return looksLikeMail(one.bytes) ? undefined : 'not a mail: it has no header';
}

async function receiveOne(desk: FrontDesk, call: Call<unknown, InjectOptions>, one: FoundMail): Promise<string> {
  const receipt = await desk.receive(arrivalOf(one, call.options));
  await call.terminal.print(
    call.options.json ? jsonLine({ file: one.file, ...receipt }) : receiptLine(oneLine(one.file), receipt),
  );
  return receipt.end;
}

function arrivalOf({ bytes }: FoundMail, { from, to, queue }: InjectOptions): Arrival {
  const envelope = { to: to ?? [], ...(from === undefined ? {} : { from }) };
  return { route: 'inject', bytes, envelope, ...(queue === undefined ? {} : { queue }) };
}

function summarise({ terminal }: Call<unknown>, ends: ReadonlyMap<string, number>): void {
  const all = [...ends.values()].reduce((sum, n) => sum + n, 0);
  if (all === 1) return;
  const parts = [...ends].map(([end, n]) => `${n} ${end}`);
  terminal.say(`${count(all, 'mail')}: ${parts.join(', ') || 'none'}`);
}
