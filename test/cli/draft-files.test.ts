import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Drafts } from '../../src/cli/draft-files.ts';
import { editorBuffer } from '../../src/cli/editor-buffer.ts';

/** Above what Linux gives to a process. */
const DEAD = 2 ** 22 + 1;

describe('A draft whose desk died', () => {
  let folder: string;
  let before: string | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postdesk-drafts-'));
    before = process.env.XDG_STATE_HOME;
    process.env.XDG_STATE_HOME = folder;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.XDG_STATE_HOME;
    else process.env.XDG_STATE_HOME = before;
    rmSync(folder, { recursive: true });
  });

  /** What the editor saved at that time, in a file that nobody follows any more. */
  function saved(drafts: Drafts, words: string, at: number, pid = DEAD): void {
    const file = join(drafts.folder, `reply-1.editing-${pid}.md`);
    writeFileSync(file, editorBuffer([], words));
    utimesSync(file, at / 1000, at / 1000);
  }

  it('has what its editor saved while the words before were being written down, however long that took', async () => {
    const drafts = new Drafts({ file: '/etc/postdesk.toml', state: '/var/lib/postdesk' }, 'bob');
    const now = Date.now();
    await drafts.keep('reply-1', 'third', now - 5000);
    saved(drafts, 'fourth', now - 4000);
    expect((await drafts.find('reply-1'))!.words).to.equal('fourth');
  });

  it('keeps its words where the editor’s are older', async () => {
    const drafts = new Drafts({ file: '/etc/postdesk.toml', state: '/var/lib/postdesk' }, 'bob');
    await drafts.keep('reply-1', 'edited by another desk');
    saved(drafts, 'long ago', Date.now() - 60_000);
    expect((await drafts.find('reply-1'))!.words).to.equal('edited by another desk');
  });

  it('has what its editor saved, also before anybody asked how the desk died', async function () {
    if (!existsSync('/proc/self/stat')) this.skip();
    // a child that ends once its parent is a program that never asks
    const child = '(until [ "$(cat /proc/$$/comm)" = sleep ]; do :; done)';
    const parent = spawn('sh', ['-c', `${child} & echo $!; exec sleep 60`]);
    try {
      const [first] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(first.toString());
      await until(() => / Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1')));
      const drafts = new Drafts({ file: '/etc/postdesk.toml', state: '/var/lib/postdesk' }, 'bob');
      await drafts.keep('reply-1', 'third', Date.now() - 5000);
      saved(drafts, 'fourth', Date.now() - 4000, pid);
      expect((await drafts.find('reply-1'))!.words).to.equal('fourth');
    } finally {
      parent.kill('SIGKILL');
    }
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setTimeout(resolve, 10));
}
