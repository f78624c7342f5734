import type { Config } from '../config/config.ts';
import { parseDuration } from '../config/units.ts';
import { instantOf, type When } from '../config/when.ts';
import { whyHidden } from '../desk/hidden.ts';
import type { FrontDesk } from '../front-desk.ts';
import type { TicketView } from '../store/views.ts';
import { instant } from './amounts.ts';
import { type Attach, withFiles } from './attach.ts';
import type { Call } from './call.ts';
import { carryOut, type Order } from './carry-out.ts';
import { Drafts } from './draft-files.ts';
import { quoted } from './editor-buffer.ts';
import { type Exit, USAGE } from './exits.ts';
import { manyLines, oneLine, person } from './one-line.ts';
import { answering, standingLines } from './presence.ts';
import { changesOf, type SortingOptions, sayFault } from './sorting-options.ts';
import { asOperator, noTicket, refuse, showStanding } from './with-desk.ts';
import { type Message, withWords } from './words.ts';

export interface ReplyOptions extends Order, Message, Attach, SortingOptions {
  readonly close?: boolean;
  readonly ask?: boolean;
  readonly force?: boolean;
  readonly at?: string;
  readonly in?: string;
  readonly canned?: string;
  readonly public?: boolean;
  readonly theseWordsArePublic?: boolean;
}

export async function reply(call: Call<readonly [number], ReplyOptions>, goOn = false): Promise<Exit> {
  const { terminal, options, args } = call;
  return asOperator(call, async (desk, login) => {
    const ticket = await showStanding(desk, args[0]);
    if (ticket === undefined) return noTicket(terminal, args[0]);
    const when = whenToSend(options, Date.now(), desk.config.timeZone);
    const fault = options.close && options.ask ? CLOSE_OR_ASK : when && 'fault' in when ? when.fault : undefined;
    if (fault !== undefined || (when !== undefined && 'fault' in when)) {
      terminal.say(`desk reply: ${fault}`);
      return USAGE;
    }
    const also = changesOf(options, desk.config.policy);
    if ('fault' in also) return sayFault(terminal, 'reply', also);
    if (when?.remark !== undefined) terminal.say(when.remark);
    const ready =
      options.canned === undefined ? undefined : await readyAnswer(desk.config, ticket, login, options.canned);
    if (ready && 'refused' in ready) return refuse(terminal, ready);
    const hidden = whyOnlyStaff(desk, options, ticket, login);
    const source = {
      name: draftOfReply(ticket, hidden),
      drafts: new Drafts(desk.config, login),
      below: async () => [...(ready ? ready.about : []), ...(await answered(desk, hidden, ticket, login))],
      ...(ready ? { ready: ready.words, readyName: ready.name } : {}),
      editing: () => answering(desk, ticket, login),
      goOn,
    };
    const close = options.close === true || ready?.close === true;
    const how = {
      close,
      ...(options.ask || (ready?.ask && !close) ? { ask: true } : {}),
      ...(options.public ? { public: true } : {}),
      ...(hidden === undefined ? {} : { asNote: true }),
      ...(options.theseWordsArePublic ? { wordsArePublic: true } : {}),
      ...(options.force ? { force: true } : {}),
      ...(when === undefined ? {} : { sendAt: when.at }),
    };
    return withFiles(desk, call, ({ files, packed }) =>
      withWords(call, source, text => {
        const enclosed = files.length === 0 ? {} : { files };
        return carryOut(desk, { do: 'reply', ticket: args[0], text, ...how, ...enclosed, ...also }, login, call, {
          files: packed,
        });
      }),
    );
  });
}

const CLOSE_OR_ASK = 'a ticket that waits for an answer is not closed; --close or --ask';

/** ms: nobody means an answer of the year after next. */
const FARTHEST = 366 * 86_400_000;

/** undefined: it is not said, and the answer leaves as usual. */
export function whenToSend(options: Pick<ReplyOptions, 'at' | 'in'>, now: number, zone?: string): When | undefined {
  if (options.at !== undefined && options.in !== undefined) return { fault: 'either --at or --in, not both' };
  if (options.at === undefined && options.in === undefined) return undefined;
  const after = parseDuration(options.in ?? '');
  if (options.at === undefined && after === undefined)
    return { fault: `"${options.in}" is no duration such as 30m, 2h or 3d` };
  const when = options.at === undefined ? { at: now + after! } : instantOf(options.at, now, zone);
  if ('fault' in when) return when;
  if (when.at <= now) return { fault: `${instant(when.at, zone)} is over` };
  return when.at - now > FARTHEST ? { fault: `${instant(when.at, zone)} is more than a year away` } : when;
}

async function readyAnswer(config: Config, ticket: TicketView, login: string, name: string) {
  const { answerFor } = await import('./canned-answer.ts');
  const answer = answerFor(config, ticket, login, name);
  if ('refused' in answer) return answer;
  const about = [
    `${oneLine(answer.name)}: take all of it out to send nothing`,
    ...(answer.close ? ['The ticket is closed with it'] : []),
    '',
  ];
  return { ...answer, about };
}

/** In words; undefined: the requester reads it. */
export function whyOnlyStaff(
  { config: { policy } }: FrontDesk,
  options: Pick<ReplyOptions, 'public'>,
  { queue }: TicketView,
  login: string,
): string | undefined {
  const by = policy.operators.find(operator => operator.login === login)!;
  return options.public ? undefined : whyHidden(by, queue, policy);
}

/** What was written as a note stays one in its draft, for that is sent without another look at who reads it. */
export function draftOfReply({ number }: TicketView, hidden: string | undefined): string {
  return hidden === undefined ? `reply-${number}` : `note-${number}`;
}

/** What is answered: the last public message. `hidden`: why only staff reads the answer. A note is never put where an answer is written. */
export async function answered(
  desk: FrontDesk,
  hidden: string | undefined,
  ticket: TicketView,
  login: string,
): Promise<string[]> {
  const { timeZone: zone } = desk.config;
  // asked before the editor counts as having shown it
  const news = standingLines(await desk.standing(ticket.number, login), Date.now(), zone);
  const last = ticket.timeline.findLast(message => message.kind !== 'note' && message.takenBackAt === null);
  const head = [
    // who writes should know who reads it before, and not after
    hidden === undefined
      ? `Answer to ${person(ticket.requester)}`
      : `Note: only staff reads it, for ${hidden}; --public answers the requester`,
    `#${ticket.number} ${oneLine(ticket.subject)}`,
    ...(news.length === 0 ? [] : ['', 'Since you read it:', ...news.map(line => `  ${line}`)]),
  ];
  if (last === undefined) return head;
  return [
    ...head,
    '',
    `${oneLine(last.author)}, ${instant(last.at, zone)}:`,
    ...quoted(manyLines(last.text.trimEnd())),
  ];
}
