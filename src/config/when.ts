/**
 * An instant as people type it, on the clock of the desk: `2026-12-01 09:00`, `09:00`, `tomorrow 09:00`, `monday 9:00`,
 * or with its zone, `2026-12-01T09:00+01:00`. An hour that the clocks leave out is refused, of one they give twice the
 * first is meant.
 */
import { instant } from '../desk/instant-words.ts';
import type { Calendar } from '../desk/search-dates.ts';
import { parseDuration } from './units.ts';

export const DAYS: readonly string[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const DAY = 86_400_000;

export type When = { readonly at: number; readonly remark?: string } | { readonly fault: string };

/** ms since 1970. `zone`: of the tz database; undefined is that of this machine. */
export function instantOf(text: string, now: number, zone?: string): When {
  const said = text.trim().toLowerCase();
  if (/^\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d)?(?:z|[+-]\d\d:\d\d)$/.test(said)) {
    const at = Date.parse(said.toUpperCase());
    return Number.isNaN(at) ? { fault: `there is no such instant as ${said}` } : { at };
  }
  const [, day = '', hour, minute] = /^(?:(\S+)[ t])?(\d{1,2}):(\d\d)$/.exec(said) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return { fault: HOW };
  const time = { hour: Number(hour), minute: Number(minute) };
  const date = dateOf(day, now, zone);
  if (date === undefined) return { fault: HOW };
  const found = onTheClock({ ...date, ...time }, zone);
  if (day !== '' || !('at' in found) || found.at > now) return found;
  return onTheClock({ ...dateIn(1, now, zone), ...time }, zone);
}

/** ms; more is a slip. */
export const FARTHEST_DUE = 3653 * DAY;

/** When something is expected to be done: as above, or so long from now, `3d`, or a day, which is meant to its end. */
export function dueOf(text: string, now: number, zone?: string): When {
  const when = instantOrDay(text, now, zone, 'end');
  if ('fault' in when) return when;
  if (when.at <= now) return { fault: `${instant(when.at, zone)} is over` };
  return when.at - now > FARTHEST_DUE ? { fault: `${text.trim()} is more than ten years away` } : when;
}

/** `3d` is so long from now; a day is its beginning or its end. */
export function instantOrDay(text: string, now: number, zone: string | undefined, of: 'begin' | 'end'): When {
  const said = text.trim().toLowerCase();
  const ahead = parseDuration(said);
  if (ahead !== undefined && ahead <= 100 * FARTHEST_DUE) return { at: now + ahead };
  const date = said === '' ? undefined : dateOf(said, now, zone);
  if (date === undefined) {
    const when = instantOf(text, now, zone);
    return 'fault' in when && when.fault === HOW ? { fault: HOW_DUE } : when;
  }
  if (of === 'end') return onTheClock({ ...date, hour: 23, minute: 59 }, zone);
  return { at: midnightOf(date, zone) };
}

/** What lies behind: `2026-11-26`, `2026-11-26 14:30`, `today`, `yesterday`, or `7d` for seven days ago; else undefined. */
export function parseInstant(text: string, now: number, zone: string | undefined): number | undefined {
  const past = parseDuration(text);
  if (past !== undefined) return now - past;
  const isDay = /^(today|yesterday|\d{4}-\d\d-\d\d)$/.test(text);
  if (!isDay && !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d$/.test(text)) return undefined;
  if (text === 'yesterday') return midnightOf(dateIn(-1, now, zone), zone);
  const when = isDay ? instantOrDay(text, now, zone, 'begin') : instantOf(text, now, zone);
  return 'at' in when ? when.at : undefined;
}

/** For whoever reckons in days. */
export function calendarOf(now: number, zone: string | undefined): Calendar {
  return {
    now,
    // the 32nd is the 1st of the next month
    midnight: (year, month, day) => midnightOf(dayOf(new Date(Date.UTC(year, month - 1, day))), zone),
    dayOf: at => clockAt(at, zone),
  };
}

function midnightOf(date: Day, zone: string | undefined): number {
  const midnight = onTheClock({ ...date, hour: 0, minute: 0 }, zone);
  if ('at' in midnight) return midnight.at;
  // where the clocks are put forward at midnight
  const later = onTheClock({ ...date, hour: 1, minute: 0 }, zone);
  return 'at' in later ? later.at : utcOf({ ...date, hour: 0, minute: 0 });
}

function dayOf(then: Date): Day {
  return { year: then.getUTCFullYear(), month: then.getUTCMonth() + 1, day: then.getUTCDate() };
}

const HOW_DUE = 'say when as 2026-12-01, 2026-12-01 17:00, 17:00, tomorrow, friday 09:00, 3d or 2h';
const HOW = 'say when as 2026-12-01 09:00, 09:00, tomorrow 09:00, monday 09:00 or 2026-12-01T09:00+01:00';

interface OnAClock {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}
type Day = Pick<OnAClock, 'year' | 'month' | 'day'>;

function dateOf(word: string, now: number, zone: string | undefined): Day | undefined {
  if (word === '' || word === 'today') return dateIn(0, now, zone);
  if (word === 'tomorrow') return dateIn(1, now, zone);
  if (DAYS.includes(word)) {
    const today = dateIn(0, now, zone);
    const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
    return dateIn((DAYS.indexOf(word) - weekday + 7) % 7 || 7, now, zone);
  }
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(word) ?? [];
  if (year === undefined) return undefined;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  const back = new Date(Date.UTC(date.year, date.month - 1, date.day));
  return back.getUTCMonth() === date.month - 1 && back.getUTCDate() === date.day ? date : undefined;
}

/** So many days after today, whatever the clocks do meanwhile. */
function dateIn(days: number, now: number, zone: string | undefined): Day {
  const { year, month, day } = clockAt(now, zone);
  return dayOf(new Date(Date.UTC(year, month - 1, day) + days * DAY));
}

/** Zones are whole minutes off, and on any day at most two offsets are in force. */
function onTheClock(wanted: OnAClock, zone: string | undefined): When {
  const asUtc = Date.UTC(wanted.year, wanted.month - 1, wanted.day, wanted.hour, wanted.minute);
  const offsets = new Set([asUtc - DAY, asUtc + DAY].map(at => utcOf(clockAt(at, zone)) - at));
  const fitting = [...offsets].map(offset => asUtc - offset).filter(at => utcOf(clockAt(at, zone)) === asUtc);
  const [first, second] = fitting.sort((a, b) => a - b);
  if (first === undefined) return { fault: 'there is no such time on that day: the clocks are put forward over it' };
  return second === undefined
    ? { at: first }
    : { at: first, remark: 'that time comes twice on that day: the first is meant' };
}

function utcOf({ year, month, day, hour, minute }: OnAClock): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

function clockAt(at: number, zone: string | undefined): OnAClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute };
}
