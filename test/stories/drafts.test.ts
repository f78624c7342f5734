/** E8: what an operator typed survives whatever dies. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { appears, atTerminal, hasTerminals, until } from '../cli/at-terminal.ts';
import { CONFIG, DESK, type Ended, mail, type TemporaryDesk, temporaryDesk } from '../cli/desk.ts';

const KILLS = Number(process.env.KILLS ?? 6);

describe('Drafts', function () {
  this.timeout(300_000);
  let here: TemporaryDesk;
  beforeEach(async () => {
    here = temporaryDesk();
    await done(here.desk('inject', { input: mail('It beeps', 'My phone beeps.') }));
  });
  afterEach(() => here.remove());

  async function done(running: Promise<Ended>): Promise<string> {
    const { code, out, err } = await running;
    expect(code, err).to.equal(0);
    return out;
  }

  it('of words that were refused lie in a file that only their writer can read; sent, they are gone', async () => {
    const refused = await here.desk('reply', '1', '--attach', 'nowhere.pdf', { input: 'Long thoughts.' });
    expect(refused.code).to.equal(1);
    expect(refused.err).to.equal('nowhere.pdf cannot be read: ENOENT\n');
    await done(here.desk('note', '1', '-m', 'x', { env: { DESK_OPERATOR: 'eve' } }));
    await done(here.desk('show', '1'));
    await done(here.desk('note', '1', '-m', 'y', { env: { DESK_OPERATOR: 'eve' } }));
    const stale = await here.desk('reply', '1', { input: 'Long thoughts.' });
    expect(stale.code).to.equal(4);
    expect(stale.err).to.include('your words are kept: desk drafts edit 1 goes on with them\n');
    const [{ file }] = JSON.parse(await done(here.desk('drafts', 'list', '--json'))) as [{ file: string }];
    expect(readFileSync(file, 'utf8')).to.equal('Long thoughts.');
    expect(statSync(file).mode & 0o077).to.equal(0);
    expect(statSync(join(file, '..')).mode & 0o077).to.equal(0);
    expect(await done(here.desk('drafts'))).to.match(/reply-1 +now +1 +Long thoughts\./);
    expect(await done(here.desk('drafts', { env: { DESK_OPERATOR: 'eve' } }))).to.equal('');
    await done(here.desk('drafts', 'send', '1', '--force', '--close'));
    expect(await done(here.desk('drafts', 'list', '--json'))).to.equal('[]\n');
    expect(await done(here.desk('show', '1')))
      .to.include('Long thoughts.')
      .and.include('closed');
    expect((await here.desk('drafts', 'drop', 'reply-1')).code).to.equal(1);
  });

  it('are found again, and gone on with or put aside', async function () {
    if (!hasTerminals) this.skip();
    const killed = atTerminal(here, ['reply', '1'], {
      editor: `printf 'First.\\n' | cat - "$1" > n; cat n > "$1"; kill -9 $$`,
    });
    expect(await killed.ended, killed.shown()).to.equal(1);
    expect(killed.shown()).to.include('your words are kept: desk drafts edit 1 goes on with them');
    const aside = atTerminal(here, ['reply', '1'], {
      editor: `printf 'Second.\\n' | cat - "$1" > n; cat n > "$1"; exit 1`,
    });
    await until(() => aside.shown().includes('Go on with it?'), aside.shown);
    aside.type('n\n');
    expect(await aside.ended, aside.shown()).to.equal(1);
    // one of two is told by its name
    expect(aside.shown()).to.include('your words are kept: desk drafts edit reply-1 goes on with them');
    const names = JSON.parse(await done(here.desk('drafts', '--json'))) as { name: string; words: string }[];
    expect(Object.fromEntries(names.map(({ name, words }) => [name, words]))).to.deep.equal({
      'reply-1': 'Second.',
      'reply-1.2': 'First.',
    });
    const ambiguous = await here.desk('drafts', 'show', '1');
    expect([ambiguous.code, ambiguous.err]).to.deep.equal([1, 'ticket 1 has 2 drafts: reply-1.2, reply-1\n']);
    const sent = atTerminal(here, ['drafts', 'edit', 'reply-1.2'], { editor: 'exit 0' });
    expect(await sent.ended, sent.shown()).to.equal(0);
    expect(await done(here.desk('show', '1'))).to.include('First.');
    expect(await done(here.desk('drafts', 'show', '1'))).to.equal('Second.\n');
  });

  it('leave when the editor is closed: what and to whom is said, and how to take it back', async function () {
    if (!hasTerminals) this.skip();
    here.file('config.toml', CONFIG.replace('undo_window = "off"', 'undo_window = "20s"'));
    const sent = atTerminal(here, ['reply', '1'], {
      editor: `printf 'Press the button.\\n' | cat - "$1" > n; cat n > "$1"`,
    });
    expect(await sent.ended, sent.shown()).to.equal(0);
    expect(sent.shown()).to.match(
      /answer queued to ann@example\.org, leaves in \d+ s, at \d\d:\d\d:\d\d: desk undo 1 takes it back/,
    );
    const dry = atTerminal(here, ['reply', '1', '-n'], {
      editor: `printf 'Typed for nothing.\\n' | cat - "$1" > n; cat n > "$1"`,
    });
    expect(await dry.ended, dry.shown()).to.equal(0);
    // what somebody typed is not lost, also where it was only tried
    expect(dry.shown()).to.include('Typed for nothing.').and.include('desk drafts edit 1 goes on with them');
  });

  it('emptied in the editor are given up', async function () {
    if (!hasTerminals) this.skip();
    const killed = atTerminal(here, ['note', '1'], {
      editor: `printf 'First.\\n' | cat - "$1" > n; cat n > "$1"; exit 1`,
    });
    expect(await killed.ended, killed.shown()).to.equal(1);
    const emptied = atTerminal(here, ['drafts', 'edit', '1'], { editor: ': > "$1"' });
    expect(await emptied.ended, emptied.shown()).to.equal(1);
    expect(await done(here.desk('drafts'))).to.equal('');
  });

  it(`survive kill -9 of editor and desk at ${KILLS} random moments`, async function () {
    if (!hasTerminals) this.skip();
    for (let kill = 0; kill < KILLS; kill++) {
      rmSync(join(here.folder, 'own'), { recursive: true, force: true });
      rmSync(join(here.folder, 'saved-1'), { force: true });
      const inPlace = kill % 2 === 0;
      // every save is whole when its mark appears; half of the editors write in place, half rename as vim does
      const save = inPlace ? 'cat n > "$1"' : 'cp n "$1.swap" && mv "$1.swap" "$1"';
      const running = atTerminal(here, ['reply', '1'], {
        editor: `cp "$1" rest; i=1; while :; do { echo "version $i"; cat rest; } > n; ${save}; touch "saved-$i"; i=$((i+1)); sleep 0.3; done`,
      });
      // by then the first save was seen for sure
      await appears(here, 'saved-2');
      const moment = Math.floor(Math.random() * 1500);
      await new Promise(resolve => setTimeout(resolve, moment));
      const pid = running.child.pid!;
      killAll(pid);
      await running.ended;
      const saved = Math.max(...versions(here));
      const draft = await done(here.desk('drafts', 'show', '1'));
      const [, version = '0'] = /^version (\d+)\n$/.exec(draft) ?? [];
      const about = `kill ${kill} after ${moment} ms, ${inPlace ? 'in place' : 'renamed'}: ${draft}`;
      // what was being written in place when it died falls back to the save before
      expect(Number(version), about).to.be.within(inPlace ? saved - 1 : saved, saved + 1);
      for (const name of readdirSync(here.folder)) if (name.startsWith('saved-')) rmSync(join(here.folder, name));
    }
  });

  it('of what only staff was to read stay that, though the ticket is moved to where answers are public', async function () {
    if (!hasTerminals) this.skip();
    const legal = '[[queue]]\nname = "legal"\naddress = "legal@desk.example"\nhidden = true\n';
    const there = temporaryDesk(CONFIG.replace('[courier]', `${legal}[courier]`));
    try {
      const write = (words: string) => `printf '${words}\\n' | cat - "$1" > n; cat n > "$1"`;
      const moved = `DESK_OPERATOR=eve '${process.execPath}' '${DESK}' queue 1 support > moved`;
      const inject = mail('It beeps', 'My phone beeps.').toString().replace('support@', 'legal@');
      await done(there.desk('inject', { input: inject }));
      const editing = atTerminal(there, ['reply', '1'], { editor: `${write('She has no case.')}; ${moved}` });
      expect(await editing.ended, editing.shown()).to.equal(0);
      expect(readFileSync(join(there.folder, 'moved'), 'utf8')).to.include('queue');
      expect(editing.shown()).to.include('kept as a note: only staff was to read it when it was written');
      await done(there.desk('queue', '1', 'legal'));
      const killed = atTerminal(there, ['reply', '1'], { editor: `${write('None at all.')}; ${moved}; exit 1` });
      expect(await killed.ended, killed.shown()).to.equal(1);
      await done(there.desk('drafts', 'send', '1'));
      const { timeline } = JSON.parse(await done(there.desk('show', '1', '--json'))) as {
        timeline: { kind: string }[];
      };
      expect(timeline.map(({ kind }) => kind)).to.deep.equal(['request', 'note', 'note']);
      expect(await done(there.desk('outbox', 'list', '--to', 'ann@example.org'))).to.not.include('answer');
    } finally {
      there.remove();
    }
  });
});

function versions(here: TemporaryDesk): number[] {
  return readdirSync(here.folder)
    .flatMap(name => /^saved-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number);
}

/** The terminal, the desk on it and its editor, and nothing else: found by their parents. */
function killAll(pid: number): void {
  const parents = readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const [, ppid] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
      return [{ pid: Number(name), parent: Number(ppid) }];
    } catch {
      return [];
    }
  });
  const family = [pid];
  for (const one of family) family.push(...parents.filter(({ parent }) => parent === one).map(child => child.pid));
  for (const one of family.toReversed())
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // it has ended
    }
}
