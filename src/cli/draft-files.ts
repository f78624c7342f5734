/**
 * What an operator wrote and did not send yet: one file for each draft, in the operator's own state folder
 * ($XDG_STATE_HOME/postdesk/drafts), readable by nobody else. While an editor is open it works on a file of its own
 * beside the draft; whatever is saved there is copied into the draft at once, whole and down to the disk, so neither a
 * killed editor, terminal or desk nor a power cut takes more than what was not saved in the editor.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { readBuffer, tidy } from './editor-buffer.ts';

export interface Draft {
  /** `reply-12`, `note-12.2`, `new`. */
  readonly name: string;
  readonly file: string;
  readonly words: string;
  /** ms since 1970 of the last change. */
  readonly at: number;
  /** An editor of a running desk is open on it. */
  readonly open: boolean;
}

/** ms between looks at what an editor saved. */
const LOOK_EVERY = 200;
const DRAFT = /^((?:reply|note|new)(?:-\d+)?(?:\.\d+)?)\.md$/;
const BUFFER = /^((?:reply|note|new)(?:-\d+)?(?:\.\d+)?)\.editing-(\d+)\.md$/;

export class Drafts {
  readonly folder: string;

  /** Each desk and each login has a folder of its own. */
  constructor({ file, state }: Pick<Config, 'file' | 'state'>, login: string) {
    const desk = createHash('sha256')
      .update(file || state)
      .digest('hex')
      .slice(0, 12);
    const base = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
    this.folder = join(base, 'postdesk', 'drafts', desk, encodeURIComponent(login));
  }

  /** In the order they were changed, the latest last. */
  async list(): Promise<Draft[]> {
    await this.#recover();
    const names = (await this.#files()).flatMap(file => DRAFT.exec(file)?.[1] ?? []);
    const found = await Promise.all(names.map(name => this.#read(name)));
    return found.filter(draft => draft !== undefined).sort((a, b) => a.at - b.at);
  }

  async find(name: string): Promise<Draft | undefined> {
    return (await this.list()).find(draft => draft.name === name);
  }

  /**
   * `savedAt`, ms since 1970: when an editor saved these words, if one did. It is the draft's time too, so that what the
   * editor saves while this is being written counts as newer.
   * @returns its file. On the disk when this resolves; a reader sees the old words or the new ones, never half.
   */
  async keep(name: string, words: string, savedAt?: number): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = this.#path(name);
    const half = `${file}.${process.pid}.half`;
    const handle = await open(half, 'w', 0o600);
    try {
      await handle.writeFile(words);
      if (savedAt !== undefined) await handle.utimes(savedAt / 1000, savedAt / 1000);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, file);
    await syncFolder(this.folder);
    return file;
  }

  /** Under a name that no other draft has. */
  async keepBeside(name: string, words: string): Promise<string> {
    const known = await this.list();
    const same = known.find(
      draft => draft.words === words && (draft.name === name || draft.name.startsWith(`${name}.`)),
    );
    return same?.file ?? this.keep(freeName(name, known), words);
  }

  /** Makes room for a new draft of that name; where the old one is now. */
  async putAside(name: string): Promise<string> {
    const aside = freeName(name, await this.list());
    await rename(this.#path(name), this.#path(aside));
    return aside;
  }

  async drop(name: string): Promise<void> {
    await rm(this.#path(name), { force: true });
  }

  /** The file for an editor, and what follows it until the editor has ended. */
  async edit(name: string, buffer: string): Promise<Editing> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, `${name}.editing-${process.pid}.md`);
    const handle = await open(file, 'w', 0o600);
    await handle.writeFile(buffer);
    await handle.close();
    return new Editing(file, (words, savedAt) => this.keep(name, words, savedAt));
  }

  #path(name: string): string {
    return join(this.folder, `${name}.md`);
  }

  async #files(): Promise<string[]> {
    return readdir(this.folder).catch(error => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
  }

  async #read(name: string): Promise<Draft | undefined> {
    const file = this.#path(name);
    try {
      const [words, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
      const isOpen = (await this.#files()).some(one => BUFFER.exec(one)?.[1] === name);
      return { name, file, words, at: mtimeMs, open: isOpen };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** What an editor saved after its desk had died: newer words than the draft's are the draft from now on. */
  async #recover(): Promise<void> {
    for (const file of await this.#files()) {
      const [, name, pid] = BUFFER.exec(file) ?? [];
      if (name === undefined || isAlive(Number(pid))) continue;
      const path = join(this.folder, file);
      const [buffer, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
      const draft = await this.#read(name);
      const read = readBuffer(buffer);
      if ('words' in read) {
        if (read.words !== draft?.words && mtimeMs > (draft?.at ?? 0)) await this.keep(name, read.words);
      } else if (read.cancelled === 'no scissors' && draft === undefined) await this.keep(name, tidy(buffer));
      await rm(path, { force: true });
    }
  }
}

/** One open editor. */
export class Editing {
  readonly file: string;
  readonly #keep: (words: string, savedAt: number) => Promise<string>;
  readonly #timer: NodeJS.Timeout;
  #seen = '';
  #kept = '';
  #looking: Promise<void> = Promise.resolve();

  constructor(file: string, keep: (words: string, savedAt: number) => Promise<string>) {
    this.file = file;
    this.#keep = keep;
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look());
    }, LOOK_EVERY);
  }

  /** The editor has ended: what stands in its file now. */
  async end(): Promise<string> {
    clearInterval(this.#timer);
    await this.#looking;
    await this.#look();
    return readFile(this.file, 'utf8').catch(() => '');
  }

  async discard(): Promise<void> {
    await rm(this.file, { force: true });
  }

  /** An editor may just be writing: what does not reach to the scissors yet is not what was saved. */
  async #look(): Promise<void> {
    try {
      const { mtimeMs, size, ino } = await stat(this.file);
      const mark = `${mtimeMs} ${size} ${ino}`;
      if (mark === this.#seen) return;
      const read = readBuffer(await readFile(this.file, 'utf8'));
      if (!('words' in read)) return;
      if (read.words !== this.#kept) await this.#keep(read.words, mtimeMs);
      this.#kept = read.words;
      this.#seen = mark;
    } catch {
      // looked at again in a moment; at the end the file itself is read
    }
  }
}

function freeName(name: string, known: readonly Draft[]): string {
  const taken = new Set(known.map(draft => draft.name));
  if (!taken.has(name)) return name;
  for (let n = 2; ; n++) if (!taken.has(`${name}.${n}`)) return `${name}.${n}`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isDefunct(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** It has died, and nobody has asked yet how; where the system tells. */
function isDefunct(pid: number): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

/** A rename must reach the disk too; some file systems sync no folders. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync();
  } catch {
    // the words themselves are safe
  } finally {
    await handle?.close();
  }
}
