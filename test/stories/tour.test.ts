/** The README's tour, line by line as it stands there, on the private desk of `npm start`. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { eventually } from './program.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

function tour(): string[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const block = /```console\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  return block
    .split('\n')
    .filter(line => line.startsWith('$ '))
    .map(line => line.slice(2));
}

function shell(line: string, folder: string): Promise<{ code: number | null; out: string }> {
  const env = { ...process.env, DESK_CONFIG: join(folder, 'config.toml'), NO_COLOR: '1' };
  const child = spawn('sh', ['-c', line], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (out += chunk));
  return new Promise(done => child.once('close', code => done({ code, out })));
}

describe('the README’s tour', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'postdesk-tour-'));
  const sandbox = spawn(process.execPath, [join(ROOT, 'bin/desk'), 'sandbox', '--dir', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let shown = '';
  for (const stream of [sandbox.stdout, sandbox.stderr]) stream.on('data', chunk => (shown += chunk));

  after(async () => {
    const ended = new Promise(done => sandbox.once('close', done));
    sandbox.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts with a desk that says how to mail it, and has mail already', async () => {
    await eventually(
      'the demo mails are confirmed',
      () => /Stop: Ctrl-C/.test(shown) && /sent letter=2 /.test(shown),
      30_000,
    );
    expect(shown).to.match(/swaks --server 127\.0\.0\.1:\d+/);
  });

  it('goes through every line of it', async () => {
    const lines = tour();
    expect(lines.length).to.be.greaterThan(4);
    for (const line of lines) {
      const { code, out } = await shell(line, folder);
      expect(code, `${line}\n${out}`).to.equal(0);
      expect(out, line).to.match(/\S/);
    }
  });

  it('ends with a mail to a letter’s Reply-To, any subject, that lands in its ticket', async () => {
    const letters = join(folder, 'letters');
    const answer = await eventually('the answer is kept', () =>
      readdirSync(letters)
        .map(name => readFileSync(join(letters, name), 'utf8'))
        .find(text => text.includes('Please try again.')),
    );
    const replyTo = (await simpleParser(answer)).replyTo!.value[0]!.address!;
    const requester = (await simpleParser(answer)).to as { value: { address?: string }[] };
    const port = Number(/swaks --server 127\.0\.0\.1:(\d+)/.exec(shown)![1]);
    await createTransport({ host: '127.0.0.1', port, ignoreTLS: true }).sendMail({
      from: requester.value[0]!.address!,
      to: replyTo,
      subject: 'whatever',
      text: 'It prints, but only in blue.',
    });
    const { out } = await shell('bin/desk show 1', folder);
    expect(out)
      .to.include('It prints, but only in blue.')
      .and.to.match(/status +open/);
  });
});
