import { readFileSync } from 'node:fs';
import { deliver, startDovecot, whyNoDovecot } from '../test/servers.ts';
import { createProgram, eventually, freePort, PEOPLE, type Program, QUEUE } from '../test/stories/program.ts';

/**
 * Peak resident memory of the running daemon (VmHWM of /proc, Linux) while large mails come in: 10, 50 and 100 of 10 MB
 * and one of 60 MB, by the LMTP door and by IMAP: `node dist/bench/memory.js [door|imap]`. The peak of 100 must be that
 * of 10: it belongs to the largest mail and not to their number. Attachments are random, so nothing is saved by packing.
 */
const MB = 1_000_000;
const STOPS = [10, 50, 100];
const USER = 'support@desk.example';

/** `n` makes each another mail, though the attachment is random only once. */
function mail(n: number, bytes: number): Buffer {
  const head =
    `From: ann@example.org\r\nTo: ${USER}\r\nMessage-ID: <${n}@example.org>\r\nSubject: large ${n}\r\nMIME-Version: 1.0\r\n` +
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the file.\r\n--b\r\nContent-Type: image/jpeg\r\n' +
    'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.jpg\r\n\r\n';
  return Buffer.concat([Buffer.from(head), LINES.subarray(0, bytes), Buffer.from('\r\n--b--\r\n')]);
}
const LINES = Buffer.from(Array.from({ length: (60 * MB) / 78 }, (_, i) => lineOf(i)).join(''), 'latin1');

/** 76 letters of base64 that no compression foresees. */
function lineOf(seed: number): string {
  let state = (seed + 1) * 2_654_435_761;
  let line = '';
  for (let i = 0; i < 76; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    line += 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'[state >>> 26];
  }
  return `${line}\r\n`;
}

async function measure(name: string, mailbox: string, lmtpPort: number, door: number | undefined): Promise<void> {
  const program: Program = createProgram(`state = "state"
${PEOPLE}${QUEUE}
[limits]
mail_size = "70 MB"
${mailbox}
[door]
${door === undefined ? '' : `lmtp = "127.0.0.1:${door}"`}
[courier]
kind = "keep"
`);
  const serving = await program.serve();
  const pid = Number(/ started .*pid=(\d+)/.exec(serving.log())?.[1]);
  const received = (count: number) =>
    eventually(`${count} mails`, () => (serving.log().match(/ received mail=/g)?.length ?? 0) >= count, 600_000);
  const send = (mails: Buffer[]) => deliver({ protocol: 'lmtp', port: lmtpPort, to: [USER], mails });
  console.log(`${name}: ${String(peak(pid)).padStart(4)} MB before the first mail`);
  let sent = 0;
  for (const stop of STOPS) {
    for (; sent < stop; sent++) await send([mail(sent, 10 * MB)]);
    await received(sent);
    console.log(`${name}: ${String(peak(pid)).padStart(4)} MB after ${stop} mails of 10 MB`);
  }
  await send([mail(sent++, 59 * MB)]);
  await received(sent);
  console.log(`${name}: ${String(peak(pid)).padStart(4)} MB after one of 60 MB`);
  await Promise.all([0, 1, 2, 3].map(() => send([mail(sent++, 59 * MB)])));
  await received(sent);
  console.log(`${name}: ${String(peak(pid)).padStart(4)} MB after four of 60 MB at once`);
  await serving.stop();
  await program.remove();
}

/** MB. */
function peak(pid: number): number {
  const [, kB] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return Math.round((Number(kB) * 1024) / MB);
}

const only = process.argv[2];
if (only !== 'imap') {
  const door = await freePort();
  await measure('door', '', door, door);
}
const missing = whyNoDovecot();
if (only !== 'door' && missing !== undefined) console.log(`imap: ${missing}`);
else if (only !== 'door') {
  const dovecot = await startDovecot();
  const mailbox = `[[mailbox]]
name = "in"
host = "127.0.0.1"
port = ${dovecot.imapPort}
tls = "none"
user = "${USER}"
password = "${dovecot.password}"
`;
  await measure('imap', mailbox, dovecot.lmtpPort, undefined);
  await dovecot.remove();
}
