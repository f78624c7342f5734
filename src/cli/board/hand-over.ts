/**
 * Writing in the operator's editor: the screen is handed over and taken back. What was written lies in its draft file
 * until the desk has taken it, or stays there.
 */
import type { FrontDesk } from '../../front-desk.ts';
import type { Call } from '../call.ts';
import { Drafts } from '../draft-files.ts';
import { type Exit, OK, REFUSED } from '../exits.ts';
import { annotated } from '../note.ts';
import { answering } from '../presence.ts';
import { answered, draftOfReply, whyOnlyStaff } from '../reply.ts';
import { showStanding } from '../with-desk.ts';
import { withWords } from '../words.ts';
import type { Screen } from './screen.ts';
import type { Event, Writing } from './state.ts';

export class HandOver {
  readonly #call: Call<unknown>;
  readonly #screen: Screen;
  readonly #dispatch: (event: Event) => void;
  readonly #me: string;
  #settle: ((exit: Exit) => void) | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(call: Call<unknown>, screen: Screen, me: string, dispatch: (event: Event) => void) {
    this.#call = call;
    this.#screen = screen;
    this.#dispatch = dispatch;
    this.#me = me;
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
    const me = this.#me;
    const drafts = new Drafts(desk.config, me);
    const hidden = whyOnlyStaff(desk, write, ticket, me);
    const name = write.what === 'reply' ? draftOfReply(ticket, hidden) : `note-${ticket.number}`;
    // words to begin with are not mixed with a draft of before
    if (text !== '' && (await drafts.find(name))) await drafts.putAside(name);
    const said: string[] = [];
    const terminal = { ...this.#call.terminal, asks: true, say: (line: string) => void said.push(line) };
    const source = {
      name,
      drafts,
      below: async () => (write.what === 'reply' ? answered(desk, hidden, ticket, me) : annotated(ticket)),
      ...(text === '' ? {} : { ready: text }),
      ...(write.what === 'reply' ? { editing: () => answering(desk, ticket, me) } : {}),
      // nothing can be asked while the screen is away
      goOn: true,
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
