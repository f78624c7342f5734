import { partHead } from '../mail/part-head.ts';
import { addBody } from './body-tokens.ts';
import { headerLines } from './header-lines.ts';
import { addHeader } from './header-tokens.ts';
import { partsOf } from './parts.ts';
import { beginBody, beginTokens, endTokens, tokenNames } from './token-set.ts';

/**
 * A mail, as it came in, to what the filter counts: some hundred ids, each a place and a text. Linear in the mail and
 * bounded by itself; a mail that makes no sense still gives tokens, and it never throws.
 */
export interface NamedToken {
  readonly id: number;
  readonly name: string;
}

export function tokensOf(mail: Uint8Array): Float64Array {
  beginTokens();
  addMail(mail);
  return endTokens();
}

/** The same tokens in the same order with their names, to explain a score. The names hold a stranger's words: clean them. */
export function namedTokens(mail: Uint8Array): NamedToken[] {
  beginTokens(true);
  addMail(mail);
  const names = tokenNames();
  return Array.from(endTokens(), id => ({ id, name: names.get(id) ?? '' }));
}

function addMail(mail: Uint8Array): void {
  const bytes = Buffer.from(mail.buffer, mail.byteOffset, mail.byteLength);
  const { lines, bodyAt } = headerLines(bytes);
  addHeader(lines);
  beginBody();
  addBody(partsOf(partHead(lines), bytes.subarray(bodyAt)));
}
