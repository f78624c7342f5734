import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { AlreadyRunning, holdLock, isDaemonAtWork } from '../../src/daemon/lock.ts';
import { sqliteDriver } from '../../src/store/sqlite-driver.ts';

describe('The lock of the daemon', () => {
  let state: string;
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), 'postdesk-lock-'));
  });
  afterEach(() => rmSync(state, { recursive: true, force: true }));

  it('tells whether one is at work, and whoever asks takes nothing', async () => {
    expect(await isDaemonAtWork(join(state, 'not-there'))).to.equal(false);
    const lock = await holdLock(state);
    expect(await isDaemonAtWork(state)).to.equal(true);
    const second = await holdLock(state).then(
      () => undefined,
      error => error,
    );
    expect(second).to.be.instanceOf(AlreadyRunning);
    await lock.release();
    expect(await isDaemonAtWork(state)).to.equal(false);
    await (await holdLock(state)).release();
  });

  it('is waited for by one that starts while somebody looks', async () => {
    await (await holdLock(state)).release();
    const reader = await (await sqliteDriver())(join(state, 'daemon.lock'), 'read');
    await reader.exec('BEGIN; SELECT count(*) FROM sqlite_master');
    const starting = holdLock(state);
    setTimeout(() => void reader.exec('ROLLBACK').then(() => reader.close()), 100);
    await (await starting).release();
  });
});
