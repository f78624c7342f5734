/** `desk board`, and `desk` alone on a terminal: the tickets on the whole screen, worked on by keys. */
import { learnWidths } from '../outbox/width.ts';
import { seenBy } from '../seen-by.ts';
import { boardViews } from './board/board-views.ts';
import { readyReplies } from './board/canned-replies.ts';
import { HeldDesk } from './board/held-desk.ts';
import { runBoard } from './board/loop.ts';
import { Screen } from './board/screen.ts';
import type { Setting } from './board/state.ts';
import type { Call } from './call.ts';
import { configured } from './configured.ts';
import { type Exit, OK } from './exits.ts';
import { identify, namesOfProcess } from './identity.ts';
import { refuse } from './with-desk.ts';

export async function board(call: Call<readonly []>): Promise<Exit> {
  const { globals, terminal } = call;
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env.TERM === 'dumb')
    return refuse(terminal, { refused: 'the board needs a terminal; desk list prints the tickets' });
  const config = await configured(globals);
  const { policy, attachments } = config;
  const who = identify(policy.operators, namesOfProcess(globals));
  if ('refused' in who) return refuse(terminal, who);
  // letters of every width can come in while it runs
  await learnWidths(['\u4e00']);
  const { openDesk } = await import('../open-desk.ts');
  const operator = policy.operators.find(({ login }) => login === who.login)!;
  const held = new HeldDesk(config, async () => seenBy(await openDesk(config), operator));
  await held.open();
  const setting: Setting = {
    me: who.login,
    operators: policy.operators.filter(({ active }) => active).map(({ login }) => login),
    statuses: policy.dictionary.statuses.map(({ name }) => name),
    categories: policy.dictionary.categories,
    tags: policy.dictionary.tags,
    block: attachments.block,
    zone: config.timeZone,
    views: boardViews(who.login, config.views, policy),
    canned: true,
    meantBy: call.meantBy ?? (() => undefined),
  };
  const screen = new Screen(process.stdin, process.stdout, { colour: terminal.paint('bold', 'x') !== 'x' });
  // as this call was made, so that the door lets in what it would let in without the board
  const options = [
    ...(globals.config === undefined ? [] : ['--config', globals.config]),
    ...(globals.as === undefined ? [] : ['--as', globals.as]),
  ];
  try {
    const signal = await runBoard({ call, held, screen, setting, canned: readyReplies(held, who.login), options });
    if (signal !== undefined) process.kill(process.pid, signal);
    return OK;
  } finally {
    await held.close();
  }
}
