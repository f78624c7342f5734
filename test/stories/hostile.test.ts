/** Mails that were made to break readers, one by one through the program: `desk try --json FILE`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { corpora } from '../mails/corpora.ts';
import { createProgram, QUEUE } from './program.ts';

interface Hostile {
  raw(name: string): Buffer;
  invariants(): { name: string; maxMs: number; maxRssMb: number }[];
  check(record: object, invariant: object): string[];
  rawBytes(out: Uint8Array, json: boolean): string[];
}

/** Says at its end how much memory the process took at most; not by getrusage, which begins with what its parent took. */
const PEAK = `import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
const peak = () => /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
if (isMainThread) process.on('exit', () => writeFileSync(process.env.PEAK_FILE, peak()));`;

/** One operator: the notice of a new ticket has its words, so each more costs their length once more. */
const PEOPLE = '[trust]\ncheck = "off"\n[[operator]]\nlogin = "bob"\nname = "Bob"\naddress = "bob@staff.example"\n';

/** ms that a Node without a program takes on the machine whose milliseconds the invariants speak of. */
const EMPTY_NODE = 65;

function emptyNode(): number {
  const start = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - start;
}

describe('a hostile mail', () => {
  it('is tried in time and memory, keeps its rules, and dirties no terminal', async function () {
    this.timeout(600_000);
    const hostile = (await import(pathToFileURL(join(corpora(this, 'hostile'), 'hostile.mjs')).href)) as Hostile;
    const dir = mkdtempSync(join(tmpdir(), 'postdesk-hostile-'));
    const peakFile = join(dir, 'peak');
    writeFileSync(join(dir, 'peak.mjs'), PEAK);
    const environment = { NODE_OPTIONS: `--import ${pathToFileURL(join(dir, 'peak.mjs')).href}`, PEAK_FILE: peakFile };
    const program = createProgram(`state = "state"\n${PEOPLE}${QUEUE}\n[courier]\nkind = "keep"\n`, environment);
    const tried = async (bytes: Buffer) => {
      const file = join(dir, 'mail.eml');
      writeFileSync(file, bytes);
      const start = performance.now();
      const { out, err } = await program.desk(['try', '--json', file]);
      return { out, err, ms: performance.now() - start, mb: Number(readFileSync(peakFile, 'utf8')) / 1024 };
    };
    const ordinary = Buffer.from('From: ann@customer.example\r\nSubject: x\r\n\r\nhi\r\n');
    await tried(ordinary);
    const usual = (await tried(ordinary)).ms;
    const broken: string[] = [];
    for (const invariant of hostile.invariants()) {
      const bytes = hostile.raw(invariant.name);
      let most = invariant.maxMs;
      const isOver = ({ ms, mb }: { ms: number; mb: number }) => ms > usual + most || mb > invariant.maxRssMb;
      let last = await tried(bytes);
      // A busy machine, and a collector of garbage that came late, are no fault of the mail.
      for (let again = 0; again < 4 && isOver(last); again++) {
        most = invariant.maxMs * Math.max(1, emptyNode() / EMPTY_NODE);
        last = await tried(bytes);
      }
      const { out, err, ms, mb } = last;
      const lines = out.split('\n').filter(line => line !== '');
      const wrong = [
        ...(lines.length === 1 ? hostile.check(JSON.parse(lines[0] ?? '{}'), invariant) : [`${lines.length} lines`]),
        ...hostile.rawBytes(Buffer.from(out), true),
        ...hostile.rawBytes(Buffer.from(err), false),
        ...(ms - usual > most ? [`${Math.round(ms - usual)} ms`] : []),
        ...(mb > invariant.maxRssMb ? [`${Math.round(mb)} MB`] : []),
      ];
      broken.push(...wrong.map(what => `${invariant.name}: ${what}`));
    }
    expect(broken).to.deep.equal([]);
    await program.remove();
    rmSync(dir, { recursive: true });
  });
});
