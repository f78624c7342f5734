import { counted } from './audit.ts';
import type { Outcome } from './harness.ts';
import type { Wishes } from './world.ts';

/** The outcome for people: what was done, what became of it, and every fault by its names. */
export function report(outcome: Outcome, { seed, sabotage }: Wishes): string[] {
  return [
    ...table('killed', ['planned', 'reached'], killRows(outcome)),
    '',
    ...table('what became of it', ['count'], sums(outcome)),
    '',
    `asked too: ${outcome.asked.map(command => `desk ${command}`).join(', ') || 'nobody'}`,
    ...(outcome.findings.length === 0 ? ['nothing lost, nothing double'] : faults(outcome)),
    `seed ${seed}${sabotage === 'none' ? '' : `, sabotage ${sabotage}`}, ${(outcome.ms / 1000).toFixed(0)} s`,
  ];
}

type Row = readonly [string, ...number[]];

function killRows({ deaths, unmade }: Outcome): Row[] {
  const rows = [...deaths]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, { planned, reached }]): Row => [name, planned, reached]);
  const sum = (at: 1 | 2) => rows.reduce((all, row) => all + (row[at] ?? 0), 0);
  return [
    ...rows,
    ['all (what was not reached was killed from outside)', sum(1), sum(2)],
    ['of them before the database was whole', unmade, unmade],
  ];
}

function sums(outcome: Outcome): Row[] {
  const { post, books, operators, arrived, mailbox, findings } = outcome;
  const mails = [...post.accepted.values()];
  const states = counted(books.letters.map(({ state }) => state));
  const many = (what: string) => findings.find(finding => finding.what === what)?.names.length ?? 0;
  return [
    ['mails accepted (250, or in the mailbox)', mails.length],
    ...(['imap', 'smtp', 'lmtp'] as const).map(
      (way): Row => [`  by ${way}`, mails.filter(mail => mail.ways.includes(way)).length],
    ),
    ['  the same by two ways', mails.filter(mail => mail.ways.length > 1).length],
    ['  replies with a token', mails.filter(mail => mail.ticket !== undefined).length],
    ['  without Message-ID', mails.filter(mail => !/^Message-ID:/m.test(mail.bytes)).length],
    ['deliveries that found no daemon, or one that died before the end', post.tries.refused],
    ['deliveries without an answer after the final dot', post.tries.afterTheDot],
    ['deliveries told to try again', post.tries.told.length],
    ['mails that came again and were known', books.seenAgain],
    ['mails lost', many('mails lost')],
    ['messages doubled', many('messages doubled')],
    ['tickets', books.tickets.length],
    ['tickets doubled', many('tickets doubled')],
    ['answers from the terminal', operators.given.size],
    ['commands told to try again', operators.told.length],
    ...[...states].sort().map(([state, count]): Row => [`letters ${state}`, count]),
    ['  of the uncertain ones arrived', arrivedUncertain(outcome)],
    ['letters that reached the customers’ server', arrived.length],
    ['letters there more than once', many('letters that arrived more than once')],
    ['mails in the mailbox', mailbox.all],
    ['  marked as done', mailbox.filed],
  ];
}

function arrivedUncertain({ books, arrived }: Outcome): number {
  const there = new Set(arrived);
  return books.letters.filter(({ state, messageId }) => state === 'uncertain' && there.has(messageId)).length;
}

const MOST_NAMES = 50;

function faults({ findings, directory }: Outcome): string[] {
  const lines = findings.flatMap(({ what, names }) => [
    `FAULT ${what}: ${names.length}`,
    ...names.slice(0, MOST_NAMES).map(name => `  ${name}`),
    ...(names.length > MOST_NAMES ? [`  and ${names.length - MOST_NAMES} more`] : []),
  ]);
  return [...lines, `the desk's files: ${directory}`];
}

function table(title: string, columns: readonly string[], rows: readonly Row[]): string[] {
  const width = Math.max(title.length, ...rows.map(([name]) => name.length));
  const line = (name: string, cells: readonly (string | number)[]) =>
    `${name.padEnd(width)}${cells.map(cell => String(cell).padStart(9)).join('')}`;
  return [line(title, columns), ...rows.map(([name, ...cells]) => line(name, cells))];
}
