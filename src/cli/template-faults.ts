import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { packageRoot } from '../config/package-root.ts';

/** Every fault of the templates of every language as `file:line:column: what`, found by writing sample letters. */
export async function templateFaults(config: Config): Promise<string[]> {
  const { checkTemplates, loadTemplates } = await import('../outbox/templates.ts');
  const shipped = join(packageRoot(), 'templates');
  const folders = config.templates === undefined ? [shipped] : [config.templates, shipped];
  return checkTemplates(loadTemplates({ folders, language: config.policy.language }));
}
