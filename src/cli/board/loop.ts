/** The board at work: events in, orders carried out, the screen kept up to date. What thinks is in update.ts. */
import type { Call } from '../call.ts';
import { Drafts } from '../draft-files.ts';
import { whereKept } from '../words.ts';
import type { CannedReplies } from './canned-replies.ts';
import { HandOver } from './hand-over.ts';
import type { HeldDesk } from './held-desk.ts';
import { Orders } from './orders.ts';
import { CommandRunner } from './run-command.ts';
import type { Screen } from './screen.ts';
import { begin, type Event, type Order, type Setting, type State } from './state.ts';
import { troubleWords } from './trouble-words.ts';
import { update } from './update.ts';
import { draw } from './view.ts';

export interface Board {
  readonly call: Call<unknown>;
  readonly held: HeldDesk;
  readonly screen: Screen;
  readonly setting: Setting;
  readonly canned?: CannedReplies;
  /** Options every command that is run from the board gets. */
  readonly options: readonly string[];
}

/** ms between two looks at what changed, at the counts of other views, and at the clock. */
const LOOK = 500;
const COUNT = 5_000;
const CLOCK = 20_000;
/** ms; long enough to be stopped in, when somebody is there to stop us. */
const SUSPENDED = 200;

/** Runs until it is quit; the signal that ended it, if one did. What was typed and not sent is kept in files, which are named. */
export async function runBoard(board: Board): Promise<NodeJS.Signals | undefined> {
  const { screen, held, setting } = board;
  let state = begin(setting, screen.size(), Date.now());
  let drawing: NodeJS.Immediate | undefined;
  let end: (result: NodeJS.Signals | undefined) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const ended = new Promise<NodeJS.Signals | undefined>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });

  const dispatch = (event: Event): void => {
    try {
      const step = update(state, event);
      state = step.state;
      for (const order of step.orders) carry(order);
      drawing ??= setImmediate(show);
    } catch (error) {
      fail(error);
    }
  };
  const show = (): void => {
    drawing = undefined;
    try {
      screen.show(draw(state));
    } catch (error) {
      fail(error);
    }
  };
  // what comes while somebody writes, or while it is asked who gets that, was not read yet
  const reads = () => screen.isOn && state.busy === null && state.mode.is !== 'compose' && state.mode.is !== 'confirm';
  const handOver = new HandOver(board.call, screen, setting.me, dispatch);
  const runner = new CommandRunner(board.options);
  const orders = new Orders({ held, setting, handOver, runner, canned: board.canned, reads, dispatch });
  const carry = (order: Order): void => {
    if (order.do === 'quit') end(undefined);
    else if (order.do === 'redraw') screen.forget();
    else if (order.do === 'suspend') suspend(screen, show);
    else orders.carry(order);
  };

  const signals = new Map<NodeJS.Signals, () => void>([
    ['SIGTERM', () => end('SIGTERM')],
    ['SIGHUP', () => end('SIGHUP')],
    // while an editor has the screen its Ctrl-C is not ours
    ['SIGINT', () => (screen.isOn ? end('SIGINT') : undefined)],
    ['SIGCONT', () => (screen.isOn ? again(screen, show) : undefined)],
  ]);
  for (const [name, heard] of signals) process.on(name, heard);
  screen.listen({
    keys: keys => {
      for (const key of keys) dispatch('key' in key ? { is: 'key', key: key.key } : { is: 'paste', text: key.paste });
    },
    resized: size => dispatch({ is: 'resize', size }),
    gone: () => end('SIGHUP'),
  });
  const stopWatching = watch(board, orders, dispatch, () => state);
  screen.enter();
  show();
  try {
    return await ended;
  } finally {
    stopWatching();
    runner.stop();
    clearImmediate(drawing);
    screen.leave();
    for (const [name, heard] of signals) process.off(name, heard);
    handOver.kept();
    await keepWords(state, board);
  }
}

/** Looks at the database as long as the board is open, and says when that fails and when it works again. */
function watch({ held }: Board, orders: Orders, dispatch: (event: Event) => void, stateNow: () => State): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let counted = 0;
  let stale = true;
  const look = async () => {
    try {
      const found = await held.look();
      if (stopped) return;
      if (stateNow().trouble !== null) dispatch({ is: 'trouble', words: null });
      if (found === 'reopened') dispatch({ is: 'reopened' });
      else if (found.changes.length > 0 || found.letters) dispatch({ is: 'changed', ...found });
      stale ||= found === 'reopened' || found.changes.length > 0;
      if (stale && Date.now() - counted > COUNT) {
        stale = false;
        counted = Date.now();
        await orders.loadOthers(stateNow().view);
      }
    } catch (error) {
      if (!stopped) dispatch({ is: 'trouble', words: troubleWords(error) });
    }
    if (!stopped) timer = setTimeout(look, LOOK);
  };
  const clock = setInterval(() => {
    dispatch({ is: 'time', now: Date.now() });
    // trouble with the database shows at the next look
    orders.lookAround(stateNow().selected).catch(() => {});
  }, CLOCK);
  orders.carry({ do: 'loadList', view: 0 });
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
    clearInterval(clock);
  };
}

/** As the terminal itself does for programs that do not take its keys: everything that was started with us stops too. */
function suspend(screen: Screen, show: () => void): void {
  screen.leave();
  process.kill(0, 'SIGTSTP');
  // stopped here until somebody says go on; where nobody could, we are not stopped at all
  setTimeout(() => {
    screen.enter();
    show();
  }, SUSPENDED);
}

/** Whoever had the terminal meanwhile may have left it in any state. */
function again(screen: Screen, show: () => void): void {
  screen.leave();
  screen.enter();
  show();
}

async function keepWords({ kept, mode }: State, { call, held, setting }: Board): Promise<void> {
  const all = new Map(kept);
  if (mode.is === 'compose' && mode.field.text.trim() !== '')
    all.set(`${mode.write.what} ${mode.write.ticket}`, mode.field.text);
  const drafts = new Drafts(held.desk.config, setting.me);
  for (const [name, text] of all) {
    const file = await drafts.keepBeside(name.replace(' ', '-'), text);
    call.terminal.say(await whereKept(drafts, file));
  }
}
