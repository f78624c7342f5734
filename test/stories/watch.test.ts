/** E13: what happens shows by itself, for people and for scripts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { until } from '../cli/at-terminal.ts';
import { DESK, type Ended, mail, type TemporaryDesk, temporaryDesk } from '../cli/desk.ts';

interface Seen {
  readonly event: string;
  readonly ticket: number | null;
  readonly at: string;
  readonly seenAt: number;
  readonly [field: string]: unknown;
}

describe('desk watch', function () {
  this.timeout(120_000);
  let here: TemporaryDesk;
  const running: ChildProcess[] = [];
  beforeEach(async () => {
    here = temporaryDesk();
    await done(here.desk('inject', { input: mail('It beeps', 'My phone beeps.') }));
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    here.remove();
  });

  async function done(ended: Promise<Ended>): Promise<string> {
    const { code, out, err } = await ended;
    expect(code, err).to.equal(0);
    return out;
  }

  function watch(...args: string[]) {
    const env = { ...process.env, DESK_OPERATOR: 'bob', DESK_CONFIG: '', XDG_STATE_HOME: join(here.folder, 'own') };
    const child = spawn(process.execPath, [DESK, 'watch', ...args], { cwd: here.folder, env, stdio: 'pipe' });
    running.push(child);
    let out = '';
    const lines: { text: string; seenAt: number }[] = [];
    child.stdout.on('data', data => {
      const seenAt = Date.now();
      const parts = (out + data).split('\n');
      out = parts.pop()!;
      lines.push(...parts.map(text => ({ text, seenAt })));
    });
    const ended = new Promise<number | null>(resolve => child.once('close', code => resolve(code)));
    const seen = (): Seen[] => lines.map(({ text, seenAt }) => ({ ...JSON.parse(text), seenAt }));
    return { child, seen, lines, ended };
  }

  it('shows every event within a second of its commit, as JSON lines, and ends at ^C with 0', async () => {
    const { child, seen, ended } = watch('--json', '--since', '1h');
    await until(() => seen().length > 0);
    await done(here.desk('inject', { input: mail('Second', 'Words of the second.') }));
    await done(here.desk('take', '2'));
    await done(here.desk('note', '2', '-m', 'A note.'));
    await done(here.desk('reply', '2', '-m', 'An answer.', '--in', '1h'));
    await done(here.desk('undo', '2'));
    await until(
      () => seen().some(({ event }) => event === 'taken-back'),
      () => JSON.stringify(seen()),
    );
    const second = seen().filter(({ ticket }) => ticket === 2);
    const names = second.map(({ event }) => event);
    expect(names.filter(name => name !== 'changed')).to.deep.equal(
      ['new-ticket', 'message', 'owner', 'status', 'note', 'message', 'status', 'status', 'taken-back'].filter(Boolean),
    );
    expect(second[1]).to.include({ kind: 'request', author: 'Ann', words: 'Words of the second.', subject: 'Second' });
    expect(second.find(({ event }) => event === 'owner')).to.include({ who: 'bob', to: 'bob' });
    const lag = second.map(({ at, seenAt }) => seenAt - Date.parse(at)).sort((a, b) => a - b);
    expect(lag[lag.length >> 1], `lags ${lag}`).to.be.below(1_000);
    child.kill('SIGINT');
    expect(await ended).to.equal(0);
  });

  it('reads as lines, only of one ticket or of one’s own, and nothing in them steers the terminal', async () => {
    const evil = '\u001b]0;x\u0007\u009b31m\u202egnp';
    const { lines } = watch('--ticket', '2', '--since', '1m');
    const mine = watch('--mine', '--since', '1m');
    await done(here.desk('inject', { input: mail(evil, evil) }));
    await done(here.desk('take', '1'));
    await until(
      () => lines.some(({ text }) => text.includes('request by')),
      () => JSON.stringify(lines),
    );
    await until(
      () => mine.lines.some(({ text }) => text.includes('#1 is bob’s')),
      () => JSON.stringify(mine.lines),
    );
    for (const { text } of [...lines, ...mine.lines])
      expect(text).to.not.match(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(lines.some(({ text }) => text.includes('#1'))).to.equal(false);
    expect(mine.lines.some(({ text }) => text.includes('#2'))).to.equal(false);
  });

  it('ends with 0 when nobody reads it any more, and refuses a time that is none', async () => {
    const first = here.desk('{ $DESK watch --since 1h; echo "ended $?" >&2; } | head -1', { shell: true });
    await done(here.desk('note', '1', '-m', 'One more.'));
    await done(here.desk('note', '1', '-m', 'And another.'));
    const { err, out } = await first;
    expect(out).to.match(/#1 new: It beeps/);
    expect(err).to.include('ended 0');
    expect((await here.desk('watch', '--since', 'whenever')).code).to.equal(2);
  });
});
