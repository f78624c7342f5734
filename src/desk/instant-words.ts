/** `23:03:41`: for what is some seconds away. */
export function clockWithSeconds(at: number, zone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(at);
}

/** `2026-11-23 14:05 GMT+1`: local time always names its zone; zone undefined is the zone of this machine. */
export function instant(at: number, zone?: string): string {
  const parts = Object.fromEntries(formatOf(zone).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute} ${parts.timeZoneName}`;

  function formatOf(timeZone: string | undefined): Intl.DateTimeFormatPart[] {
    return new Intl.DateTimeFormat('en-GB', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
      ...(timeZone === undefined ? {} : { timeZone }),
    }).formatToParts(at);
  }
}
