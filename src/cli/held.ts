/** `desk held`: mails that wait for an operator's word. */
import type { FrontDesk, Release } from '../front-desk.ts';
import type { Receipt } from '../intake/arrival.ts';
import type { MailView } from '../store/views.ts';
import { size } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { jsonLine, jsonText } from './json.ts';
import { printMails } from './mails.ts';
import { manyLines, oneLine, person } from './one-line.ts';
import { printOriginal } from './original.ts';
import type { Quiet } from './quiet.ts';
import { verdictThen } from './spam-words.ts';
import { asOperator, refuse, withDesk } from './with-desk.ts';

interface HeldOptions extends Quiet {
  readonly limit: number;
}

export function listHeld(call: Call<readonly [], HeldOptions>): Promise<Exit> {
  return withDesk(call, async desk => {
    const rows = await desk.mails({ end: 'held', limit: call.options.limit });
    await printMails(call, rows, desk.config.timeZone);
    call.terminal.say(rows.length === 0 ? 'no mail is held' : 'desk held show|approve|split|drop MAIL');
    return OK;
  });
}

interface ShowHeldOptions extends Json {
  readonly raw?: boolean;
}

export function showHeld(call: Call<readonly [number], ShowHeldOptions>): Promise<Exit> {
  const { terminal, options } = call;
  return withDesk(call, async desk => {
    const bytes = await desk.original(call.args[0]);
    if (bytes === undefined) return refuse(terminal, { refused: `the ledger keeps no mail ${call.args[0]}` });
    if (options.raw) return printOriginal(terminal, bytes);
    const { mail } = await desk.foresee({ route: 'inject', bytes, envelope: { to: [] } });
    if (options.json) {
      await terminal.print(jsonText(mail));
      return OK;
    }
    const kept = await desk.mail(call.args[0]);
    const head = [
      `mail ${call.args[0]} from ${mail.from.map(person).join(', ') || '(nobody)'}`,
      `to ${[...mail.to, ...mail.cc].map(person).join(', ')}`,
      oneLine(mail.subject) || '(no subject)',
      ...(kept
        ? [
            `sender ${TRUST[kept.trust]}: ${oneLine(kept.trustBecause)}`,
            ...verdictLine(kept),
            ...kept.because.map(because),
          ]
        : []),
      '',
    ];
    const files = mail.attachments.map(
      one => `  [attached: ${oneLine(one.name)} (${oneLine(one.type)}, ${size(one.size)})]`,
    );
    for (const line of [...head, ...manyLines(mail.text.trimEnd()).map(words => `  ${words}`), ...files])
      await terminal.print(line);
    return OK;
  });
}

const TRUST = { pass: 'proven', fail: 'may be forged', none: 'not proven', unknown: 'not checked' } as const;

function verdictLine(kept: MailView): string[] {
  const words = verdictThen(kept);
  return words === undefined ? [] : [words];
}

function because(reason: string): string {
  return `because ${oneLine(reason)}`;
}

type ReleaseCall = Call<readonly [readonly number[]], Json>;

interface ApproveOptions extends Json {
  readonly ticket?: number;
  readonly join?: boolean;
  readonly samePerson?: boolean;
}

export async function approveHeld(call: Call<readonly [readonly number[]], ApproveOptions>): Promise<Exit> {
  const { ticket, join, samePerson } = call.options;
  if (join && samePerson) {
    call.terminal.say(
      'desk held approve: --join makes another person a participant, --same-person says it is no other',
    );
    return USAGE;
  }
  const as = join ? 'participant' : samePerson ? 'same-person' : 'guest';
  return release(call, { how: 'approve', as, ...(ticket === undefined ? {} : { ticket }) });
}

export function splitHeld(call: ReleaseCall): Promise<Exit> {
  return release(call, { how: 'split' });
}

export function dropHeld(call: ReleaseCall): Promise<Exit> {
  return release(call, { how: 'drop' });
}

/** One that is refused does not stop the others. */
function release(call: ReleaseCall, how: Release): Promise<Exit> {
  return asOperator(call, async (desk, login) => {
    let worst: Exit = OK;
    for (const mail of new Set(call.args[0])) {
      const exit = await releaseOne(desk, call, mail, how, login);
      if (exit > worst) worst = exit;
    }
    return worst;
  });
}

async function releaseOne(
  desk: FrontDesk,
  { terminal, options }: ReleaseCall,
  mail: number,
  how: Release,
  login: string,
): Promise<Exit> {
  const outcome = await desk.release(mail, how, login);
  if ('refused' in outcome) return refuse(terminal, outcome);
  await terminal.print(options.json ? jsonLine(outcome) : receiptLine(`mail ${mail}`, outcome));
  return OK;
}

/** `mail 31: handled, ticket #12: the sender is the requester`. */
export function receiptLine(what: string, receipt: Receipt): string {
  const ticket = receipt.ticket === null ? '' : `, ticket #${receipt.ticket}`;
  return `${what}: ${receipt.end}${ticket}: ${receipt.because.map(oneLine).join('; ')}`;
}
