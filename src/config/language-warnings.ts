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
  const there = [...new Set(templateFolders(config).flatMap(languagesIn))].sort();
  const about = (path: Path, tag: string | undefined) =>
    tag === undefined || [tag, tag.split('-')[0]!].some(one => there.includes(one.toLowerCase()))
      ? []
      : [wrong(path, `no letter is written in ${quoted(tag)}${instead(tag, there)}`)];
  return [
    ...about(['desk', 'language'], language),
    ...queues.flatMap((one, i) => about(['queue', i, 'language'], one.language)),
    ...operators.flatMap((one, i) => about(['operator', i, 'language'], one.language)),
  ];
}

function languagesIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'letters')).map(name => name.toLowerCase());
  } catch {
    return [];
  }
}
