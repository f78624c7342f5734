/** sd_notify as a service manager hears it: a datagram socket (which Node cannot open, so Python does) and systemd-notify. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectServiceManager } from '../../src/daemon/systemd.ts';
import { createProgram, eventually, PEOPLE, QUEUE } from '../stories/program.ts';

const LISTENER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print("listening", flush=True)
while True: print(s.recv(4096).decode(), flush=True)
`;

function runs(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

async function listen() {
  const dir = mkdtempSync(join(tmpdir(), 'postdesk-notify-'));
  const path = join(dir, 'socket');
  const listener = spawn('python3', ['-c', LISTENER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let heard = '';
  listener.stdout.on('data', chunk => {
    heard += chunk;
  });
  await eventually('the socket', () => heard.includes('listening'));
  const end = () => {
    listener.kill();
    rmSync(dir, { recursive: true, force: true });
  };
  return { path, heard: () => heard, end };
}

describe('the service manager', function () {
  this.timeout(20_000);

  before(function () {
    const missing = ['systemd-notify', 'python3'].filter(program => !runs(program));
    if (missing.length === 0) return;
    console.log(`      ${missing.join(' and ')} not here: sd_notify is not tested`);
    this.skip();
  });

  it('hears READY, the watchdog’s food and STOPPING of the running daemon', async () => {
    const manager = await listen();
    const program = createProgram(`state = "state"\n${PEOPLE}${QUEUE}\n[courier]\nkind = "keep"\n`, {
      NOTIFY_SOCKET: manager.path,
      WATCHDOG_USEC: '600000',
    });
    const serving = await program.serve();
    await eventually('READY', () => /READY=1/.test(manager.heard()));
    expect(manager.heard())
      .to.match(/STATUS=0 mailboxes, 0 doors/)
      .and.to.match(/MAINPID=\d+/);
    await eventually('the watchdog is fed', () => (manager.heard().match(/WATCHDOG=1/g) ?? []).length >= 2);
    expect(await serving.stop()).to.equal(0);
    await eventually('STOPPING', () => /STOPPING=1/.test(manager.heard()));
    manager.end();
    await program.remove();
  });

  it('is not fed while the desk does not answer', async () => {
    const manager = await listen();
    const stop = new AbortController();
    const logged: string[] = [];
    const dead = () => Promise.reject(new Error('the database does not answer'));
    const environment = { ...process.env, NOTIFY_SOCKET: manager.path, WATCHDOG_USEC: '30000' };
    connectServiceManager(environment, dead, stop.signal, event => logged.push(event));
    await eventually('three tries', () => logged.filter(event => event === 'not-alive').length >= 3);
    stop.abort();
    expect(manager.heard()).not.to.include('WATCHDOG');
    manager.end();
  });
});
