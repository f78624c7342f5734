/**
 * `desk spam eval`: a new filter on mails that were sorted by hand, and how well it did. No desk is opened. Online,
 * each mail is judged before it is learned, so no answer was known; with a split, nothing is learned of what is judged.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readHeaderBlock } from '../mail/header-block.ts';
import { addresses } from '../mail/header-fields.ts';
import { type Figures, figuresOf, type Scored } from '../spam/figures.ts';
import { createFilter, type Filter, judge, teach } from '../spam/filter.ts';
import { tokensOf } from '../spam/tokens.ts';
import type { Call, Json } from './call.ts';
import { BAD_DATA, type Exit, OK, USAGE } from './exits.ts';
import { jsonLine } from './json.ts';
import { oneLine } from './one-line.ts';

interface EvalOptions extends Json {
  readonly online?: boolean;
  readonly split?: string;
  readonly scores?: boolean;
}

type Eval = Call<readonly [string], EvalOptions>;

interface Line {
  /** In the INDEX file, from 1. */
  readonly number: number;
  readonly label: 'ham' | 'spam';
  readonly path: string;
}

export async function evaluateFilter(call: Eval): Promise<Exit> {
  const { terminal, options } = call;
  const split = options.split === undefined ? undefined : fraction(options.split);
  if (options.split !== undefined && (split === undefined || options.online)) {
    terminal.say('desk spam eval: --online, or --split with a share between 0 and 1, such as 0.5');
    return USAGE;
  }
  const [index] = call.args;
  const text = await readFile(index, 'utf8').catch(inWords);
  if (typeof text !== 'string') {
    terminal.say(`${oneLine(index)}: ${text.unreadable}`);
    return BAD_DATA;
  }
  const { lines, isWhole } = linesOf(text, call);
  const { scored, missing } = await run(lines, split, call);
  const figures = figuresOf(scored);
  if (options.json) await terminal.print(jsonLine(figures));
  else for (const line of figureLines(figures)) await terminal.print(line);
  return isWhole && missing === 0 ? OK : BAD_DATA;
}

function fraction(words: string): number | undefined {
  const value = /^(?:0?\.\d{1,6})$/.test(words) ? Number(words) : 0;
  return value > 0 && value < 1 ? value : undefined;
}

/** Blank lines and those that begin with # are no lines. */
function linesOf(text: string, { args: [index], terminal }: Eval): { lines: readonly Line[]; isWhole: boolean } {
  const lines: Line[] = [];
  let isWhole = true;
  for (const [i, line] of text.split('\n').entries()) {
    const words = line.trim();
    if (words === '' || words.startsWith('#')) continue;
    const label = /^(ham|spam)\s/i.exec(words)?.[1]?.toLowerCase() as Line['label'] | undefined;
    if (label !== undefined) lines.push({ number: i + 1, label, path: words.slice(label.length).trim() });
    else {
      isWhole = false;
      terminal.say(`${oneLine(index)}:${i + 1}: neither "spam PATH" nor "ham PATH"`);
    }
  }
  return { lines, isWhole };
}

async function run(lines: readonly Line[], split: number | undefined, call: Eval) {
  const filter = createFilter();
  const learnedFirst = split === undefined ? 0 : Math.floor(split * lines.length);
  const scored: Scored[] = [];
  let missing = 0;
  for (const [i, line] of lines.entries()) {
    const bytes = await readFile(whereIs(line, call.args[0])).catch(inWords);
    if ('unreadable' in bytes) {
      missing++;
      call.terminal.say(`${oneLine(call.args[0])}:${line.number}: ${oneLine(line.path)}: ${bytes.unreadable}`);
      continue;
    }
    const ids = tokensOf(bytes);
    if (i >= learnedFirst) {
      const { z, verdict } = judge(filter, ids);
      scored.push({ label: line.label, z, verdict });
      if (call.options.scores) await call.terminal.print(scoreLine(line, scored.at(-1)!, call.options));
    }
    if (split === undefined || i < learnedFirst) learn(filter, ids, line, bytes);
  }
  return { scored, missing };
}

/** As `desk spam learn` does: somebody looked at each, and of one sender it learns only so much. */
function learn(filter: Filter, ids: Float64Array, { label }: Line, bytes: Uint8Array): void {
  const from = addresses(readHeaderBlock(bytes).fields, 'from')[0]?.address;
  teach(filter, ids, label, { confirmed: true, sender: from });
}

/** Beside the INDEX file, else from here. */
function whereIs({ path }: Line, index: string): string {
  const beside = resolve(dirname(index), path);
  return existsSync(beside) ? beside : resolve(path);
}

function inWords(error: NodeJS.ErrnoException): { readonly unreadable: string } {
  if (error.code === 'ENOENT') return { unreadable: 'no such file' };
  return { unreadable: error.code === 'EISDIR' ? 'a folder' : oneLine(error.message) };
}

function scoreLine({ label, path }: Line, { z, verdict }: Scored, { json }: EvalOptions): string {
  return json ? jsonLine({ path, label, score: z, verdict }) : `${label} ${z.toFixed(6)} ${verdict}`;
}

function figureLines(figures: Figures): string[] {
  const { ham, spam, unsureHam, unsureSpam, unjudgedHam, unjudgedSpam } = figures;
  return [
    `judged                   ${ham} ham, ${spam} spam`,
    `false positives          ${figures.falsePositives}`,
    `missed                   ${figures.missed}`,
    `unsure                   ${unsureHam} ham, ${unsureSpam} spam`,
    `not judged               ${unjudgedHam} ham, ${unjudgedSpam} spam`,
    `caught                   ${share(figures.caught, 1)}`,
    `1-ROCA                   ${share(figures.roca, 4)}`,
    `caught at 0 FP           ${share(figures.caughtAtNoFalsePositive, 1)}`,
    `caught at 0.1 % FP       ${share(figures.caughtAtOneInThousand, 1)}`,
  ];
}

function share(value: number | null, digits: number): string {
  return value === null ? '-' : `${value.toFixed(digits)} %`;
}
