/** What is not wrong with a configuration but not what was meant either: one sentence each, with its place. */
import type { Config } from './config.ts';
import { faultLine } from './fault.ts';
import { languageWarnings } from './language-warnings.ts';
import { placedIn } from './placed.ts';
import { ruleWarnings } from './rule-warnings.ts';
import { secretWarnings } from './secret-warnings.ts';

export async function configWarnings(config: Config): Promise<string[]> {
  const { file, policy, spam } = config;
  const placed = placedIn(file, [...ruleWarnings(policy, spam.filter), ...languageWarnings(config)]);
  return [...placed.map(faultLine), ...(await secretWarnings(config))];
}
