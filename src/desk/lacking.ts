/**
 * What a request lacks before somebody can work on it: a hint to the operator, and the list of the canned reply
 * need-info. Only of a report that something does not work; a question or a wish lacks nothing. It looks for words that
 * say what was done, expected and seen, so it can be wrong, and nothing is ever decided by it alone.
 */
import { type Language, languageOf } from '../mail/language.ts';
import { FAULT_WORDS, type FaultWords } from './lacking-words.ts';

export type Lack = 'steps' | 'expected' | 'seen' | 'error-code' | 'screenshot';

export interface Lacking {
  /** Null: it reports no fault. */
  readonly reports: string | null;
  readonly lacks: readonly { readonly what: Lack; readonly because: string }[];
}

export interface Asked {
  readonly subject: string;
  /** What was written this time. */
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly type: string }[];
}

const LONGEST = 8_000;
const NOTHING: Lacking = { reports: null, lacks: [] };

export function lacking({ subject, text, attachments }: Asked): Lacking {
  const words = readable(`${subject}\n${text}`);
  const spoken = wordsFor(languageOf(words) ?? spokenBy(words));
  if (spoken === undefined) return NOTHING;
  const fault = spoken.fault.exec(words)?.[1];
  if (onlyAsks(words, fault, spoken)) return NOTHING;
  const body = readable(text);
  const picture = attachments.some(isPicture);
  const message = spoken.message.exec(body)?.[1];
  const screen = spoken.screen.exec(words)?.[1];
  const vague = spoken.vague.exec(words)?.[1];
  const seen = vague === undefined || spoken.seen.test(body) || QUOTED.test(body) || CODE.test(body);
  const lacks: Lacking['lacks'][number][] = [];
  if (!spoken.steps.test(body) && !NUMBERED.test(body))
    lacks.push({ what: 'steps', because: 'nothing says what was done before' });
  if (!spoken.expected.test(body)) lacks.push({ what: 'expected', because: 'nothing says what should have happened' });
  if (!seen) lacks.push({ what: 'seen', because: `it says "${vague}" and not what happened` });
  if (message !== undefined && !QUOTED.test(body) && !CODE.test(body))
    lacks.push({ what: 'error-code', because: `it speaks of "${message}" and does not say what it says` });
  const attached = spoken.attached.exec(body)?.[1];
  if (!picture && attached !== undefined)
    lacks.push({ what: 'screenshot', because: `it says "${attached}" and there is no picture` });
  // as long as nobody knows what was seen there is nothing to ask a picture of
  else if (!picture && screen !== undefined && (seen || message !== undefined))
    lacks.push({ what: 'screenshot', because: `it is about something on a screen ("${screen}")` });
  return { reports: fault ?? 'it asks for nothing', lacks };
}

function readable(text: string): string {
  return text.slice(0, LONGEST).toLowerCase().normalize('NFC').replaceAll('’', "'").replace(/\s+/g, ' ').trim();
}

const NUMBERED = /(?:^| )1[.)] .{3,400} 2[.)] /;
/** What a message says: in quotes, and more than the name of a button. */
const QUOTED = /["“„«»][^"“”„«»]{12,300}["”“«»]|["“„«»][^"”»]{0,60}[:\d][^"”»]{0,200}["”“«»]/;
const CODE =
  /\b0x[0-9a-f]{4,}\b|\b[a-z]{2,10}[-_]?\d{3,6}\b|(?:error|fout|fehler|ошибка|erreur|code|код|http) ?#?:? ?-?\d{2,10}\b/;

function isPicture({ name, type }: { readonly name: string; readonly type: string }): boolean {
  return /^image\/|^video\/|^application\/pdf$/.test(type) || /\.(?:png|jpe?g|gif|bmp|heic|webp|pdf|mp4)$/i.test(name);
}

type Patterns = { readonly [K in keyof FaultWords]: RegExp };
type Spoken = keyof typeof FAULT_WORDS;

let made: ReadonlyMap<string, Patterns> | undefined;

function patterns(): ReadonlyMap<string, Patterns> {
  const all = Object.entries(FAULT_WORDS).map(([language, words]): [string, Patterns] => [
    language,
    Object.fromEntries(
      // whoever says that something is wrong and not what says that something is wrong
      Object.entries({ ...words, fault: `${words.fault}|${words.vague}` }).map(([key, all]) => [key, atWord(all)]),
    ) as Patterns,
  ]);
  return new Map(all);
}

function atWord(words: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(${words})`, 'u');
}

function wordsFor(language: Language | undefined): Patterns | undefined {
  made ??= patterns();
  return language === undefined ? undefined : made.get(language);
}

/** Of a text too short to guess its language: the one whose words of fault are in it. */
function spokenBy(words: string): Spoken | undefined {
  made ??= patterns();
  for (const [language, { fault }] of made) if (fault.test(words)) return language as Spoken;
  return undefined;
}

const FEWEST_WORDS = 4;

/**
 * No list holds all the ways in which things go wrong, so it is the other way round: who neither wishes nor asks nor
 * thanks tells of something. "Could you send the wrong invoice again?" names no fault beside its wish.
 */
function onlyAsks(words: string, fault: string | undefined, { wish, fault: faults }: Patterns): boolean {
  if (fault === undefined) return wish.test(words) || words.split(' ').length < FEWEST_WORDS;
  return wish.test(words) && !faults.test(words.replace(new RegExp(wish.source, 'gu'), ' '));
}
