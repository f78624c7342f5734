import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import { htmlWords } from '../../src/mail/html-words.ts';
import { corpora, mailsIn } from '../mails/corpora.ts';

/**
 * All words that a reader of the public HTML mails sees are in the text. What he sees is found another way: tags are
 * taken out by replacing, and the words that are left are counted.
 */
const ENOUGH = 60_000;
const FOLDERS = [
  ...[['spam', 'ham'] as const, ['spam', 'spam'] as const, ['mime', 'stalwart-legacy'] as const],
  ...[['mime', 'stalwart-thirdparty'] as const, ['mime', 'php-mime'] as const, ['mime', 'mikel-mail'] as const],
];
const SILENT = /<(script|style|title|xml|template|iframe)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
const HIDDEN = /<(\w+)\b[^>]{0,500}(?:display:\s*none|visibility:\s*hidden|font-size:\s*0)[^>]{0,500}>[^<]*<\/\1>/gi;
const INLINE =
  /<\/?(?:a|abbr|acronym|b|big|bdo|cite|code|del|em|font|i|ins|kbd|label|mark|o:p|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr)\b(?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const TAG = /<\/?[a-z!?](?:"[^"]*"|'[^']*'|[^'">])*>/gi;

function wordsSeen(html: string): string[] {
  const text = html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(SILENT, ' ')
    .replace(HIDDEN, ' ')
    .replace(INLINE, '')
    .replace(TAG, ' ')
    .replace(/&nbsp;?|&#160;?/g, ' ');
  // A word with an entity in it is left to the tests of entities.
  return text
    .split(/\s+/)
    .filter(word => !/[&<>\u0080-\u00ad\u2000-\u206f\ufffd]/.test(word) && /[\p{L}\p{N}]/u.test(word));
}

function missing(seen: readonly string[], text: string): string[] {
  const left = new Map<string, number>();
  for (const word of seen) for (const part of parts(word)) left.set(part, (left.get(part) ?? 0) + 1);
  for (const part of parts(text)) left.set(part, (left.get(part) ?? 0) - 1);
  return [...left].flatMap(([part, times]) => new Array<string>(Math.max(0, times)).fill(part));
}

function parts(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

describe('the HTML mails of the corpora', () => {
  it('have 99.9 % of their words in the text', async function () {
    this.timeout(ENOUGH);
    let all = 0;
    let lost = 0;
    const worst: string[] = [];
    for (const folder of FOLDERS) {
      for (const { name, bytes } of mailsIn(corpora(this, ...folder))) {
        if (!/html/i.test(bytes.toString('latin1'))) continue;
        const { html } = await simpleParser(bytes, {
          skipHtmlToText: true,
          skipTextToHtml: true,
          skipImageLinks: true,
        });
        if (!html) continue;
        const seen = wordsSeen(html);
        const { text } = htmlWords(html);
        const gone = missing(seen, text);
        all += seen.length;
        lost += gone.length;
        if (gone.length > 0.01 * seen.length) worst.push(`${name}: ${gone.slice(0, 10).join(' ')}`);
      }
    }
    expect(all).to.be.above(100_000);
    expect(lost / all, worst.join('\n')).to.be.below(0.001);
  });
});
