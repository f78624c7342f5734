/**
 * What the board costs, with 500 tickets: bytes written for a key (what a slow line carries) and CPU time from the key to
 * the bytes, at both sizes and in three scripts; and one look at what changed, in a journal of 100,000 lines.
 * `node dist/bench/board.js`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { difference } from '../src/cli/board/diff.ts';
import { draw } from '../src/cli/board/view.ts';
import { learnWidths } from '../src/outbox/width.ts';
import { changedSince } from '../src/store/changed-since.ts';
import { openSqlite } from '../src/store/open-sqlite.ts';
import { board, message, NOW, row, SMALL, ticket, WIDE } from '../test/cli/board/scene.ts';

const COLOUR = { colour: true };
const SCRIPTS = {
  ascii: [
    'Printer on floor 3 prints blank pages',
    'It was fine until Monday. I tried another tray and it did not help.',
  ],
  latin: [
    'Der Drucker im Büro zieht kein Papier',
    'Bis Montag ging alles. Ich habe das andere Fach versucht, vergeblich – schöne Grüße.',
  ],
  chinese: ['三楼的打印机只打印空白页', '星期一之前一切正常。我试过另一个纸盒，没有用。请尽快帮忙，谢谢。'],
};
const bytes = (text: string) => Buffer.byteLength(text);

function scene(size: typeof SMALL, [subject, words]: readonly string[]) {
  const here = board(size);
  const rows = Array.from({ length: 500 }, (_, i) => row(i + 1, { subject: `${subject} ${i}` }));
  const show = (number: number) => {
    // no two tickets have a line in common
    const text = Array.from({ length: 12 }, (_, i) => `${number * 12 + i} ${turned(words!, number + i)}`).join('\n');
    const timeline = [message(number, { text }), message(number + 1_000, { kind: 'answer', author: 'bob', text })];
    here.tell({ is: 'ticket', number, ticket: ticket(number, timeline, { subject: `${subject} ${number}` }) });
  };
  here.tell({ is: 'list', view: 0, rows });
  show(1);
  return { here, show, rows };
}

function turned(words: string, by: number): string {
  const at = (by * 7) % words.length;
  return words.slice(at) + words.slice(0, at);
}

function written(here: ReturnType<typeof board>, does: () => void): number {
  const before = draw(here.state);
  does();
  return bytes(difference(before, draw(here.state), COLOUR));
}

function median(times: number[], part = 0.5): string {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!.toFixed(1);
}

await learnWidths(['\u4e00']);
for (const size of [SMALL, WIDE])
  for (const [name, words] of Object.entries(SCRIPTS)) {
    const { here, show, rows } = scene(size, words);
    const all = bytes(difference(undefined, draw(here.state), COLOUR));
    const move = written(here, () => here.press('j'));
    const read = written(here, () => show(2));
    const arrives = written(here, () => {
      here.tell({ is: 'changed', changes: [{ ticket: 900, who: 'mail', action: 'openTicket' }], letters: false });
      here.tell({ is: 'list', view: 0, rows: [row(900, { subject: words[0]! }), ...rows] });
    });
    here.press('R');
    const letter = written(here, () => here.press('a'));
    here.press('esc');
    const times: number[] = [];
    let before = draw(here.state);
    for (let i = 0; i < 200; i++) {
      const began = process.cpuUsage();
      here.press('j');
      show(here.state.selected!);
      const after = draw(here.state);
      difference(before, after, COLOUR);
      const { user, system } = process.cpuUsage(began);
      times.push((user + system) / 1_000);
      before = after;
    }
    console.log(
      `${size.columns}×${size.rows} ${name.padEnd(8)} bytes: whole screen ${all}, j ${move}, the next ticket read ${read}, ` +
        `a new mail ${arrives}, a letter typed ${letter}; ms of CPU from j to the bytes: p50 ${median(times)}, p95 ${median(times, 0.95)}`,
    );
  }

const folder = mkdtempSync(join(tmpdir(), 'postdesk-bench-'));
const database = await openSqlite({ file: join(folder, 'desk.db') });
const line = { ticket: 1, at: NOW, who: 'mail', action: 'addMessage', data: {}, because: [] };
for (let i = 0; i < 100; i++)
  await database.db.insert(database.schema.journal).values(Array.from({ length: 1_000 }, () => line));
const { mark } = await changedSince(database, 0);
const looks: number[] = [];
const cpu = process.cpuUsage();
for (let i = 0; i < 500; i++) {
  const began = performance.now();
  await changedSince(database, 0, mark);
  looks.push(performance.now() - began);
}
const { user, system } = process.cpuUsage(cpu);
console.log(
  `one look at what changed: p50 ${median(looks)} ms, p95 ${median(looks, 0.95)} ms, CPU ${((user + system) / 500_000).toFixed(2)} ms; ` +
    `two a second are ${(((user + system) / 500_000 / 1_000) * 2 * 100).toFixed(2)} % of a core`,
);
await database.close();
rmSync(folder, { recursive: true, force: true });
