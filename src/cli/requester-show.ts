/** `desk requester show`: all about one requester in one look. */
import { statusNameOf } from '../desk/dictionary.ts';
import type { Dictionary } from '../desk/policy.ts';
import type { AddressView, Membership, RequesterView, TicketLine } from '../store/people-views.ts';
import { count, instantAndAge } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { addressLine, oneLine } from './one-line.ts';
import type { Style } from './terminal.ts';
import { whoOf } from './who.ts';
import { refuse, withDesk } from './with-desk.ts';

export function showRequester(call: Call<readonly [string], Json>): Promise<Exit> {
  const { terminal, options } = call;
  const who = whoOf(call.args[0]);
  return withDesk(call, async desk => {
    const requester = await desk.showRequester(who);
    if ('refused' in requester) return refuse(terminal, requester);
    if ('id' in who && who.id !== requester.id)
      terminal.say(`requester ${who.id} was merged into requester ${requester.id}`);
    const how = {
      now: Date.now(),
      paint: terminal.paint,
      zone: desk.config.timeZone,
      dictionary: desk.config.policy.dictionary,
    };
    if (options.json) await terminal.print(jsonText(requester));
    else for (const line of requesterLines(requester, how)) await terminal.print(line);
    return OK;
  });
}

export interface HowToShow {
  readonly now: number;
  readonly zone: string | undefined;
  readonly dictionary: Dictionary;
  readonly paint: (style: Style, text: string) => string;
}

export function requesterLines(requester: RequesterView, how: HowToShow): string[] {
  const { id, name, addresses, organisation, language, since, lastHeard, merged, open, all } = requester;
  const fields: readonly (readonly [string, string])[] = [
    ...addresses.map((address, i): [string, string] => [i === 0 ? 'addresses' : '', addressWords(address, how)]),
    ['belongs to', belongsTo(organisation)],
    ...(requester.level === null ? [] : [['level', oneLine(requester.level)] as const]),
    ['language', language === null ? 'as they write' : oneLine(language)],
    ['wants', wantsWords(requester.wants)],
    ['since', instantAndAge(since, how.now, how.zone)],
    ['last heard', lastHeard === null ? 'never' : instantAndAge(lastHeard, how.now, how.zone)],
    ...(merged.length === 0 ? [] : [['merged', merged.map(other => `requester ${other}`).join(', ')] as const]),
    ['tickets', all === 0 ? 'none' : `${count(all, 'ticket')}, ${open} open`],
  ];
  return [
    how.paint('bold', `${oneLine(name) || addressLine(addresses[0]?.address ?? '(no name)')}, requester ${id}`),
    ...fields.map(([title, value]) => `${title.padEnd(12)}${value}`),
    ...requester.tickets.map(one => ticketWords(one, how)),
    ...(all > requester.tickets.length ? [`  and ${all - requester.tickets.length} older`] : []),
    ...(requester.takesPart.length === 0
      ? []
      : ['takes part in', ...requester.takesPart.map(one => ticketWords(one, how))]),
  ];
}

function addressWords({ address, silent, because }: AddressView, { paint }: HowToShow): string {
  if (silent === null) return addressLine(address);
  const why = because === '' ? silent : `${silent}: ${oneLine(because)}`;
  return `${addressLine(address)}  ${paint('red', why)}`;
}

function wantsWords({ confirmation, answers }: RequesterView['wants']): string {
  return `${confirmation ? '' : 'no '}confirmations, ${answers ? '' : 'no '}answers by mail`;
}

function belongsTo(organisation: Membership | null): string {
  if (organisation === null) return 'no organisation';
  const how = organisation.by === 'hand' ? 'by hand' : `by the domain ${oneLine(organisation.by)}`;
  return `${oneLine(organisation.name)}, ${how}`;
}

function ticketWords({ number, subject, ...of }: TicketLine, { dictionary }: HowToShow): string {
  return `  #${number} ${oneLine(statusNameOf(of, dictionary))}: ${oneLine(subject) || '(no subject)'}`;
}
