/** Every text of a mail that leaves, as its reader may see it: fields, parts, pages without their tags, names of files. */
import { decodeWords } from '../mail/encoded-words.ts';
import { decodeEntities } from '../mail/entities.ts';
import { readHeaderBlock } from '../mail/header-block.ts';
import { partHead } from '../mail/part-head.ts';
import { partText } from '../mail/part-text.ts';
import { type Part, partsOf } from '../spam/parts.ts';

/** Fields that hold signatures and ids, and no words. */
const WORDLESS = /^(?:dkim-signature|message-id|references|in-reply-to|date|content-.*|mime-version|reply-to)$/;

export function textsOf(bytes: Uint8Array, depth = 0): string[] {
  const mail = Buffer.from(bytes);
  const { fields, bodyAt } = readHeaderBlock(mail);
  const { parts } = partsOf(partHead(fields), mail.subarray(bodyAt));
  return [
    ...fields.filter(({ name }) => !WORDLESS.test(name)).map(({ value }) => decodeWords(value)),
    ...parts.flatMap(part => [part.name, ...partTexts(part, depth)]),
  ].filter(text => text !== '');
}

/** Files of a type that says nothing of text may be some all the same: JSON, a mail that was saved, what has no name. */
function partTexts(part: Part, depth: number): string[] {
  const { type } = part.head;
  const isText = type.startsWith('text/') || !NO_TEXT.test(partText(part.head, part.bytes, LOOKED_AT));
  if (!isText) return [];
  const text = partText(part.head, part.bytes);
  const isMail = type === 'message/rfc822' || /\.eml$/i.test(part.name);
  if (isMail && depth < DEEPEST) return textsOf(Buffer.from(text), depth + 1);
  return /\b(?:html|xml)\b/.test(type) ? pageTexts(text) : [text];
}

const LOOKED_AT = 8_192;
/** What only other files have near their beginning. */
const NO_TEXT = /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/;
/** Mails in mails. */
const DEEPEST = 8;

/** What shows, and what stands in attributes and comments: that leaves the house too. */
function pageTexts(html: string): string[] {
  const shown = html.replace(INLINE, '').replace(TAG, ' ');
  const unseen = [...html.matchAll(TAG)].map(([tag]) => tag).filter(tag => /=|^<!--/.test(tag));
  return [decodeEntities(shown), decodeEntities(unseen.join('\n'))];
}

/** Stands within words. */
const INLINE =
  /<\/?(?:a|abbr|b|bdi|bdo|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?>/gi;
const TAG = /<!--[\s\S]*?-->|<[^<>]*>/g;
