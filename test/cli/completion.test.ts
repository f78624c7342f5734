/** Completion, in the shells themselves, with the subjects of strangers beside the numbers. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { CONFIG, DESK, type Ended, mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

const EVIL = '$(touch pwned1) `touch pwned2` "; touch pwned3 #\\\' %B%n \u001b]0;owned\u0007\u009b31m \u202eevil';
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

async function done(running: Promise<Ended>): Promise<string> {
  const { code, out, err } = await running;
  expect(code, err).to.equal(0);
  expect(err).to.equal('');
  return out;
}

const there = (program: string) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const RULES = ['printers', 'two words'].map(name => `[[rule]]\nname = "${name}"\nthen = { stop = true }\n`).join('');

describe('Completion', function () {
  this.timeout(120_000);
  let here: TemporaryDesk;
  const complete = async (...words: string[]) =>
    (await done(here.desk('complete', '--', ...words))).split('\n').slice(0, -1);
  const values = async (...words: string[]) => (await complete(...words)).map(line => line.split('\t')[0]);
  /** With `desk` in the PATH, as it is installed. */
  const inShell = (line: string, input = '') =>
    here.desk(line, { shell: true, input, env: { PATH: `${here.folder}/bin:${process.env.PATH}`, TERM: 'dumb' } });

  before(async () => {
    here = temporaryDesk(`${CONFIG}[[status]]\nname = "at-supplier"\nmeans = "waiting"\n${RULES}`);
    execFileSync('mkdir', [`${here.folder}/bin`]);
    here.file('bin/desk', `#!/bin/sh\nexec ${process.execPath} ${DESK} "$@"\n`);
    execFileSync('chmod', ['+x', `${here.folder}/bin/desk`]);
    here.file('mails/1.eml', mail('It beeps', 'Hello.'));
    here.file('mails/2.eml', mail(`=?utf-8?B?${Buffer.from(EVIL).toString('base64')}?=`, 'Hello.'));
    await here.desk('inject', 'mails');
  });
  after(() => here.remove());
  afterEach(() => {
    expect(readdirSync(here.folder).filter(name => name.startsWith('pwned'))).to.deep.equal([]);
  });

  it('knows commands, options, and what may stand where', async () => {
    expect(await values('sh')).to.deep.equal(['show']);
    expect(await values('help', 'exi')).to.deep.equal(['exit-codes']);
    expect(await values('help', 'rul')).to.deep.equal(['rules']);
    expect(await values('rules', 'show', '')).to.deep.equal(['printers']);
    expect(await values('rules', 'test', '--rule', 'p')).to.deep.equal(['printers']);
    expect(await values('list', '--un')).to.deep.equal(['--unowned', '--unanswered']);
    expect(await values('--as', 'e')).to.deep.equal(['eve']);
    expect(await values('assign', '1', '')).to.deep.equal(['bob', 'eve']);
    expect(await values('status', '1', 'at')).to.deep.equal(['at-supplier']);
    expect(await values('set', '1', '--category', 'b')).to.deep.equal(['billing']);
    expect(await values('set', '1', '--category=b')).to.deep.equal(['--category=billing']);
    expect(await values('set', '1', '--category', '=', 'b')).to.deep.equal(['billing']);
    expect(await values('list', '--columns', 'number,+tag')).to.deep.equal(['number,+tags']);
    expect(await values('list', '--view', 'una')).to.deep.equal(['unanswered']);
    expect(await values('helper', 'add', '1', '')).to.deep.equal(['bob', 'eve']);
    expect(await values('completion', '')).to.deep.equal(['bash', 'zsh', 'fish']);
    expect(await values('inject', '')).to.deep.equal(['//files']);
    expect(await values('note', '1', '-m', '')).to.deep.equal([]);
  });

  it('names tickets with their subjects, cleaned, and in lists', async () => {
    const lines = await complete('show', '');
    expect(lines.find(line => line.startsWith('1\t'))).to.equal('1\tIt beeps');
    const evil = lines.find(line => line.startsWith('2\t'))!;
    expect(evil).to.include('touch pwned1').and.not.match(CONTROL);
    expect(await values('close', '1,')).to.have.members(['1,1', '1,2']);
    expect(await values('show', '#')).to.have.members(['#1', '#2']);
    expect(await values('reopen', '')).to.deep.equal([]);
  });

  it('says nothing, and nothing wrong, where it knows nothing', async () => {
    const config = ['-c', `${here.folder}/none.toml`];
    expect(await complete(...config, 'show', '')).to.deep.equal([]);
    expect(await complete('nonsense', '')).to.deep.equal([]);
    expect(await complete('show', '\u001b[2J')).to.deep.equal([]);
    expect(await complete()).to.include('show\ta ticket with its messages, oldest first');
  });

  it('in bash: values are typed, subjects only listed', async function () {
    if (!there('bash')) return this.skip();
    const ask = (type: number) =>
      `bash --norc -c 'source <(desk completion bash); COMP_WORDS=(desk show ""); COMP_CWORD=2; COMP_TYPE=${type}; _desk desk; printf "%s\\n" "\${COMPREPLY[@]}"'`;
    for (const type of [9, 33, 37, 42])
      expect((await done(inShell(ask(type)))).split('\n').sort(), String(type)).to.deep.equal(['', '1', '2']);
    const listed = await done(inShell(ask(63)));
    expect(listed).to.include('1  It beeps').and.include('touch pwned1').and.not.match(CONTROL);
  });

  for (const [shell, start, math] of [
    ['bash', 'bash --norc -i', '$((6*7))'],
    ['zsh', 'zsh -i', '$((6*7))'],
    ['fish', 'fish --no-config -i', '(math 6 x 7)'],
  ] as const)
    it(`in ${shell} at a terminal: a tabulator types numbers and lists subjects, and nothing of them is done`, async function () {
      if (!existsSync('/usr/bin/script') || !there(shell)) return this.skip();
      const load = { bash: 'source <(desk completion bash)\n', zsh: '', fish: 'desk completion fish | source\n' };
      here.file(
        'zsh/.zshrc',
        'autoload -U compinit; compinit -u -D; source <(desk completion zsh); setopt interactivecomments\n',
      );
      // ^A and # make a comment of a line that was only begun
      const keys = `${load[shell]}desk sh\t2 --message 2 --json | grep number\ndesk show \t\t\u0001#\necho LAST ${math}\nexit\n`;
      const { out } = await inShell(`ZDOTDIR=${here.folder}/zsh script -qec "${start}" /dev/null`, keys);
      expect(out).to.include('"number": 2,').and.include('LAST 42');
      if (shell !== 'fish')
        expect(out)
          .to.match(/1 {2}It beeps/)
          .and.match(/2 {2}\$\(touch pwned1\)/);
      expect(out).not.to.match(/\u001b\]0;owned|\u009b|\u202e/);
    });

  it('in fish', async function () {
    if (!there('fish')) return this.skip();
    const line = `fish --no-config -c 'desk completion fish | source; complete -C "desk show "; echo SPLIT; complete -C "desk status 1 at"'`;
    const { out } = await inShell(line);
    const [tickets, words] = out.split('SPLIT\n');
    expect(
      tickets!
        .split('\n')
        .filter(Boolean)
        .map(one => one.split('\t')[0])
        .sort(),
    ).to.deep.equal(['1', '2']);
    expect(tickets).to.include('1\tIt beeps').and.not.match(CONTROL);
    expect(words).to.equal('at-supplier\tmeans waiting\n');
  });
});
