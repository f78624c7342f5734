/** `desk why`: the journal of a ticket, one block for each decision with all that it did. */
import type { JournalRow } from '../store/views.ts';
import { instantAndAge } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { journalWords, type Naming, peopleNamed, rawWords } from './journal-words.ts';
import { jsonText } from './json.ts';
import { oneLine } from './one-line.ts';
import type { Style } from './terminal.ts';
import { noTicket, withDesk } from './with-desk.ts';

interface WhyOptions extends Json {
  readonly last?: number;
  readonly raw?: boolean;
}

export function why(call: Call<readonly [number], WhyOptions>): Promise<Exit> {
  const { terminal, options } = call;
  return withDesk(call, async desk => {
    const rows = await desk.why(call.args[0]);
    if (rows.length === 0) return noTicket(terminal, call.args[0]);
    const { last = rows.length } = options;
    const shown = decisions(rows).slice(-last).flat();
    if (options.json) await terminal.print(jsonText(shown));
    else {
      const people = await desk.addressesOf(peopleNamed(shown));
      const { timeZone: zone, policy } = desk.config;
      const { dictionary } = policy;
      const how = { now: Date.now(), paint: terminal.paint, zone, dictionary, people, raw: options.raw };
      for (const line of journalLines(shown, how)) await terminal.print(line);
    }
    return OK;
  });
}

export interface HowToTell extends Naming {
  readonly now: number;
  readonly paint: (style: Style, text: string) => string;
  /** In the words of the journal. */
  readonly raw?: boolean | undefined;
}

export function journalLines(rows: readonly JournalRow[], how: HowToTell): string[] {
  return decisions(rows).flatMap(([first, ...others]) => [
    how.paint('bold', `${instantAndAge(first.at, how.now, how.zone)}  ${whoWords(first)}`),
    ...[first, ...others].map(row => `  ${how.raw ? rawWords(row, how.zone) : journalWords(row, how)}`),
    ...first.because.map(reason => `  because ${oneLine(reason)}`),
  ]);
}

/** A login, the mail that did it, or the desk by itself. */
function whoWords({ who, mail }: JournalRow): string {
  if (who === 'desk') return 'the desk';
  return who === 'mail' && mail !== null ? `mail ${mail}` : oneLine(who);
}

type Decided = [first: JournalRow, ...others: JournalRow[]];

/** Rows in a run that have the moment, the doer and the reasons in common. */
function decisions(rows: readonly JournalRow[]): Decided[] {
  const found: Decided[] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last && key(last[0]) === key(row)) last.push(row);
    else found.push([row]);
  }
  return found;
}

function key({ at, who, mail, because }: JournalRow): string {
  return JSON.stringify([at, who, mail, because]);
}
