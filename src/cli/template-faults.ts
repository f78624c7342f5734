/** What is wrong with the files an administrator may edit, as `file:line:column: what`. */

import type { Config } from '../config/config.ts';
import { instead } from '../config/did-you-mean.ts';
import { faultLine, quoted } from '../config/fault.ts';
import { placedIn } from '../config/placed.ts';
import { faqFolders, templateFolders } from '../config/template-folders.ts';

export async function templateFaults(config: Config): Promise<string[]> {
  return [...(await answerFaults(config)), ...(await letterFaults(config))];
}

/** Of canned replies and the FAQ: without these the desk goes on, and they are not sent. */
export async function answerFaults(config: Config): Promise<string[]> {
  const [{ loadCanned }, { loadFaq }, { missingReplies }] = await Promise.all([
    import('../outbox/canned.ts'),
    import('../outbox/faq.ts'),
    import('../advice/canned-words.ts'),
  ]);
  const replies = loadCanned(templateFolders(config));
  const answers = [...replies, ...loadFaq(faqFolders(config))];
  return [
    ...placedIn(config.file, missingReplies(config, replies)).map(faultLine),
    ...answers.flatMap(({ faults }) => faults),
    ...answers.flatMap(one => unknownCategory(one, config.policy.dictionary.categories)),
  ];
}

/** Such a reply would suit no ticket. */
function unknownCategory(
  { category, categoryAt }: { readonly category: string | null; readonly categoryAt: string },
  categories: readonly string[],
): string[] {
  if (category === null || categories.includes(category)) return [];
  return [`${categoryAt}: ${quoted(category)} is not among dictionary.categories${instead(category, categories)}`];
}

/** Found by writing a sample of every letter in every language; with one of these the desk could not answer. */
export async function letterFaults(config: Config): Promise<string[]> {
  const [{ checkTemplates, loadTemplates }, { misnamedFiles }] = await Promise.all([
    import('../outbox/templates.ts'),
    import('../outbox/misnamed.ts'),
  ]);
  const misnamed = config.templates === undefined ? [] : misnamedFiles(config.templates);
  const faults = checkTemplates(loadTemplates({ folders: templateFolders(config), language: config.policy.language }));
  return [...faults, ...misnamed];
}
