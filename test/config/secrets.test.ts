import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { inlineSecret, readSecret } from '../../src/config/secret.ts';
import { secretWarnings } from '../../src/config/secret-warnings.ts';
import { configOf, faultsOf, MAILBOX, SOUND } from './written.ts';

const PASSWORD = 'hunter2-and-more';
const INLINE = `password = "${PASSWORD}"`;

describe('a password', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'desk-config-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A file in the folder of this test. */
  async function file(name: string, text: string, mode = 0o600): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, text);
    await chmod(path, mode);
    return path;
  }

  async function failure(promise: Promise<unknown>): Promise<string> {
    return promise.then(
      () => 'no failure',
      (error: Error) => error.message,
    );
  }

  it('in a file is read without its last line break, spaces and all', async () => {
    const path = await file('p', ' sesame\n\r\n');
    expect(await readSecret({ from: 'file', path })).to.equal(' sesame\n');
  });

  it('in an environment variable is read as it is', async () => {
    expect(await readSecret({ from: 'env', name: 'P' }, { P: 'sesame\n' })).to.equal('sesame\n');
  });

  it('in a systemd credential is read from the folder systemd names', async () => {
    await file('imap', 'sesame\n', 0o400);
    expect(await readSecret({ from: 'credential', name: 'imap' }, { CREDENTIALS_DIRECTORY: folder })).to.equal(
      'sesame',
    );
  });

  it('in the configuration is read by its name', async () => {
    expect(await readSecret(inlineSecret(PASSWORD))).to.equal(PASSWORD);
  });

  it('that cannot be read names its source and what to do', async () => {
    expect(await failure(readSecret({ from: 'file', path: join(folder, 'none') }))).to.equal(
      `cannot read the password from file ${join(folder, 'none')}: ENOENT`,
    );
    expect(await failure(readSecret({ from: 'env', name: 'P' }, {}))).to.contain('environment variable P is not set');
    expect(await failure(readSecret({ from: 'credential', name: 'imap' }, {}))).to.contain('LoadCredential=imap:');
    expect(await failure(readSecret({ from: 'file', path: await file('e', '\n') }))).to.contain('password is empty');
  });

  it('in the configuration is in no print, JSON, copy or list of keys', () => {
    const config = configOf(
      `${SOUND.replace('"keep"', '"smtp"')}host = "h"\nuser = "u"\n${INLINE}${MAILBOX.replace(/password.*/, INLINE)}`,
    );
    const views = [
      JSON.stringify(config),
      inspect(config, { depth: 9, showHidden: true, getters: true }),
      inspect(config.mailboxes[0]?.password, { customInspect: false, showHidden: true }),
      JSON.stringify({ ...config.mailboxes[0]?.password }),
      String(config.mailboxes[0]?.password),
    ];
    for (const view of views) expect(view).not.to.contain('hunter2');
    expect(JSON.stringify(config)).to.contain('"from":"inline"');
    expect(config.mailboxes[0]?.password).to.have.property('value', PASSWORD);
  });

  it('in the URL of the database is masked when the configuration is printed, and works', () => {
    const url = `postgres://desk:${PASSWORD}@db.example/desk?password=${PASSWORD}&x=1`;
    const config = configOf(`store.url = "${url}"${SOUND}`);
    expect(config.store.url).to.equal(url);
    expect(JSON.stringify(config))
      .to.contain('postgres://desk:***@db.example/desk?password=***&x=1')
      .and.not.contain('hunter2');
    expect(inspect(config, { depth: 9, showHidden: true })).not.to.contain('hunter2');
  });

  it('is in no fault, wherever it was written by mistake', () => {
    const spoiled = [
      `password = ["${PASSWORD}"]`,
      `passwrod = "${PASSWORD}"`,
      `password_env = "${PASSWORD}!"`,
      `password_credential = "${PASSWORD}!"`,
      `password = "${PASSWORD}" "`,
      `password = ${PASSWORD}`,
      `password = { value = "${PASSWORD}" }`,
    ];
    for (const line of spoiled) {
      const faults = faultsOf(`${SOUND}${MAILBOX.replace(/password.*/, line)}`);
      expect(faults, line).not.to.deep.equal([]);
      expect(faults.join('\n')).not.to.contain('hunter2');
    }
  });

  it('is in no error of a file that cannot be loaded', async () => {
    const path = await file('config.toml', `${SOUND}${MAILBOX}${INLINE}\nport = 0`);
    const error: Error = await loadConfig(path).then(
      () => expect.fail('loaded'),
      error => error,
    );
    expect(inspect(error, { depth: 9, showHidden: true })).not.to.contain('hunter2');
    expect(error.message.split('\n')).to.have.length(2);
  });

  it('that others can read is warned of', async () => {
    const open = await file('open', 'x', 0o644);
    const group = await file('group', 'x', 0o640);
    const shut = await file('shut', 'x', 0o600);
    const warned = async (path: string) =>
      secretWarnings(configOf(`${SOUND}${MAILBOX.replace(/password.*/, `password_file = "${path}"`)}`));
    expect(await warned(open)).to.deep.equal([
      `mailbox in: ${open} can be read by everybody on this machine; chmod 600 keeps it to its owner`,
    ]);
    expect(await warned(group)).to.deep.equal([
      `mailbox in: ${group} can be read by its group; chmod 600 keeps it to its owner`,
    ]);
    expect(await warned(shut)).to.deep.equal([]);
    expect(await warned(join(folder, 'none'))).to.deep.equal([
      `mailbox in: ${join(folder, 'none')} cannot be read: there is no such file`,
    ]);
  });

  it('in a configuration that others can read is warned of', async () => {
    const text = `${SOUND}${MAILBOX.replace(/password.*/, INLINE)}`;
    const warned = async (mode: number): Promise<string[]> => {
      const config: Config = await loadConfig(await file('config.toml', text, mode));
      return secretWarnings(config);
    };
    expect(await warned(0o600)).to.deep.equal([]);
    expect((await warned(0o644)).join()).to.contain('holds the password of mailbox in and can be read by everybody');
  });

  it('that goes over the network in the clear is warned of, on this machine it is not', async () => {
    const text = `${SOUND}${MAILBOX}tls = "none"`;
    expect(await secretWarnings(configOf(text))).to.deep.equal([
      'mailbox in: tls = "none" sends its password to imap.example in the clear',
    ]);
    expect(await secretWarnings(configOf(text.replace('imap.example', '127.0.0.1')))).to.deep.equal([]);
  });
});
