/**
 * `desk complete -- WORDS`: what the last word may become, a line each: the value, a tabulator, words about it. Asked by
 * the scripts of `desk completion` at every key, so it never complains: without an answer it says nothing.
 */
import { forTerminal } from '../mail/clean.ts';
import { learnWidths } from '../outbox/width.ts';
import type { Call } from './call.ts';
import { wordsTyped } from './complete-line.ts';
import { type Candidate, candidatesFor } from './complete-values.ts';
import { OK } from './exits.ts';
import { whyNotLetIn } from './gate.ts';
import { oneLine } from './one-line.ts';
import { truncate } from './width.ts';

/** What is completed is read off lists, and so it is asked for. */
const LIKE_A_LIST = { needs: 'read-only' } as const;

/** Columns of the words about a value. */
const ABOUT = 60;

export async function complete(call: Call<readonly [readonly string[]]>): Promise<typeof OK> {
  const { args, terminal } = call;
  const typed = wordsTyped(args[0]);
  // what is typed may name a configuration and a login too, and the door was asked without them
  const refused = await whyNotLetIn(LIKE_A_LIST, { ...call, globals: typed.globals });
  const found = refused ? [] : await candidatesFor(typed).catch((): readonly Candidate[] => []);
  await learnWidths(found.map(({ about }) => oneLine(about)));
  for (const line of found.filter(isTypeable).map(lineOf)) await terminal.print(line);
  return OK;
}

/** A value with anything in it that steers, or with a blank, is none that one would type. */
function isTypeable({ value }: Candidate): boolean {
  return value !== '' && !/[\s\p{Cc}\p{Cf}]/u.test(value) && forTerminal(value, { multiline: false }) === value;
}

function lineOf({ value, about }: Candidate): string {
  const words = truncate(oneLine(about), ABOUT);
  return words === '' ? value : `${value}\t${words}`;
}
