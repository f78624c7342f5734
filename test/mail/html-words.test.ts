import { expect } from 'chai';
import fc from 'fast-check';
import { htmlWords } from '../../src/mail/html-words.ts';
import { howItGrows } from '../linear.ts';

const words = (html: string) => htmlWords(html).text;

describe('words of an HTML mail', () => {
  it('stand in paragraphs, lines, lists and quotes', () => {
    expect(words('<p>Dear all,</p><p>one<br>two</p><div>three</div>')).to.equal('Dear all,\n\none\ntwo\n\nthree');
    expect(words('<ol><li>a<li>b<ul><li>c</ul></ol>x')).to.equal('1. a\n2. b\n   - c\n\nx');
    expect(words('yes<blockquote><p>no?</p><blockquote>old</blockquote></blockquote>end')).to.equal(
      'yes\n\n> no?\n>\n> > old\n\nend',
    );
    expect(words('a<pre>  b\n   c</pre>d')).to.equal('a\n\n  b\n   c\n\nd');
    expect(words('<h1>T</h1>a<hr>b<dl><dt>c<dd>d</dl>')).to.equal(`T\n\na\n${'-'.repeat(32)}\nb\n\nc\n  d`);
    expect(words('<div>a</div><div><br></div><div>b<br></div><div>c</div>')).to.equal('a\n\nb\nc');
    const outlook = ['Hi,', '&nbsp;', 'one', 'two'].map(said => `<p class=MsoNormal>${said}<o:p></o:p></p>`).join('\n');
    expect(words(outlook)).to.equal('Hi,\n\none\ntwo');
    expect(words('<p style="margin:0">a</p><p style="margin:0 0 10px">b</p><p>c')).to.equal('a\n\nb\n\nc');
    expect(words('<p>a&nbsp;<p>b</p><p>&nbsp;</p><div>c<div>&nbsp;</div></div>')).to.equal('a\n\nb\n\nc');
    expect(words('<details><summary>more</summary>x</details><p dir=rtl>שלום</p>')).to.equal('more\nx\n\nשלום');
  });

  it('count lists as they say they count', () => {
    expect(words('<ol type=a start=2><li>x<li>y</ol>')).to.equal('b. x\nc. y');
    expect(words('<ol type=I><li>x<li value=4>y<li>z</ol>')).to.equal('I. x\nIV. y\nV. z');
    expect(words('<ul style="list-style-type:lower-roman"><li>x<li>y</ul>')).to.equal('i. x\nii. y');
    expect(words('<ul style="list-style:none"><li>x</ul>')).to.equal('x');
    expect(words('<ul><li><p>x</p><p>y</p></li><li></li><li>z</ul>')).to.equal('- x\n\n  y\n\n- z');
    const outlook = '<p><span style="mso-list:Ignore">§<span>&nbsp;&nbsp; </span></span>x</p>';
    expect(words(outlook)).to.equal('- x');
  });

  it('are what a reader sees: entities read, scripts and styles gone', () => {
    expect(words('&lt;b&gt; &auml;&#228;&#xe4; &euro; &copy 2024 &nosuch; a&b &#0;&#xd800;')).to.equal(
      '<b> äää € © 2024 &nosuch; a&b ��',
    );
    expect(words('&zcaron;&Eogon;&lstrok; &hearts; &nbspx &#149; &#0000065; ?a=1&copy=2&lt')).to.equal(
      'žĘł ♥ x • A ?a=1&copy=2<',
    );
    expect(words('<style>p{}</style><script>if (a<b) x("</p>")</script>hi<!-- <p>no -->!')).to.equal('hi!');
    expect(words('<head><title>no</title><META x><template>no</template></head><BODY>yes</BODY>')).to.equal('yes');
    expect(words('<svg/onload=alert(1)><p title="a>b">x')).to.equal('x');
    expect(
      words('<!--[if mso]><b>no</b><![endif]--><![if !mso]>yes<![endif]><!--[if !mso]><!-->,too<!--<![endif]-->'),
    ).to.equal('yes,too');
    expect(words('a<![CDATA[ <b> ]]>c p\0<scr\0ipt>x</script>q ex\u00adam\u200bple \u0093x\u0094')).to.equal(
      'a <b> c pq example “x”',
    );
    expect(words('from Ann <ann@example.org> at <https://x.example/a>')).to.equal(
      'from Ann <ann@example.org> at <https://x.example/a>',
    );
  });

  it('leave out what no reader sees, unless there is nothing else', () => {
    const hiding = [
      'style="display: NONE !important"',
      "style='mso-hide:all'",
      'style="max-height:0;overflow:hidden"',
      'style="font-size:0px"',
      'style=visibility:hidden',
      'hidden',
      'style="opacity:0"',
    ];
    for (const how of hiding) {
      expect(words(`<div ${how}>no<p>no</p></div>yes`), how).to.equal('yes');
      expect(words(`a<span ${how}>no</span>b`), how).to.equal('ab');
      expect(words(`<div ${how}>only</div>`), how).to.equal('only');
    }
    expect(words('<td style="font-size:0">no<b style="font-size:12px">yes</b></td>')).to.equal('yes');
    expect(words('<table><tr><td style="display:none"><div>no<td>yes</table>z')).to.equal('yes\n\nz');
    expect(words('<div style="opacity:0.5;font-size:0.9em;max-height:0">yes</div>')).to.equal('yes');
    expect(words('x&zwnj;&nbsp;&#847;&zwnj;&nbsp; y')).to.equal('x y');
  });

  it('line up the columns of a short table and leave the others blocks', () => {
    const row = (...cells: string[]) => `<tr>${cells.map(cell => `<td><p>${cell}</p></td>`).join('\n')}</tr>\n`;
    expect(
      words(`<table>${row('Item', 'Price')}${row('Plug', '9.50')}${row('Long cable', '110.00')}</table>`),
    ).to.equal('Item         Price\nPlug          9.50\nLong cable  110.00');
    expect(words('<table><tr><td>a</td><td>b</td></tr><tr><td>cc</td></tr></table>')).to.equal('a b\ncc');
    expect(words('<table><tr><td><table><tr><td>a<td>b</table><td><p>c</p><p>d</p></table>')).to.equal('a b\n\nc\n\nd');
    expect(words(`<table>${row('a', 'one<br>two')}${row('b', 'c')}</table>`)).to.equal('a\none\ntwo\n\nb c');
    expect(words(`<table><tr><td>1.<td>${'long '.repeat(20)}<td>end</table>`)).to.match(/^1\. long .*long\nend$/);
    expect(words('<table><tr><td>a<td colspan=2>b<td>c<tr><td>d<td>e<td>f<td>g</table>')).to.equal(
      'a  b     c\nd  e  f  g',
    );
  });

  it('show what was filled into a form', () => {
    const form = '<input value="Ann"><input type=checkbox checked><input type=radio><input type=hidden value=no>';
    expect(words(form)).to.equal('[Ann] [x] ( )');
    expect(words('<select><option>red<option selected>blue</select><textarea>and\nmore</textarea>')).to.equal(
      '( ) red\n(x) blue\nand more',
    );
  });

  it('are not lost in broken HTML', () => {
    for (const html of ['a < b <', '<p>a < b', '<!-- a b', '<style>a b', '<a href="x>a b', 'a<>b', '<p title="a b']) {
      expect(words(html), html).to.match(/a.*b/s);
    }
    expect(words('<b><blockquote>old</b>er</blockquote></div></td>new')).to.equal('> older\n\nnew');
    expect(words('<P CLASS=x>a<TD>b</P><LI>c<DIV>d')).to.match(/^a\s+b\s+- c\s+d$/);
    expect(words('<tr><td>a<td>b<tr><td>c')).to.equal('a b\nc');
  });

  it('are all there, whatever tags stand between them in whatever order', () => {
    const names = 'p div b a span table tr td th li ul ol dl dd blockquote pre select option h1 q textarea'.split(' ');
    const tag = fc.constantFrom(
      ...names.flatMap(name => [`<${name}>`, `</${name}>`]),
      ...[
        '<br>',
        '<hr>',
        '<p class=MsoNormal>',
        '<td colspan=3>',
        '<div class=gmail_quote>',
        '<div class=yahoo_quoted>',
      ],
      ...[
        '<div class=gmail_signature>',
        '<div id=divRplyFwdMsg>',
        '<blockquote style="border:none">',
        '&nbsp;',
        ' ',
        '-- ',
      ],
      ...[
        '<a href=https://x.example/>',
        '<img alt=x>',
        '<input value=x>',
        '<ol type=a>',
        '<span style="white-space:pre">',
      ],
      ...['wrote:', `${'long '.repeat(13)}`, '<!-- x -->', '<p style="font-size:12px">'],
    );
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 60 }), tags => {
        const said = tags.map((one, n) => `${one}w${n}w`).join('');
        const found: string[] = words(said).match(/w\d+w/g) ?? [];
        expect(found.sort()).to.deep.equal(tags.map((_, n) => `w${n}w`).sort());
      }),
      { numRuns: 2000 },
    );
  });

  it('are there that stand in a row before its first cell, however long the cells are', () => {
    expect(words(`<tr>stray<td>first ${'long '.repeat(13)}<td>last`)).to.match(/stray[\s\S]*first[\s\S]*last/);
    const rows = '<tr>stray<td>one<td>two</tr>'.repeat(3);
    expect(words(`<table>${rows}</table>`).match(/stray/g)).to.have.length(3);
  });

  it('never throw and never go beyond the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>/!-="\' &;#xadivtp[]\0\n'), maxLength: 200 }), html => {
        expect(htmlWords(html, 50).text.length).to.be.at.most(50);
      }),
      { numRuns: 2000 },
    );
  });

  it('end at the limit and say so', () => {
    expect(htmlWords('<p>x</p>'.repeat(1000), 100)).to.include({ cut: true });
    expect(htmlWords('<p>x</p>'.repeat(1000), 100).text.length).to.be.at.most(100);
  });
});

describe('links and pictures of an HTML mail', () => {
  const link = (text: string, href: string) => words(`<a href="${href}">${text}</a>`);

  it('show their target once, behind the words', () => {
    expect(words('see <a href="https://x.example/a?b&amp;c">this page</a>.')).to.equal(
      'see this page <https://x.example/a?b&c>.',
    );
    expect(words('<a href="https://x.example/">x.example</a> <a href="mailto:a@b.c">a@b.c</a>')).to.equal(
      'x.example a@b.c',
    );
    expect(link('https://x.example/a', 'https://x.example/a')).to.equal('https://x.example/a');
    expect(link('Ann', 'mailto:ann@example.org?subject=x')).to.equal('Ann <ann@example.org>');
    expect(link('030 12 34 567', 'tel:+49301234567')).to.equal('030 12 34 567');
    const twice = '<a href=https://x.example/a>A</a> <a href=https://x.example/a>B</a>';
    expect(words(twice)).to.equal('A <https://x.example/a> B');
    for (const href of ['', '#x', '/a', 'javascript:alert(1)', 'data:text/html,x', 'cid:x']) {
      expect(link('words', href)).to.equal('words');
    }
    expect(words('<a href=https://x.example/><img src=x></a>z')).to.equal('z');
    expect(link('here', `https://x.example/${'a'.repeat(600)}`).length).to.be.below(530);
    expect(
      link('here', 'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.example%2Fa&data=1'),
    ).to.equal('here <https://x.example/a>');
  });

  it('are marked when their words name another site', () => {
    const lies = [
      ['www.bank.example', 'https://evil.example/login'],
      ['https://www.bank.example/', 'https://www.bank.example@evil.example/'],
      ['http://bank.example/a', 'https://bank.example.evil.example/a'],
      ['bank.co.uk', 'https://evil.co.uk/'],
      ['bank.com', 'https:\\\\evil.example\\bank.com'],
    ] as const;
    for (const [text, href] of lies) expect(link(text, href), href).to.match(/> \(!\) \[leads to \S*evil\S*\]$/);
    expect(words('<a href="https://evil.example"><b>www.bank</b>.exam<i>ple</i></a>')).to.contain('(!)');
    expect(link('boss@bank.example', 'mailto:x@evil.example')).to.equal(
      'boss@bank.example <x@evil.example> (!) [writes to x@evil.example]',
    );
    const honest = [
      ['www.bank.example', 'https://login.bank.example/'],
      ['bank.co.uk', 'https://www.bank.co.uk/a'],
      ['Node.js', 'https://nodejs.example/'],
      ['version 1.2.3', 'https://x.example/'],
      ['1.2.3.4', 'https://x.example/'],
    ] as const;
    for (const [text, href] of honest) expect(link(text, href), text).not.to.contain('(!)');
  });

  it('show a host of another alphabet both ways', () => {
    expect(link('shop', 'https://xn--pple-43d.example/')).to.equal(
      'shop <https://xn--pple-43d.example/> (!) [xn--pple-43d.example = аpple.example, looks like apple.example, mixed scripts]',
    );
    expect(link('Rathaus', 'https://xn--mnchen-3ya.example/')).to.equal(
      'Rathaus <https://xn--mnchen-3ya.example/> [xn--mnchen-3ya.example = münchen.example]',
    );
  });

  it('stand for a picture by its words, and for a picture without words by nothing', () => {
    expect(words('<a href="javascript:alert(1)">click</a><img src=x alt="Logo">')).to.equal('click [Logo]');
    expect(words('a<img src=x><img src=x alt=""><img width=1 height=1 alt=seen>b<img alt="😊">')).to.equal('ab😊');
  });
});

describe('old mails and signatures in an HTML mail', () => {
  const RULE = '_'.repeat(32);

  it('are quoted where their containers say so', () => {
    const old = '<div>On 1.2.2026 Ann wrote:<br></div>';
    for (const quote of ['blockquote type=cite', 'blockquote class="gmail_quote" style="border:none"', 'blockquote']) {
      expect(words(`new<div class="gmail_quote">${old}<${quote}>old</blockquote></div>`), quote).to.equal(
        'new\nOn 1.2.2026 Ann wrote:\n\n> old',
      );
    }
    for (const container of ['gmail_quote', 'ydp1 yahoo_quoted']) {
      expect(words(`new<div class="${container}">${old}<p>old</p><p>er</p></div>mine`), container).to.equal(
        'new\nOn 1.2.2026 Ann wrote:\n\n> old\n>\n> er\n\nmine',
      );
    }
  });

  it('keep an answer between the quotes, a forwarded mail, and words that are only moved in', () => {
    const between =
      '<div class=gmail_quote>Ann wrote:<blockquote>one?</blockquote>yes<blockquote>two?</blockquote></div>';
    expect(words(between)).to.equal('Ann wrote:\n\n> one?\n\nyes\n\n> two?');
    for (const container of ['gmail_quote', 'yahoo_quoted']) {
      const forward = `<div class=${container}>----- Forwarded Message -----<br>From: a@b.example<br>words</div>`;
      expect(words(forward), container).not.to.contain('> ');
    }
    expect(words('a<blockquote style="margin:0 0 0 40px;border:none;padding:0">mine</blockquote>')).to.equal(
      'a\n\n    mine',
    );
    expect(words('<p>a</p><blockquote class=gmail_quote>mine</blockquote>')).to.equal('a\n\n    mine');
    expect(words('Ann wrote:<blockquote class=gmail_quote>old</blockquote>')).to.equal('Ann wrote:\n\n> old');
  });

  it('have a rule above the head that Outlook writes', () => {
    const head = '<p><b>From:</b> Ann<br><b>Sent:</b> today</p>';
    const beginnings = [
      '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">',
      '<div id="appendonsend"></div><div id="divRplyFwdMsg" dir="ltr">',
      '<div id="x_divRplyFwdMsg">',
    ];
    for (const begin of beginnings) {
      expect(words(`<div>new</div>${begin}${head}</div><div>old</div>`), begin).to.match(
        new RegExp(`^new\n${RULE}\n+From: Ann\nSent: today\n\nold$`),
      );
    }
    const ruled = words('new<hr><div id=divRplyFwdMsg>From: Ann</div>');
    expect(ruled).to.equal(`new\n${'-'.repeat(32)}\nFrom: Ann`);
  });

  it('have `-- ` above a signature once, and never above words that follow it', () => {
    for (const mark of [
      'class=gmail_signature',
      'class="moz-signature"',
      'id=Signature',
      'data-smartmail=gmail_signature',
    ]) {
      expect(words(`<div>new</div><div ${mark}><div ${mark}>Ann</div></div>`), mark).to.equal('new\n-- \nAnn');
      expect(words(`new<br>-- <br><div ${mark}>Ann</div>`), mark).to.equal('new\n--\nAnn');
      expect(words(`new<pre ${mark}>-- \nAnn</pre>`), mark).to.match(/^new\n\n-- \nAnn$/);
      const quoted = words(
        `<div>new</div><div ${mark}>Ann</div><div>On 1.2. Bob wrote:</div><blockquote>old</blockquote>`,
      );
      expect(quoted, mark).to.match(/^new\n-- \nAnn/);
      expect(words(`<div>new</div><div ${mark}>Ann</div><div>more words</div>`), mark).to.equal(
        'new\n\nAnn\nmore words',
      );
    }
  });
});

describe('the time for an HTML mail', () => {
  const PIECES = [
    ...[
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
    ],
    ...["<a '", 'a<b>', '<tr><td>x<td>y', '<td colspan=9>x', '<div class=gmail_quote>a:<br>b', '<pre>\n', '<![CDATA['],
    ...[
      '<div class=yahoo_quoted>a:<br>b<blockquote>',
      '<a href=//x.example>www.y.example',
      '<div hidden></p>',
      '<dd>x',
    ],
    ...[
      '<span style="font-size:0">x',
      '<option>x',
      '&#',
      '<table><tr><td>a<td>b</table>',
      '<li>x',
      '</div>',
      '<svg><title>',
    ],
    ...[`<a x="${"='".repeat(50)}>`, `<a href=http://${'a.'.repeat(40)}>${'a.'.repeat(40)}</a>`, '\u200c ', '<td><br>'],
  ];

  it('grows with the size only, whatever is repeated', function () {
    this.timeout(60_000);
    for (const piece of PIECES) {
      const { small, large, linear } = howItGrows(length => {
        const { text } = htmlWords(`${piece.repeat(length / piece.length)} deep`, 8_000_000);
        expect(text).to.match(/deep|\btitle|<a|&|\[|>/);
      }, 50_000);
      expect(linear, `${piece}: ${small} ms, then ${large} ms for four times as much`).to.equal(true);
    }
  });

  it('is little for elements twenty thousand deep, and nothing is lost below them', () => {
    for (const name of ['div', 'b', 'span style="font-size:12px"', 'table><tr><td', 'blockquote', 'ul><li']) {
      expect(htmlWords(`a${`<${name}>`.repeat(20_000)}deep`).text, name).to.match(/^a[\s\S]*deep$/);
    }
  });
});
