/** Letters as a person reads them; those with the same words are one, to several. */
import { readLetter } from '../outbox/read-letter.ts';

export interface SeenLetter {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export function seenLetters(all: readonly Uint8Array[]): SeenLetter[] {
  const found = new Map<string, SeenLetter>();
  for (const bytes of all) {
    const { field, text } = readLetter(bytes);
    const subject = field('Subject');
    const key = `${subject}\n${text}`;
    found.set(key, { to: [...(found.get(key)?.to ?? []), field('To')], subject, text });
  }
  return [...found.values()];
}
