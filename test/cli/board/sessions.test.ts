/** The board as an operator has it: the program in a terminal, keys typed, the screen looked at, a daemon beside it. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { openSqlite } from '../../../src/store/open-sqlite.ts';
import { createProgram, eventually, PEOPLE, type Program, QUEUE } from '../../stories/program.ts';
import { hasTmux, Tmux, type Window } from './tmux.ts';

const DESK = resolve(import.meta.dirname, '../../../../bin/desk');
const SMALL = { columns: 80, rows: 24 };
const WIDE = { columns: 200, rows: 50 };
const CONFIG = `state = "state"\n[courier]\nkind = "keep"\n${QUEUE}${PEOPLE}`;

/** The list is there, below the views, and its first ticket is selected. News may stand where "1 of 2" would. */
const READ = /^[^\n]*\n>/;

/** Waits for a key, as an editor does, and then has written an answer. */
const EDITOR = `#!/bin/sh
echo "the editor has the screen"
read anything
{ echo "Please try the other tray."; cat "$1"; } > "$1.new" && cat "$1.new" > "$1" && rm "$1.new"
`;

function mail(from: string, subject: string, text: string): string {
  return `From: ${from}\r\nTo: support@desk.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(/\W/g, '')}@example.org>\r\n\r\n${text}\r\n`;
}

(hasTmux ? describe : describe.skip)('the board in a terminal (needs tmux)', function () {
  this.timeout(180_000);
  let program: Program;
  let tmux: Tmux;

  beforeEach(async () => {
    program = createProgram(CONFIG);
    tmux = new Tmux();
    writeFileSync(join(program.dir, 'editor'), EDITOR);
    chmodSync(join(program.dir, 'editor'), 0o755);
  });
  afterEach(async () => {
    await tmux.close();
    await program.remove();
  });

  async function inject(name: string, from: string, subject: string, text = 'It does.'): Promise<void> {
    writeFileSync(join(program.dir, `${name}.eml`), mail(from, subject, text));
    const { code, err } = await program.desk(['inject', `${name}.eml`]);
    expect(code, err).to.equal(0);
  }

  async function someMails(): Promise<void> {
    mkdirSync(join(program.dir, 'mails'));
    const mails = [
      mail('Ann <ann@example.org>', 'It beeps', 'My phone beeps.\r\n\r\n> you wrote\r\n> something'),
      mail('Carl <carl@example.org>', 'VPN drops', 'Every ten minutes.'),
      mail('Ann <ann@example.org>', 'It still beeps', 'Louder now.'),
      mail('Rich <rich@example.net>', 'Cheap watches', 'Buy now.'),
    ];
    for (const [i, text] of mails.entries()) writeFileSync(join(program.dir, 'mails', `${i}.eml`), text);
    const { code, err } = await program.desk(['inject', 'mails']);
    expect(code, err).to.equal(0);
  }

  function open(
    size: { columns: number; rows: number },
    line = `${process.execPath} ${DESK}; echo "left with $?"; cat`,
    env = {},
  ): Window {
    const variables = {
      DESK_CONFIG: program.config,
      DESK_OPERATOR: 'bob',
      EDITOR: join(program.dir, 'editor'),
      VISUAL: '',
      LC_ALL: 'C.UTF-8',
      NO_COLOR: '',
      FORCE_COLOR: '',
      TMPDIR: tmux.folder,
      // where the program itself looks for drafts
      XDG_STATE_HOME: join(program.dir, 'own'),
      ...env,
    };
    return tmux.open(line, size, variables, program.dir);
  }

  const select = async (window: Window, number: number) => {
    window.press('g');
    // what was selected before is not taken for where g leads
    await window.shows(READ);
    for (let i = 0; i < 9; i++) {
      const found = await window.shows(/^> .*\d/m);
      if (new RegExp(`^>.. +${number} `, 'm').test(found)) return window.shows(`#${number} `);
      window.press('j');
      const selected = found.split('\n').find(line => line.startsWith('>'))!;
      await window.gone(selected.slice(0, 12).trimEnd());
    }
    throw new Error(`no ticket ${number} in the list:\n${window.screen()}`);
  };

  /** The whole day at either size; what else the colours make is looked at in the next one. */
  const days = [
    { size: SMALL, colour: true },
    { size: WIDE, colour: false },
  ];
  for (const { size, colour } of days)
    it(`is a working day at ${size.columns}×${size.rows}${colour ? '' : ' without colours'}`, async () => {
      await someMails();
      let daemon = await program.serve();
      const window = open(size, undefined, colour ? {} : { NO_COLOR: '1' });
      await window.shows('[1 open 4]');
      expect(await window.shows(READ))
        .to.include('? help')
        .and.include('q quit');
      if (colour) expect(window.screen(true)).to.match(/\x1b\[[0-9;]*33m/);
      else expect(window.screen(true)).to.not.include('\x1b');

      await select(window, 1);
      window.press('Enter');
      await window.shows('#1, reading');
      expect(await window.shows('My phone beeps.')).to.match(/\[\d quoted lines? folded; z opens\]/);
      window.press('z');
      await window.shows('> something');
      window.press('z', 'q');
      await window.gone(', reading');

      window.press('t');
      await window.shows('#1: bob took it');

      await select(window, 1);
      window.press('r');
      await window.shows('the editor has the screen');
      expect(window.about('alternate_on')).to.equal('0');
      window.press('Enter');
      const question = await window.shows('it leaves the house');
      expect(question).to.include('to   Ann <ann@example.org>').and.include('Please try the other tray.');
      expect(await program.json<unknown[]>('outbox', 'list')).to.not.match(/other tray/);
      window.press('y');
      await window.shows(/#1: bob answered; .*1 letter/);
      window.press('Enter');
      await window.shows('sent to ann@example.org');

      window.press('N');
      await window.shows('only the staff reads it');
      window.type('third time this week');
      window.press('C-d');
      await window.shows('bob wrote a note');
      await window.shows('-- note (staff only) by bob');

      window.press('a');
      await window.shows('give to #1');
      window.type('ev');
      await window.shows('> eve');
      window.press('Enter');
      await window.shows('assigned it to eve');

      window.press('s');
      window.type('solv');
      await window.shows('> solved');
      window.press('Enter');
      await window.shows('status: solved');
      window.press('q');
      await window.gone(', reading');
      expect(await window.shows('open 3]')).to.not.match(/^.{3} +1 /m);

      // a new mail, brought in by another process
      await inject('new', 'Dora <dora@example.org>', 'Where is my order');
      const arrived = Date.now();
      await window.shows('Where is my order');
      const took = Date.now() - arrived;
      expect(took, 'ms until a new mail shows').to.be.lessThan(1_000);
      await window.shows('* 1 new');

      await daemon.stop();
      window.press('m');
      await window.shows('merge #');
      window.press('Escape');
      daemon = await program.serve();

      await select(window, 3);
      window.press('m');
      await window.shows('merge #3 into #');
      window.type('2');
      window.press('Enter');
      await window.shows('Merge all the same?');
      window.press('y');
      await window.shows(/#[23]: .*merged/);
      window.type(':3');
      window.press('Enter');
      await window.shows('merged into #2');
      window.press('u');
      await window.shows('bob undid what bob did');
      window.press('q');

      await select(window, 4);
      window.press('!');
      await window.shows('says that it is spam');
      window.press('7');
      await window.shows('[7 done');
      await select(window, 4);
      window.press('u');
      await window.shows('says that it is no spam');
      window.press('1');
      await window.shows('[1 open');
      await window.shows('Cheap watches');

      window.press('/');
      window.type('vpn');
      await window.gone('Cheap watches');
      window.press('Enter');
      await window.shows('only with “vpn”');
      window.press('Escape');
      await window.shows('Cheap watches');

      window.press('?');
      await window.shows('Going about');
      window.press('q');
      await window.gone('Going about');
      window.type(':why 1');
      window.press('Enter');
      await window.shows('desk why 1');
      await window.shows('first request');
      window.press('q');

      window.press('q');
      await window.shows('left with 0');
      expect(window.about('alternate_on')).to.equal('0');
      expect(window.about('cursor_flag')).to.equal('1');
      await daemon.stop();

      const shown = await program.desk(['show', '1']);
      expect(shown.out)
        .to.include('Please try the other tray.')
        .and.include('third time this week')
        .and.include('owned by eve');
    });

  for (const { size, colour } of days.map(day => ({ ...day, colour: !day.colour })))
    it(`shows the same at ${size.columns}×${size.rows}${colour ? '' : ' without colours'}, and which ticket is selected`, async () => {
      await someMails();
      const window = open(size, undefined, colour ? {} : { NO_COLOR: '1' });
      await window.shows('Buy now.');
      window.press('x');
      await window.shows(/^ x +4 .*Cheap watches/m);
      expect(window.screen()).to.match(/^> +3 .*It still beeps/m);
      if (colour) expect(window.screen(true)).to.match(/7m(?:\x1b\[[0-9;]*m)*> +3/);
      else expect(window.screen(true)).to.not.include('\x1b');
    });

  it('gives the terminal back when it is ended by a signal or throws, and what was typed is kept', async () => {
    await someMails();
    const boom = join(program.dir, 'boom.mjs');
    writeFileSync(boom, 'setTimeout(() => { throw new Error("boom"); }, Number(process.env.BOOM));');
    const ends = [
      ['kill -TERM $(cat pid)', {}, /left with 143/],
      ['kill -HUP $(cat pid)', {}, /left with 129/],
      ['kill -INT $(cat pid)', {}, /left with 130/],
      ['true', { NODE_OPTIONS: `--import ${boom}`, BOOM: '6000' }, /boom[\s\S]*left with/],
    ] as const;
    for (const [line, env, left] of ends) {
      const window = open(
        SMALL,
        `sh -c 'echo $$ > pid; exec ${process.execPath} ${DESK}'; echo "left with $?"; stty -a; cat`,
        env,
      );
      await window.shows(READ);
      window.press('R');
      window.type('half an ans');
      await window.shows('half an ans');
      spawnSync('sh', ['-c', line], { cwd: program.dir });
      const after = await window.shows(left);
      expect(window.about('alternate_on'), line).to.equal('0');
      expect(window.about('cursor_flag'), line).to.equal('1');
      expect(await window.shows(/[^-]icanon/)).to.match(/[^-]echo /);
      if (line === 'true') continue;
      const [, name = ''] = /draftsedit(\d+)goesonwiththem/.exec(after.replace(/\s/g, '')) ?? [];
      const shown = await program.desk(['drafts', 'show', name]);
      expect(shown.out, after + shown.err).to.include('half an ans');
      await program.desk(['drafts', 'drop', name]);
    }
  });

  it('is suspended by Ctrl-Z, comes back, and follows the size of the terminal', async () => {
    await someMails();
    const window = open(SMALL, 'bash --norc --noprofile');
    window.type(`${process.execPath} ${DESK}`);
    window.press('Enter');
    await window.shows(READ);
    window.press('C-z');
    await window.shows(/Stopped/);
    expect(window.about('alternate_on')).to.equal('0');
    window.type('fg');
    window.press('Enter');
    await window.shows(READ);
    window.resize(60, 20);
    await window.shows('needs 80×24');
    window.resize(150, 40);
    await window.shows(/It beeps +│/);
    window.press('C-l', 'j');
    await window.shows(/^> +3 /m);
  });

  it('says that the database is gone or busy, goes on trying, and reads another one that takes its place', async () => {
    await someMails();
    const store = join(program.dir, 'state', 'desk.db');
    const window = open(SMALL);
    await window.shows(READ);
    copyFileSync(store, `${store}.copy`);
    renameSync(store, `${store}.away`);
    await window.shows('the database is gone; trying again');
    expect(existsSync(store)).to.equal(false);
    renameSync(`${store}.away`, store);
    await window.gone('trying again');

    const other = await openSqlite({ file: store });
    let letGo = () => {};
    let held: Promise<void> = Promise.resolve();
    await new Promise<void>(begun => {
      held = other.transaction(async () => {
        const done = new Promise<void>(resolve => {
          letGo = resolve;
        });
        begun();
        await done;
      });
    });
    window.press('t');
    await window.shows('taking …');
    window.press('j');
    await window.shows(/^> +3 /m);
    letGo();
    await held;
    await other.close();
    await window.shows('bob took it');

    await inject('late', 'Late <late@example.org>', 'Only in the first');
    await window.shows('Only in the first');
    renameSync(store, `${store}.away`);
    for (const rest of ['-wal', '-shm']) rmSync(store + rest, { force: true });
    renameSync(`${store}.copy`, store);
    await window.shows('the database was replaced');
    await window.gone('Only in the first');
    await inject('again', 'Late <late@example.org>', 'In the second one');
    await window.shows('In the second one');
  });

  it('keeps the words when nothing is sent, and shows them again', async () => {
    await someMails();
    const window = open(SMALL);
    await window.shows(READ);
    window.press('r');
    await window.shows('the editor has the screen');
    window.press('Enter');
    await window.shows('it leaves the house');
    window.press('e');
    await window.shows('the editor has the screen');
    window.press('Enter');
    await window.shows(/Please try the other tray\.\s+Please try the other tray\./);
    window.press('q');
    await window.shows(/your words are kept: desk drafts edit \d+ goes on with them/);
    expect(await program.json<unknown[]>('outbox', 'list')).to.not.match(/answer/);
  });

  it('calls a status by the word of the dictionary, also the usual one', async () => {
    const own = '[[status]]\nname = "untouched"\nmeans = "new"\n';
    writeFileSync(program.config, readFileSync(program.config, 'utf8') + own);
    await someMails();
    const window = open(WIDE);
    expect(await window.shows(READ)).to.match(/ 1 +untouched /);
  });

  it('answers with a canned reply that is picked by some letters of its name', async () => {
    await someMails();
    const window = open(SMALL, undefined, { EDITOR: 'true' });
    await window.shows(READ);
    await select(window, 1);
    window.press('c');
    await window.shows('canned reply for #1');
    window.type('stl');
    await window.shows('> still-there');
    window.press('Enter');
    const question = await window.shows('it leaves the house');
    expect(question)
      .to.include('to   Ann <ann@example.org>')
      .and.match(/Ann[\s\S]*[a-z]{4}/);
    window.press('y');
    await window.shows(/#1: bob answered/);
  });

  it('sends no answer to what went on meanwhile before that was read, and shows who else is there', async () => {
    await someMails();
    const window = open(SMALL);
    await window.shows(READ);
    await select(window, 1);
    const other = open(WIDE, undefined, { DESK_OPERATOR: 'eve' });
    await other.shows(READ);
    await select(other, 1);
    await other.shows('bob is viewing');
    window.press('R');
    window.type('Try the other tray.');
    await window.shows('Try the other tray.');
    other.press('R');
    other.type('It is being repaired.');
    other.press('C-d');
    await other.shows('it leaves the house');
    other.press('y');
    await other.shows('#1: eve answered');
    window.press('C-d');
    await window.shows(/went on since you read it[\s\S]*eve answered: It is being repaired/);
    expect(JSON.stringify(await program.json<unknown[]>('show', '1'))).to.not.include('other tray');
    window.press('R');
    await window.shows('Try the other tray.');
    window.press('C-d');
    await window.shows('it leaves the house');
    window.press('y');
    await window.shows('#1: bob answered');
  });

  it('writes little for a key, at both sizes', async () => {
    await someMails();
    for (const size of [SMALL, WIDE]) {
      const window = open(size);
      await window.shows('sent to|queued for'.split('|')[1]!).catch(() => undefined);
      await window.shows(READ);
      await window.shows('Buy now.');
      const file = join(program.dir, `bytes-${size.columns}`);
      window.record(file);
      window.press('j');
      await window.shows('Louder now.');
      await eventually('bytes', () => existsSync(file) && statSync(file).size > 0);
      expect(statSync(file).size, `bytes for j at ${size.columns} columns, the other ticket included`).to.be.lessThan(
        2_500,
      );
    }
  });

  it('lets nothing that a stranger wrote steer the terminal', async () => {
    const steering = [
      '\x1b]2;owned\x07',
      '\x1b]52;c;ZWNobw==\x07',
      '\x1b[2J',
      '\x1b[?1049l',
      '\u009b2J',
      '\u202eevil',
      '\u200b',
      '\x07',
    ].join('');
    const word = `=?utf-8?B?${Buffer.from(`Hostile ${steering} end`).toString('base64')}?=`;
    const body = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(`words ${steering}`).toString('base64')}\r\n`;
    const file = `Content-Type: image/png\r\nContent-Disposition: attachment; filename*=utf-8''${encodeURIComponent(`${steering}.png`)}\r\n\r\nx\r\n`;
    const text = `From: ${word} <ann@example.org>\r\nTo: support@desk.example\r\nSubject: ${word}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${body}--b\r\n${file}--b--\r\n`;
    writeFileSync(join(program.dir, 'hostile.eml'), text);
    expect((await program.desk(['inject', 'hostile.eml'])).code).to.equal(0);
    const log = join(program.dir, 'raw');
    const window = open(WIDE, `sleep 0.01; ${process.execPath} ${DESK}; cat`);
    window.record(log);
    await window.shows(READ);
    const title = window.about('pane_title');
    window.press('Enter');
    await window.shows('\\x1b]2;owned\\x07');
    await window.shows('\\u202eevil');
    window.press('R');
    window.paste(`a\x1b]52;c;ZWNobw==\x07b`);
    await window.shows('a\\x1b]52');
    expect(window.about('pane_title')).to.equal(title);
    expect(window.about('alternate_on')).to.equal('1');
    expect(tmux.clipboard()).to.equal('');
    const raw = readFileSync(log, 'utf8').replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '');
    expect(raw.match(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u202e]/)).to.equal(null);
  });

  it('is help where there is no terminal, and refuses to be a board there', async () => {
    const help = await program.desk([]);
    expect(help.out + help.err).to.include('Usage: desk');
    const board = await program.desk(['board']);
    expect(board.code).to.equal(1);
    expect(board.err).to.include('the board needs a terminal');
  });
});
