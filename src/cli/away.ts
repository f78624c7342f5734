/** `desk away`, `desk back` and `desk absences`: who is away, and who hears instead. */
import type { AbsenceRow } from '../store/absences.ts';
import { instant } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { jsonLine, jsonText } from './json.ts';
import { asOperator, refuse, withDesk } from './with-desk.ts';

interface AwayOptions extends Json {
  readonly from?: string;
  readonly until?: string;
  readonly deputy?: string;
  readonly of?: string;
}

export async function away(call: Call<readonly [], AwayOptions>): Promise<Exit> {
  const { options, terminal } = call;
  const [since, until] = [dayOf(options.from), dayOf(options.until)];
  if (since === 'no day' || until === 'no day') {
    terminal.say('desk away: a day is written 2026-12-24, or today, or tomorrow');
    return USAGE;
  }
  return asOperator(call, async (desk, login) => {
    const absence = {
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
      ...(options.deputy === undefined ? {} : { deputy: options.deputy }),
    };
    const done = await desk.goAway(options.of ?? login, absence, login);
    if ('refused' in done) return refuse(terminal, done);
    await terminal.print(options.json ? jsonLine(done) : absenceLine(done, Date.now(), desk.config.timeZone));
    if (done.deputy === null)
      terminal.say('without a deputy (--deputy LOGIN), those who hear of new tickets hear instead');
    return OK;
  });
}

export function back(call: Call<readonly [], Json & { readonly of?: string }>): Promise<Exit> {
  const { options, terminal } = call;
  return asOperator(call, async (desk, login) => {
    const of = options.of ?? login;
    const done = await desk.comeBack(of, login);
    if (done !== true) return refuse(terminal, done);
    await terminal.print(options.json ? jsonLine({ login: of, back: true }) : `${of} is back`);
    return OK;
  });
}

export function listAbsences(call: Call<readonly [], Json>): Promise<Exit> {
  const { options, terminal } = call;
  return withDesk(call, async desk => {
    const rows = await desk.absences();
    if (options.json) await terminal.print(jsonText(rows));
    else for (const row of rows) await terminal.print(absenceLine(row, Date.now(), desk.config.timeZone));
    if (rows.length === 0) terminal.say('nobody is away');
    return OK;
  });
}

function absenceLine({ login, since, until, deputy }: AbsenceRow, now: number, zone: string | undefined): string {
  const begins = since > now ? ` from ${instant(since, zone)}` : '';
  const ends = until === null ? ` until desk back` : ` until ${instant(until, zone)}`;
  return `${login} is away${begins}${ends}${deputy === null ? '' : `; ${deputy} hears instead`}`;
}

/** When that day begins where this machine is. */
export function dayOf(words: string | undefined, today = new Date()): number | undefined | 'no day' {
  if (words === undefined) return undefined;
  const [year, month, date] = [today.getFullYear(), today.getMonth(), today.getDate()];
  if (words === 'today') return new Date(year, month, date).getTime();
  if (words === 'tomorrow') return new Date(year, month, date + 1).getTime();
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(words)?.map(Number) ?? [];
  if (y === undefined || m === undefined || d === undefined) return 'no day';
  const day = new Date(y, m - 1, d);
  return day.getMonth() === m - 1 && day.getDate() === d ? day.getTime() : 'no day';
}
