/**
 * Writing in the operator's editor: the screen is handed over and taken back. What was written lies in its draft file
 * until the desk has taken it, or stays there.
 */
import type { FrontDesk } from '../../front-desk.ts';
import type { Call } from '../call.ts';
import { type Exit, OK, REFUSED } from '../exits.ts';
import { annotated } from '../note.ts';
import { answered } from '../reply.ts';
import { showStanding } from '../with-desk.ts';
import { withWords } from '../words.ts';
import type { Screen } from './screen.ts';
import type { Event, Writing } from './state.ts';

export class HandOver {
  readonly #call: Call<unknown>;
  readonly #screen: Screen;
  readonly #dispatch: (event: Event) => void;
  #settle: ((exit: Exit) => void) | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(call: Call<unknown>, screen: Screen, dispatch: (event: Event) => void) {
    this.#call = call;
    this.#screen = screen;
    this.#dispatch = dispatch;
  }

  /** Written words come as an event; what becomes of them is said by `taken` or `kept`. */
  write(desk: FrontDesk, write: Writing, text: string): Promise<void> {
    this.taken();
    // what is written goes on in another draft; the one before gives the screen back first
    const before = this.#last;
    const now = before.then(() => this.#write(desk, write, text));
    this.#last = now.catch(() => {});
    return now;
  }

  async #write(desk: FrontDesk, write: Writing, text: string): Promise<void> {
    const ticket = await showStanding(desk, write.ticket);
    if (ticket === undefined) return this.#say([`there is no ticket ${write.ticket}`], 'refused');
    const said: string[] = [];
    const terminal = { ...this.#call.terminal, asks: true, say: (line: string) => void said.push(line) };
    const source = {
      name: `${write.what}-${ticket.number}`,
      below: write.what === 'reply' ? answered(ticket) : annotated(ticket),
      ...(text === '' ? {} : { ready: text }),
    };
    this.#screen.leave();
    try {
      await withWords({ ...this.#call, options: {}, terminal }, source, words => {
        this.#screen.enter();
        return new Promise<Exit>(resolve => {
          this.#settle = resolve;
          this.#dispatch({ is: 'written', write, text: words });
        });
      });
    } finally {
      this.#screen.enter();
    }
    if (said.length > 0) this.#say(said, 'news');
  }

  /** The desk has the words now, or they go into another draft. */
  taken(): void {
    this.#settled(OK);
  }

  kept(): void {
    this.#settled(REFUSED);
  }

  #settled(exit: Exit): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(exit);
  }

  #say(lines: readonly string[], tone: 'news' | 'refused'): void {
    this.#dispatch({ is: 'said', said: { text: lines.join('; '), tone } });
  }
}
