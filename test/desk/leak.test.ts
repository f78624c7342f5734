import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import { firstSecret, inCommon } from '../../src/desk/leak.ts';
import { growsLinearly } from '../linear.ts';

function leak(
  notes: string[],
  texts: string[],
  published: string[] = [],
  typed = texts.join('\n'),
): string | undefined {
  return firstSecret(inCommon(notes, { texts, typed }), published)?.words;
}

const NOTE = 'He has not paid since March, and the lawyer says that we should stop all deliveries at once.';

describe('words of a note in a letter', () => {
  it('are found when eight stand in a row, whatever case, blanks, quotes and Markdown are around them', () => {
    const said = 'and the lawyer says that we should stop all deliveries';
    for (const text of [
      `Dear Ann, ${said}. Yours`,
      said.toUpperCase(),
      said.replaceAll(' ', '\n> '),
      said.replaceAll(' ', '  \u00a0'),
      `**and the _lawyer_ says** “that we should” ~~stop~~ \`all deliveries\``,
      said.replace('lawyer', 'law\u00adyer'),
      said.replace('lawyer', 'ｌａｗｙｅｒ'),
    ])
      expect(leak([NOTE], [text]), text).to.equal(said);
  });

  it('are found whatever signs that show nothing stand in them', () => {
    const said = 'and the lawyer says that we should stop all deliveries';
    const signs = [0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200e, 0x202c, 0x2060, 0x2062, 0x2069, 0x3164, 0xfe0f];
    for (const sign of [...signs, 0xfeff, 0xe0041, 0xe0101]) {
      const hidden = said.replace(/(\p{L})(?=\p{L})/gu, `$1${String.fromCodePoint(sign)}`);
      expect(leak([NOTE], [hidden]), `U+${sign.toString(16)} in the letter`).to.equal(said);
      expect(leak([hidden], [said]), `U+${sign.toString(16)} in the note`).to.equal(said);
    }
  });

  it('are found when they are all of a short note', () => {
    expect(leak(['He is lying again, I think.'], ['x he is lying again i think y'])).to.equal(
      'he is lying again i think',
    );
    expect(leak(['called him'], ['we called him']), 'that says nothing').to.equal(undefined);
  });

  it('are found in writings without blanks', () => {
    const note = '彼は三月から支払っていないので弁護士はすべての配達を直ちに停止すべきだと言っている';
    expect(leak([note], [`ご連絡ありがとうございます。${note}。`])).to.be.a('string');
    expect(leak([note], ['お支払いについてご連絡ください'])).to.equal(undefined);
  });

  it('are found as a code, unless a person typed it into the letter', () => {
    const note = ['the password of the box is xk7harbour2 now'];
    expect(leak(note, ['frame around it: xk7harbour2'], [], 'an answer')).to.equal('xk7harbour2');
    expect(leak(note, ['frame around it: xk7harbour2'], [], 'it is xk7harbour2')).to.equal(undefined);
    expect(leak(note, ['xk7harbour2'], ['Ann wrote: my password is XK7HARBOUR2'], '')).to.equal(undefined);
  });

  it('are no secret when they were said in public', () => {
    const asked = 'My printer has been printing blue pages since the update of last Tuesday';
    const note = `She wrote "${asked}" and seems angry`;
    expect(leak([note], [`You wrote:\n> ${asked}`])).to.be.a('string');
    expect(leak([note], [`You wrote:\n> ${asked}`], [`Hello,\n${asked}.\nAnn`])).to.equal(undefined);
    expect(
      leak(
        [`${asked}, and I think that she did it herself`],
        [`${asked}, and I think that she did it herself`],
        [asked],
      ),
    ).to.be.a('string');
  });

  it('are not found in what people who work on one matter say anyway', () => {
    const notes = [
      'called her back, new toner ordered, should come on Thursday',
      'Toner 45G6 is out of stock at the usual supplier; asked the other one',
      'done',
      'ok?',
      'waiting for Ann',
      'Not delivered to ann@example.org: 550 5.1.1 no such user',
    ];
    const answers = [
      'Dear Ann,\n\nwe have ordered a new toner (45G6), which should come on Thursday.\n\nKind regards',
      'Hello Ann, the usual supplier is out of stock, so we asked another one. It is done as soon as it comes.',
      'Could you please tell us whether it works now? We are waiting for your answer.',
    ];
    for (const answer of answers) expect(leak(notes, [answer]), answer).to.equal(undefined);
  });

  it('are always found, whatever is around them: any run of a note that is long enough', () => {
    const word = fc.stringMatching(/^[a-z]{4,9}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 12, maxLength: 40 }),
        fc.array(word, { maxLength: 30 }),
        fc.nat(),
        fc.integer({ min: 10, max: 20 }),
        (note, around, at, length) => {
          const from = at % Math.max(1, note.length - length);
          const run = note.slice(from, from + length).join(' ');
          const letter = `${around.join(' ')}. ${run}! ${around.join(' ')}`;
          expect(leak([note.join(' ')], [letter])).to.be.a('string');
        },
      ),
    );
  });

  it('are looked for in files of many megabytes without keeping all their words', async function () {
    this.timeout(60_000);
    const script = `
      const { inCommon } = await import(${JSON.stringify(new URL('../../src/desk/leak.js', import.meta.url).href)});
      const file = Buffer.from('11:59 some line of a log '.repeat(400_000) + ${JSON.stringify(NOTE)}).toString('latin1');
      const found = inCommon([${JSON.stringify(NOTE)}], { texts: [file], typed: '' });
      process.stdout.write(String(found.length));`;
    const args = ['--max-old-space-size=128', '--input-type=module', '-e', script];
    expect((await promisify(execFile)(process.execPath, args)).stdout).to.equal('1');
  });

  it('are looked for in linear time, also where every word is in common and none is the same', () => {
    const text = (n: number) => Array.from({ length: n }, (_, i) => `w${(i * i) % 97} a`).join(' ');
    expect(growsLinearly(n => inCommon([text(n)], { texts: [text(n + 1)], typed: '' }), 5_000)).to.equal(true);
  });
});
