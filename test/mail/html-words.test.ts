import { expect } from 'chai';
import { htmlWords } from '../../src/mail/html-words.ts';

const words = (html: string) => htmlWords(html).text;

describe('words of an HTML mail', () => {
  it('stand in paragraphs, lines, lists and quotes', () => {
    expect(words('<p>Dear all,</p><p>one<br>two</p><div>three</div>')).to.equal('Dear all,\n\none\ntwo\n\nthree');
    expect(words('<ol><li>a<li>b<ul><li>c</ul></ol>x')).to.equal('1. a\n2. b\n\n  - c\n\nx');
    expect(words('yes<blockquote><p>no?</p><blockquote>old</blockquote></blockquote>end')).to.equal(
      'yes\n\n> no?\n>\n> > old\n\nend',
    );
    expect(words('<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>')).to.equal('a b\nc');
    expect(words('a<pre>  b\n   c</pre>d')).to.equal('a\n\n  b\n   c\n\nd');
  });

  it('keep the targets of links and the words for pictures', () => {
    expect(words('see <a href="https://x.example/a?b&amp;c">this page</a>.')).to.equal(
      'see this page <https://x.example/a?b&c>.',
    );
    expect(words('<a href="https://x.example/">x.example</a> <a href="mailto:a@b.c">a@b.c</a>')).to.equal(
      'x.example a@b.c',
    );
    expect(words('<a href="javascript:alert(1)">click</a><img src=x alt="Logo">')).to.equal('click [Logo]');
  });

  it('are what a reader sees: entities read, scripts and styles gone', () => {
    expect(words('&lt;b&gt; &auml;&#228;&#xe4; &euro; &copy 2024 &nosuch; a&b &#0;&#xd800;')).to.equal(
      '<b> äää € © 2024 &nosuch; a&b ��',
    );
    expect(words('<style>p{}</style><script>if (a<b) x("</p>")</script>hi<!-- <p>no -->!')).to.equal('hi!');
    expect(words('<svg/onload=alert(1)><p title="a>b">x')).to.equal('x');
  });

  it('are not lost in broken HTML', () => {
    for (const html of ['a < b <', '<p>a < b', '<!-- a b', '<style>a b', '<a href="x>a b', 'a<>b', '<p title="a b']) {
      expect(words(html), html).to.match(/a.*b/s);
    }
  });

  it('are read to any depth and in time that grows with the size only', () => {
    const start = process.hrtime.bigint();
    const pieces = [
      '<div>',
      '<',
      '<a href="x',
      '<table><tr><td>',
      '&amp;',
      '<!--',
      '<style>',
      '<blockquote>',
      '<p title="',
      '<ul><li>',
      "<a '",
    ];
    for (const piece of pieces) {
      expect(htmlWords(`${piece.repeat(100_000)} deep`, 10_000_000).text, piece).to.match(/deep|\bp\b|title|<a|&|\[|>/);
    }
    expect(Number(process.hrtime.bigint() - start) / 1e6).to.be.below(5000);
  });

  it('end at the limit and say so', () => {
    expect(htmlWords('<p>x</p>'.repeat(1000), 100)).to.include({ cut: true });
    expect(htmlWords('<p>x</p>'.repeat(1000), 100).text.length).to.be.at.most(100);
  });
});
