/**
 * The Date field (RFC 5322 §3.3 and older habits) in ms since 1970. It is what the sender claims: shown, never
 * counted with. Date.parse is not used, for it reads a date without zone in the zone of this machine.
 */
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** RFC 5322 §4.3, hours east; every other name means "not known", which counts as UTC. */
const ZONES: Readonly<Record<string, number>> = {
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};
const DATE =
  /(\d{1,2})[ -]+([a-z]{3})[a-z]*[ -]+(\d{2,4})[ ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)? *([+-]\d{4}|[a-z]{1,5})?/i;

/** Undefined when it is no date. */
export function parseMailDate(value: string): number | undefined {
  const match = DATE.exec(value.slice(0, 100).replace(/\s+/g, ' '));
  if (match === null) return undefined;
  const [, day, monthName = '', year = '', hour, minute, second = '0', zone = ''] = match;
  const month = MONTHS.indexOf(monthName.toLowerCase());
  const numbers = [Number(day), Number(hour), Number(minute), Number(second)] as const;
  if (month < 0 || numbers[0] < 1 || numbers[0] > 31 || numbers[1] > 24 || numbers[2] > 59 || numbers[3] > 60)
    return undefined;
  const utc = Date.UTC(fullYear(year), month, numbers[0], numbers[1], numbers[2], numbers[3]);
  return utc - zoneOffset(zone);
}

/** RFC 5322 §4.3: two digits are 19xx from 50 on, three are counted from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits.length === 3 ? 1900 + year : year;
}

function zoneOffset(zone: string): number {
  const hour = 3_600_000;
  const match = /^([+-])(\d\d)(\d\d)$/.exec(zone);
  if (match === null) return (ZONES[zone.toLowerCase()] ?? 0) * hour;
  const size = Number(match[2]) * hour + Number(match[3]) * 60_000;
  return match[1] === '-' ? -size : size;
}
