/** `desk quarantine`: mails that could not be read or in which something was found, kept as they came. */
import { parseDuration } from '../config/units.ts';
import type { Refusal } from '../desk/decision.ts';
import type { FrontDesk } from '../front-desk.ts';
import type { Receipt } from '../intake/arrival.ts';
import type { Mail } from '../mail/mail.ts';
import type { MailView } from '../store/views.ts';
import { count, instant, size } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK, REFUSED, USAGE } from './exits.ts';
import { receiptLine } from './held.ts';
import { jsonLine, jsonText } from './json.ts';
import { mailLines, printMails } from './mails.ts';
import { manyLines, oneLine, person } from './one-line.ts';
import { printOriginal } from './original.ts';
import type { Quiet } from './quiet.ts';
import { asOperator, refuse, withDesk } from './with-desk.ts';

interface ListOptions extends Quiet {
  readonly limit: number;
}

export function listQuarantine(call: Call<readonly [], ListOptions>): Promise<Exit> {
  return withDesk(call, async desk => {
    const rows = await desk.mails({ end: 'quarantined', limit: call.options.limit });
    await printMails(call, rows, desk.config.timeZone);
    call.terminal.say(rows.length === 0 ? 'no mail is in quarantine' : 'desk quarantine show|retry|drop MAIL');
    return OK;
  });
}

interface ShowOptions extends Json {
  readonly raw?: boolean;
}

export function showQuarantine(call: Call<readonly [number], ShowOptions>): Promise<Exit> {
  const { terminal, options } = call;
  const [number] = call.args;
  return withDesk(call, async desk => {
    const [row, bytes] = [await desk.mail(number), await desk.original(number)];
    if (row?.end !== 'quarantined' || !bytes)
      return refuse(terminal, { refused: `mail ${number} is not in quarantine` });
    if (options.raw) return printOriginal(terminal, bytes);
    // Its body is what could not be read: it is not tried here.
    const { headerOnlyMail } = await import('../intake/parse-header-only.ts');
    const head = headerOnlyMail(bytes, { to: [] }, 'Only its header is read here.', { why: 'fault', limit: 0 });
    if (options.json) await terminal.print(jsonText({ ...row, from: head.from, to: head.to, text: head.text }));
    else
      for (const line of showLines(row, head, bytes.length, { now: Date.now(), zone: desk.config.timeZone }))
        await terminal.print(line);
    return OK;
  });
}

interface Clock {
  readonly now: number;
  readonly zone: string | undefined;
}

function showLines(row: MailView, head: Mail, bytes: number, { now, zone }: Clock): string[] {
  const kept = row.unread === 'oversize' ? `kept: its header, ${size(bytes)}` : `kept: all of it, ${size(bytes)}`;
  return [
    ...mailLines(row, now, (_, text) => text, zone),
    `  ${kept}`,
    ...row.arrivals.map(place => `  ${wherelies(place)}`),
    `  ${whatNext(row, zone)}`,
    '',
    `from ${head.from.map(person).join(', ') || '(nobody)'}`,
    `to ${[...head.to, ...head.cc].map(person).join(', ')}`,
    oneLine(head.subject) || '(no subject)',
    '',
    ...manyLines(head.text.trimEnd()).map(words => `  ${words}`),
  ];
}

function wherelies({ route, uid, uidValidity }: MailView['arrivals'][number]): string {
  if (uid === null) return `came by ${oneLine(route)}`;
  return `all of it lies in ${oneLine(route)}, UID ${uid} (UIDVALIDITY ${uidValidity}), unless somebody moved it`;
}

function whatNext({ mail, unread, tries, retryAt }: MailView, zone: string | undefined): string {
  const tried = tries === 0 ? 'tried once' : `tried again ${count(tries, 'time')}`;
  if (unread === 'oversize') return 'raise limits.mail_size, then desk reconcile --fix fetches all of it';
  if (unread === 'virus' || unread === 'blocked')
    return `desk quarantine drop ${mail} lets it be; retry ${mail} looks at it again, --anyway lets it in`;
  if (retryAt !== null) return `${tried}; it is tried again by itself after ${instant(retryAt, zone)}`;
  return `${tried}; not tried again by itself: desk quarantine retry ${mail} --limit-time 60s`;
}

interface RetryOptions extends Json {
  readonly limitTime?: string;
  readonly anyway?: boolean;
}

export async function retryQuarantine(call: Call<readonly [readonly number[]], RetryOptions>): Promise<Exit> {
  const { limitTime, anyway } = call.options;
  const time = limitTime === undefined ? undefined : parseDuration(limitTime);
  if (limitTime !== undefined && !(time! > 0)) {
    call.terminal.say(`--limit-time: a duration such as 60s or 5m, not ${oneLine(limitTime)}`);
    return USAGE;
  }
  return each(call, (desk, mail, login) => desk.retryMail(mail, login, { parseTime: time, anyway }));
}

export function dropQuarantine(call: Call<readonly [readonly number[]], Json>): Promise<Exit> {
  return each(call, (desk, mail, login) => desk.dropMail(mail, login));
}

/** One that is refused, or stays where it is, does not stop the others. */
function each(
  call: Call<readonly [readonly number[]], Json>,
  act: (desk: FrontDesk, mail: number, login: string) => Promise<Receipt | Refusal>,
): Promise<Exit> {
  return asOperator(call, async (desk, login) => {
    let worst: Exit = OK;
    for (const mail of new Set(call.args[0])) {
      const outcome = await act(desk, mail, login);
      if ('refused' in outcome) worst = refuse(call.terminal, outcome);
      else {
        await call.terminal.print(call.options.json ? jsonLine(outcome) : receiptLine(`mail ${mail}`, outcome));
        if (outcome.end === 'quarantined') worst = REFUSED;
      }
    }
    return worst;
  });
}
