/** The board as an operator has it: the program in a terminal, keys typed, the screen looked at, a daemon beside it. */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { openSqlite } from '../../../src/store/open-sqlite.ts';
import { createProgram, eventually, PEOPLE, type Program, QUEUE } from '../../stories/program.ts';
import { hasTmux, Tmux, type Window } from './tmux.ts';

const DESK = resolve(import.meta.dirname, '../../../../bin/desk');
const SMALL = { columns: 80, rows: 24 };
const WIDE = { columns: 200, rows: 50 };
const CONFIG = `state = "state"\n[courier]\nkind = "keep"\n${QUEUE}${PEOPLE}`;

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
    tmux.close();
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
      TMPDIR: program.dir,
      ...env,
    };
    return tmux.open(line, size, variables, program.dir);
  }

  const select = async (window: Window, number: number) => {
    window.press('g');
    for (let i = 0; i < 9; i++) {
      const found = await window.shows(/^> .*\d/m);
      if (new RegExp(`^>.. +${number} `, 'm').test(found)) return window.shows(`#${number} `);
      window.press('j');
      await window.gone(
        new RegExp(
          found
            .split('\n')
            .find(line => line.startsWith('>'))!
            .slice(0, 12)
            .trimEnd(),
        ),
      );
    }
    throw new Error(`no ticket ${number} in the list:\n${window.screen()}`);
  };

  for (const size of [SMALL, WIDE])
    for (const colour of [true, false])
      it(`is a working day at ${size.columns}×${size.rows}${colour ? '' : ' without colours'}`, async () => {
        await someMails();
        let daemon = await program.serve();
        const window = open(size, undefined, colour ? {} : { NO_COLOR: '1' });
        await window.shows('[1 all 4]');
        expect(await window.shows('Enter read'))
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
        expect(await window.shows('all 3]')).to.not.match(/^.{3} +1 /m);

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
        window.press('6');
        await window.shows('[6 done');
        await select(window, 4);
        window.press('u');
        await window.shows('says that it is no spam');
        window.press('1');
        await window.shows('[1 all');
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
});
