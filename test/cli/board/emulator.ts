/** A terminal that understands what the board writes and nothing else: anything else is a fault. */
import { widthOf } from '../../../src/outbox/width.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export class Emulator {
  readonly columns: number;
  readonly rows: number;
  readonly width: (letter: string) => number;
  letters: string[][];
  styles: string[][];
  cursor: string | undefined;
  #row = 0;
  #column = 0;
  #style = '';

  constructor(columns: number, rows: number, width: (letter: string) => number = widthOf) {
    this.columns = columns;
    this.rows = rows;
    this.width = width;
    this.letters = this.#empty(' ');
    this.styles = this.#empty('');
  }

  write(bytes: string): void {
    for (let rest = bytes; rest !== ''; ) {
      const sequence = /^\x1b\[([0-9;?]*)([A-Za-z])/.exec(rest);
      if (sequence) this.#obey(sequence[1]!, sequence[2]!);
      else if (/^[\u0000-\u001f\u007f-\u009f]/.test(rest))
        throw new Error(`a control character: ${JSON.stringify(rest.slice(0, 20))}`);
      const text = sequence ? '' : /^[^\u0000-\u001f\u007f-\u009f]+/.exec(rest)![0];
      for (const { segment } of graphemes.segment(text)) this.#put(segment);
      rest = rest.slice(sequence ? sequence[0].length : text.length);
    }
  }

  lines(): string[] {
    return this.letters.map(line => line.join('').trimEnd());
  }

  #obey(numbers: string, final: string): void {
    const [first = '', second = ''] = numbers.split(';');
    switch (final) {
      case 'H':
        this.#row = Number(first || 1) - 1;
        this.#column = Number(second || 1) - 1;
        return;
      case 'G':
        this.#column = Number(first || 1) - 1;
        return;
      case 'J':
        this.letters = this.#empty(' ');
        this.styles = this.#empty('');
        return;
      case 'K':
        if (this.#style !== '') throw new Error('erased in a style');
        this.letters[this.#row]!.fill(' ', numbers === '2' ? 0 : this.#column);
        this.styles[this.#row]!.fill('', numbers === '2' ? 0 : this.#column);
        return;
      case 'm':
        for (const one of numbers.split(';')) this.#style = one === '0' || one === '' ? '' : one;
        return;
      case 'h':
      case 'l':
        if (numbers !== '?25') throw new Error(`a mode: ${numbers}${final}`);
        this.cursor = final === 'h' ? `${this.#row},${this.#column}` : undefined;
        return;
      default:
        throw new Error(`a sequence: ${numbers}${final}`);
    }
  }

  #put(letter: string): void {
    const line = this.letters[this.#row]!;
    const width = this.width(letter);
    for (let i = 0; i < width && this.#column + i < this.columns; i++) {
      line[this.#column + i] = i === 0 ? letter : '';
      this.styles[this.#row]![this.#column + i] = this.#style;
    }
    this.#column += width;
  }

  #empty(of: string): string[][] {
    return Array.from({ length: this.rows }, () => new Array<string>(this.columns).fill(of));
  }
}
