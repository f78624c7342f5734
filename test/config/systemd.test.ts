import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { systemdUnit } from '../../src/config/systemd.ts';

const run = promisify(execFile);
const USUAL = { program: '/usr/bin/desk', config: '/etc/postdesk/config.toml', user: 'postdesk' };

function settingOf(unit: string, key: string): string[] {
  return unit.split('\n').flatMap(line => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
}

describe('the systemd unit', () => {
  it('runs the desk with its configuration as its user', () => {
    const unit = systemdUnit(USUAL);
    expect(settingOf(unit, 'ExecStart')).to.deep.equal(['/usr/bin/desk serve']);
    expect(settingOf(unit, 'Environment')).to.deep.equal(['DESK_CONFIG=/etc/postdesk/config.toml']);
    expect(settingOf(unit, 'User')).to.deep.equal(['postdesk']);
  });

  it('does not start again on a fault in the configuration', () => {
    expect(settingOf(systemdUnit(USUAL), 'Restart')).to.deep.equal(['on-failure']);
    expect(settingOf(systemdUnit(USUAL), 'RestartPreventExitStatus')).to.deep.equal(['78']);
  });

  it('can read a home directory only when the desk lies in one', () => {
    expect(settingOf(systemdUnit(USUAL), 'ProtectHome')).to.deep.equal(['yes']);
    const atHome = systemdUnit({ ...USUAL, program: '/home/ann/postdesk/bin/desk' });
    expect(settingOf(atHome, 'ProtectHome')).to.deep.equal(['read-only']);
  });

  it('keeps paths whole, whatever is in them', () => {
    const unit = systemdUnit({ ...USUAL, program: '/opt/my desk/$x/100%', config: '/etc/a "b"/c$.toml' });
    expect(settingOf(unit, 'ExecStart')).to.deep.equal(['"/opt/my desk/$$x/100%%" serve']);
    expect(settingOf(unit, 'Environment')).to.deep.equal(['"DESK_CONFIG=/etc/a \\"b\\"/c$.toml"']);
  });

  it('is one that systemd understands', async function () {
    const found = await run('systemd-analyze', ['--version']).then(
      () => true,
      () => false,
    );
    if (!found) {
      console.log('      skipped: systemd-analyze is not installed');
      return this.skip();
    }
    const folder = await mkdtemp(join(tmpdir(), 'desk-unit-'));
    const file = join(folder, 'postdesk.service');
    await writeFile(file, systemdUnit({ ...USUAL, program: process.execPath }));
    const { stdout, stderr } = await run('systemd-analyze', ['verify', '--man=no', file]);
    await rm(folder, { recursive: true });
    expect(stdout + stderr).to.equal('');
  });
});
