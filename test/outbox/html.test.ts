import { expect } from 'chai';
import fc from 'fast-check';
import { htmlPage } from '../../src/outbox/html-page.ts';
import { readLetter } from '../../src/outbox/read-letter.ts';
import { answer, composerFor, history, MONDAY, policy, publicly } from './letters.ts';

const { compose } = composerFor();
const page = async (words: string, changes: object = {}) =>
  readLetter((await compose({ ...answer, words: publicly(words), ...changes }, MONDAY)).bytes).html;
const plain = async (words: string, changes: object = {}) =>
  readLetter((await compose({ ...answer, words: publicly(words), ...changes }, MONDAY)).bytes).text;
/** Between `<div class="letter">` and the signature. */
const body = async (words: string) =>
  /<div class="letter">\n([\s\S]*?)<div class="signature">/.exec(await page(words))?.[1];

describe('The page of a letter', () => {
  it('shows what an operator wrote as Markdown', async () => {
    expect(await body('Hello *Ann*,\n\n1. **off**\n2. on\n\n```\nipconfig /all\n```\n')).to.equal(
      '<p>Hello <em>Ann</em>,</p>\n<ol>\n<li><strong>off</strong></li>\n<li>on</li>\n</ol>\n<pre><code>ipconfig /all\n</code></pre>\n',
    );
  });

  it('keeps the lines of an operator who knows of no Markdown', async () => {
    expect(await body('Hello Ann,\nall is well.\nBob')).to.equal('<p>Hello Ann,<br>\nall is well.<br>\nBob</p>\n');
  });

  it('lets a paragraph flow that a program broke because its columns were full, and nothing else', async () => {
    const broken =
      'please replace the black cartridge. It is the one on the left, behind\nthe small door, and it clicks when it is in its place.\n\nKind regards\nBob';
    expect(await body(broken)).to.equal(
      `<p>${broken.split('\n\n')[0]?.replace('\n', ' ')}</p>\n<p>Kind regards<br>\nBob</p>\n`,
    );
    const apart = [
      'Please send the form that we have enclosed to this address, by ordinary mail:\nExample Ltd, Main Street 1, Amsterdam',
      'This line is as long as one can be that was broken by a program of mail\n- a point',
      'This line is as long as one can be that was broken by a program of mail\nBob',
      '> This line is as long as one can be that was broken by a program, and\n> goes on',
      '```\na line of code that is as long as one broken by a program would be, and\ngoes on\n```',
    ];
    for (const typed of apart) expect((await body(typed))?.split('\n').length, typed).to.be.greaterThan(2);
    const signature = 'The support of Example Ltd, all of us on the first floor, Main Street 1,\n1234 Amsterdam';
    expect(await page('x', { signature })).to.contain(signature.replace('\n', '<br>\n'));
  });

  const literal = [
    '\\\\server\\share\\*.tmp',
    '__init__ and snake_case_name',
    '5*3*2 = 30',
    '# systemctl restart cups',
    'write &amp; in the file',
    '[1]: https://desk.example/footnote',
    '~~not struck~~',
    '<b>bold</b> <script>alert(1)</script>',
  ];
  for (const typed of literal)
    it(`shows ${JSON.stringify(typed)} as it was typed`, async () => {
      const shown = (await body(typed))
        ?.replace(/<[^>]*>/g, '')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&#39;/g, "'")
        .replace(/&amp;/g, '&');
      expect(shown?.trim()).to.equal(typed);
    });

  it('shows where a link goes, in the page and in the text', async () => {
    const words = 'See [our guide](https://desk.example/guide?a=1&b=2) or https://desk.example/.';
    expect(await body(words)).to.equal(
      '<p>See <a href="https://desk.example/guide?a=1&amp;b=2">our guide</a> (https://desk.example/guide?a=1&amp;b=2) ' +
        'or <a href="https://desk.example/">https://desk.example/</a>.</p>\n',
    );
    expect(await plain(words)).to.contain(
      'See our guide <https://desk.example/guide?a=1&b=2> or\nhttps://desk.example/.',
    );
  });

  it('links to nothing but pages, mail addresses and telephones, and shows no picture', async () => {
    for (const target of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'vbscript:x',
      '//evil.example',
    ])
      expect(await page(`[x](${target})`), target).not.to.contain('<a ');
    expect(await page('![x](https://evil.example/pixel.png)')).not.to.contain('<img');
    expect(await page('[call](tel:+31201234567)')).to.contain('<a href="tel:+31201234567">call</a> (+31201234567)');
  });

  it('fetches nothing and runs nothing, whatever was typed', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom(
            '<',
            '>',
            '"',
            "'",
            '&',
            '[x](',
            'https://a.example/',
            ')',
            '![',
            '](',
            '<img src=x onerror=a>',
            '\n',
            '\n\n',
            '> ',
            '`',
            '*',
            '\\',
            'javascript:',
            '<script>',
            '{{ desk }}',
            '\ufdd00\ufdd1',
            '\ufdd21\ufdd1',
            '|',
            '-',
            ' ',
          ),
          { maxLength: 30 },
        ),
        async parts => {
          const typed = parts.join('');
          const told = {
            subject: typed,
            signedBy: typed,
            history: [{ author: typed, at: MONDAY, words: publicly(typed) }],
          };
          const html = await page(`x ${typed}`, told);
          const tags = html.match(/<[a-z!/][^>]*>/gi) ?? [];
          const known =
            /^<\/?(?:html|head|meta|title|style|body|div|p|br|hr|a|em|strong|ul|ol|li|pre|code|blockquote|table|thead|tbody|tr|t[hd]|h[2-6])(?: (?:lang|charset|name|content|class|type|dir|href|start|style)="[^"<>]*")*>$|^<!DOCTYPE html>$/;
          expect(tags.filter(tag => !known.test(tag))).to.deep.equal([]);
          expect(html.replace(/<a href="(?:https?:|mailto:|tel:)[^"]*">/g, '')).not.to.match(/<a|url\(|@import/i);
          expect(html).not.to.match(/[\ufdd0-\ufdef]/);
        },
      ),
      { numRuns: 200 },
    ));

  it('quotes what a customer typed letter by letter', async () => {
    const typed = '**free** [click](https://evil.example/) <b>x</b>\n1. one\n  two';
    const quoted = await page(`As you wrote:\n> ${typed.replace(/\n/g, '\n> ')}\nNo.`);
    const old = await page('No.', { history: [{ author: 'Ann', at: MONDAY, words: publicly(typed) }] });
    for (const html of [quoted, old]) {
      expect(html).to.contain(
        '**free** [click](https://evil.example/) &lt;b&gt;x&lt;/b&gt;<br>\n1. one<br>\n&nbsp; two</blockquote>',
      );
      expect(html).not.to.contain('<a ');
    }
  });

  it('takes no value of the letter for Markdown, in the frame and in the signature', async () => {
    const subject = '*x* [y](https://evil.example/) `z`';
    const { compose } = composerFor({ queues: policy.queues.map(queue => ({ ...queue, fromName: '**Us** <b>' })) });
    const { html } = readLetter((await compose({ ...answer, subject, template: 'closing' }, MONDAY)).bytes);
    expect(html).to.contain('<title>Re: *x* [y](https://evil.example/) `z`</title>').and.not.to.contain('<b>');
    expect(html).not.to.contain('evil.example">');
  });

  it('has the token of this letter on its last line, and of no other', async () => {
    const html = await page('> [#12-1-kabcdefghijklmnopqrstuvwxyz]\n\nSo [#12-1-kabcdefghijklmnopqrstuvwxyz] it is.', {
      history,
    });
    expect(html.match(/\[#[^\]]+\]/g)).to.deep.equal([`[#${answer.token}]`]);
  });

  it('is dark where the reader’s program is, names its language and stays small', async () => {
    const html = await page('Hello');
    expect(html).to.contain('<meta name="color-scheme" content="light dark">').and.to.contain('<html lang="en">');
    expect(html.length).to.be.below(3_000);
  });

  it('lets words from the right begin there, and leaves all others alone', async () => {
    expect(await body('שלום אן,\n\n1. כבו\n\n```\nx\n```')).to.equal(
      '<p dir="auto">שלום אן,</p>\n<ol dir="auto">\n<li>כבו</li>\n</ol>\n<pre><code>x\n</code></pre>\n',
    );
    expect(await body('Hello,\n\n1. off')).not.to.contain('dir=');
  });

  it('of a language from the right goes that way as a whole', () => {
    const pageIn = (language: string) => htmlPage({ language, title: 'T', body: '', signature: '', mark: '' });
    expect(pageIn('he')).to.contain('<html lang="he" dir="rtl">');
    expect(pageIn('fa-IR')).to.contain('<html lang="fa-IR" dir="rtl">');
    expect(pageIn('fr')).to.contain('<html lang="fr">');
  });

  it('breaks no word in a table because the page is narrow: the table is moved to and fro instead', async () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(await page('| a |\n|---|\n| b |'))?.[1]?.replace(/\n/g, '') ?? '';
    expect(/table\{(display[^}]*)\}/.exec(style)?.[1]).to.contain('display:block;overflow-x:auto');
    expect(/td,th\{([^}]*)\}/.exec(style)?.[1]).to.contain('overflow-wrap:break-word');
  });

  it('of a very long text is that text', async () => {
    const html = await page(`${'**x** '.repeat(50_000)}`);
    expect(html).to.contain('<pre>**x** **x** ');
  });
});
