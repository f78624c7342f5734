import { expect } from 'chai';
import { attributionAt } from '../../src/mail/attribution.ts';
import { splitWords } from '../../src/mail/new-words.ts';
import { linesOf } from '../../src/mail/written-lines.ts';
import { readLetter } from '../../src/outbox/read-letter.ts';
import { answer, closing, composerFor, history, MONDAY, needInfo, publicly } from './letters.ts';

const REPLIES: Record<string, { reply: string; wrote: string }> = {
  en: {
    reply: 'Thank you, it works now.\n\nAnn',
    wrote: 'On Mon, 2 Mar 2026 at 10:31, Example Support <support@desk.example> wrote:',
  },
  nl: {
    reply: 'Dank u, het werkt weer.\n\nAnn',
    wrote: 'Op ma 2 mrt 2026 om 10:31 schreef Example Support <support@desk.example>:',
  },
  de: {
    reply: 'Danke, jetzt geht es.\n\nAnn',
    wrote: 'Am Mo., 2. März 2026 um 10:31 Uhr schrieb Example Support <support@desk.example>:',
  },
  ru: {
    reply: 'Спасибо, теперь всё работает.\n\nАнна',
    wrote: 'пн, 2 мар. 2026 г. в 10:31, Example Support <support@desk.example>:',
  },
};

async function letterIn(language: string, names: readonly string[] = ['Ann Example', 'Bob Operator']): Promise<string> {
  const old = history.map((each, n) => ({ ...each, author: names[n] ?? '' }));
  const { bytes } = await composerFor({ language }).compose({ ...answer, history: old }, MONDAY);
  return readLetter(bytes).text.trimEnd();
}

/** The lines from the first message that the letter quotes. */
function quotedIn(text: string): string[] {
  const lines = text.split('\n');
  const quote = lines.findIndex(line => line.startsWith('> '));
  return lines.slice(lines.lastIndexOf('', quote) + 1);
}

describe('Earlier messages under an answer', () => {
  it('are quoted newest first, each below who wrote it and when', async () => {
    expect(quotedIn(await letterIn('en')).join('\n')).to.match(
      /^On 2 March 2026 at \d\d:\d\d, Ann Example wrote:\n> Still blue\.\n>\n>> Did you try another cable\?\n> Yes\.\n\nOn 1 March 2026 at \d\d:\d\d, Bob Operator wrote:\n> Did you try another cable\?\n\n-- \n/,
    );
  });

  const dated: Record<string, string> = {
    en: 'On 2 March 2026 at 17:30, Ann Example wrote:',
    nl: 'Op 2 maart 2026 om 17:30 schreef Ann Example:',
    de: 'Am 2. März 2026 um 17:30 Uhr schrieb Ann Example:',
    ru: '2 марта 2026 г. в 17:30, Ann Example пишет:',
  };
  for (const [language, line] of Object.entries(dated))
    it(`have their time by the clock of the desk, as one writes it in ${language}`, async () => {
      const { bytes } = await composerFor({ language, timeZone: 'Asia/Tokyo' }).compose({ ...answer, history }, MONDAY);
      expect(readLetter(bytes).text.split('\n')).to.include(line);
    });

  it('stand below the answer and above the signature, in letters of every kind that a person writes', async () => {
    for (const letter of [answer, closing, needInfo]) {
      const { text, html } = readLetter((await composerFor().compose({ ...letter, history }, MONDAY)).bytes);
      const order = [letter.words.slice(-20), 'Ann Example wrote:', '> Still blue.', '-- \nBob Operator'];
      const places = order.map(part => text.indexOf(part));
      expect(places, letter.template)
        .to.deep.equal([...places].sort((a, b) => a - b))
        .and.not.to.include(-1);
      expect(html).to.contain('<blockquote type="cite" dir="auto">Still blue.<br>');
    }
  });

  it('are wrapped within their quote', async () => {
    const words = publicly('It is blue, and it was blue on Friday, and on Thursday already it was as blue as the sky.');
    const old = [{ author: 'Ann', at: MONDAY, words }];
    const { text } = readLetter((await composerFor().compose({ ...answer, history: old }, MONDAY)).bytes);
    expect(text).to.match(/> It is blue, [^\n]{30,60}\n> [^\n]+ the sky\.\n/);
  });

  it('are cut when they are very long', async () => {
    const old = [{ author: 'Ann', at: MONDAY, words: publicly('blue '.repeat(100_000)) }];
    const { text } = readLetter((await composerFor().compose({ ...answer, history: old }, MONDAY)).bytes);
    expect(text).to.contain('> […]');
    expect(text.length).to.be.below(15_000);
  });

  for (const [language, { reply, wrote }] of Object.entries(REPLIES)) {
    it(`have a line in ${language} above them that is known for what it is`, async () => {
      for (const names of [
        ['Ann Example', 'Bob Operator'],
        ['ann@example.org', 'I'],
        ['A. B. van der Long-Name von und zu Somewhere', 'x'],
      ]) {
        const lines = linesOf(quotedIn(await letterIn(language, names)));
        const last = lines.findIndex(line => line.depth > 0) - 1;
        expect(attributionAt(lines, last), `${names}`).to.deep.equal({ from: 0, sure: true });
      }
    });

    it(`are told from a reply in ${language}, with the letter around them or without it`, async () => {
      const letter = await letterIn(language);
      const quoted = letter.split('\n').map(line => (line.startsWith('>') || line === '' ? `>${line}` : `> ${line}`));
      const forms = {
        'the answer was deleted': `${reply}\n\n${quotedIn(letter).join('\n')}`,
        'the whole letter is quoted': `${reply}\n\n${wrote}\n\n${quoted.join('\n')}`,
        'it is written below the letter': `${wrote}\n${quoted.join('\n')}\n\n${reply}`,
        'without a sign before old lines': `${reply}\n\n${wrote}\n\n${letter}`,
      };
      for (const [form, text] of Object.entries(forms)) expect(splitWords(text).newWords.trim(), form).to.equal(reply);
    });
  }
});
