/** `desk rules list` and `desk rules show`: the rules of the configuration. */
import { closest } from '../desk/closest.ts';
import { conditionWords } from '../desk/rules/condition-words.ts';
import { effectWords } from '../desk/rules/effect-words.ts';
import type { Rule } from '../desk/rules/rule.ts';
import type { Call, Json } from './call.ts';
import { configured } from './configured.ts';
import { type Exit, OK, REFUSED } from './exits.ts';
import { jsonText } from './json.ts';
import { oneLine } from './one-line.ts';
import { type Cell, type Column, table } from './table.ts';

/** What a rule asks and what it does share what the names leave. */
function columns(names: readonly string[], width = 0): readonly Column[] {
  const half = Math.floor((width - Math.max(0, ...names.map(name => name.length)) - 4) / 2);
  return [
    { title: 'rule', least: 10, gives: 3 },
    { title: 'when', least: Math.max(20, half), gives: 1 },
    { title: 'then', least: 20, gives: 2 },
  ];
}

export async function listRules(call: Call<readonly [], Json>): Promise<Exit> {
  const { terminal, options } = call;
  const { rules, ruleMode } = (await configured(call.globals)).policy;
  if (options.json) await terminal.print(jsonText(rules));
  else if (rules.length > 0) {
    const cells = rules.map((rule): Cell[] => [
      { text: oneLine(rule.name), style: 'bold' },
      { text: oneLine(conditionWords(rule.when)) },
      { text: oneLine(effectWords(rule.does)) },
    ]);
    const wide = columns(
      rules.map(({ name }) => name),
      terminal.width,
    );
    for (const line of await table(wide, cells, terminal.width, terminal.paint)) await terminal.print(line);
  }
  terminal.say(rules.length === 0 ? 'no rules: [[rule]] in the configuration makes one' : MODE[ruleMode]);
  return OK;
}

const MODE = {
  all: 'all that fit fire, in this order (rules.mode); desk rules show NAME tells all of one',
  first: 'only the first that fits fires (rules.mode); desk rules show NAME tells all of one',
} as const;

export async function showRule(call: Call<readonly [string], Json>): Promise<Exit> {
  const { terminal, options } = call;
  const [name] = call.args;
  const { rules } = (await configured(call.globals)).policy;
  const rule = rules.find(one => one.name === ruleNamed(name, rules));
  if (!rule) {
    terminal.say(noSuchRule(name, rules));
    return REFUSED;
  }
  if (options.json) await terminal.print(jsonText(rule));
  else for (const line of ruleLines(rule)) await terminal.print(line);
  return OK;
}

/** Case is no difference between names; null: there is none. */
export function ruleNamed(name: string, rules: readonly Rule[]): string | null {
  return rules.find(one => one.name.toLowerCase() === name.toLowerCase())?.name ?? null;
}

export function noSuchRule(name: string, rules: readonly Rule[]): string {
  const near = closest(
    name,
    rules.map(one => one.name),
  );
  const meant = near === undefined ? 'desk rules list names them' : `did you mean ${JSON.stringify(oneLine(near))}?`;
  return `there is no rule ${JSON.stringify(oneLine(name))}: ${meant}`;
}

function ruleLines({ name, when, does, asksOf }: Rule): string[] {
  const of = asksOf.followUps ? 'mail as its conditions say' : 'mail that opens a ticket';
  const not = [...(asksOf.machines ? [] : ['auto-replies and receipts']), ...(asksOf.spam ? [] : ['spam'])];
  return [
    oneLine(name),
    `  for   ${of}${not.length === 0 ? '' : `, not for ${not.join(' or ')}`}`,
    `  when  ${oneLine(conditionWords(when))}`,
    `  then  ${oneLine(effectWords(does))}`,
  ];
}
