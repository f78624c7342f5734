/**
 * The ready answers for a ticket: in which language, with which values, and which of them suit it. Files are read when
 * they are asked for, so an edited one counts at once.
 */
import type { Config } from '../config/config.ts';
import { faqFolders, templateFolders } from '../config/template-folders.ts';
import type { Operator, Policy } from '../desk/policy.ts';
import { type Language, languageOf } from '../mail/language.ts';
import { plainSubject } from '../mail/subject.ts';
import { type CannedReply, type CannedView, cannedFor, loadCanned } from '../outbox/canned.ts';
import { type FaqEntry, faqFor, loadFaq } from '../outbox/faq.ts';
import type { TicketView } from '../store/views.ts';
import { firstRequest, lacksOf } from './first-request.ts';

/** What a requester wrote in, and what was asked first. */
export interface Matter {
  readonly subject: string;
  readonly text: string;
  /** Undefined when nothing tells it. */
  readonly language: string | undefined;
  readonly lacks: CannedView['lacking'];
}

export function matterOf(ticket: TicketView): Matter {
  const text = firstRequest(ticket)?.text ?? '';
  return {
    subject: plainSubject(ticket.subject),
    text,
    language: ticket.language ?? languageOf(`${ticket.subject}\n${text}`),
    lacks: lacksOf(ticket).map(({ what }) => what),
  };
}

/** Of letters about tickets in this queue, when nothing else is known. */
export function ownLanguage(policy: Policy, queue: string): string {
  return policy.queues.find(({ name }) => name === queue)?.language ?? policy.language;
}

export function cannedView(ticket: TicketView, matter: Matter, by: Operator, policy: Policy): CannedView {
  return {
    name: ticket.requester.name,
    address: ticket.requester.address,
    ticket: String(ticket.number),
    subject: matter.subject,
    category: ticket.category ?? '',
    queue: policy.queues.find(({ name }) => name === ticket.queue)?.fromName ?? policy.deskName,
    desk: policy.deskName,
    operator: by.name,
    lacking: matter.lacks,
  };
}

export function cannedOf(config: Config): CannedReply[] {
  return loadCanned(templateFolders(config));
}

export function faqOf(config: Config): FaqEntry[] {
  return loadFaq(faqFolders(config));
}

export interface Suggested {
  readonly kind: 'canned' | 'faq';
  readonly name: string;
  readonly title: string;
  readonly language: string;
  readonly file: string;
  /** 0 to 1. */
  readonly score: number;
  readonly because: readonly string[];
}

/** Ready answers that suit, the best first. Loads natural. */
export async function suggestFor(config: Config, matter: Matter, queue: string, most: number): Promise<Suggested[]> {
  const { createSuggester } = await import('./suggest.ts');
  const own = ownLanguage(config.policy, queue);
  const canned = cannedFor(cannedOf(config), matter.language, own);
  const faq = faqFor(faqOf(config), matter.language, own);
  const ready = [
    ...canned
      .filter(({ faults }) => faults.length === 0)
      .map(one => ({ ...one, kind: 'canned' as const, text: one.plain })),
    ...faq.map(one => ({ ...one, kind: 'faq' as const })),
  ];
  const asked = { subject: matter.subject, text: matter.text, ...known(matter.language) };
  return createSuggester(ready)
    .suggest(asked, most)
    .map(({ ready: { kind, name, title, language, file }, score, because }) => ({
      kind,
      name,
      title,
      language,
      file,
      score,
      because,
    }));
}

/** A tag such as nl-BE is of a language that words can be guessed for, or of none of them. */
function known(tag: string | undefined): { readonly language?: Language } {
  return tag === undefined ? {} : { language: tag.split('-')[0]!.toLowerCase() as Language };
}
