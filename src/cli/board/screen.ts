/**
 * The terminal itself: the other screen, raw keys, bracketed paste, and back. Whatever ends the program, the terminal is
 * given back as it was found. Only what changed is written; while somebody else has the terminal, nothing is.
 */
import { writeSync } from 'node:fs';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Canvas } from './canvas.ts';
import { difference, type Look } from './diff.ts';
import { decodeKeys, giveUp, isPasting, type Key } from './keys.ts';
import type { Size } from './state.ts';

const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?2004h';
const LEAVE = '\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l';
/** process.stdout. */
type Output = WriteStream & { readonly fd: number };

/** ms; the rest of a key's bytes comes at once, also over a slow line. */
const ESC_WAIT = 80;

export interface Listener {
  keys(keys: readonly Key[]): void;
  resized(size: Size): void;
  /** The terminal is gone. */
  gone(): void;
}

export class Screen {
  readonly #input: ReadStream;
  readonly #output: Output;
  readonly #look: Look;
  #shown: Canvas | undefined;
  #on = false;
  #rest = '';
  #timer: NodeJS.Timeout | undefined;
  readonly #restore = () => this.#giveBack();

  constructor(input: ReadStream, output: Output, look: Look) {
    this.#input = input;
    this.#output = output;
    this.#look = look;
  }

  get isOn(): boolean {
    return this.#on;
  }

  size(): Size {
    return { columns: this.#output.columns || 80, rows: this.#output.rows || 24 };
  }

  /** To be called once. */
  listen(listener: Listener): void {
    this.#input.setEncoding('utf8');
    this.#input.on('data', data => this.#read(String(data), listener));
    this.#input.on('end', () => listener.gone());
    this.#input.on('error', () => listener.gone());
    this.#output.on('error', () => listener.gone());
    this.#output.on('resize', () => listener.resized(this.size()));
  }

  enter(): void {
    if (this.#on) return;
    this.#on = true;
    this.#shown = undefined;
    this.#rest = '';
    process.on('exit', this.#restore);
    // before Node prints what was thrown, or it would be printed on the screen that goes away
    process.on('uncaughtExceptionMonitor', this.#restore);
    this.#output.write(ENTER);
    this.#input.setRawMode(true);
    this.#input.resume();
  }

  leave(): void {
    if (!this.#on) return;
    this.#giveBack();
    this.#input.pause();
    process.off('exit', this.#restore);
    process.off('uncaughtExceptionMonitor', this.#restore);
  }

  show(canvas: Canvas): void {
    if (!this.#on) return;
    const bytes = difference(this.#shown, canvas, this.#look);
    this.#shown = canvas;
    if (bytes !== '') this.#output.write(bytes);
  }

  /** The terminal may show anything: the next time all is written. */
  forget(): void {
    this.#shown = undefined;
  }

  #giveBack(): void {
    if (!this.#on) return;
    this.#on = false;
    clearTimeout(this.#timer);
    try {
      // at once, also while the process ends
      writeSync(this.#output.fd, LEAVE);
      this.#input.setRawMode(false);
    } catch {
      // there is no terminal any more that could be given back
    }
  }

  #read(data: string, listener: Listener): void {
    clearTimeout(this.#timer);
    const { keys, rest } = decodeKeys(this.#rest + data);
    this.#rest = rest;
    if (keys.length > 0) listener.keys(keys);
    if (rest === '' || isPasting(rest)) return;
    this.#timer = setTimeout(() => {
      const late = giveUp(this.#rest);
      this.#rest = '';
      if (late.length > 0) listener.keys(late);
    }, ESC_WAIT);
  }
}
