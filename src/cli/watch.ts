/**
 * `desk watch`: what happens, as it happens, for people or as JSON lines. It asks the database a few times a second and
 * needs no daemon; it ends with ^C, or when nobody reads it any more.
 */
import { parseDuration } from '../config/units.ts';
import { instantOf } from '../config/when.ts';
import type { Happened } from '../store/follow.ts';
import { clockOrDay } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { jsonLine } from './json.ts';
import { addressLine, oneLine } from './one-line.ts';
import type { Style, Terminal } from './terminal.ts';
import { untilStopped } from './until-stopped.ts';
import { asOperator } from './with-desk.ts';

interface WatchOptions extends Json {
  readonly ticket?: number;
  readonly mine?: boolean;
  readonly since?: string;
}

/** ms between looks: an event shows well within a second. */
const LOOK_EVERY = 250;

export function watch(call: Call<readonly [], WatchOptions>): Promise<Exit> {
  const { terminal, options } = call;
  return asOperator(call, async (desk, login) => {
    const zone = desk.config.timeZone;
    const since = options.since === undefined ? undefined : sinceWhen(options.since, Date.now(), zone);
    if (since !== undefined && 'fault' in since) {
      terminal.say(`desk watch: ${since.fault}`);
      return USAGE;
    }
    const following = await desk.follow(since?.at);
    await untilStopped(async signal => {
      while (!signal.aborted && !terminal.closed()) {
        for (const one of (await following.next()).flatMap(eventsIn)) {
          if (!isWanted(one, options, login)) continue;
          await terminal.print(options.json ? jsonLine(one) : eventLine(one, terminal, zone));
        }
        await pause(LOOK_EVERY, signal);
      }
    });
    return OK;
  });
}

function sinceWhen(text: string, now: number, zone: string | undefined) {
  const ago = parseDuration(text);
  if (ago !== undefined) return { at: now - ago };
  const when = instantOf(/^\d{1,2}:\d\d$/.test(text) ? `today ${text}` : text, now, zone);
  return 'at' in when && when.at > now ? { fault: 'that is still to come' } : when;
}

function isWanted(
  { ticket, owner, who, to }: WatchEvent,
  { ticket: only, mine }: WatchOptions,
  login: string,
): boolean {
  if (only !== undefined && ticket !== only) return false;
  return !mine || owner === login || who === login || to === login;
}

/** The names are stable: scripts read them. */
export type EventName =
  | ('new-ticket' | 'message' | 'note' | 'status' | 'owner' | 'changed' | 'taken-back')
  | ('queued' | 'sent' | 'failed' | 'uncertain')
  | ('held' | 'quarantined' | 'spam');

export interface WatchEvent {
  readonly at: string;
  readonly event: EventName;
  readonly ticket: number | null;
  /** In the ledger. */
  readonly mail: number | null;
  /** A login, `mail` or `desk`. */
  readonly who: string;
  readonly subject: string | null;
  readonly queue: string | null;
  readonly owner: string | null;
  /** Of a message or note. */
  readonly kind?: string;
  readonly author?: string;
  readonly words?: string;
  /** Of a status or owner: what it is now. Of a letter: whom it is for. */
  readonly to?: string | null;
  readonly because?: readonly string[];
}

/** Nothing for what is no news by itself. */
export function eventsIn(one: Happened): WatchEvent[] {
  const { data, because } = one;
  const event = (event: EventName, more: Partial<WatchEvent> = {}): WatchEvent[] => [
    {
      ...{ at: new Date(one.at).toISOString(), event, ticket: one.ticket, mail: one.mail, who: one.who },
      ...{ subject: one.subject, queue: one.queue, owner: one.owner },
      ...more,
    },
  ];
  const said = {
    ...(one.author === null ? {} : { author: one.author }),
    ...(one.words === null ? {} : { words: one.words }),
  };
  switch (one.action) {
    case 'openTicket':
      return event('new-ticket');
    case 'addMessage':
      return event('message', { kind: String(data.kind), ...said });
    case 'addNote':
      return event('note', { kind: 'note', ...said });
    case 'setStatus':
      return event('status', { to: String(data.toName ?? data.to) });
    case 'assign':
      return event('owner', { to: data.to as string | null });
    case 'takeBack':
      return event('taken-back');
    case 'failLetter':
    case 'doubtLetter':
      return event(one.action === 'failLetter' ? 'failed' : 'uncertain', { because: [String(data.reason)] });
    case 'sent':
      return event('sent', { to: String(data.to) });
    case 'fileMail':
      return isAside(data.as) ? event(data.as, { because }) : [];
    case 'setField':
    case 'setDue':
    case 'tag':
    case 'untag':
    case 'involve':
    case 'dismiss':
    case 'mergeInto':
    case 'moveMessages':
    case 'join':
    case 'leave':
    case 'relate':
    case 'unrelate':
    case 'markSpam':
    case 'undo':
      return event('changed', { because });
    default:
      return [];
  }
}

function isAside(end: unknown): end is 'held' | 'quarantined' | 'spam' {
  return end === 'held' || end === 'quarantined' || end === 'spam';
}

const STYLES: Readonly<Partial<Record<EventName, Style>>> = {
  'new-ticket': 'bold',
  message: 'cyan',
  note: 'yellow',
  failed: 'red',
  uncertain: 'red',
  quarantined: 'red',
  held: 'yellow',
  sent: 'dim',
};

function eventLine(one: WatchEvent, { paint, width }: Terminal, zone: string | undefined): string {
  const where = one.ticket === null ? (one.mail === null ? '' : ` mail ${one.mail}`) : ` #${one.ticket}`;
  const line = `${clockOrDay(Date.parse(one.at), Date.now(), zone)}${where} ${eventWords(one)}`;
  const cut = width === undefined ? line : [...line].slice(0, width).join('');
  const style = STYLES[one.event];
  return style === undefined ? cut : paint(style, cut);
}

function eventWords(one: WatchEvent): string {
  const subject = oneLine(one.subject ?? '');
  const author = oneLine(one.author ?? one.who);
  const words = oneLine((one.words ?? '').slice(0, 120));
  switch (one.event) {
    case 'new-ticket':
      return `new: ${subject}`;
    case 'message':
      return `${one.kind === 'answer' ? 'answer' : 'request'} by ${author}: ${words}`;
    case 'note':
      return `note by ${author}: ${words}`;
    case 'status':
      return `is ${oneLine(String(one.to))} (${oneLine(one.who)}): ${subject}`;
    case 'owner':
      return one.to == null ? `is nobody’s (${oneLine(one.who)}): ${subject}` : `is ${oneLine(one.to)}’s: ${subject}`;
    case 'taken-back':
      return `${oneLine(one.who)} took an answer back: ${subject}`;
    case 'sent':
      return `letter sent to ${addressLine(String(one.to))}`;
    default:
      return `${one.event}: ${oneLine((one.because ?? []).join('; '))}`;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
