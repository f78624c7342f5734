/** `desk away`, `desk back` and `desk absences`: who is away, and who hears instead. */
import { DAYS, instantOrDay } from '../config/when.ts';
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

export function away(call: Call<readonly [], AwayOptions>): Promise<Exit> {
  const { options, terminal } = call;
  return asOperator(call, async (desk, login) => {
    const [since, until] = [options.from, options.until].map(words => dayOf(words, desk.config.timeZone));
    if (since === 'no day' || until === 'no day') {
      terminal.say('desk away: a day is written 2026-12-24, monday, today or tomorrow');
      return USAGE;
    }
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

/** When that day begins on the clock of the desk. */
function dayOf(words: string | undefined, zone: string | undefined): number | undefined | 'no day' {
  if (words === undefined) return undefined;
  const said = words.toLowerCase();
  if (!/^(today|tomorrow|\d{4}-\d\d-\d\d)$/.test(said) && !DAYS.includes(said)) return 'no day';
  const day = instantOrDay(said, Date.now(), zone, 'begin');
  return 'at' in day ? day.at : 'no day';
}
