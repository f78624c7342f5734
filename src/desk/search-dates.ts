/** Instants as people type them in a search: 2026-11-01, 2026-11, 2026, 3d, 2w, today, yesterday. */

/** The calendar of whoever asks. */
export interface Calendar {
  /** ms since 1970. */
  readonly now: number;
  /** When that day begins there; a month of 13 is the first of the next year. */
  midnight(year: number, month: number, day: number): number;
  /** The day an instant belongs to there. */
  dayOf(at: number): { readonly year: number; readonly month: number; readonly day: number };
}

/** From `from` on and before `until`, ms since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export const DATE_ADVICE = 'write 2026-11-01, 2026-11, 2026, today, yesterday, or an age: 6h, 3d, 2w, 1m, 1y';

const HOUR = 3_600_000;
const AGES: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR, w: 168 * HOUR, m: 720 * HOUR, y: 8760 * HOUR };

/** A day, month or year is a span; so old is an instant, but for `on:`, where it is that day. undefined: it is no date. */
export function spanOf(words: string, on: boolean, calendar: Calendar): Span | undefined {
  const word = words.toLowerCase();
  if (word === 'today') return dayAround(calendar.now, calendar);
  if (word === 'yesterday') return dayAround(dayAround(calendar.now, calendar).from - HOUR, calendar);
  const age = /^(\d{1,4})([hdwmy])$/.exec(word);
  if (age) {
    const at = calendar.now - Number(age[1]) * AGES[age[2]!]!;
    return on ? dayAround(at, calendar) : { from: at, until: at };
  }
  const date = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(word);
  return date ? dateSpan(Number(date[1]), date[2], date[3], calendar) : undefined;
}

export const AHEAD_ADVICE = 'write 2026-12-01, 2026-12, today, tomorrow, or how far ahead: 6h, 3d, 2w, 1m, none';

/** The same ahead of now: `3d` alone is from now until then, else that instant. */
export function spanAhead(words: string, alone: boolean, calendar: Calendar): Span | undefined {
  const word = words.toLowerCase();
  if (word === 'tomorrow') return dayAround(dayAround(calendar.now, calendar).until, calendar);
  const amount = /^(\d{1,4})([hdwmy])$/.exec(word);
  if (!amount) return spanOf(word, true, calendar);
  const until = calendar.now + Number(amount[1]) * AGES[amount[2]!]!;
  return { from: alone ? calendar.now : until, until };
}

function dateSpan(year: number, month: string | undefined, day: string | undefined, { midnight }: Calendar) {
  const [m, d] = [Number(month ?? 1), Number(day ?? 1)];
  if (year < 1970 || m < 1 || m > 12 || d < 1 || d > daysIn(year, m)) return undefined;
  const from = midnight(year, m, d);
  if (day !== undefined) return { from, until: midnight(year, m, d + 1) };
  return { from, until: month === undefined ? midnight(year + 1, 1, 1) : midnight(year, m + 1, 1) };
}

function dayAround(at: number, { dayOf, midnight }: Calendar): Span {
  const { year, month, day } = dayOf(at);
  return { from: midnight(year, month, day), until: midnight(year, month, day + 1) };
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
