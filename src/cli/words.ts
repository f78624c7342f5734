/**
 * Where the words of an answer, a note or a new ticket come from: -m, else a pipe, else the operator's editor. They may
 * begin with a ready answer: what is typed or piped goes under it, and the editor opens with it.
 * What was typed is never lost: until the desk has taken it, it is one of the operator's drafts.
 */
import { count, instant } from './amounts.ts';
import { ask } from './ask.ts';
import type { Call } from './call.ts';
import { configured } from './configured.ts';
import type { Draft, Drafts } from './draft-files.ts';
import { runEditor } from './editor.ts';
import { editorBuffer, readBuffer, tidy } from './editor-buffer.ts';
import { type Exit, REFUSED, STALE, USAGE } from './exits.ts';
import { isBound, namesOfProcess } from './identity.ts';
import { manyLines, oneLine } from './one-line.ts';
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
  /** Words to begin with. With --yes they are taken as they are; what is typed or piped goes under them. */
  readonly ready?: string;
  /** What the ready words are called, where they are known by a name. */
  readonly readyName?: string;
  /** Goes on with the draft without asking. */
  readonly goOn?: boolean;
  /** An editor is about to open; what is returned is called when it has ended. */
  readonly editing?: () => Promise<() => Promise<void>>;
}

type Words =
  /** `draft`: that these words are kept under. `ready`: nobody typed any of them. */
  | { readonly words: string; readonly draft?: string; readonly ready?: true }
  | { readonly cancelled: string; readonly kept?: string; readonly exit?: Exit };

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
    if (got.kept !== undefined) terminal.say(await whereKept(drafts, got.kept));
    return got.exit ?? REFUSED;
  }
  let exit: Exit | undefined;
  try {
    exit = await use(got.words);
    return exit;
  } finally {
    const isTypedAgain = options.message !== undefined && options.message !== '-' && exit !== STALE;
    const isDone = exit === 0 && !options.dryRun;
    // of a ready answer nothing is lost, and what was only tried comes again from where it came
    const isToHave = got.ready === true || (got.draft === undefined && (isTypedAgain || options.dryRun === true));
    if (isDone || isToHave) {
      if (got.draft !== undefined) await drafts.drop(got.draft);
    } else {
      const file = got.draft === undefined ? drafts.keepBeside(name, got.words) : drafts.keep(got.draft, got.words);
      terminal.say(await whereKept(drafts, await file));
    }
  }
}

/** How whoever wrote them goes on with the words in that file. */
export async function whereKept(drafts: Drafts, file: string): Promise<string> {
  const all = await drafts.list();
  const name = all.find(draft => draft.file === file)?.name ?? '';
  const ticket = ticketOf(name);
  if (ticket === undefined) return `your words are kept: desk drafts show ${name} prints them`;
  const isAlone = all.filter(draft => ticketOf(draft.name) === ticket).length === 1;
  return `your words are kept: desk drafts edit ${isAlone ? ticket : name} goes on with them`;
}

/** Of the name of a draft; a new ticket has none yet. */
function ticketOf(draft: string): string | undefined {
  return /-(\d+)/.exec(draft)?.[1];
}

async function askForWords(call: Call<unknown, Message>, source: Source): Promise<Words> {
  const { message, yes } = call.options;
  if (message !== undefined && message !== '-') return given(message, source, call);
  // stdin may be the list of a loop, which is not to be sent: who says --yes says all
  if (source.ready !== undefined && yes && message === undefined) return given('', source, call);
  if (message === '-' || !call.terminal.asks) return given(await readStdin(), source, call);
  if (isBound(namesOfProcess(call.globals)))
    return {
      cancelled: 'through sudo no editor is started, for it would run as the account of the desk: use -m or a pipe',
    };
  return fromEditor(call, source);
}

function given(text: string, { ready = '', readyName }: Source, { options }: Call<unknown, Message>): Words {
  const [begun, words] = [tidy(ready), tidy(text)];
  if (words !== '') return { words: begun === '' ? words : `${begun}\n\n${words}` };
  if (begun === '') return { cancelled: 'no words: cancelled, nothing was done' };
  if (options.yes) return { words: begun, ready: true };
  const name = readyName === undefined ? 'it' : oneLine(readyName);
  return { cancelled: `no editor here: --yes sends ${name} as it is; -m adds words to it`, exit: USAGE };
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

/** Ready words without a name were typed somewhere else. */
function isReadyOnly(words: string, { ready = '', readyName }: Source): boolean {
  return readyName !== undefined && words === tidy(ready);
}

async function edited(source: Source, buffer: string): Promise<Words> {
  const { drafts, name } = source;
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
    return { words: read.words, draft: name, ...(isReadyOnly(read.words, source) ? { ready: true } : {}) };
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
