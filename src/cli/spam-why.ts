/**
 * `desk spam why`: what the filter thinks of a mail now. The words that decided are a stranger's, and only here they
 * come to the terminal: each is cleaned and cut.
 */
import { existsSync } from 'node:fs';
import type { FrontDesk, MailOrBytes, SpamSign, SpamWhy } from '../front-desk.ts';
import type { MailView } from '../store/views.ts';
import type { Call, Json } from './call.ts';
import { BAD_DATA, type Exit, OK, USAGE } from './exits.ts';
import { faultOf } from './inject.ts';
import { jsonText } from './json.ts';
import { mailsIn } from './mail-files.ts';
import { oneLine } from './one-line.ts';
import { verdictThen, verdictWords } from './spam-words.ts';
import { noTicket, refuse, showStanding, withDesk } from './with-desk.ts';

interface WhyOptions extends Json {
  readonly mail?: number;
}

type Why = Call<readonly [string | undefined], WhyOptions>;

type Asked = { readonly what: string; readonly of: MailOrBytes } | { readonly exit: Exit };

export function whySpam(call: Why): Promise<Exit> {
  const { terminal, options } = call;
  const [named] = call.args;
  if ((named === undefined) === (options.mail === undefined)) {
    terminal.say('desk spam why: a ticket, a file, or --mail MAIL; one of them');
    return Promise.resolve(USAGE);
  }
  return withDesk(call, async desk => {
    const asked = options.mail === undefined ? await findNamed(desk, call, named!) : ledgerMail(options.mail);
    if ('exit' in asked) return asked.exit;
    const why = await desk.spamWhy(asked.of);
    if (!why) return refuse(terminal, { refused: `the ledger keeps no ${asked.what}` });
    const kept = 'mail' in asked.of ? await desk.mail(asked.of.mail) : undefined;
    if (options.json) await terminal.print(jsonText({ mail: kept?.mail ?? null, ...why }));
    else for (const line of whyLines(asked.what, why, kept)) await terminal.print(line);
    return OK;
  });
}

function ledgerMail(mail: number): Asked {
  return { what: `mail ${mail}`, of: { mail } };
}

/** A number is a ticket, unless a file has that name. */
async function findNamed(desk: FrontDesk, call: Why, named: string): Promise<Asked> {
  const number = /^#?([1-9][0-9]{0,14})$/.exec(named)?.[1];
  return number === undefined || existsSync(named)
    ? readFile(desk, call, named)
    : mailOfTicket(desk, call, Number(number));
}

async function mailOfTicket(desk: FrontDesk, { terminal }: Why, number: number): Promise<Asked> {
  const ticket = await showStanding(desk, number);
  if (!ticket) return { exit: noTicket(terminal, number) };
  const mail = ticket.timeline.find(message => message.mail !== null)?.mail;
  if (mail === undefined || mail === null)
    return { exit: refuse(terminal, { refused: `ticket ${ticket.number} did not come by mail` }) };
  return { what: `mail ${mail}, ticket #${ticket.number}`, of: { mail } };
}

async function readFile(desk: FrontDesk, { terminal }: Why, file: string): Promise<Asked> {
  const { mailSize } = desk.config.limits;
  for await (const one of mailsIn([file], mailSize, () => {}, { unquote: true })) {
    const fault = faultOf(one, mailSize);
    if (fault === undefined && 'bytes' in one) return { what: oneLine(one.file), of: { bytes: one.bytes } };
    terminal.say(`${oneLine(one.file)}: ${oneLine(fault ?? '')}`);
    return { exit: BAD_DATA };
  }
  terminal.say(`${oneLine(file)}: no mail is in it`);
  return { exit: BAD_DATA };
}

function whyLines(what: string, why: SpamWhy, kept: MailView | undefined): string[] {
  const then = kept && verdictThen(kept);
  return [
    `${what}: ${verdictWords(why.verdict, why.probability)}, score ${signed(why.z)}`,
    ...(then === undefined ? [] : [`  ${then}`]),
    ...signLines('for spam', why.for),
    ...signLines('against it', why.against),
  ];
}

function signLines(title: string, signs: readonly SpamSign[]): string[] {
  if (signs.length === 0) return [`  nothing ${title}`];
  return [`  ${title}`, ...signs.map(({ name, weight }) => `    ${signed(weight).padStart(8)}  ${shortened(name)}`)];
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;
}

const LONGEST = 100;

function shortened(name: string): string {
  const words = oneLine(name);
  return words.length <= LONGEST ? words : `${[...words].slice(0, LONGEST - 1).join('')}…`;
}
