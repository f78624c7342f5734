/** That an operator views or answers a ticket, told to the desk and shown to the others. */
import type { Operator } from '../desk/policy.ts';
import type { News, Standing } from '../desk/stale.ts';
import type { FrontDesk } from '../front-desk.ts';
import type { Present } from '../store/looks.ts';
import type { TicketView } from '../store/views.ts';
import { clockOrDay } from './amounts.ts';
import type { Globals } from './call.ts';
import { identify, namesOfProcess } from './identity.ts';
import { oneLine } from './one-line.ts';

/** ms; well within what an answering operator is believed without a sign of life. */
const SIGN_OF_LIFE = 60_000;

/** Who looks; undefined when nobody knows, for whoever may read need not be an operator. */
export function viewer(operators: readonly Operator[], globals: Globals): string | undefined {
  const who = identify(operators, namesOfProcess(globals));
  return 'refused' in who ? undefined : who.login;
}

/** Answering from now on, and shown up to what the ticket has; what is returned ends it. */
export async function answering(desk: FrontDesk, { number, line }: TicketView, login: string) {
  const look = (doing: 'answering' | 'done') => desk.look({ ticket: number, login, line, doing });
  await look('answering');
  const timer = setInterval(() => void look('answering').catch(() => {}), SIGN_OF_LIFE).unref();
  return async () => {
    clearInterval(timer);
    await look('done');
  };
}

/** `eve is answering since 12:03`. */
export function presentWords(present: readonly Present[], now: number, zone: string | undefined): string[] {
  return present.map(
    ({ login, doing, since }) => `${oneLine(login)} is ${doing} since ${clockOrDay(since, now, zone)}`,
  );
}

/** What an operator has to know before an answer leaves: what came since, and who is at it. */
export function standingLines({ news, answering: at }: Standing, now: number, zone: string | undefined): string[] {
  return [
    ...news.map(one => newsLine(one, now, zone)),
    ...presentWords(
      at.map(one => ({ ...one, doing: 'answering' as const })),
      now,
      zone,
    ),
  ];
}

const MOST_WORDS = 160;

function newsLine({ at, who, did, words }: News, now: number, zone: string | undefined): string {
  const said = oneLine(words);
  const short = said.length > MOST_WORDS ? `${said.slice(0, MOST_WORDS)}…` : said;
  const what = { wrote: ' wrote:', answered: ' answered:', noted: ' noted:', 'set status': ' set it to' } as const;
  return `${clockOrDay(at, now, zone)} ${oneLine(who)}${did === 'moved messages here' ? ` ${did}` : what[did]} ${short}`;
}
