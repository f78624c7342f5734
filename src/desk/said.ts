/** What a request says about the letters that answer it, beside its words. */
import { languageOf } from '../mail/language.ts';
import type { Said } from './situation.ts';

/** Why somebody gets no confirmation who wants none. */
export const WANTS_NONE = 'the requester wants none (desk requester edit --confirmation)';

/** Of a request that was not answered yet. */
export function saidBy(text: string): Said {
  const language = languageOf(text);
  return { ...(language === undefined ? {} : { language }), history: [], mailed: false };
}
