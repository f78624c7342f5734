/** `desk dictionary`: the words that tickets are sorted by, and whom and where there is to give them to. */
import { usualWord, wordsOf } from '../desk/dictionary.ts';
import type { Policy } from '../desk/policy.ts';
import type { Status } from '../desk/ticket.ts';
import type { Call, Json } from './call.ts';
import { configured } from './configured.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { oneLine } from './one-line.ts';
import { wrap } from './width.ts';

/** Read from the configuration alone: it is the same whatever is in the store. */
export async function printDictionary(call: Call<readonly [], Json>): Promise<Exit> {
  const { policy } = await configured(call.globals);
  if (call.options.json) await call.terminal.print(jsonText(wordsByName(policy)));
  else for (const line of dictionaryLines(policy, call.terminal.width)) await call.terminal.print(line);
  return OK;
}

function wordsByName(policy: Policy): object {
  const { statuses, tags, ratings, levels } = policy.dictionary;
  const { queues, groups, operators } = policy;
  return {
    statuses,
    ...Object.fromEntries(PLAIN.map(([title, field]) => [title, wordsOf(field, policy)])),
    ratings,
    levels,
    tags,
    queues: queues.map(({ name, address, group = null }) => ({ name, address, group })),
    groups: groups.map(({ name, members, queues }) => ({ name, members, queues })),
    operators: operators.filter(({ active }) => active).map(({ login, name }) => ({ login, name })),
  };
}

const PLAIN = [
  ['categories', 'category'],
  ['criticalities', 'criticality'],
  ['complexities', 'complexity'],
  ['kinds', 'kind'],
  ['sources', 'source'],
] as const;

function dictionaryLines(policy: Policy, width: number | undefined): string[] {
  const { statuses, tags, ratings, levels } = policy.dictionary;
  const { queues, groups, operators } = policy;
  return [
    ...titled(
      'statuses',
      statuses.map(({ name, means }) => (name === means ? name : `${name} (${meansWords(name, means, policy)})`)),
      width,
    ),
    ...PLAIN.flatMap(([title, field]) => titled(title, wordsOf(field, policy), width)),
    ...titled('ratings', ratings, width),
    ...titled('levels', levels, width),
    ...titled('tags', tags.length === 0 ? ['(any word)'] : tags, width),
    ...oneEach(
      'queues',
      queues.map(({ name, address, group }) => `${name} <${address}>${group ? `, group ${group}` : ''}`),
    ),
    ...oneEach(
      'groups',
      groups.map(({ name, members }) => `${name}: ${members.join(', ') || '(nobody)'}`),
    ),
    ...titled(
      'operators',
      operators.filter(({ active }) => active).map(({ login }) => login),
      width,
    ),
  ];
}

/** Of several words with one meaning, one is what the desk itself sets. */
function meansWords(name: string, means: Status, { dictionary }: Policy): string {
  const alone = dictionary.statuses.filter(one => one.means === means).length === 1;
  return alone || usualWord(means, dictionary) !== name ? `means ${means}` : `means ${means}, the usual one`;
}

function titled(title: string, words: readonly string[], width: number | undefined): string[] {
  if (words.length === 0) return [];
  const line = words.map(oneLine).join(', ');
  const lines = width === undefined ? [line] : wrap(line, Math.max(20, width - 15));
  return lines.map((one, i) => `${(i === 0 ? title : '').padEnd(15)}${one}`);
}

function oneEach(title: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => `${(i === 0 ? title : '').padEnd(15)}${oneLine(line)}`);
}
