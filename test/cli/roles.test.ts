/** Every command as every role: each is really run, and either refused with the role it needs, or not refused. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ArgSpec, CommandSpec } from '../../src/cli/commands/spec.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { identify } from '../../src/cli/identity.ts';
import { roleRows } from '../../src/cli/roles.ts';
import { ROLES, type Role } from '../../src/desk/policy.ts';
import { mayDo } from '../../src/desk/roles.ts';
import { hasTerminals } from './at-terminal.ts';
import { DESK, ROOT, type TemporaryDesk, temporaryDesk } from './desk.ts';
import { runInOne } from './in-one-process.ts';

const LOGINS: Readonly<Record<Role, string>> = { 'read-only': 'rita', operator: 'otto', lead: 'lena', admin: 'adam' };

const STAFF = ROLES.map(
  role => `[[operator]]
login = "${LOGINS[role]}"
name = "${LOGINS[role]}"
address = "${LOGINS[role]}@staff.example"
role = "${role}"
`,
).join('');
const CONFIG = `state = "state"
${STAFF}
[[queue]]
name = "support"
address = "support@desk.example"
[courier]
kind = "keep"
[trust]
check = "off"
`;

/** They run until they are stopped. */
const LASTING = ['serve', 'sandbox', 'watch'];

interface Named {
  readonly command: string;
  readonly spec: CommandSpec;
}

const commands: readonly Named[] = COMMANDS.flatMap(entry =>
  'inner' in entry
    ? entry.inner.map(spec => ({ command: `${entry.name} ${spec.name}`, spec }))
    : [{ command: entry.name, spec: entry }],
);

function allowed(role: Role, { needs }: CommandSpec): boolean {
  return needs === 'anybody' || mayDo(role, needs);
}

/** Something that the command line takes; that there is no such ticket is said later. */
function example({ name, kind, choices }: ArgSpec): string[] {
  if (choices) return [choices[0]!];
  if (kind !== undefined) return name.startsWith('[') && kind === 'tickets' ? [] : ['99'];
  if (name === '<person>') return ['ann@example.org'];
  return name.startsWith('[') && !name.includes('files') ? [] : ['nothing-of-this-name'];
}

describe('what a role may do', () => {
  let desk: TemporaryDesk;
  before(() => {
    desk = temporaryDesk(CONFIG);
  });
  after(() => desk.remove());

  for (const role of ROLES)
    it(`${role}: every command of the table is refused or not, as it says`, async function () {
      this.timeout(120_000);
      const tried = commands.filter(({ command, spec }) => !(LASTING.includes(command) && allowed(role, spec)));
      const words = tried.map(({ command, spec }) => [...command.split(' '), ...(spec.args ?? []).flatMap(example)]);
      const ran = await runInOne(desk.folder, words, { DESK_OPERATOR: LOGINS[role] });
      for (const [i, { command, spec }] of tried.entries()) {
        const { exit, err } = ran[i]!;
        if (allowed(role, spec)) expect(err, `${command} as ${role}`).to.not.include('this needs the role');
        else {
          expect(exit, `${command} as ${role}`).to.equal(1);
          expect(err.trim()).to.equal(`this needs the role ${spec.needs}, and ${LOGINS[role]} has the role ${role}`);
        }
        expect(exit, `${command}: ${err}`).to.not.equal(70);
        expect(err, `${command} was not understood, so nothing was tried`).to.not.match(/^error: /);
      }
    });

  it('is asked of operators; the account of the daemon, which is none, may start it', async function () {
    this.timeout(60_000);
    const words = [['keys', 'list'], ['outbox', 'pause'], ['list']];
    const [keys, pause, list] = await runInOne(desk.folder, words, {});
    expect(keys!.exit).to.equal(0);
    expect(list!.exit).to.equal(0);
    expect(pause!.err).to.include('no operator is called');
    const daemon = spawn(process.execPath, [DESK, 'serve'], {
      cwd: desk.folder,
      env: { ...process.env, DESK_OPERATOR: 'adam', SUDO_USER: '' },
      stdio: 'pipe',
    });
    expect(await firstWords(daemon)).to.match(/ started /);
    daemon.kill('SIGTERM');
    expect(await new Promise(done => daemon.once('exit', done))).to.equal(0);
  });

  it('is printed by desk roles, a row for every command', async () => {
    const { out, code } = await desk.desk('roles', '--json');
    expect(code).to.equal(0);
    expect(JSON.parse(out)).to.deep.equal(commands.map(({ command, spec }) => ({ command, needs: spec.needs })));
    expect(roleRows(COMMANDS).length).to.equal(commands.length);
    const table = (await desk.desk('roles')).out;
    for (const { command, spec } of commands) {
      const marks = ROLES.map(role => (allowed(role, spec) ? 'yes' : '-')).join(' +');
      expect(table).to.match(new RegExp(`^${command} +${marks} *$`, 'm'));
    }
    expect(table).to.include('%operators ALL=(postdesk) NOPASSWD: /usr/bin/desk');
  });
});

describe('through sudo', () => {
  const operators = ROLES.map(role => ({
    login: LOGINS[role],
    name: role,
    address: `${role}@staff.example`,
    active: role !== 'lead',
    notices: true,
    role,
    hidden: false,
  }));
  const sudo = { uid: 999, account: 'postdesk' };

  it('one is whom sudo says, and nobody else', () => {
    expect(identify(operators, { ...sudo, sudo: 'otto' })).to.deep.equal({ login: 'otto' });
    expect(identify(operators, { ...sudo, sudo: 'otto', as: 'otto' })).to.deep.equal({ login: 'otto' });
    for (const said of [{ as: 'adam' }, { desk: 'adam' }, { as: 'rita' }, { as: 'nobody' }])
      expect(identify(operators, { ...sudo, sudo: 'otto', ...said }))
        .to.have.property('refused')
        .that.includes('otto');
    expect(identify(operators, { ...sudo, account: 'adam', sudo: 'mallory' })).to.have.property('refused');
    expect(identify(operators, { ...sudo, sudo: 'lena' }), 'who has left').to.have.property('refused');
  });

  it('an admin may be somebody else, and root anybody', () => {
    expect(identify(operators, { ...sudo, sudo: 'adam', as: 'otto' })).to.deep.equal({ login: 'otto' });
    expect(identify(operators, { ...sudo, sudo: 'adam', as: 'lena' })).to.have.property('refused');
    expect(identify(operators, { uid: 0, sudo: 'otto', as: 'adam' })).to.deep.equal({ login: 'adam' });
  });

  describe('to an installation', () => {
    let place: string;
    before(function () {
      // another account than root's, as the desk has its own
      if (process.getuid?.() !== 0) return this.skip();
      place = mkdtempSync(join(tmpdir(), 'postdesk-sudo-'));
      chmodSync(place, 0o755);
      for (const part of [
        'bin',
        'dist/desk',
        'package.json',
        'templates',
        'src/store/migrations',
        'config.example.toml',
      ])
        cpSync(join(ROOT, part), join(place, part), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules'), join(place, 'node_modules'));
      mkdirSync(join(place, 'data', 'state'), { recursive: true });
      mkdirSync(join(place, 'home'));
      for (const open of ['data/state', 'home']) chmodSync(join(place, open), 0o777);
      writeFileSync(join(place, 'data', 'config.toml'), CONFIG);
      // a person would like to be an admin
      writeFileSync(join(place, 'home', 'config.toml'), CONFIG.replaceAll('"operator"', '"admin"'));
      writeFileSync(
        join(place, 'home', 'mail.eml'),
        'From: ann@example.org\r\nTo: support@desk.example\r\n\r\nhello\r\n',
      );
    });
    after(() => place && rmSync(place, { recursive: true, force: true }));

    const as = (login: string, args: readonly string[], env: Record<string, string> = {}, input = '') =>
      new Promise<{ code: number | null; out: string; err: string }>(done => {
        const child = spawn(process.execPath, [join(place, 'bin/desk'), ...args], {
          cwd: join(place, 'home'),
          uid: 65534,
          env: { PATH: process.env.PATH, SUDO_USER: login, HOME: '/nonexistent', ...env },
        });
        let out = '';
        let err = '';
        child.stdout.on('data', words => (out += words));
        child.stderr.on('data', words => (err += words));
        child.stdin.on('error', () => {});
        child.stdin.end(input);
        child.once('close', code => done({ code, out, err }));
      });

    it('refuses whatever leads past the role, and lets in what does not', async function () {
      this.timeout(120_000);
      const refused: [string, string[], Record<string, string>?][] = [
        ['mallory', ['list']],
        ['mallory', ['config', 'example']],
        ['otto', ['keys', 'list']],
        ['otto', ['keys', 'list', '--as', 'adam']],
        ['otto', ['keys', 'list'], { DESK_OPERATOR: 'adam' }],
        ['otto', ['list', '-c', 'config.toml']],
        ['otto', ['keys', 'list', '-c', 'config.toml']],
        ['otto', ['list'], { DESK_CONFIG: 'config.toml' }],
        ['otto', ['try', 'mail.eml']],
        ['otto', ['spam', 'why', '/etc/passwd']],
        ['otto', ['attachment', 'save', '1']],
        ['otto', ['attachment', 'open', '1', '1'], { DESK_OPENER: 'sh' }],
        ['otto', ['sandbox', '--dir', 'sand']],
        ['rita', ['take', '1']],
      ];
      for (const [login, args, env] of refused) {
        const { code, err, out } = await as(login, args, env);
        expect(code, `${login}: desk ${args.join(' ')}: ${err}${out}`).to.equal(1);
        expect(out).to.equal('');
      }
      expect((await as('mallory', ['help'])).code).to.equal(0);
      expect((await as('otto', ['try', '-'], {}, 'From: ann@example.org\r\n\r\nhello\r\n')).out).to.include('ticket');
      expect((await as('adam', ['inject', 'mail.eml'])).out).to.include('handled');
      expect((await as('otto', ['take', '1'])).out).to.include('otto took it');
      expect((await as('adam', ['note', '1', '-m', 'hm', '--as', 'lena'])).code).to.equal(0);
      expect((await as('adam', ['keys', 'list', '-c', 'config.toml'])).code, 'an admin may').to.equal(0);
      // completion reads what is typed, the names and files in it too
      const completed = async (login: string, ...words: string[]) =>
        (await as(login, ['complete', '--', ...words])).out;
      expect(await completed('otto', 'show', '')).to.include('1');
      expect(await completed('otto', '--as', 'adam', 'show', '')).to.equal('');
      expect(await completed('otto', '-c', 'config.toml', 'list', '--queue', '')).to.equal('');
      expect(await completed('adam', '-c', 'config.toml', 'list', '--queue', '')).to.include('support');
    });

    it('starts no pager, out of which a shell of the account of the desk would open', async function () {
      this.timeout(60_000);
      if (!hasTerminals) return this.skip();
      const pager = 'echo PAGED; cat';
      const paged = async (login: string) => {
        const line = `stty rows 5; exec '${process.execPath}' '${join(place, 'bin/desk')}' help environment`;
        const env = { PATH: process.env.PATH, SUDO_USER: login, DESK_PAGER: pager, TERM: 'xterm' };
        const child = spawn('script', ['-qec', line, '/dev/null'], { cwd: join(place, 'home'), uid: 65534, env });
        let shown = '';
        child.stdout.on('data', words => (shown += words));
        await new Promise(done => child.once('close', done));
        expect(shown).to.include('DESK_PAGER');
        return shown.includes('PAGED');
      };
      expect(await paged(''), 'without sudo').to.equal(true);
      expect(await paged('otto'), 'through sudo').to.equal(false);
    });
  });
});

function firstWords(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let words = '';
    const hear = (more: Buffer) => {
      words += more;
      if (/ started /.test(words)) done(words);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('exit', code => failed(new Error(`it ended with ${code}: ${words}`)));
  });
}
