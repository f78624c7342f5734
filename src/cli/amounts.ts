/** Ages, instants and sizes as people read them. Instants are ms since 1970; local time always names its zone. */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `now`, `5 min`, `3 h`, `2 d`, `6 w`, `3 y`: the largest whole unit. A clock that ran backwards is `now`. */
export function age(from: number, now: number): string {
  const past = now - from;
  if (past < MINUTE) return 'now';
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min`;
  if (past < DAY) return `${Math.floor(past / HOUR)} h`;
  if (past < 14 * DAY) return `${Math.floor(past / DAY)} d`;
  if (past < 365 * DAY) return `${Math.floor(past / (7 * DAY))} w`;
  return `${Math.floor(past / (365 * DAY))} y`;
}

/** `2026-11-23 14:05 GMT+1`; zone undefined is the zone of this machine. */
export function instant(at: number, zone?: string): string {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute} ${parts.timeZoneName}`;
}

/** To make one takes longer than all it is used for. */
const formats = new Map<string | undefined, Intl.DateTimeFormat>();

function formatOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const made =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
      ...(timeZone === undefined ? {} : { timeZone }),
    });
  formats.set(timeZone, made);
  return made;
}

/** `12:03`; of another day `2026-11-23 14:05 GMT+1`. */
export function clockOrDay(at: number, now: number, zone?: string): string {
  const [day, clock] = instant(at, zone).split(' ');
  return instant(now, zone).split(' ')[0] === day ? clock! : instant(at, zone);
}

/** `2026-11-23 14:05 UTC (3 h ago)`. */
export function instantAndAge(at: number, now: number, zone?: string): string {
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
