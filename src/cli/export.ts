/** `desk export`: every mail as it came, for another program or another desk. */
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptMail } from '../store/archive.ts';
import { count } from './amounts.ts';
import type { Call } from './call.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { mboxEntry } from './mbox-out.ts';
import { oneLine } from './one-line.ts';
import { refuse, withDesk } from './with-desk.ts';

interface ExportOptions {
  readonly mbox?: string;
  readonly eml?: string;
  readonly ticket?: number;
}

type Export = Call<readonly [], ExportOptions>;

interface Target {
  put(mail: KeptMail): Promise<void>;
  close(): Promise<void>;
}

export async function exportMails(call: Export): Promise<Exit> {
  const { mbox, eml, ticket } = call.options;
  if (mbox === undefined && eml === undefined) {
    call.terminal.say('where to? --mbox FILE, --mbox - or --eml FOLDER');
    return USAGE;
  }
  if (mbox === '-' && call.terminal.width !== undefined)
    return refuse(call.terminal, { refused: 'a terminal would obey what is in the mails: write to a file or a pipe' });
  return withDesk(call, async desk => {
    const targets = await openTargets(call);
    if ('refused' in targets) return refuse(call.terminal, targets);
    let mails = 0;
    for await (const mail of desk.archive(ticket)) {
      if (call.terminal.closed()) break;
      for (const target of targets) await target.put(mail);
      mails++;
    }
    for (const target of targets) await target.close();
    call.terminal.say(count(mails, 'mail'));
    return OK;
  });
}

async function openTargets({ options, terminal }: Export): Promise<Target[] | { refused: string }> {
  const { mbox, eml } = options;
  const targets: Target[] = [];
  if (eml !== undefined) targets.push(await intoFolder(eml));
  if (mbox === '-') targets.push({ put: mail => terminal.write(mboxEntry(mail)), close: async () => {} });
  else if (mbox !== undefined) {
    const file = await intoNewFile(mbox);
    if (!file) return { refused: `${oneLine(mbox)} is there already; name a file that is not` };
    targets.push(file);
  }
  return targets;
}

/** Mails are people's words: only the owner reads what is written. */
async function intoFolder(folder: string): Promise<Target> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    put: ({ mail, bytes }) => writeFile(join(folder, `mail-${mail}.eml`), bytes, { mode: 0o600 }),
    close: async () => {},
  };
}

async function intoNewFile(path: string): Promise<Target | undefined> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  return file && { put: mail => file.appendFile(mboxEntry(mail)), close: () => file.close() };
}
