import { expect } from 'chai';
import fc from 'fast-check';
import { htmlWords } from '../../src/mail/html-words.ts';
import { REPLY_MARKER, splitWords } from '../../src/mail/new-words.ts';
import { leastBelow } from '../linear.ts';
import { DEVICE_LINES, HABITS } from '../mails/reply-habits.ts';
import { isWhole } from '../mails/score-replies.ts';

const newWords = (...lines: string[]) => splitWords(lines.join('\n')).newWords;

describe('new words', () => {
  const attributions = [
    ['On Mon, Nov 23, 2026 at 10:00 AM Ann <ann@x.example> wrote:'],
    ['On Mon, Nov 23, 2026 at 10:00 AM, Ann of the very long company name', '<ann@x.example> wrote:'],
    ['Am 23.11.2026 um 10:00 schrieb Ann:'],
    ['Le lun. 23 nov. 2026 à 10:00, Ann <ann@x.example> a écrit :'],
    ['El 23/11/2026 a las 10:00, Ann escribió:'],
    ['2026-11-23 10:00 GMT+01:00 Ann <ann@x.example>:'],
    ['23.11.2026 10:00, Ann пишет:'],
    ['W dniu 23.11.2026 o 10:00, Ann <ann@x.example> napisał:'],
  ];
  for (const attribution of attributions) {
    it(`fold the quote below "${attribution[0]}"`, () => {
      expect(newWords('It works.', '', ...attribution, '', '> does it?', '>', '> ann')).to.equal('It works.');
    });
  }

  it('keep a sentence with a colon above quoted lines', () => {
    expect(newWords('I typed this:', '> make all', '> make install')).to.contain('I typed this:');
  });

  it('keep a journey that looks like the head of a mail', () => {
    const mail = ['Please book:', 'From: Berlin', 'To: Paris', 'Date: 3 May'];
    expect(newWords(...mail)).to.equal(mail.join('\n'));
  });

  it('keep answers between quotes, and what they answer', () => {
    const mail = ['On 1.2.2026 Ann wrote:', '> one?', 'yes', '> two?', 'no', '', '> three?'];
    expect(newWords(...mail)).to.equal(mail.slice(0, 5).join('\n'));
  });

  it('keep an answer below one quote', () => {
    expect(newWords('On 1.2.2026 Ann wrote:', '> one?', '> two?', '', 'Both, please.')).to.equal('Both, please.');
  });

  const heads = [
    ['-----Original Message-----', 'anything'],
    ['----- Ursprüngliche Nachricht -----', 'Von: a@b.example'],
    [
      '________________________________',
      'From: Ann <a@b.example>',
      'Sent: Monday, 23 November 2026 10:00',
      'To: Desk',
      'Subject: x',
    ],
    ['Von: Ann', 'Gesendet: Montag, 23. November 2026 10:00', 'An: Desk', 'Betreff: x'],
    ['De : Ann', 'Envoyé : lundi 23 novembre 2026', 'À : Desk', 'Objet : x'],
    ['*From:* Ann', '*Date:* today', '*Subject:* x'],
    ['发件人: Ann', '发送时间: 2026', '收件人: Desk', '主题: x'],
    [REPLY_MARKER, 'our letter'],
  ];
  for (const head of heads) {
    it(`fold what stands below "${head[0]}"`, () => {
      const { newWords, folded } = splitWords(['It works.', '', ...head, '', 'old words'].join('\n'));
      expect(newWords).to.equal('It works.');
      expect(folded).to.contain('old words').and.contain(head[0]);
    });
  }

  it('keep a forwarded mail, for that is what was sent', () => {
    const mail = [
      'See below.',
      '',
      '---------- Forwarded message ---------',
      'From: Ann',
      'Date: today',
      'Subject: x',
      '',
      'the matter',
    ];
    expect(newWords(...mail)).to.equal(mail.join('\n'));
  });

  it('fold a signature, and only one that is short', () => {
    expect(newWords('Hello', '', '-- ', 'Ann', 'Tel. 1')).to.equal('Hello');
    const long = ['Hello', '-- ', ...Array.from({ length: 20 }, (_, n) => `point ${n}`)];
    expect(newWords(...long)).to.equal(long.join('\n'));
    expect(newWords('Hello', '-- first point', '-- second point')).to.contain('second point');
  });

  it('are everything when nothing else would be left', () => {
    for (const text of ['> only', '-----Original Message-----\nx', '', '\n\n', '-- \nAnn']) {
      expect(splitWords(text)).to.deep.equal({ newWords: text, folded: '' });
    }
  });

  it('keep every line, in newWords or in folded, whatever was written', () => {
    const line = fc.constantFrom(
      '> q',
      '>',
      '',
      'words',
      'On 1.2.2026 Ann wrote:',
      '-- ',
      'From: a',
      'To: b',
      'Subject: c',
      '-----Original Message-----',
      REPLY_MARKER,
      '  indented',
      '____________',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), lines => {
        const text = lines.join('\n');
        const split = splitWords(text);
        expect(isWhole(text, split.newWords, split.folded), JSON.stringify(split)).to.equal(true);
        if (text.trim() !== '') expect(split.newWords.trim()).not.to.equal('');
      }),
    );
  });

  it('are told from what every program writes above its quote', () => {
    for (const { name, above, quoted } of HABITS) {
      const old = ['Did it help?', '', 'Bob', '-- ', 'Support', '[#12]'];
      const below = quoted ? old.map(line => `> ${line}`.trim()) : old;
      for (const gap of [[], ['']]) {
        const text = ['It works now.', ...gap, ...above, '', ...below].join('\n');
        expect(splitWords(text).newWords, name).to.equal('It works now.');
        expect(splitWords(text.replaceAll('\n', '\r\n')).newWords.trim(), `${name}, CR LF`).to.equal('It works now.');
      }
    }
  });

  it('are told from the line of a phone in every language', () => {
    for (const line of DEVICE_LINES) expect(newWords('It works now.', '', line), line).to.equal('It works now.');
  });

  const OWN = [
    ['It works now.'],
    ['ja'],
    ['Yes.', '', 'And a second thing: the tray is stuck.'],
    ['1. paper', '2. ink', '3. a new cable'],
    ['I typed:', '$ make all', 'make: *** No rule'],
    ['On the other hand, we could wait.'],
    ['Please call 044 123 45 67 on Monday at 10:00.'],
    ['| a | b |', '| 1 | 2 |'],
    ['Der Drucker in Raum 12 geht nicht. Was tun?'],
    ['От печати пахнет дымом.'],
    ['印刷できません。'],
    ['- first', '- second'],
    ['Thanks,', 'Ann'],
    ['See https://x.example/a?b=c'],
  ];

  it('are never folded, above a quote or between quotes, whatever program wrote it', () => {
    const own = fc.constantFrom(...OWN);
    const places = fc.array(fc.tuple(own, fc.constantFrom(['> old?'], ['> one', '>', '> two?'])), { maxLength: 3 });
    const below = fc.constantFrom([], ['-- ', 'Ann Smith', 'Tel. +41 44 123 45 67'], ['Sent from my iPhone']);
    fc.assert(
      fc.property(fc.constantFrom(...HABITS), own, places, below, (habit, first, answers, signature) => {
        const bare = habit.quoted ? [] : ['', ...habit.above, '', 'old words'];
        const mixed = habit.quoted
          ? ['', ...habit.above, '> old', ...answers.flatMap(([mine, old]) => [...mine, ...old])]
          : [];
        const text = [...first, '', ...signature, ...mixed, ...bare].join('\n');
        const split = splitWords(text);
        expect(isWhole(text, split.newWords, split.folded)).to.equal(true);
        const kept = split.newWords.split('\n');
        const mine = [...first, ...(habit.quoted ? answers.flatMap(([words]) => words) : [])];
        for (const line of mine) expect(kept, `${habit.name}: ${JSON.stringify(text)}`).to.include(line);
        expect(kept).not.to.include('old words');
      }),
      { numRuns: 3000 },
    );
  });

  const OWN_WORDS = [
    ['a prompt', ['I get', '', '>>> import x', 'Error', '>>> quit()']],
    ['a diff', ['12c12', '< a', '---', '> b']],
    [
      'a mail that is shown',
      ['Where is this mail:', '', 'From: a@x.example', 'Date: 1.1.2026 10:00', 'Subject: b', '', 'lost'],
    ],
    [
      'a header as it came',
      ['Look', 'Received: from x', 'From: a@x.example', 'Date: 1.1.2026 10:00', 'Subject: b', '', 'it failed'],
    ],
    ['a form', ['A request', '', 'From: Ann', 'Email: a@x.example', 'Subject: b', 'Date: 1.1.2026', 'Message: broken']],
    ['what I wrote myself', ['Am 3.5.2026 um 10:00 Uhr schrieb ich Ihnen:', '', 'Der Drucker ist kaputt.']],
    ['a question below a signature', ['Hello', '-- ', 'Ann', '', 'Did you get this?']],
    ['a postscript', ['Hello', '', 'Best regards', 'Ann Smith', '', 'PS: bring ink']],
    ['choices between rules', ['Choose:', '', 'Option A', '', '-----', '', 'Option B']],
    ['a contact that was asked for', ['Please call me.', '', 'Ann Smith', 'a@x.example', '+41 44 123 45 67']],
    [
      'a letter that went astray',
      ['Hello', '', 'the confidential list went to a wrong recipient in error, please delete it'],
    ],
    ['a phone in a sentence', ['Where do I see', 'what was sent from my phone last week?']],
    [
      'answers in the old mail',
      [
        'My answers are inline.',
        '',
        'From: a@x.example',
        'Sent: 1.1.2026 10:00',
        'To: b',
        'Subject: c',
        'why? because',
      ],
    ],
    ['a smile with a name below it', ['🎉', '', '—', 'Ann Smith', 'a@x.example']],
  ] as const;
  for (const [what, lines] of OWN_WORDS) {
    it(`keep ${what}`, () => {
      expect(newWords(...lines)).to.equal(lines.join('\n'));
    });
  }

  const TRIMMINGS = [
    ['the footer of a list', ['____', 'users mailing list', 'users@x.example', 'https://x.example/listinfo/users']],
    [
      'a closing, a name and a card',
      ['Mit freundlichen Grüßen', '', 'Ann Smith', 'Example AG', 'Tel. +41 44 123 45 67'],
    ],
    ['a closing in Japanese', ['敬具', '田中']],
    ['a wish not to print', ['Please consider the environment before printing this e-mail.']],
    ['a virus scanner', ['Virus-free. www.avast.com']],
    ['a PGP signature', ['-----BEGIN PGP SIGNATURE-----', '', 'iQIz', '-----END PGP SIGNATURE-----']],
    [
      'a disclaimer',
      [
        'This e-mail is confidential and only for its recipient. Whoever received it in error is kindly requested to',
        'delete it and to notify the sender; any other use is prohibited.',
      ],
    ],
    [
      'a disclaimer in German',
      [
        'Diese Nachricht ist vertraulich und nur für den Empfänger bestimmt. Wer sie irrtümlich erhalten hat, wird gebeten,',
        'sie zu löschen und den Absender zu unterrichten.',
      ],
    ],
  ] as const;
  for (const [what, lines] of TRIMMINGS) {
    it(`fold ${what}, below words and above a quote`, () => {
      expect(newWords('It works now.', '', ...lines)).to.equal('It works now.');
      expect(newWords('It works now.', '', ...lines, '', 'Ann wrote:', '> old')).to.equal('It works now.');
    });
  }

  it('are left when a mail is only a quote and a signature', () => {
    expect(newWords('-- ', 'Ann', '', 'On 1.2.2026 10:00 Bob <b@x.example> wrote:', '> old')).to.equal('-- \nAnn');
  });

  it('end above other quote signs, when an attribution says that they are some', () => {
    for (const sign of ['|', ':', 'BO>']) {
      expect(newWords('Yes.', '', 'On 1.2.2026 10:00, Bob wrote:', `${sign} one?`, `${sign} two?`), sign).to.equal(
        'Yes.',
      );
    }
  });

  it('go on below a quoted line that was broken in two', () => {
    const long = `> ${'old words '.repeat(7)}that go on,`;
    expect(newWords('Yes.', 'On 1.2.2026 10:00, Bob wrote:', long, 'and on', '> to here.')).to.equal('Yes.');
  });

  it('of HTML end where a program put the old mail', () => {
    const mail = '<div>Yes.</div>';
    for (const html of [
      `${mail}<div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 23, 2026 at 10:00 AM Bob &lt;<a href="mailto:b@x.example">b@x.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote">old</blockquote></div>`,
      `${mail}<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Bob &lt;b@x.example&gt;<br><b>Sent:</b> Monday, November 23, 2026 10:00 AM<br><b>To:</b> Ann<br><b>Subject:</b> x</div><div>old</div>`,
      `${mail}<div class="yahoo_quoted"><div>On Monday, November 23, 2026 at 10:00:00 AM GMT+1, Bob &lt;b@x.example&gt; wrote:</div><div>old</div></div>`,
      `${mail}<div class="moz-cite-prefix">On 11/23/26 10:00, Bob wrote:<br></div><blockquote type="cite">old</blockquote>`,
      `${mail}<div><br><blockquote type="cite"><div>On 23 Nov 2026, at 10:00, Bob &lt;b@x.example&gt; wrote:</div><div>old</div></blockquote></div>`,
      `${mail}<div class="protonmail_quote">-------- Original Message --------<br>On 11/23/26 10:00, Bob wrote:<br><blockquote>old</blockquote></div>`,
      `${mail}<hr id="zwchr"><b>From: </b>"Bob" &lt;b@x.example&gt;<br><b>To: </b>a@x.example<br><b>Sent: </b>Monday, November 23, 2026 10:00<br><b>Subject: </b>x<br>old`,
      `${mail}<hr><p><b>De :</b> b@x.example</p><p><b>Envoyé :</b> lundi 23 novembre 2026 10:00</p><p><b>À :</b> a@x.example</p><p>old</p>`,
      `${mail}<hr>From: b@x.example <b>Date: Mon, 23 Nov 2026 10:00:00 +0100</b><div>old</div>`,
    ]) {
      expect(splitWords(htmlWords(html).text).newWords, html).to.equal('Yes.');
    }
  });

  it('are everything in a text over 256 kB', () => {
    const text = `x\n${'> y\n'.repeat(100_000)}`;
    expect(splitWords(text)).to.deep.equal({ newWords: text, folded: '' });
  });

  it('are found in time that grows with the size only', () => {
    const pieces = [
      ...[
        '\n',
        ':\n',
        '>',
        '> > > ',
        '>a\nb\n',
        '> <\n',
        '<',
        '<a@',
        'a@',
        '|\n',
        '-- \n',
        '-----',
        '____\n',
        '----- wrote -----\n',
      ],
      ...[
        'On On ',
        'On On On\n',
        'Am 1.1.2020 schrieb ',
        'Am 1.1.2020 schrieb \n',
        '1.1.2020 wrote:\n>x\n',
        'wrote:\n',
      ],
      ...['From:', 'From: a\nTo: b\n', 'From: a@b\n', 'Date: ', 'Regards,\n', 'Ann Smith\n', 'sent from my iphone\n'],
      ...['confidential recipient error delete mail ', '\u00a0', '\u200b', '(http://', 'x'],
    ];
    for (const piece of pieces) {
      const text = `x\n${piece.repeat(Math.floor((250 * 1024) / piece.length))}`;
      expect(
        leastBelow(1000, () => splitWords(text)),
        JSON.stringify(piece),
      ).to.be.below(1000);
    }
  });
});
