import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { keepList, lastList } from '../../src/cli/last-list.ts';

const A_DAY_AND_MORE = 25 * 3600;

describe('The last list of a terminal', () => {
  const state = process.env.XDG_STATE_HOME;
  let home = '';

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'postdesk-last-list-'));
    process.env.XDG_STATE_HOME = home;
  });
  afterEach(() => {
    if (state === undefined) delete process.env.XDG_STATE_HOME;
    else process.env.XDG_STATE_HOME = state;
    rmSync(home, { recursive: true });
  });

  it('is what the last list showed', async () => {
    const config = join(home, 'config.toml');
    writeFileSync(config, '');
    expect(await lastList({ config })).to.have.property('fault');
    keepList(config, [3, 1]);
    keepList(config, [7, 8]);
    expect(await lastList({ config })).to.deep.equal([7, 8]);
    expect(await lastList({ config: join(home, 'other.toml') }).catch(() => 'none')).not.to.be.an('array');
  });

  it('leaves no files of days ago behind, and looks for them once an hour', () => {
    const folder = join(home, 'postdesk', 'last-list');
    const old = (name: string) => {
      writeFileSync(join(folder, name), '{}');
      const then = Date.now() / 1000 - A_DAY_AND_MORE;
      utimesSync(join(folder, name), then, then);
    };
    keepList('/etc/postdesk/config.toml', [1]);
    old('process-1.json');
    keepList('/etc/postdesk/config.toml', [1]);
    expect(existsSync(join(folder, 'process-1.json'))).to.equal(true);
    old('tidied');
    keepList('/etc/postdesk/config.toml', [1]);
    expect(readdirSync(folder)).to.have.length(2);
    expect(readdirSync(folder)).not.to.include('process-1.json');
  });

  it('is no trouble where nothing can be written', () => {
    process.env.XDG_STATE_HOME = '/dev/null';
    keepList('/etc/postdesk/config.toml', [1]);
  });
});
