/** What the clock on a wall shows: an instant in a time zone of the IANA data base. */
export interface LocalTime {
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Since midnight. */
  readonly minute: number;
}

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export function isZone(zone: string): boolean {
  // the preset one: to ask Intl for the first time takes as long as half of what most commands do
  if (zone === 'UTC') return true;
  try {
    return format(zone) !== undefined;
  } catch {
    return false;
  }
}

export function localTime(instant: number, zone: string): LocalTime {
  const parts = new Map(
    format(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const weekday = (WEEKDAYS as readonly (string | undefined)[]).indexOf(parts.get('weekday')?.toLowerCase());
  return { weekday, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than using it a hundred times. */
function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(zone, made);
  return made;
}
