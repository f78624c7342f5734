import { expect } from 'chai';
import fc from 'fast-check';
import { REPLY_MARKER, splitWords } from '../../src/mail/new-words.ts';

const newWords = (...lines: string[]) => splitWords(lines.join('\n')).newWords;

function counted(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) if (line.trim() !== '') counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

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
        expect(counted(`${split.newWords}\n${split.folded}`)).to.deep.equal(counted(text));
        if (text.trim() !== '') expect(split.newWords.trim()).not.to.equal('');
      }),
    );
  });

  it('are everything in a text over 256 kB', () => {
    const text = `x\n${'> y\n'.repeat(100_000)}`;
    expect(splitWords(text)).to.deep.equal({ newWords: text, folded: '' });
  });

  it('are found in time that grows with the size only', () => {
    const pieces = [
      '\n',
      'On On ',
      'Am 1.1.2020 schrieb ',
      '> \n',
      '>a\nb\n',
      'From: a\nTo: b\n',
      '-- \n',
      '-----',
      'a@',
      '1.1.2020 wrote:\n>x\n',
    ];
    for (const piece of pieces) {
      const start = process.hrtime.bigint();
      splitWords(piece.repeat(Math.floor((250 * 1024) / piece.length)));
      expect(Number(process.hrtime.bigint() - start) / 1e6, JSON.stringify(piece)).to.be.below(1000);
    }
  });
});
