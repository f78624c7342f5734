/**
 * Puts on a mail the public answers of the FAQ that surely suit it, for the confirmation to name (letters.faq). Rather
 * none than a wrong one. Files are read again after a minute.
 */
import type { Config } from '../config/config.ts';
import { faqFolders } from '../config/template-folders.ts';
import { languageOf } from '../mail/language.ts';
import type { Mail } from '../mail/mail.ts';
import { plainSubject } from '../mail/subject.ts';
import type { FaqEntry } from '../outbox/faq.ts';
import type { Suggester } from './suggest.ts';

const MOST = 3;
const A_MINUTE = 60_000;
/** UTF-16 units of an answer that can be read nowhere else. */
const LONGEST = 800;

export function createFaqNaming(config: Config): (mail: Mail) => Promise<Mail> {
  let entries: readonly FaqEntry[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  const suggesters = new Map<string, Suggester<FaqEntry>>();

  return async mail => {
    if (!config.policy.letters.faq || mail.kind !== 'person') return mail;
    const [{ faqFor, loadFaq }, { createSuggester }] = await Promise.all([
      import('../outbox/faq.ts'),
      import('./suggest.ts'),
    ]);
    if (performance.now() - readAt >= A_MINUTE) {
      readAt = performance.now();
      entries = loadFaq(faqFolders(config)).filter(entry => entry.public);
      suggesters.clear();
    }
    const subject = plainSubject(mail.subject);
    const language = languageOf(`${subject}\n${mail.newWords}`);
    const key = language ?? '';
    const suggester = suggesters.get(key) ?? createSuggester(faqFor(entries, language, config.policy.language));
    suggesters.set(key, suggester);
    const asked = { subject, text: mail.newWords, ...(language === undefined ? {} : { language }) };
    const faq = suggester.surely(asked, MOST).map(({ ready }) => ({ title: ready.title, text: answerOf(ready) }));
    return faq.length === 0 ? mail : { ...mail, faq };
  };
}

function answerOf({ url, text }: FaqEntry): string {
  if (url !== '') return url;
  return text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()} …` : text;
}
