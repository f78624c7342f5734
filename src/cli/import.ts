/**
 * `desk import`: an archive comes in as it was, and nobody is mailed. What is in already is told by its content and
 * passed over unread, so the same command again goes on where it stopped.
 */
import { existsSync } from 'node:fs';
import type { FrontDesk } from '../front-desk.ts';
import type { Arrival, Receipt } from '../intake/arrival.ts';
import { count } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { BAD_DATA, type Exit, OK, TROUBLE } from './exits.ts';
import { receiptLine } from './held.ts';
import { faultOf } from './inject.ts';
import { jsonLine } from './json.ts';
import { keepTelling } from './keep-telling.ts';
import { type Format, type FoundMail, mailsIn, type Reading } from './mail-files.ts';
import { oneLine } from './one-line.ts';
import { untilStopped } from './until-stopped.ts';
import { withDesk } from './with-desk.ts';

interface ImportOptions extends Json {
  readonly queue?: string;
}

type Import = Call<readonly [readonly string[]], ImportOptions>;

/** Mails, and bytes, that are brought in together. */
const MOST_MAILS = 64;
const MOST_BYTES = 8 * 1024 * 1024;
interface Progress {
  readonly ends: Map<string, number>;
  done: number;
  refused: number;
}

export function importMails(call: Import): Promise<Exit> {
  return withDesk(call, async desk => {
    const progress: Progress = { ends: new Map(), done: 0, refused: 0 };
    const silence = keepTelling(call.terminal, () => progress.done);
    let stopped = false;
    try {
      await untilStopped(async signal => {
        await bringIn(desk, call, progress, signal);
        stopped = signal.aborted;
      });
    } finally {
      silence();
      call.terminal.say(summary(progress));
    }
    if (stopped) call.terminal.say('stopped; what is in stays in, and the same command goes on from here');
    return stopped ? TROUBLE : progress.refused > 0 ? BAD_DATA : OK;
  });
}

const FORMATS: Readonly<Record<string, Format>> = { mbox: 'mbox', maildir: 'one mail', eml: 'one mail' };

/** `desk import mbox PATH…` says what the files hold; without the word each is told by its name and beginning. */
function named(words: readonly string[]): { paths: readonly string[]; reading: Reading } {
  const [first = '', ...others] = words;
  const format = existsSync(first) || others.length === 0 ? undefined : FORMATS[first];
  return format === undefined
    ? { paths: words, reading: { unquote: true } }
    : { paths: others, reading: { unquote: true, format } };
}

async function bringIn(desk: FrontDesk, call: Import, progress: Progress, signal: AbortSignal): Promise<void> {
  const { mailSize } = desk.config.limits;
  let together: FoundMail[] = [];
  let bytes = 0;
  const handOver = async () => {
    await takeTogether(desk, call, progress, together, signal);
    together = [];
    bytes = 0;
  };
  const { paths, reading } = named(call.args[0]);
  for await (const one of mailsIn(paths, mailSize, () => {}, reading)) {
    if (signal.aborted) return;
    const fault = faultOf(one, mailSize);
    if (fault !== undefined || !('bytes' in one)) {
      progress.refused++;
      call.terminal.say(`${oneLine(one.file)}: ${oneLine(fault ?? '')}`);
      continue;
    }
    together.push(one);
    bytes += one.bytes.length;
    if (together.length >= MOST_MAILS || bytes >= MOST_BYTES) await handOver();
  }
  await handOver();
}

async function takeTogether(
  desk: FrontDesk,
  call: Import,
  progress: Progress,
  mails: readonly FoundMail[],
  signal: AbortSignal,
): Promise<void> {
  const known = await desk.known(mails.map(({ bytes }) => bytes));
  const fresh = mails.filter(({ bytes }) => !known.has(bytes));
  note(progress, 'duplicate', mails.length - fresh.length);
  const files = new Map<Arrival, string>(fresh.map(mail => [arrivalOf(mail, call.options), mail.file]));
  const lines: string[] = [];
  const taken = (receipt: Receipt, arrival: Arrival) => {
    note(progress, receipt.end, 1);
    lines.push(lineOf(files.get(arrival)!, receipt, call.options));
  };
  try {
    await desk.receiveInOrder([...files.keys()], taken, signal);
  } finally {
    for (const line of lines) await call.terminal.print(line);
  }
}

function arrivalOf({ bytes }: FoundMail, { queue }: ImportOptions): Arrival {
  return { route: 'import', bytes, envelope: { to: [] }, quiet: true, ...(queue === undefined ? {} : { queue }) };
}

function lineOf(file: string, receipt: Receipt, { json }: ImportOptions): string {
  return json ? jsonLine({ file, ...receipt }) : receiptLine(oneLine(file), receipt);
}

function note(progress: Progress, end: string, mails: number): void {
  progress.done += mails;
  if (mails > 0) progress.ends.set(end, (progress.ends.get(end) ?? 0) + mails);
}

function summary({ done, ends, refused }: Progress): string {
  const parts = [...ends].map(([end, n]) => `${n} ${end}`);
  if (refused > 0) parts.push(`${refused} not taken`);
  return `${count(done + refused, 'mail')}: ${parts.join(', ') || 'none'}`;
}
