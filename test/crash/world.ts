import { join } from 'node:path';
import { freePort } from '../servers/ground.ts';
import { type Dovecot, type Sink, startDovecot, startSink } from '../servers.ts';
import { createProgram, PEOPLE, type Program, QUEUE } from '../stories/program.ts';
import { type LetterBox, openLetterBox } from './letter-box.ts';
import { conceive, type Life } from './life.ts';
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
  /** A daemon that loads itself and waits; whatever lives at the end is killed with the world. */
  conceive(): Life;
  readonly lives: ReadonlySet<Life>;
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
  const operators = seatOperators(program);
  const lives = new Set<Life>();
  return {
    wishes,
    dovecot,
    sink,
    program,
    box,
    post,
    operators,
    file: join(program.dir, 'state/desk.db'),
    lives,
    conceive: () => {
      const life = conceive({ config: program.config, sabotage: wishes.sabotage });
      lives.add(life);
      void life.ended.then(() => lives.delete(life));
      return life;
    },
  };
}

/** The desk's files stay when somebody wants to look at them. */
export async function closeWorld(world: World, keepFiles: boolean): Promise<void> {
  world.post.stop();
  world.operators.stop();
  const lives = [...world.lives];
  for (const life of lives) life.send('SIGKILL');
  await Promise.all(lives.map(life => life.ended));
  if (!keepFiles) await world.program.remove();
  await world.sink.close();
  await world.dovecot.remove();
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
