/**
 * An invitation (text/calendar, RFC 5545) in words: what, when, where, who asks. It is for people who read the mail
 * and not for a calendar: times are given as they stand, with the zone the sender named.
 */
const MOST_EVENTS = 5;
const LONGEST = 256 * 1024;
const LONGEST_VALUE = 4000;
const METHODS: ReadonlyMap<string, string> = new Map([
  ['CANCEL', 'Cancelled'],
  ['REPLY', 'Answer to an invitation'],
  ['COUNTER', 'Another time is proposed'],
]);

/** '' when there is no event in it. */
export function calendarWords(calendar: string): string {
  const events: Map<string, Property>[] = [];
  let method = '';
  let event: Map<string, Property> | undefined;
  let inner = 0;
  for (const line of unfolded(calendar.slice(0, LONGEST))) {
    const property = propertyIn(line);
    if (property === undefined) continue;
    const { name, value } = property;
    if (name === 'BEGIN' && event !== undefined) inner++;
    else if (name === 'END' && inner > 0) inner--;
    else if (name === 'BEGIN' && /^V(?:EVENT|TODO|JOURNAL)$/i.test(value)) event = new Map();
    else if (name === 'END' && event !== undefined) {
      if (events.length < MOST_EVENTS) events.push(event);
      event = undefined;
    } else if (name === 'METHOD') method = value.toUpperCase();
    // What an alarm says is not what the event says.
    else if (event !== undefined && inner === 0 && !event.has(name)) event.set(name, property);
  }
  return events.map(found => words(found, METHODS.get(method) ?? 'Invitation')).join('\n\n');
}

interface Property {
  readonly name: string;
  readonly params: string;
  readonly value: string;
}

function words(event: ReadonlyMap<string, Property>, kind: string): string {
  const said = (name: string) => plain(event.get(name)?.value ?? '');
  const when = [event.get('DTSTART'), event.get('DTEND') ?? event.get('DUE')].map(moment).filter(one => one !== '');
  const organiser = event.get('ORGANIZER');
  const lines = [
    `${kind}: ${said('SUMMARY') || '(no title)'}`,
    ...(when.length > 0 ? [`When: ${when.join(' – ')}`] : []),
    ...(said('LOCATION') === '' ? [] : [`Where: ${said('LOCATION')}`]),
    ...(organiser === undefined ? [] : [`Organiser: ${person(organiser)}`]),
  ];
  return [lines.join('\n'), said('DESCRIPTION')].filter(part => part !== '').join('\n\n');
}

/** RFC 5545 §3.1: a line that begins with a blank goes on with the one before. */
function unfolded(calendar: string): string[] {
  return calendar
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n');
}

/** A colon in a quoted parameter does not end the name. */
function propertyIn(line: string): Property | undefined {
  const match = /^([\w-]{1,60})((?:;[\w-]{1,60}=(?:"[^"]{0,500}"|[^";:]{0,500}))*):/.exec(line);
  if (match === null) return undefined;
  const [head, name = '', params = ''] = match;
  return { name: name.toUpperCase(), params, value: line.slice(head.length, head.length + LONGEST_VALUE).trim() };
}

function plain(value: string): string {
  return value.replace(/\\([\s\S])/g, (_, letter: string) => (letter === 'n' || letter === 'N' ? '\n' : letter)).trim();
}

/** `20261126T140000Z` → `2026-11-26 14:00 UTC`. */
function moment(property: Property | undefined): string {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?$/.exec(property?.value ?? '');
  if (match === null) return '';
  const [, year, month, day, hour, minute, utc] = match;
  const zone = utc === 'Z' ? 'UTC' : (/;TZID="?([^";:]+)/i.exec(property?.params ?? '')?.[1] ?? '');
  return `${year}-${month}-${day}${hour === undefined ? '' : ` ${hour}:${minute}`}${zone === '' || hour === undefined ? '' : ` ${zone}`}`;
}

function person({ params, value }: Property): string {
  const name = /;CN=(?:"([^"]+)"|([^";:]+))/i.exec(params);
  const address = value.replace(/^mailto:/i, '');
  const said = name?.[1] ?? name?.[2] ?? '';
  return said === '' || said === address ? address : `${said} <${address}>`;
}
