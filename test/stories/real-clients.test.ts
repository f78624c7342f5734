/**
 * Reply in a real mail program keeps the thread: a letter as it lies in the outbox, answered by mutt, neomutt and s-nail
 * where they are installed, and what they made brought back in.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { smallConfig } from '../small-desk.ts';
import { PEOPLE_ALONE, QUEUE } from './program.ts';

const REPLY = 'It works now, thank you.';

/** Each is given a mailbox with one letter, and hands its reply to `sendmail`. */
const CLIENTS: Readonly<Record<string, (client: string, dir: string) => { command: string[]; input: string }>> = {
  mutt: likeMutt,
  neomutt: likeMutt,
  's-nail': (client, dir) => ({
    command: [
      client,
      '-#',
      '-n',
      ...[
        'v15-compat',
        `mta=${join(dir, 'sendmail')}`,
        'sendwait',
        'indentprefix=> ',
        'from=Ann <ann@example.org>',
        'quote',
      ].flatMap(set => ['-S', set]),
      '-f',
      join(dir, 'mbox'),
    ],
    // it takes no editor without a terminal: what is quoted comes first, and is answered below
    input: `reply 1\n${REPLY}\n~.\n`,
  }),
};

/** It wants a terminal, which `script` is, and is told its keys. */
function likeMutt(client: string, dir: string) {
  const settings = [
    `set editor="${join(dir, 'editor')}"`,
    `set sendmail="${join(dir, 'sendmail')}"`,
    `set folder="${dir}"`,
    `set spoolfile="${join(dir, 'mbox')}"`,
    'set from="ann@example.org"',
    'set realname="Ann"',
    ...['use_from', 'fast_reply', 'include', 'reply_to', 'quit'].map(name => `set ${name}=yes`),
    ...['copy', 'abort_unmodified', 'wait_key', 'confirmcreate', 'confirmappend'].map(name => `set ${name}=no`),
    'set header_cache=""',
    'set mbox=""',
    'set record=""',
  ];
  writeFileSync(join(dir, 'settings'), `${settings.join('\n')}\n`);
  const keys = 'push <reply><send-message><quit>';
  const call = `${client} -n -F ${join(dir, 'settings')} -f ${join(dir, 'mbox')} -e '${keys}'`;
  return { command: ['script', '-qec', call, '/dev/null'], input: '' };
}

describe('Reply in a real mail program', () => {
  let dir = '';
  let desk: OpenDesk;
  let n = 0;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'desk-client-'));
    const config = smallConfig(`${PEOPLE_ALONE}${QUEUE}\n[letters]\nundo_window = "off"\nquote = "all"\n`);
    desk = await openDesk(config, {
      database: await openSqlite({ file: join(dir, 'desk.db'), synchronous: 'normal' }),
    });
  });
  afterEach(async () => {
    await desk.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const receive = (bytes: Buffer) => desk.receive({ route: 'inject', bytes, envelope: { to: [] } });

  /** The answer as a mailbox that a client opens. */
  async function answered(): Promise<string> {
    const from = 'From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: Blue pages\r\n';
    await receive(Buffer.from(`Message-ID: <m${++n}@example.org>\r\n${from}\r\nAll pages are blue.\r\n`));
    const done = await desk.operate(
      { do: 'reply', ticket: 1, text: 'Please take\nthe *other* cable.', close: false },
      'bob',
    );
    expect(done).not.to.have.property('refused');
    const letter = (await desk.letters({ ticket: 1, limit: 10 })).find(({ template }) => template === 'answer')!;
    const bytes = Buffer.from((await desk.letterBytes(letter.id))!).toString('latin1');
    return `From desk Mon Mar  2 09:30:00 2026\n${bytes.replace(/\r\n/g, '\n')}\n`;
  }

  function script(name: string, lines: string): void {
    writeFileSync(join(dir, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(dir, name), 0o755);
  }

  for (const [client, how] of Object.entries(CLIENTS))
    it(`${client} leads to its ticket, and what it quotes is told from the reply`, async function () {
      const isThere = (name: string) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
      // not installed here: nothing is claimed of it
      if (!isThere(client) || !isThere('script')) this.skip();
      this.timeout(60_000);
      writeFileSync(join(dir, 'mbox'), await answered(), 'latin1');
      script('sendmail', `cat > '${dir}/sent'`);
      script('editor', `{ printf '${REPLY}\\n\\n'; cat "$1"; } > "$1.new" && mv "$1.new" "$1"`);
      const { command, input } = how(client, dir);
      const said = await run(command, input, dir);
      const sent = readFileSync(join(dir, 'sent'), { encoding: 'latin1', flag: 'a+' });
      expect(sent, said)
        .to.match(/^In-Reply-To: </m)
        .and.match(/^References: </m)
        .and.to.contain(REPLY);
      const filed = await receive(Buffer.from(sent.replace(/\r?\n/g, '\r\n'), 'latin1'));
      expect(filed).to.include({ end: 'handled', ticket: 1 });
      const { timeline } = (await desk.show(1))!;
      expect(timeline.map(({ kind }) => kind)).to.deep.equal(['request', 'answer', 'request']);
      expect(timeline.at(-1)!.text.trim()).to.equal(REPLY);
      expect(await desk.list({ limit: 10 })).to.have.length(1);
    });
});

function run([program = '', ...args]: string[], input: string, home: string): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: home, TERM: 'xterm', LC_ALL: 'C.UTF-8' };
  const child = spawn(program, args, { env, cwd: home, timeout: 30_000, killSignal: 'SIGKILL' });
  let said = '';
  child.stdout.on('data', chunk => (said += chunk));
  child.stderr.on('data', chunk => (said += chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(said));
  });
}
