/** `desk outbox show`: a letter as whoever gets it reads it, or its bytes. */
import { type ReadableLetter, readLetter } from '../outbox/read-letter.ts';
import type { LetterRow } from '../store/views.ts';
import { instant, instantAndAge, size } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { addressLine, manyLines, oneLine, person } from './one-line.ts';
import { printOriginal } from './original.ts';
import { printLong } from './pager.ts';
import { refuse, withDesk } from './with-desk.ts';

type ShowCall = Call<readonly [number], Json & { readonly raw?: boolean }>;

export function showLetter(call: ShowCall): Promise<Exit> {
  const { terminal, options, args } = call;
  const [letter] = args;
  return withDesk(call, async desk => {
    const bytes = await desk.letterBytes(letter);
    if (bytes === undefined) return refuse(terminal, { refused: `there is no letter ${letter}` });
    if (options.raw) return printOriginal(terminal, bytes);
    const [row] = await desk.letters({ letter, limit: 1 });
    const read = readLetter(bytes);
    if (options.json) await terminal.print(jsonText({ ...row, text: read.text }));
    else await printLong(terminal, letterLines(letter, row, read, desk.config.timeZone));
    return OK;
  });
}

function letterLines(
  id: number,
  row: LetterRow | undefined,
  letter: ReadableLetter,
  zone: string | undefined,
): string[] {
  const to = letter.people('to');
  const fields: readonly (readonly [string, string])[] = [
    ['state', row === undefined ? '' : stateWords(row, Date.now(), zone)],
    ['ticket', row?.ticket ? `#${row.ticket}` : ''],
    ['from', letter.people('from').map(person).join(', ')],
    ['to', to.map(person).join(', ')],
    ['cc', letter.people('cc').map(person).join(', ')],
    ['goes to', row === undefined || to.some(({ address }) => address === row.to) ? '' : addressLine(row.to)],
    ['subject', oneLine(letter.field('Subject'))],
  ];
  return [
    ...fields.filter(([, value]) => value !== '').map(([name, value]) => `${name.padEnd(9)}${value}`),
    '',
    ...manyLines(letter.text.trimEnd()).map(words => (words === '' ? '' : `  ${words}`)),
    ...letter.files().map(one => `  [attached: ${oneLine(one.name)} (${oneLine(one.type)}, ${size(one.size)})]`),
    '',
    `the letter byte for byte: desk outbox show ${id} --raw`,
  ];
}

function stateWords(row: LetterRow, now: number, zone: string | undefined): string {
  const queued = `${row.state}, written ${instantAndAge(row.createdAt, now, zone)}`;
  const leaves = row.state === 'queued' && row.notBefore > now ? `, leaves ${instant(row.notBefore, zone)}` : '';
  const sent = row.sentAt === null ? '' : `, sent ${instant(row.sentAt, zone)}`;
  return `${queued}${leaves}${sent}${row.lastReply === null ? '' : `: ${oneLine(row.lastReply)}`}`;
}
