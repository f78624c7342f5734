/** `desk faq`: answers that are always the same. */
import { faqFolders } from '../config/template-folders.ts';
import { type FaqEntry, faqFor, loadFaq, pickFaq } from '../outbox/faq.ts';
import type { Call, Json } from './call.ts';
import { configured } from './configured.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { manyLines, oneLine } from './one-line.ts';
import { type Cell, type Column, table } from './table.ts';
import { refuse } from './with-desk.ts';

interface Spoken extends Json {
  readonly language?: string;
}

const COLUMNS: readonly Column[] = [
  { title: 'NAME' },
  { title: 'IN' },
  { title: 'TITLE', gives: 2 },
  { title: 'TAGS', gives: 1 },
  { title: '' },
];

export async function listFaq(call: Call<readonly [], Spoken>): Promise<Exit> {
  const { options, terminal } = call;
  const all = await entries(call);
  const wanted = all.filter(
    ({ language }) => options.language === undefined || [options.language, ''].includes(language),
  );
  await print(call, wanted, wanted.map(record));
  if (all.length === 0) terminal.say('the FAQ is empty; its folder is "faq" in your templates');
  const faulty = wanted.filter(({ faults }) => faults.length > 0).length;
  if (faulty > 0) terminal.say(`${faulty} of them cannot be used: desk config check says why`);
  return OK;
}

export async function showFaq(call: Call<readonly [string], Spoken>): Promise<Exit> {
  const { options, terminal } = call;
  const [name] = call.args;
  const { policy } = await configured(call.globals);
  const all = await entries(call);
  const found = pickFaq(all, name, options.language ?? policy.language, policy.language);
  if (!found)
    return refuse(terminal, { refused: `the FAQ has no usable entry ${JSON.stringify(name)}: desk faq list` });
  if (options.json) await terminal.print(jsonText(record(found)));
  else {
    await terminal.print(terminal.paint('bold', oneLine(found.title)));
    if (found.url !== '') await terminal.print(oneLine(found.url));
    for (const line of ['', ...manyLines(found.text)]) await terminal.print(line);
  }
  return OK;
}

/** By likeness, as the suggestions are. */
export async function searchFaq(call: Call<readonly [readonly string[]], Spoken>): Promise<Exit> {
  const { options, terminal } = call;
  const { policy } = await configured(call.globals);
  const { createSuggester } = await import('../advice/suggest.ts');
  const usable = (await entries(call)).filter(({ faults }) => faults.length === 0);
  const ready = options.language === undefined ? usable : faqFor(usable, options.language, policy.language);
  const found = createSuggester(ready).suggest({ subject: '', text: call.args[0].join(' ') }, 10);
  await print(
    call,
    found.map(one => one.ready),
    found.map(one => ({ ...record(one.ready), score: one.score, because: one.because })),
  );
  if (found.length === 0) terminal.say('nothing in the FAQ has these words');
  return OK;
}

async function entries({ globals }: Call<unknown>): Promise<FaqEntry[]> {
  return loadFaq(faqFolders(await configured(globals)));
}

async function print(
  { options, terminal }: Call<unknown, Json>,
  all: readonly FaqEntry[],
  records: readonly object[],
): Promise<void> {
  if (options.json) return terminal.print(jsonText(records));
  if (all.length === 0) return;
  for (const line of await table(COLUMNS, all.map(row), terminal.width, terminal.paint)) await terminal.print(line);
}

function row({ name, language, title, tags, faults, public: open }: FaqEntry): Cell[] {
  return [
    { text: oneLine(name) },
    { text: language || 'all' },
    { text: oneLine(title) || '-' },
    { text: oneLine(tags.join(', ')) },
    faults.length > 0 ? { text: 'faulty', style: 'red' } : { text: open ? 'public' : 'staff', style: 'dim' },
  ];
}

function record({ name, language, title, tags, category, url, public: open, text, file, faults }: FaqEntry) {
  return { name, language, title, tags, category, url, public: open, text, file, faults };
}
