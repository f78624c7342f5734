/** `desk outbox show`: a letter as whoever gets it reads it, or its bytes. */
import type { FrontDesk } from '../front-desk.ts';
import type { Mail } from '../mail/mail.ts';
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
    const mail = await readLetter(bytes, desk);
    if (options.json) await terminal.print(jsonText({ ...row, text: mail.text }));
    else await printLong(terminal, letterLines(letter, row, mail, desk));
    return OK;
  });
}

/** It is the desk's own: it may be larger than what comes in, and nobody has to find out who sent it. */
async function readLetter(bytes: Uint8Array, { config: { limits } }: FrontDesk): Promise<Mail> {
  const { createParser } = await import('../intake/parser.ts');
  const parser = createParser({ ...limits, mailSize: Math.max(limits.mailSize, bytes.length) });
  try {
    return await parser.parse(bytes, { to: [] });
  } finally {
    await parser.close();
  }
}

function letterLines(letter: number, row: LetterRow | undefined, mail: Mail, { config }: FrontDesk): string[] {
  const fields: readonly (readonly [string, string])[] = [
    ['state', row === undefined ? '' : stateWords(row, Date.now(), config.timeZone)],
    ['ticket', row?.ticket ? `#${row.ticket}` : ''],
    ['from', mail.from.map(person).join(', ')],
    ['to', mail.to.map(person).join(', ')],
    ['cc', mail.cc.map(person).join(', ')],
    ['goes to', row === undefined || mail.to.some(({ address }) => address === row.to) ? '' : addressLine(row.to)],
    ['subject', oneLine(mail.subject)],
  ];
  return [
    ...fields.filter(([, value]) => value !== '').map(([name, value]) => `${name.padEnd(9)}${value}`),
    '',
    ...manyLines(mail.text.trimEnd()).map(words => (words === '' ? '' : `  ${words}`)),
    ...mail.attachments.map(one => `  [attached: ${oneLine(one.name)} (${oneLine(one.type)}, ${size(one.size)})]`),
    '',
    `the letter byte for byte: desk outbox show ${letter} --raw`,
  ];
}

function stateWords(row: LetterRow, now: number, zone: string | undefined): string {
  const queued = `${row.state}, written ${instantAndAge(row.createdAt, now, zone)}`;
  const leaves = row.state === 'queued' && row.notBefore > now ? `, leaves ${instant(row.notBefore, zone)}` : '';
  const sent = row.sentAt === null ? '' : `, sent ${instant(row.sentAt, zone)}`;
  return `${queued}${leaves}${sent}${row.lastReply === null ? '' : `: ${oneLine(row.lastReply)}`}`;
}
