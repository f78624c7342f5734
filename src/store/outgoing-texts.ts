/** Every text of a mail that leaves, as its reader may see it: fields, parts, pages without their tags, names of files. */
import { decodeWords } from '../mail/encoded-words.ts';
import { decodeEntities } from '../mail/entities.ts';
import { readHeaderBlock } from '../mail/header-block.ts';
import { partHead } from '../mail/part-head.ts';
import { partText } from '../mail/part-text.ts';
import { partsOf } from '../spam/parts.ts';

/** Fields that hold signatures and ids, and no words. */
const WORDLESS = /^(?:dkim-signature|message-id|references|in-reply-to|date|content-.*|mime-version|reply-to)$/;

export function textsOf(bytes: Uint8Array): string[] {
  const mail = Buffer.from(bytes);
  const { fields, bodyAt } = readHeaderBlock(mail);
  const { parts } = partsOf(partHead(fields), mail.subarray(bodyAt));
  return [
    ...fields.filter(({ name }) => !WORDLESS.test(name)).map(({ value }) => decodeWords(value)),
    ...parts.flatMap(part => {
      if (!part.head.type.startsWith('text/')) return [part.name];
      const text = partText(part.head, part.bytes);
      return [part.name, ...(part.head.type === 'text/html' ? pageTexts(text) : [text])];
    }),
  ].filter(text => text !== '');
}

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
