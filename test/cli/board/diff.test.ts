import { expect } from 'chai';
import fc from 'fast-check';
import { blank, type Canvas, put, tint } from '../../../src/cli/board/canvas.ts';
import { difference } from '../../../src/cli/board/diff.ts';
import { draw } from '../../../src/cli/board/view.ts';
import type { Style } from '../../../src/cli/terminal.ts';
import { learnWidths, widthOf } from '../../../src/outbox/width.ts';
import { Emulator } from './emulator.ts';
import { filled, message, SMALL, ticket, WIDE } from './scene.ts';

const COLUMNS = 24;
const ROWS = 4;
const COLOUR = { colour: true };
const SGR: Readonly<Record<string, string>> = {
  bold: '1',
  dim: '2',
  red: '31',
  green: '32',
  yellow: '33',
  cyan: '36',
  inverse: '7',
};
const styles = fc.constantFrom<(Style | undefined)[]>(undefined, undefined, 'bold', 'green', 'inverse');
const words = fc.constantFrom('', ' ', 'abc', 'It beeps', 'é', '打印机坏了', 'x🖨y', '👩‍👩‍👧', 'a b  c', '\u0301\u0301');
const puts = fc.array(
  fc.record({ row: fc.nat(ROWS - 1), column: fc.nat(COLUMNS), width: fc.nat(COLUMNS), text: words, style: styles }),
  { maxLength: 8 },
);

function canvasOf(
  list: readonly { row: number; column: number; width: number; text: string; style: Style | undefined }[],
): Canvas {
  const canvas = blank({ columns: COLUMNS, rows: ROWS });
  for (const { row, column, width, text, style } of list) {
    put(canvas, row, column, width, [style === undefined ? { text } : { text, style }]);
    if (style === 'inverse') tint(canvas, row, 0, COLUMNS, 'inverse');
  }
  return canvas;
}

/** What shows: a style on a blank only when it is inverse. */
function looks(letters: readonly string[][], style: (row: number, column: number) => string): string[] {
  return letters.map((line, row) =>
    line
      .map((letter, column) => `${letter}${letter === ' ' && style(row, column) !== '7' ? '' : style(row, column)}`)
      .join('|'),
  );
}

describe('what is written to the terminal', () => {
  before(() => learnWidths(['打']));

  it('makes one screen out of the one before, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(puts, { minLength: 1, maxLength: 5 }), screens => {
        const terminal = new Emulator(COLUMNS, ROWS);
        let before: Canvas | undefined;
        for (const list of screens) {
          const after = canvasOf(list);
          terminal.write(difference(before, after, COLOUR));
          before = after;
          const wanted = looks(
            after.cells.map(({ letters }) => letters),
            (row, column) => SGR[after.cells[row]!.styles[column] ?? ''] ?? '',
          );
          expect(looks(terminal.letters, (row, column) => terminal.styles[row]![column]!)).to.deep.equal(wanted);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('holds no style at all without colours', () => {
    fc.assert(
      fc.property(puts, puts, (one, two) => {
        const bytes =
          difference(undefined, canvasOf(one), { colour: false }) +
          difference(canvasOf(one), canvasOf(two), { colour: false });
        expect(bytes.replaceAll('\x1b[0m\x1b[2J', '')).to.not.match(/\x1b\[[0-9;]*m/);
      }),
    );
  });

  it('says where the cursor is behind each letter that terminals do not agree about', () => {
    const canvas = blank({ columns: COLUMNS, rows: ROWS });
    put(canvas, 0, 0, COLUMNS, [{ text: '👩‍👩‍👧 end' }]);
    const narrow = new Emulator(COLUMNS, ROWS, letter => (letter.length > 4 ? 6 : widthOf(letter)));
    narrow.write(difference(undefined, canvas, COLOUR));
    expect(narrow.letters[0]!.slice(3, 6).join('')).to.equal('end');
  });

  it('is nothing when nothing changed', () => {
    const { state } = filled();
    expect(difference(draw(state), draw(state), COLOUR)).to.equal('');
  });

  it('is a few hundred bytes when the selection moves, not a screen', () => {
    for (const size of [SMALL, WIDE]) {
      const here = filled(500, size);
      const all = difference(undefined, draw(here.state), COLOUR).length;
      const before = draw(here.state);
      here.press('j');
      const moved = difference(before, draw(here.state), COLOUR).length;
      expect(moved, `${size.columns} columns; the whole is ${all}`).to.be.lessThan(400);
    }
  });

  it('of a letter that is typed is a few bytes', () => {
    const here = filled();
    here.press('R');
    const before = draw(here.state);
    here.press('a');
    expect(difference(before, draw(here.state), COLOUR).length).to.be.lessThan(40);
  });

  it('takes less than 50 ms of the processor for 500 tickets on 200 columns and 50 lines', () => {
    const here = filled(500, WIDE);
    const long = Array.from({ length: 400 }, (_, i) => `Zeile ${i} mit Ümläuten und ein paar Wörtern mehr`).join('\n');
    here.tell({ is: 'ticket', number: 1, ticket: ticket(1, [message(1, { text: long }), message(2, { text: long })]) });
    const times: number[] = [];
    let before = draw(here.state);
    for (let i = 0; i < 40; i++) {
      here.tell({
        is: 'ticket',
        number: here.state.selected!,
        ticket: ticket(here.state.selected!, [message(1, { text: long }), message(2, { text: long })]),
      });
      const began = process.cpuUsage();
      here.press('j');
      const after = draw(here.state);
      difference(before, after, COLOUR);
      const { user, system } = process.cpuUsage(began);
      times.push((user + system) / 1_000);
      before = after;
    }
    const median = times.sort((a, b) => a - b)[20]!;
    expect(median, `median of 40; the slowest ${times.at(-1)} ms`).to.be.lessThan(50);
  });
});
