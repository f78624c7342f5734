/**
 * Where the words of an answer, a note or a new ticket come from: -m, else a pipe, else the operator's editor, which may
 * begin with a ready answer.
 * What was typed is never lost: until the desk has taken it, it lies in a draft file that only the operator can read.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Call } from './call.ts';
import { runEditor } from './editor.ts';
import { editorBuffer, readBuffer, tidy } from './editor-buffer.ts';
import { type Exit, REFUSED } from './exits.ts';
import { isBound, namesOfProcess } from './identity.ts';
import { readStdin } from './stdin.ts';

export interface Message {
  readonly message?: string;
  readonly yes?: boolean;
}

interface Source {
  /** Part of the draft's file name: `reply-12`. */
  readonly name: string;
  /** Shown below the scissors line: clean lines. */
  readonly below: readonly string[];
  /** Words to begin with; taken as they are where nobody sits at the keyboard, or with --yes. */
  readonly ready?: string;
}

type Words =
  | { readonly words: string; readonly draft?: string }
  | { readonly cancelled: string; readonly draft?: string };

/** Asks for words and hands them to `use`. Empty words cancel; a failure keeps the draft and says where it is. */
export async function withWords(
  call: Call<unknown, Message>,
  source: Source,
  use: (words: string) => Promise<Exit>,
): Promise<Exit> {
  const got = await askForWords(call, source);
  if ('cancelled' in got) {
    call.terminal.say(got.cancelled);
    if (got.draft !== undefined) call.terminal.say(`your words are kept in ${got.draft}`);
    return REFUSED;
  }
  let exit: Exit | undefined;
  try {
    exit = await use(got.words);
    return exit;
  } finally {
    if (exit === 0) await discard(got.draft);
    else if (call.options.message === undefined || call.options.message === '-')
      call.terminal.say(`your words are kept in ${got.draft ?? (await keep(source.name, got.words))}`);
  }
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
  return fromEditor(source);
}

function given(text: string): Words {
  const words = tidy(text);
  return words === '' ? { cancelled: 'no words: cancelled, nothing was done' } : { words };
}

async function fromEditor(source: Source): Promise<Words> {
  const draft = await keep(source.name, editorBuffer(source.below, source.ready));
  const trouble = await runEditor(draft);
  const edited = readBuffer(await readFile(draft, 'utf8'));
  if ('words' in edited && trouble === undefined) return { words: edited.words, draft };
  if (trouble !== undefined && 'words' in edited) return { cancelled: `${trouble}: nothing was done`, draft };
  if ('cancelled' in edited && edited.cancelled === 'no scissors')
    return {
      cancelled:
        'the line "8< everything below is cut" is gone, so your words cannot be told from the rest: nothing was done',
      draft,
    };
  await discard(draft);
  return {
    cancelled: trouble === undefined ? 'no words: cancelled, nothing was done' : `${trouble}: nothing was done`,
  };
}

/** mkdtemp makes a folder that only its owner may enter, so the name cannot be taken by somebody else. */
async function keep(name: string, text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'desk-')), `${name}.txt`);
  await writeFile(file, text, { mode: 0o600, flag: 'wx' });
  return file;
}

async function discard(draft: string | undefined): Promise<void> {
  if (draft !== undefined) await rm(dirname(draft), { recursive: true, force: true });
}
