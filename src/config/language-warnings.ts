/** Languages that are named and in which no letter is written: another one is taken then, and nobody says so. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Complaint, wrong } from './complaint.ts';
import type { Config } from './config.ts';
import { instead } from './did-you-mean.ts';
import { type Path, quoted } from './fault.ts';
import { templateFolders } from './template-folders.ts';

export function languageWarnings(config: Config): Complaint[] {
  const { language, queues, operators } = config.policy;
  const about = (path: Path, tag: string | undefined) => {
    const why = tag === undefined ? undefined : whyUnwritten(tag, config);
    return why === undefined ? [] : [wrong(path, why)];
  };
  return [
    ...about(['desk', 'language'], language),
    ...queues.flatMap((one, i) => about(['queue', i, 'language'], one.language)),
    ...operators.flatMap((one, i) => about(['operator', i, 'language'], one.language)),
  ];
}

/** Says that no letter is written in a language, and in which they are; undefined when one is. nl is enough for nl-BE. */
export function whyUnwritten(tag: string, config: Config): string | undefined {
  const there = [...new Set(templateFolders(config).flatMap(languagesIn))].sort();
  if ([tag, tag.split('-')[0]!].some(one => there.includes(one.toLowerCase()))) return undefined;
  return `no letter is written in ${quoted(tag)}${instead(tag, there)}`;
}

function languagesIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'letters')).map(name => name.toLowerCase());
  } catch {
    return [];
  }
}
