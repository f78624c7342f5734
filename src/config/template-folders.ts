import { join } from 'node:path';
import type { Config } from './config.ts';
import { packageRoot } from './package-root.ts';

type Folders = Pick<Config, 'templates' | 'faq'>;

/** Where templates and canned replies are looked for: the administrator's folder, if there is one, then the shipped one. */
export function templateFolders({ templates }: Folders): string[] {
  const shipped = join(packageRoot(), 'templates');
  return templates === undefined ? [shipped] : [templates, shipped];
}

export function faqFolders({ templates, faq }: Folders): string[] {
  const own = faq ?? (templates === undefined ? undefined : join(templates, 'faq'));
  const shipped = join(packageRoot(), 'templates', 'faq');
  return own === undefined ? [shipped] : [own, shipped];
}
