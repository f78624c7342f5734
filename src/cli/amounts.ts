/** Ages, instants and sizes as people read them. Instants are ms since 1970; local time always names its zone. */
import { clockWithSeconds, instant } from '../desk/instant-words.ts';

export { instant };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** ms, its word, and from where on the next is used. */
const UNITS = [
  [MINUTE, 'min', HOUR],
  [HOUR, 'h', DAY],
  [DAY, 'd', 14 * DAY],
  [7 * DAY, 'w', 365 * DAY],
  [365 * DAY, 'y', Number.POSITIVE_INFINITY],
] as const;

/** `now`, `5 min`, `3 h`, `2 d`, `6 w`, `3 y`: the largest whole unit. A clock that ran backwards is `now`. */
export function age(from: number, now: number): string {
  const past = now - from;
  if (past < MINUTE) return 'now';
  const [unit, name] = UNITS.find(([, , below]) => past < below)!;
  return `${Math.floor(past / unit)} ${name}`;
}

/** `in 3 h`, `2 d ago`, `now`. What lies ahead is the nearest whole amount: of what was said just now it is what was said. */
export function aheadOrAgo(at: number, now: number): string {
  const past = age(at, now);
  if (at <= now) return past === 'now' ? past : `${past} ago`;
  const [unit, name] = UNITS.find(([one, , below]) => Math.round((at - now) / one) * one < below)!;
  const amount = Math.round((at - now) / unit);
  return amount === 0 ? 'now' : `in ${amount} ${name}`;
}

/** Less is told in seconds, for whoever means to stop it. */
const SOON = 5 * MINUTE;

/** `in 10 s, at 23:03:41`; of what is farther off `at 2026-11-23 14:05 UTC`. */
export function leavesWhen(at: number, now: number, zone?: string): string {
  if (at - now >= SOON) return `at ${instant(at, zone)}`;
  return `in ${Math.max(0, Math.ceil((at - now) / SECOND))} s, at ${clockWithSeconds(at, zone)}`;
}

/** `late 3 min`: of what should have been; `late` alone within a minute. */
export function late(due: number, now: number): string {
  const past = age(due, now);
  return past === 'now' ? 'late' : `late ${past}`;
}

/** `12:03`; of another day `2026-11-23 14:05 GMT+1`. */
export function clockOrDay(at: number, now: number, zone: string | undefined): string {
  const [day, clock] = instant(at, zone).split(' ');
  return instant(now, zone).split(' ')[0] === day ? clock! : instant(at, zone);
}

/** `2026-11-23 14:05 UTC (3 h ago)`. */
export function instantAndAge(at: number, now: number, zone: string | undefined): string {
  const past = age(at, now);
  return `${instant(at, zone)} (${past === 'now' ? 'just now' : `${past} ago`})`;
}

/** `812 B`, `14 kB`, `3.2 MB`: decimal units, as file managers and mail clients show them. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [unit, name] = bytes < 1e6 ? [1e3, 'kB'] : bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  const value = bytes / unit;
  return `${value < 10 ? value.toFixed(1).replace('.0', '') : Math.round(value)} ${name}`;
}

/** `1 message`, `2 messages`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
