/** What the filter says, in words for the terminal. */
import type { MailRow } from '../store/views.ts';

/** `99.3 %`; nothing is certain, so never 0 or 100. */
export function percent(probability: number): string {
  const value = probability * 100;
  if (value < 0.1) return '< 0.1 %';
  if (value > 99.9) return '> 99.9 %';
  return `${value.toFixed(1)} %`;
}

const WORDS = {
  ham: 'no spam',
  unsure: 'perhaps spam',
  spam: 'spam',
  unjudged: 'not judged: the filter has learned too little yet',
} as const;

/** `perhaps spam (71.0 %)`. */
export function verdictWords(verdict: keyof typeof WORDS, probability: number): string {
  return verdict === 'unjudged' ? WORDS.unjudged : `${WORDS[verdict]} (${percent(probability)})`;
}

/** What was said of it when it came in; nothing for a mail the filter was not asked about. */
export function verdictThen({ spam, spamProbability }: MailRow): string | undefined {
  return spam === null ? undefined : `spam filter, when it came: ${verdictWords(spam, spamProbability ?? 0)}`;
}
