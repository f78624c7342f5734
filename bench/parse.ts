import { type Source, simpleParser } from 'mailparser';
import { parseMail } from '../src/intake/parse-mail.ts';
import { createParser } from '../src/intake/parser.ts';
import { forTerminal } from '../src/mail/clean.ts';
import { splitWords } from '../src/mail/new-words.ts';
import { findTokens } from '../src/mail/reply-token.ts';
import { corporaFolder, mailsIn } from '../test/mails/corpora.ts';

/**
 * Mails per second of parseMail, with everything a Mail holds, beside a bare simpleParser on the same mails in the
 * same run: `node dist/bench/parse.js [folder of .eml files]`. Then the time of the scanners at n, 2n, 4n.
 * The rounds alternate and the best of each counts, so a busy machine disturbs both alike.
 */
const ROUNDS = 5;
const LIMITS = { parseTime: 30_000, parseMemory: 256 * 1024 * 1024, mailSize: 50 * 1024 * 1024 };

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function compareParsers(folder: string): Promise<void> {
  const mails = mailsIn(folder).map(({ bytes }) => bytes);
  const parser = createParser(LIMITS);
  const runs: Record<string, () => Promise<void>> = {
    'simpleParser alone': async () => {
      for (const bytes of mails) await simpleParser(bytes as Source);
    },
    parseMail: async () => {
      for (const bytes of mails) await parseMail(bytes, { to: [] }, LIMITS);
    },
    'parseMail in its thread': async () => {
      for (const bytes of mails) await parser.parse(bytes, { to: [] });
    },
  };
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(runs)) {
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, await timed(run)));
    }
  }
  await parser.close();
  const bare = best.get('simpleParser alone') ?? 1;
  for (const [name, ms] of best) {
    console.log(
      `${name.padEnd(24)} ${Math.round((mails.length * 1000) / ms)} mails/s, ${(ms / bare).toFixed(2)} of the time`,
    );
  }
}

async function growth(name: string, scan: (text: string) => unknown, piece: string, size: number): Promise<void> {
  const times: number[] = [];
  for (const factor of [1, 2, 4]) {
    const text = piece.repeat((size * factor) / piece.length);
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      best = Math.min(best, await timed(async () => void scan(text)));
    }
    times.push(best);
  }
  console.log(`${name.padEnd(44)} n, 2n, 4n: ${times.map(ms => `${ms.toFixed(1)} ms`).join(', ')}`);
}

await compareParsers(process.argv[2] ?? corporaFolder('spam', 'ham'));
const K = 1024;
for (const piece of ['> q\nwords\n', '\n', 'On 1.1.2020 wrote:\n', 'From: a\nTo: b\n']) {
  await growth(`new words ${JSON.stringify(piece)}`, splitWords, piece, 60 * K);
}
for (const piece of ['1-1-k', 'aaaaaaaaaaaaaaaa', '12-7-kabcdefghijklmnopqrstuvwxy ']) {
  await growth(`tokens ${JSON.stringify(piece)}`, findTokens, piece, 1024 * K);
}
for (const piece of ['\x1b[2J', 'plain words ', '\u200d']) {
  await growth(`clean ${JSON.stringify(piece)}`, text => forTerminal(text, { multiline: true }), piece, 256 * K);
}
