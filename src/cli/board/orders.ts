/** Carries out what the board wants done, one after the other where it matters, and reports what came of it. */
import type { Command } from '../../desk/command.ts';
import type { Refusal } from '../../desk/decision.ts';
import { statusNameOf } from '../../desk/dictionary.ts';
import type { FrontDesk } from '../../front-desk.ts';
import type { TicketView } from '../../store/views.ts';
import { presentWords, standingLines } from '../presence.ts';
import type { CannedReplies } from './canned-replies.ts';
import type { HandOver } from './hand-over.ts';
import type { HeldDesk } from './held-desk.ts';
import { outcomeOf, replyOf } from './recipients.ts';
import type { CommandRunner } from './run-command.ts';
import type { Errand, Event, Result, Setting } from './state.ts';
import { troubleWords } from './trouble-words.ts';

export interface Means {
  readonly held: HeldDesk;
  readonly setting: Setting;
  readonly handOver: HandOver;
  readonly runner: CommandRunner;
  readonly canned: CannedReplies | undefined;
  /** Whether what is shown now is read, too. */
  readonly reads: () => boolean;
  readonly dispatch: (event: Event) => void;
}

/** ms that the keys rest before a ticket that is only passed is read. */
const REST = 80;

export class Orders {
  readonly #means: Means;
  #wanted: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(means: Means) {
    this.#means = means;
  }

  carry(order: Errand): void {
    const { handOver, runner, dispatch } = this.#means;
    switch (order.do) {
      case 'loadList':
        this.#report(() => this.#loadList(order.view));
        return;
      case 'loadTicket':
        this.#loadTicket(order.number, order.soon);
        return;
      case 'operate':
        this.#inTurn(() => this.#operate(order.commands));
        return;
      case 'foresee':
        this.#report(desk => this.#foresee(desk, order));
        return;
      case 'write':
        this.#report(desk => handOver.write(desk, order.write, order.text));
        return;
      case 'keepDraft':
        handOver.kept();
        return;
      case 'listCanned':
        this.#report(() => this.#listCanned(order.ticket));
        return;
      case 'useCanned':
        this.#report(desk => this.#useCanned(desk, order.ticket, order.name));
        return;
      case 'run':
        this.#inTurn(async () => {
          const title = `desk ${order.calls.map(words => words.join(' ')).join('; ')}`;
          dispatch({ is: 'output', title, ...(await runner.run(order.calls)) });
        });
        return;
      case 'stopRunning':
        runner.stop();
        return;
    }
  }

  /** Counts of the views nobody looks at just now. */
  async loadOthers(current: number): Promise<void> {
    for (const view of this.#means.setting.views.keys()) if (view !== current) await this.#loadList(view);
    this.#means.dispatch({ is: 'waiting', waiting: await this.#means.held.desk.openQuestions() });
  }

  async #loadList(view: number): Promise<void> {
    const { held, setting, dispatch } = this.#means;
    const rows = await held.desk.list(setting.views[view]!.filterAt(Date.now()));
    const { dictionary } = held.desk.config.policy;
    dispatch({ is: 'list', view, rows: rows.map(row => ({ ...row, statusName: statusNameOf(row, dictionary) })) });
  }

  /** Only the last one that was asked for is read. */
  #loadTicket(number: number, soon: boolean): void {
    this.#wanted = number;
    clearTimeout(this.#timer);
    const load = () =>
      this.#report(async desk => {
        if (this.#wanted !== number) return;
        const ticket = (await desk.show(number)) ?? null;
        if (this.#wanted !== number) return;
        this.#means.dispatch({ is: 'ticket', number, ticket });
        if (ticket !== null) await this.#meet(desk, ticket, ticket.line);
      });
    if (soon) this.#timer = setTimeout(load, REST);
    else load();
  }

  /** Who else is at the ticket may change without anything happening to it. */
  async lookAround(selected: number | null): Promise<void> {
    const { desk } = this.#means.held;
    const ticket = selected === null ? undefined : await desk.show(selected);
    // what it shows of the ticket is older
    if (ticket) await this.#meet(desk, ticket, 0);
  }

  /** Tells who else is at it, and them that we are. */
  async #meet(desk: FrontDesk, { number, present }: TicketView, line: number): Promise<void> {
    const { setting, reads, dispatch } = this.#means;
    const others = present.filter(({ login }) => login !== setting.me);
    dispatch({ is: 'presence', words: presentWords(others, Date.now(), desk.config.timeZone).join(', ') });
    if (reads()) await desk.look({ ticket: number, login: setting.me, line, doing: 'viewing' });
  }

  async #operate(commands: readonly Command[]): Promise<void> {
    const { held, setting, handOver, dispatch } = this.#means;
    const results: Result[] = [];
    try {
      for (const command of commands) {
        const done = await held.desk.operate(command, setting.me);
        results.push('refused' in done ? { refused: whyRefused(done, held.desk), command } : { ...done, command });
      }
    } catch (error) {
      results.push({ refused: troubleWords(error), command: commands[results.length]! });
    }
    dispatch({ is: 'done', results });
    if (!commands.some(({ do: verb }) => verb === 'reply' || verb === 'note')) return;
    if (results.some(result => 'refused' in result)) handOver.kept();
    else handOver.taken();
  }

  async #foresee(desk: FrontDesk, { write, text, inline }: Extract<Errand, { do: 'foresee' }>): Promise<void> {
    const { setting, dispatch } = this.#means;
    const done = await desk.foreseeCommand(replyOf(write, text), setting.me);
    dispatch({
      is: 'foreseen',
      write,
      text,
      inline,
      outcome: 'refused' in done ? { refused: whyRefused(done, desk) } : outcomeOf(done.decision),
    });
  }

  async #listCanned(ticket: number): Promise<void> {
    const { canned, dispatch } = this.#means;
    dispatch({ is: 'canned', ticket, names: canned ? await canned.names(ticket) : [] });
  }

  async #useCanned(desk: FrontDesk, ticket: number, name: string): Promise<void> {
    const { canned, handOver, dispatch } = this.#means;
    if (canned === undefined) return;
    const filled = await canned.filled(ticket, name);
    if ('refused' in filled) return dispatch({ is: 'said', said: { text: filled.refused, tone: 'refused' } });
    const { text, close, ask } = filled;
    await handOver.write(desk, { what: 'reply', ticket, close, ask }, text);
  }

  /** What changes something waits for what changed something before. */
  #inTurn(work: () => Promise<void>): void {
    this.#last = this.#last.then(() => this.#guarded(work));
  }

  #report(work: (desk: FrontDesk) => Promise<void>): void {
    void this.#guarded(() => work(this.#means.held.desk));
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#means.dispatch({ is: 'said', said: { text: troubleWords(error), tone: 'refused' } });
    }
  }
}

/** With what is new, when the ticket went on since it was read. */
function whyRefused({ refused, stale }: Refusal, { config }: FrontDesk): string {
  return stale === undefined ? refused : [refused, ...standingLines(stale, Date.now(), config.timeZone)].join('; ');
}
