/** What is wrong with the files an administrator may edit, as `file:line:column: what`. */
import type { Config } from '../config/config.ts';
import { faqFolders, templateFolders } from '../config/template-folders.ts';

export async function templateFaults(config: Config): Promise<string[]> {
  const [letters, { loadCanned }, { loadFaq }, { missingReplies }] = await Promise.all([
    letterFaults(config),
    import('../outbox/canned.ts'),
    import('../outbox/faq.ts'),
    import('../advice/canned-words.ts'),
  ]);
  const replies = loadCanned(templateFolders(config));
  return [
    ...letters,
    ...[...replies, ...loadFaq(faqFolders(config))].flatMap(({ faults }) => faults),
    ...missingReplies(config, replies),
  ];
}

/** Found by writing a sample of every letter in every language; with one of these the desk could not answer. */
export async function letterFaults(config: Config): Promise<string[]> {
  const { checkTemplates, loadTemplates } = await import('../outbox/templates.ts');
  return checkTemplates(loadTemplates({ folders: templateFolders(config), language: config.policy.language }));
}
