/** `desk search`: the tickets in which words are found, each with the place that fits best. */
import { calendarOf } from '../config/when.ts';
import { parseSearch, type QueryFault } from '../desk/search-query.ts';
import type { Piece } from '../desk/search-words.ts';
import type { ReadingDesk } from '../reading-desk.ts';
import { isTrouble } from '../store/trouble.ts';
import type { SearchHit, SearchResult } from '../store/views.ts';
import { age, count } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { csvLine } from './csv-line.ts';
import { withOverdue } from './due-words.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { identify, namesOfProcess } from './identity.ts';
import { jsonText } from './json.ts';
import { keepTelling } from './keep-telling.ts';
import { keepList } from './last-list.ts';
import { oneLine, person } from './one-line.ts';
import type { Style, Terminal } from './terminal.ts';
import { withReadingDesk } from './with-desk.ts';

export interface SearchOptions extends Json {
  readonly limit: number;
  readonly quiet?: boolean;
  readonly csv?: boolean;
}

export async function search(call: Call<readonly [readonly string[]], SearchOptions>): Promise<Exit> {
  const { options, terminal, globals } = call;
  const typed = call.args[0].join(' ');
  return withReadingDesk(call, async desk => {
    const who = identify(desk.config.policy.operators, namesOfProcess(globals));
    const login = 'login' in who ? who.login : undefined;
    const query = parseSearch(typed, {
      ...calendarOf(Date.now(), desk.config.timeZone),
      policy: desk.config.policy,
      login,
    });
    if ('faults' in query) return refuse(terminal, typed, query.faults);
    for (const doubt of query.doubts) terminal.say(oneLine(doubt));
    await bringIn(desk, terminal);
    const result = await desk.search({ query, limit: options.limit });
    await print(terminal, result, options);
    const shown = result.hits.map(({ number }) => number);
    // `.3` is the third of them in every command
    if (isForPeople(options) && shown.length > 0) keepList(desk.config.file, shown);
    return OK;
  });
}

function isForPeople({ json, csv, quiet }: SearchOptions): boolean {
  return !json && !csv && !quiet;
}

function refuse(terminal: Terminal, typed: string, faults: readonly QueryFault[]): Exit {
  const words = oneLine(typed);
  for (const { fault, column } of faults) {
    terminal.say(`desk search: ${oneLine(fault)}`);
    // what was cleaned is not as long as what was typed
    if (words === typed && words.length < 200)
      for (const line of [words, `${' '.repeat(column - 1)}^`]) terminal.say(`  ${line}`);
  }
  return USAGE;
}

/** After an upgrade the index does not have the old messages yet. */
async function bringIn(desk: ReadingDesk, terminal: Terminal): Promise<void> {
  let done = 0;
  const end = keepTelling(terminal, () => done, 'message', 'into the index');
  try {
    await desk.fillSearch(undefined, messages => {
      done += messages;
    });
  } catch (error) {
    if (!isTrouble(error)) throw error;
    terminal.say('not all old messages are in the index yet, and they cannot be brought in now; desk serve does it');
  } finally {
    end();
  }
}

async function print(
  terminal: Terminal,
  { hits, more, ranked, all }: SearchResult,
  options: SearchOptions,
): Promise<void> {
  if (options.json) await terminal.print(jsonText(hits.map(({ marked: _, ...hit }) => withOverdue(hit, Date.now()))));
  else if (options.quiet) for (const { number } of hits) await terminal.print(String(number));
  else if (options.csv) for (const line of csvLines(hits)) await terminal.print(line);
  else for (const line of hits.flatMap(hit => hitLines(hit, Date.now(), terminal.paint))) await terminal.print(line);
  if (hits.length === 0)
    terminal.say('nothing found; all words have to be in one message, with its subject, names and files');
  if (more) terminal.say(`only the best ${hits.length} tickets; --limit N shows more`);
  if (!all && !options.quiet)
    terminal.say(`of many messages the newest ${ranked} were ranked; more words or before: find older ones`);
}

type Paint = (style: Style, text: string) => string;

/** Without colours a hit stands between stars. */
export function hitLines(hit: SearchHit, now: number, paint: Paint): string[] {
  const { number, status, statusName, owner, message, hits } = hit;
  const about = [
    oneLine(statusName ?? status),
    oneLine(owner ?? 'nobody'),
    person(hit.requester),
    age(message.at, now),
  ];
  const others = hits > 1 ? paint('dim', `  (+${count(hits - 1, 'message')})`) : '';
  return [
    `${paint('bold', `#${number}`)} ${marked(hit.marked, paint)}  ${paint('dim', about.join(', '))}`,
    `    ${authorOf(message, paint)}: ${marked(hit.snippet, paint)}${others}`,
  ];
}

function authorOf({ kind, author }: SearchHit['message'], paint: Paint): string {
  return kind === 'note' ? paint('yellow', `note (staff only) by ${oneLine(author)}`) : `${kind} by ${oneLine(author)}`;
}

function marked(pieces: readonly Piece[], paint: Paint): string {
  const star = paint('bold', 'x') === 'x' ? '*' : '';
  // a blank at the end of a piece is one between words
  const clean = (text: string) => oneLine(`.${text}.`).slice(1, -1);
  return pieces.map(({ text, hit }) => (hit ? paint('inverse', star + clean(text) + star) : clean(text))).join('');
}

function csvLines(hits: readonly SearchHit[]): string[] {
  const head = [
    'number',
    'status',
    'queue',
    'owner',
    'requester',
    'address',
    'subject',
    'message',
    'kind',
    'author',
    'at',
    'snippet',
  ];
  const lines = hits.map(hit => [
    String(hit.number),
    hit.status,
    hit.queue,
    hit.owner ?? '',
    hit.requester.name,
    hit.requester.address,
    hit.subject,
    String(hit.message.id),
    hit.message.kind,
    hit.message.author,
    new Date(hit.message.at).toISOString(),
    hit.snippet.map(({ text }) => text).join(''),
  ]);
  return [head, ...lines].map(csvLine);
}
