import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { extractAttachment, parseMail } from '../../src/intake/parse-mail.ts';
import { tnef } from '../mails/tnef-file.ts';

/**
 * Mails that were whole and then lost lines, got others twice, or had bytes changed: whatever happened, they are read,
 * something of a body is left, and each file has the bytes its sum says. fast-check prints the seed of a failure.
 */
const options = { mailSize: 10 * 1024 * 1024 };
const dat = tnef({ plain: 'words', rtf: '{\\rtf1 words}', files: [{ name: 'a.bin', bytes: Buffer.from('abc') }] });

const WHOLE = [
  'From: ann@customer.example',
  'Subject: =?utf-8?B?R3LDvMOf?= =?utf-8?Q?e_aus_dem?=',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="outer"',
  '',
  'preamble',
  '--outer',
  'Content-Type: multipart/alternative; boundary=inner',
  '',
  '--inner',
  'Content-Type: text/plain; charset=utf-7; format=flowed',
  '',
  'Gr+APwA3w-e, it ',
  'burns.',
  'begin 644 a.txt',
  '#0V%T',
  '`',
  'end',
  '--inner',
  'Content-Type: text/html; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '<p>Gr=FC=DFe, it burns.</p>',
  '--inner--',
  '--outer',
  'Content-Type: application/ms-tnef; name=winmail.dat',
  'Content-Transfer-Encoding: base64',
  '',
  ...(dat.toString('base64').match(/.{1,76}/g) ?? []),
  '--outer',
  'Content-Type: message/rfc822',
  '',
  'Subject: inner',
  'Content-Type: multipart/mixed; boundary=outer',
  '',
  '--outer',
  '',
  'words',
  '--outer',
  "Content-Disposition: attachment; filename*0*=utf-8''M%C3%BC; filename*1=ller.ics",
  'Content-Type: text/calendar',
  '',
  'BEGIN:VEVENT',
  'SUMMARY:x',
  'END:VEVENT',
  '--outer--',
  'epilogue',
];

type Damage = (lines: readonly string[], at: number, other: number) => readonly string[];
const DAMAGES: readonly Damage[] = [
  (lines, at) => lines.filter((_, n) => n !== at),
  (lines, at) => lines.flatMap((line, n) => (n === at ? [line, line] : [line])),
  (lines, at, other) => lines.map((line, n) => (n === at ? (lines[other] ?? '') : line)),
  (lines, at) => lines.flatMap((line, n) => (n === at ? ['', line] : [line])),
  (lines, at) => lines.map((line, n) => (n === at ? line.slice(0, line.length / 2) : line)),
  (lines, at) => lines.map((line, n) => (n === at ? `${line} ` : line)),
  (lines, at) => lines.map((line, n) => (n === at ? line.toUpperCase() : line)),
  (lines, at, other) =>
    lines.map((line, n) =>
      n === at ? line.slice(0, other) + String.fromCharCode(other * 4 + 1) + line.slice(other) : line,
    ),
  (lines, at) => lines.slice(0, at),
];

const damaged = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(DAMAGES.length - 1), fc.nat(WHOLE.length), fc.nat(60)), { maxLength: 6 }),
    fc.constantFrom('\r\n', '\n', '\r'),
  )
  .map(([damages, end]) => {
    const lines = damages.reduce<readonly string[]>(
      (left, [kind, at, other]) => DAMAGES[kind]?.(left, at, other) ?? left,
      WHOLE,
    );
    return Buffer.from(lines.join(end), 'latin1');
  });

describe('a damaged mail', () => {
  it('is read all the same, nothing is silently gone, and its files are those of their sums', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(damaged, async bytes => {
        const mail = await parseMail(bytes, { to: [] }, options);
        const isEmpty = mail.text.trim() === '' && mail.attachments.length === 0;
        const isBodyless = !/\n\n[\s\S]*\S/.test(bytes.toString('latin1').replace(/\r\n?/g, '\n'));
        expect(isEmpty && !isBodyless && mail.faults.length === 0, 'silently empty').to.equal(false);
        expect(JSON.stringify(mail)).not.to.contain('\\u0000');
        for (const [n, attachment] of mail.attachments.entries()) {
          const found = await extractAttachment(bytes, n, options);
          expect(found?.attachment).to.deep.equal(attachment);
          expect(
            createHash('sha256')
              .update(found?.bytes ?? '')
              .digest('hex'),
          ).to.equal(attachment.sha256);
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 300) },
    );
  });

  it('of any bytes is read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(
          '',
          'Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22',
          'Content-Type: multipart/mixed\r\n\r\n--',
          'Content-Type: text/plain; charset=hz\r\n\r\n',
        ),
        async (noise, head) => {
          const mail = await parseMail(Buffer.concat([Buffer.from(head, 'latin1'), noise]), { to: [] }, options);
          expect(mail.size).to.equal(head.length + noise.length);
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 300) },
    );
  });
});
