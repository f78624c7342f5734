/** `desk drafts`: what an operator wrote and did not send yet. */
import { age, count } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { carryOut } from './carry-out.ts';
import { type Draft, Drafts } from './draft-files.ts';
import { type Exit, OK, REFUSED } from './exits.ts';
import { jsonText } from './json.ts';
import { note } from './note.ts';
import { oneLine } from './one-line.ts';
import { type ReplyOptions, reply } from './reply.ts';
import { type Column, table } from './table.ts';
import type { Terminal } from './terminal.ts';
import { asOperator, refuse } from './with-desk.ts';

const COLUMNS: readonly Column[] = [
  { title: 'draft' },
  { title: 'age', align: 'right' },
  { title: 'lines', align: 'right' },
  { title: 'begins', gives: 1, least: 12 },
  { title: '' },
];

export function listDrafts(call: Call<readonly [], Json>): Promise<Exit> {
  const { terminal, options } = call;
  return withDrafts(call, async drafts => {
    const all = await drafts.list();
    if (options.json) await terminal.print(jsonText(all));
    else if (all.length === 0) terminal.say('no drafts');
    else for (const line of await lines(all, terminal)) await terminal.print(line);
    return OK;
  });
}

function lines(all: readonly Draft[], { width, paint }: Terminal): Promise<string[]> {
  const rows = all.map(({ name, at, words, open }) => [
    { text: name, style: 'bold' as const },
    { text: age(at, Date.now()) },
    { text: String(words.split('\n').length) },
    { text: oneLine(words.slice(0, 200)) },
    { text: open ? 'open in an editor' : '', style: 'yellow' as const },
  ]);
  return table(COLUMNS, rows, width, paint);
}

/** The words as they are: they are the operator's own. */
export function showDraft(call: Call<readonly [string], Json>): Promise<Exit> {
  return withDraft(call, async draft => {
    await call.terminal.write(Buffer.from(`${draft.words}\n`));
    return OK;
  });
}

export function dropDraft(call: Call<readonly [readonly string[]]>): Promise<Exit> {
  const { terminal, args } = call;
  return withDrafts(call, async drafts => {
    let worst: Exit = OK;
    for (const name of args[0]) {
      const draft = await named(name, drafts, terminal);
      if (draft === undefined) worst = REFUSED;
      else {
        await drafts.drop(draft.name);
        await terminal.print(`${draft.name} is dropped`);
      }
    }
    return worst;
  });
}

/** Goes on with it in the editor, and sends it from there. */
export async function editDraft(call: Call<readonly [string], ReplyOptions>): Promise<Exit> {
  return withDraft(call, (draft, drafts) => {
    const [kind, ticket] = whatFor(draft);
    if (ticket === undefined) return Promise.resolve(useNew(call, draft));
    return madeCurrent(draft, drafts).then(() => {
      return kind === 'reply'
        ? reply({ ...call, args: [ticket] as const }, true)
        : note({ ...call, args: [[ticket]] as const }, true);
    });
  });
}

/** As it is; guarded like any answer. */
export function sendDraft(call: Call<readonly [string], ReplyOptions>): Promise<Exit> {
  return withDraft(call, async (draft, drafts, { desk, login }) => {
    const [kind, ticket] = whatFor(draft);
    if (ticket === undefined) return useNew(call, draft);
    const { words: text } = draft;
    const { close, force } = call.options;
    const exit = await carryOut(
      desk,
      kind === 'note'
        ? { do: 'note', ticket, text }
        : { do: 'reply', ticket, text, close: close === true, ...(force ? { force } : {}) },
      login,
      call,
    );
    if (exit === OK) await drafts.drop(draft.name);
    return exit;
  });
}

function useNew({ terminal }: Call<unknown>, { name }: Draft): Exit {
  return refuse(terminal, {
    refused: `${name} was for a new ticket: desk drafts show ${name} | desk new --for … --subject … -m -`,
  });
}

/** The editor opens on `reply-12`, so an older `reply-12.2` takes its place, and the other steps aside. */
async function madeCurrent(draft: Draft, drafts: Drafts): Promise<void> {
  const base = draft.name.replace(/\.\d+$/, '');
  if (base === draft.name) return;
  const current = await drafts.find(base);
  await drafts.drop(draft.name);
  if (current) await drafts.putAside(base);
  await drafts.keep(base, draft.words);
}

function whatFor({ name }: Draft): readonly [kind: string, ticket: number | undefined] {
  const [, kind = '', ticket] = /^([a-z]+)(?:-(\d+))?/.exec(name) ?? [];
  return [kind, ticket === undefined ? undefined : Number(ticket)];
}

type Who = { readonly desk: Parameters<typeof carryOut>[0]; readonly login: string };

function withDrafts(call: Call<unknown>, use: (drafts: Drafts, who: Who) => Promise<Exit>): Promise<Exit> {
  return asOperator(call, (desk, login) => use(new Drafts(desk.config, login), { desk, login }));
}

function withDraft(
  call: Call<readonly [string]>,
  use: (draft: Draft, drafts: Drafts, who: Who) => Promise<Exit>,
): Promise<Exit> {
  return withDrafts(call, async (drafts, who) => {
    const draft = await named(call.args[0], drafts, call.terminal);
    return draft === undefined ? REFUSED : use(draft, drafts, who);
  });
}

/** By its name, or by the number of its ticket when that has only one. */
async function named(wanted: string, drafts: Drafts, terminal: Terminal): Promise<Draft | undefined> {
  const all = await drafts.list();
  const number = /^#?(\d+)$/.exec(wanted)?.[1];
  const found = all.filter(({ name }) => name === wanted || (number !== undefined && name.split(/[-.]/)[1] === number));
  if (found.length === 1) return found[0];
  const names = (found.length > 0 ? found : all).map(({ name }) => name).join(', ');
  const what =
    found.length > 0 ? `ticket ${number} has ${count(found.length, 'draft')}` : `there is no draft ${oneLine(wanted)}`;
  terminal.say(names === '' ? what : `${what}: ${names}`);
  return undefined;
}
