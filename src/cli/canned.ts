/** `desk canned`: ready texts for answers, as files that an administrator may add to. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Config } from '../config/config.ts';
import { templateFolders } from '../config/template-folders.ts';
import type { Refusal } from '../desk/decision.ts';
import { type CannedReply, loadCanned, pickCanned } from '../outbox/canned.ts';
import { isFileName, isLanguageTag } from '../outbox/markdown-folder.ts';
import type { Call, Json } from './call.ts';
import { answerFor, noneNamed } from './canned-answer.ts';
import { configured } from './configured.ts';
import { runEditor } from './editor.ts';
import { BAD_CONFIG, type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { manyLines, oneLine } from './one-line.ts';
import { readStdin } from './stdin.ts';
import { type Cell, table } from './table.ts';
import type { Terminal } from './terminal.ts';
import { asOperator, noTicket, refuse, showStanding } from './with-desk.ts';

interface Spoken {
  readonly language?: string;
}

export async function listCanned(call: Call<readonly [], Json & Spoken>): Promise<Exit> {
  const { options, terminal } = call;
  const config = await configured(call.globals);
  const all = loadCanned(templateFolders(config)).filter(
    ({ language }) => options.language === undefined || language === options.language || language === '',
  );
  if (options.json) await terminal.print(jsonText(all.map(record)));
  else {
    const columns = [
      { title: 'NAME' },
      { title: 'IN' },
      { title: 'TITLE', gives: 2 },
      { title: 'TAGS', gives: 1 },
      { title: '' },
    ];
    for (const line of await table(columns, all.map(row), terminal.width, terminal.paint)) await terminal.print(line);
  }
  const faulty = all.filter(({ faults }) => faults.length > 0).length;
  if (faulty > 0) terminal.say(`${faulty} of them cannot be used: desk config check says why`);
  return OK;
}

function row({ name, language, title, tags, shipped, close, ask, faults }: CannedReply): Cell[] {
  const marks = [...(shipped ? ['shipped'] : []), ...(close ? ['closes'] : []), ...(ask ? ['asks'] : [])].join(', ');
  return [
    { text: oneLine(name) },
    { text: language || 'all' },
    { text: oneLine(title) || '-' },
    { text: oneLine(tags.join(', ')) },
    faults.length > 0 ? { text: 'faulty', style: 'red' } : { text: marks, style: 'dim' },
  ];
}

function record({ name, language, title, tags, category, close, ask, file, shipped, source, faults }: CannedReply) {
  return { name, language, title, tags, category, close, ask, file, shipped, source, faults };
}

interface ShowOptions extends Json, Spoken {
  readonly ticket?: number;
}

export async function showCanned(call: Call<readonly [string], ShowOptions>): Promise<Exit> {
  const { options, terminal } = call;
  const [name] = call.args;
  const { ticket: number } = options;
  if (number !== undefined)
    return asOperator(call, async (desk, login) => {
      const ticket = await showStanding(desk, number);
      if (ticket === undefined) return noTicket(terminal, number);
      const answer = answerFor(desk.config, ticket, login, name, options.language);
      if ('refused' in answer) return refuse(terminal, answer);
      if (options.json) await terminal.print(jsonText(answer));
      else for (const line of manyLines(answer.words)) await terminal.print(line);
      return OK;
    });
  const config = await configured(call.globals);
  const { language } = config.policy;
  const found = pickCanned(loadCanned(templateFolders(config)), name, options.language ?? language, language);
  if (!found) return refuse(terminal, noneNamed(config, name));
  if (options.json) await terminal.print(jsonText(record(found)));
  else for (const line of [...head(found), ...manyLines(found.source.trimEnd())]) await terminal.print(line);
  for (const fault of found.faults) terminal.say(oneLine(fault));
  return OK;
}

function head({ title, file, close, ask, category, tags }: CannedReply): string[] {
  return [
    `title    ${oneLine(title)}`,
    `file     ${oneLine(file)}`,
    ...(tags.length === 0 ? [] : [`tags     ${oneLine(tags.join(', '))}`]),
    ...(category === null ? [] : [`category ${oneLine(category)}`]),
    ...(close ? ['close    yes'] : []),
    ...(ask ? ['ask      yes'] : []),
    '',
  ];
}

export async function newCanned(call: Call<readonly [string], Spoken>): Promise<Exit> {
  const [name] = call.args;
  const config = await configured(call.globals);
  const place = placeOf(config, name, call.options.language ?? '');
  if (typeof place !== 'string') return refuse(call.terminal, place);
  const given = call.terminal.asks ? '' : await readStdin();
  const made = await written(place, file => writeFile(file, given === '' ? skeleton(name) : given, { flag: 'wx' }));
  return made ? refuse(call.terminal, made) : edited(call.terminal, config, place);
}

export async function editCanned(call: Call<readonly [string], Spoken>): Promise<Exit> {
  const [name] = call.args;
  const config = await configured(call.globals);
  const { language } = config.policy;
  const found = pickCanned(loadCanned(templateFolders(config)), name, call.options.language ?? language, language);
  if (!found) return refuse(call.terminal, noneNamed(config, name));
  if (!found.shipped) return edited(call.terminal, config, found.file);
  const place = placeOf(config, name, found.language);
  if (typeof place !== 'string') return refuse(call.terminal, place);
  const made = await written(place, file => copyFile(found.file, file));
  return made ? refuse(call.terminal, made) : edited(call.terminal, config, place);
}

/** A file in the administrator's folder. */
function placeOf({ templates }: Config, name: string, language: string): string | Refusal {
  if (templates === undefined)
    return { refused: 'the config names no folder for your templates: templates = "templates"' };
  if (!isFileName(name)) return { refused: 'a name is of letters, digits, ".", "_" and "-"' };
  if (language !== '' && !isLanguageTag(language))
    return { refused: `${JSON.stringify(language)} is no language tag such as nl or pt-BR` };
  return join(templates, 'canned', language, `${name}.md`);
}

async function written(file: string, write: (file: string) => Promise<void>): Promise<Refusal | undefined> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await write(file);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return { refused: `${file} is there already: desk canned edit` };
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
      return { refused: `${file}: you may not write there` };
    throw error;
  }
}

function skeleton(name: string): string {
  return `---
title: ${name}
tags: words, that say, when it suits
---
{% if name %}Hello {{ name }},{% else %}Hello,{% endif %}

about "{{ subject }}": …
`;
}

/** In the editor where somebody sits at the keyboard; else its place is told. */
async function edited(terminal: Terminal, config: Config, file: string): Promise<Exit> {
  const trouble = terminal.asks ? await runEditor(file) : undefined;
  if (trouble !== undefined) terminal.say(trouble);
  await terminal.print(oneLine(file));
  const faults = loadCanned(templateFolders(config)).find(one => relative(one.file, file) === '')?.faults ?? [];
  for (const fault of faults) terminal.say(oneLine(fault));
  return faults.length === 0 ? OK : BAD_CONFIG;
}
