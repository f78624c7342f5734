/**
 * Where the words of an answer, a note or a new ticket come from: -m, else a pipe, else the operator's editor, which may
 * begin with a ready answer.
 * What was typed is never lost: until the desk has taken it, it is one of the operator's drafts.
 */
import { count, instant } from './amounts.ts';
import { ask } from './ask.ts';
import type { Call } from './call.ts';
import { configured } from './configured.ts';
import type { Draft, Drafts } from './draft-files.ts';
import { runEditor } from './editor.ts';
import { editorBuffer, readBuffer, tidy } from './editor-buffer.ts';
import { type Exit, REFUSED, STALE } from './exits.ts';
import { isBound, namesOfProcess } from './identity.ts';
import { manyLines } from './one-line.ts';
import { readStdin } from './stdin.ts';

export interface Message {
  readonly message?: string;
  /** The words are not used up. */
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export interface Source {
  /** Of the draft: `reply-12`. */
  readonly name: string;
  readonly drafts: Drafts;
  /** Shown below the scissors line: clean lines. Asked for only when an editor opens. */
  readonly below: () => Promise<readonly string[]>;
  /** Words to begin with; taken as they are where nobody sits at the keyboard, or with --yes. */
  readonly ready?: string;
  /** Goes on with the draft without asking. */
  readonly goOn?: boolean;
  /** An editor is about to open; what is returned is called when it has ended. */
  readonly editing?: () => Promise<() => Promise<void>>;
}

type Words =
  /** `draft`: that these words are kept under. */
  { readonly words: string; readonly draft?: string } | { readonly cancelled: string; readonly kept?: string };

/** Asks for words and hands them to `use`. Empty words cancel; a failure keeps the draft and says where it is. */
export async function withWords(
  call: Call<unknown, Message>,
  source: Source,
  use: (words: string) => Promise<Exit>,
): Promise<Exit> {
  const { terminal, options } = call;
  const { drafts, name } = source;
  const got = await askForWords(call, source);
  if ('cancelled' in got) {
    terminal.say(got.cancelled);
    if (got.kept !== undefined) terminal.say(whereKept(got.kept));
    return REFUSED;
  }
  let exit: Exit | undefined;
  try {
    exit = await use(got.words);
    return exit;
  } finally {
    const typedAgain = options.message !== undefined && options.message !== '-' && exit !== STALE;
    if (exit === 0 && !options.dryRun) {
      if (got.draft !== undefined) await drafts.drop(got.draft);
    } else if (got.draft !== undefined) terminal.say(whereKept(await drafts.keep(got.draft, got.words)));
    else if (!typedAgain) terminal.say(whereKept(await drafts.keepBeside(name, got.words)));
  }
}

export function whereKept(file: string): string {
  return `your words are kept in ${file} : desk drafts`;
}

async function askForWords(call: Call<unknown, Message>, source: Source): Promise<Words> {
  const { message, yes } = call.options;
  if (source.ready !== undefined && (yes || !call.terminal.asks)) return given(source.ready);
  if (message !== undefined && message !== '-') return given(message);
  if (message === '-' || !call.terminal.asks) return given(await readStdin());
  if (isBound(namesOfProcess(call.globals)))
    return {
      cancelled: 'through sudo no editor is started, for it would run as the account of the desk: use -m or a pipe',
    };
  return fromEditor(call, source);
}

function given(text: string): Words {
  const words = tidy(text);
  return words === '' ? { cancelled: 'no words: cancelled, nothing was done' } : { words };
}

async function fromEditor(call: Call<unknown>, source: Source): Promise<Words> {
  const { drafts, name } = source;
  const old = await drafts.find(name);
  const begun = old && (source.goOn || (await isToGoOn(call, old, drafts))) ? old.words : (source.ready ?? '');
  const buffer = editorBuffer(await source.below(), begun);
  const ended = await source.editing?.();
  try {
    return await edited(source, buffer);
  } finally {
    await ended?.();
  }
}

/** A draft that is not to be gone on with is put aside, never thrown away. */
async function isToGoOn({ terminal, globals }: Call<unknown>, draft: Draft, drafts: Drafts): Promise<boolean> {
  const { timeZone } = await configured(globals);
  const lines = manyLines(draft.words);
  terminal.say(
    `you have a draft of ${instant(draft.at, timeZone)}, ${count(lines.length, 'line')}: ${lines[0]?.slice(0, 60)}`,
  );
  const answer = await ask('Go on with it? [Y/n] ');
  if (!/^n/i.test(answer)) return true;
  terminal.say(`it is kept as ${await drafts.putAside(draft.name)}: desk drafts`);
  return false;
}

async function edited({ drafts, name }: Source, buffer: string): Promise<Words> {
  const editing = await drafts.edit(name, buffer);
  const trouble = await runEditor(editing.file);
  const left = await editing.end();
  const read = readBuffer(left);
  const isCut = 'cancelled' in read && read.cancelled === 'no scissors';
  if (isCut && (trouble === undefined || (await drafts.find(name)) === undefined)) await drafts.keep(name, tidy(left));
  const kept = await drafts.find(name);
  await editing.discard();
  if ('words' in read && trouble === undefined) {
    if (kept?.words !== read.words) await drafts.keep(name, read.words);
    return { words: read.words, draft: name };
  }
  const where = kept === undefined ? {} : { kept: kept.file };
  if (trouble !== undefined) return { cancelled: `${trouble}: nothing was done`, ...where };
  if (isCut)
    return {
      cancelled:
        'the line "8< everything below is cut" is gone, so your words cannot be told from the rest: nothing was done',
      ...where,
    };
  // emptied and saved: that is how a draft is given up
  await drafts.drop(name);
  return { cancelled: 'no words: cancelled, nothing was done' };
}
