import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigFaults } from '../../src/config/fault.ts';
import { findConfig, type Surroundings } from '../../src/config/find-config.ts';
import { loadConfig } from '../../src/config/load-config.ts';

describe('the configuration of a command', () => {
  let folder: string;
  let around: Surroundings;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'desk-find-'));
    await mkdir(join(folder, 'cwd'));
    await mkdir(join(folder, 'package', 'data'), { recursive: true });
    around = { env: {}, cwd: join(folder, 'cwd'), packageRoot: join(folder, 'package') };
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function put(...path: string[]): Promise<string> {
    const file = join(folder, ...path);
    await writeFile(file, '');
    return file;
  }

  function failure(work: () => unknown): ConfigFaults {
    try {
      work();
    } catch (error) {
      if (error instanceof ConfigFaults) return error;
    }
    return expect.fail('no ConfigFaults');
  }

  it('is the one that --config names, before every other', async () => {
    await put('cwd', 'config.toml');
    const named = await put('cwd', 'named.toml');
    expect(findConfig({ ...around, flag: 'named.toml', env: { DESK_CONFIG: '/else' } })).to.equal(named);
  });

  it('is the one that $DESK_CONFIG names, then one in the current folder, then that of the checkout', async () => {
    const own = await put('package', 'data', 'config.toml');
    expect(findConfig(around)).to.equal(own);
    const here = await put('cwd', 'config.toml');
    expect(findConfig(around)).to.equal(here);
    const named = await put('named.toml');
    expect(findConfig({ ...around, env: { DESK_CONFIG: named } })).to.equal(named);
  });

  it('is never another one when the named one is missing', async () => {
    await put('cwd', 'config.toml');
    const error = failure(() => findConfig({ ...around, flag: 'gone.toml' }));
    expect(error.message).to.contain(`${join(folder, 'cwd', 'gone.toml')} (--config): not there`);
    expect(error.message).not.to.contain(join('cwd', 'config.toml'));
    expect(failure(() => findConfig({ ...around, env: { DESK_CONFIG: 'gone' } })).exitCode).to.equal(78);
  });

  it('that is nowhere is told with all places looked at', () => {
    const error = failure(() => findConfig({ ...around, packageRoot: folder, cwd: join(folder, 'package') }));
    expect(error.message.split('\n')).to.deep.equal([
      'no configuration found; looked at',
      `  ${join(folder, 'package', 'config.toml')} (the current folder): not there`,
      `  ${join(folder, 'data', 'config.toml')} (this checkout): not there`,
      '  /etc/postdesk/config.toml (the system): not there',
      'desk config example prints a commented one to start from',
    ]);
  });

  it('that cannot be read is a fault of its file', async () => {
    const why = async (file: string) =>
      loadConfig(file).then(
        () => 'loaded',
        (error: Error) => error.message,
      );
    expect(await why(join(folder, 'gone'))).to.equal(`${join(folder, 'gone')}: cannot be read: there is no such file`);
    expect(await why(folder)).to.equal(`${folder}: cannot be read: it is a folder`);
  });
});
