import { join } from 'node:path';
import { freePort } from '../servers/ground.ts';
import { type Dovecot, type Sink, startDovecot, startSink } from '../servers.ts';
import { createProgram, PEOPLE, type Program, QUEUE } from '../stories/program.ts';
import { type LetterBox, openLetterBox } from './letter-box.ts';
import { type Operators, seatOperators } from './operators.ts';
import { openPost, type Post } from './post.ts';
import type { Sabotage } from './sabotage.ts';

export interface Wishes {
  readonly seed: number;
  readonly kills: number;
  readonly mails: number;
  readonly sabotage: Sabotage;
  readonly say: (line: string) => void;
}

/** What stands around the daemon and survives it: servers, those who write, those who answer, the disk. */
export interface World {
  readonly wishes: Wishes;
  readonly dovecot: Dovecot;
  readonly sink: Sink;
  readonly program: Program;
  readonly box: LetterBox;
  readonly post: Post;
  readonly operators: Operators;
  /** The database. */
  readonly file: string;
}

/** Whose mailbox the desk reads. */
export const USER = 'support@desk.example';

export async function openWorld(wishes: Wishes): Promise<World> {
  const dovecot = await startDovecot();
  const sink = await startSink();
  const doors = { smtp: await freePort(), lmtp: await freePort() };
  const program = createProgram(configuration(dovecot, sink.port, doors));
  const box = openLetterBox(sink.letters);
  const post = openPost({
    imap: { protocol: 'lmtp', port: dovecot.lmtpPort },
    smtp: { protocol: 'smtp', port: doors.smtp },
    lmtp: { protocol: 'lmtp', port: doors.lmtp },
  });
  const operators = seatOperators(program, box);
  return { wishes, dovecot, sink, program, box, post, operators, file: join(program.dir, 'state/desk.db') };
}

/** The desk's files stay when somebody wants to look at them. */
export async function closeWorld(
  { post, operators, program, sink, dovecot }: World,
  keepFiles: boolean,
): Promise<void> {
  post.stop();
  operators.stop();
  if (!keepFiles) await program.remove();
  await sink.close();
  await dovecot.remove();
}

function configuration(
  dovecot: Dovecot,
  sink: number,
  doors: { readonly smtp: number; readonly lmtp: number },
): string {
  return `state = "state"
${PEOPLE}${QUEUE}
[[mailbox]]
name = "support"
host = "127.0.0.1"
port = ${dovecot.imapPort}
tls = "none"
user = "${USER}"
password = "${dovecot.password}"
[door]
smtp = "127.0.0.1:${doors.smtp}"
lmtp = "127.0.0.1:${doors.lmtp}"
[courier]
kind = "smtp"
host = "127.0.0.1"
port = ${sink}
tls = "none"
`;
}
