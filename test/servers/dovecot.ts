import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  freePort,
  greets,
  type Owner,
  ownDirectory,
  type Running,
  removeDirectory,
  start,
  unprivileged,
  versionOf,
} from './ground.ts';

/**
 * A real Dovecot on loopback: IMAP and LMTP, accounts of any name, one password, mail in Maildir. Runs without
 * privileges. A recipient with a detail (ann+x@desk.example) is delivered to ann@desk.example.
 */
export interface Dovecot {
  readonly imapPort: number;
  readonly lmtpPort: number;
  readonly password: string;
  stop(): Promise<void>;
  /** Again on the same ports with the same mail. */
  start(): Promise<void>;
  /** Stops every process of it where it stands: connections stay open and nobody answers. */
  freeze(): void;
  thaw(): void;
  /** To be called while stopped: at the next start all UIDs of INBOX are dealt out anew. */
  resetUidValidity(user: string): void;
  /** Takes from the server the right to read the file of a mail: the mail is listed and cannot be had. */
  spoil(user: string, subject: string): void;
  log(): string;
  /** Stops it and removes its directory. */
  remove(): Promise<void>;
}

/** undefined when it can be used, else why not; its configuration language changed with 2.4. */
export function whyNoDovecot(): string | undefined {
  const version = versionOf('dovecot', '--version');
  if (version === undefined) return 'dovecot is not installed (dovecot-core dovecot-imapd dovecot-lmtpd)';
  return version.startsWith('2.3.') ? undefined : `dovecot ${version} is not a 2.3`;
}

export function dovecotInstalled(): boolean {
  return whyNoDovecot() === undefined;
}

export interface DovecotWishes {
  /** Leaves IDLE out of what the server says it can. */
  readonly withoutIdle?: boolean;
}

export async function startDovecot(wishes: DovecotWishes = {}): Promise<Dovecot> {
  const owner = unprivileged();
  const dir = ownDirectory('dovecot', owner);
  const [imapPort, lmtpPort] = [await freePort(), await freePort()];
  const config = join(dir, 'dovecot.conf');
  const password = 'correct-horse';
  writeFileSync(config, configuration({ dir, imapPort, lmtpPort, password, owner, ...wishes }));
  let running: Running | undefined;
  const begin = async () => {
    running = start('dovecot', ['-F', '-c', config], owner);
    await greets(imapPort, running, 'dovecot');
    await greets(lmtpPort, running, 'dovecot');
  };
  const stop = async () => running?.end();
  await begin();
  return {
    imapPort,
    lmtpPort,
    password,
    stop,
    start: begin,
    freeze: () => running?.signal('SIGSTOP'),
    thaw: () => running?.signal('SIGCONT'),
    resetUidValidity: user => forgetUids(join(dir, 'home', user, 'Maildir')),
    spoil: (user, subject) => spoil(join(dir, 'home', user, 'Maildir'), subject),
    log: () => readFileSync(join(dir, 'log'), 'utf8'),
    remove: async () => {
      await stop();
      removeDirectory(dir);
    },
  };
}

/** The list of UIDs and its index go; the file with the next UIDVALIDITY stays, so the new one differs. */
function forgetUids(maildir: string): void {
  mkdirSync(maildir, { recursive: true });
  for (const name of readdirSync(maildir))
    if (name === 'dovecot-uidlist' || name.startsWith('dovecot.')) rmSync(join(maildir, name));
}

function spoil(maildir: string, subject: string): void {
  const files = ['cur', 'new'].flatMap(part => readdirSync(join(maildir, part)).map(name => join(maildir, part, name)));
  for (const file of files)
    if (readFileSync(file, 'latin1').split(/\r?\n/).includes(`Subject: ${subject}`)) chmodSync(file, 0);
}

interface Plan extends DovecotWishes {
  readonly dir: string;
  readonly imapPort: number;
  readonly lmtpPort: number;
  readonly password: string;
  readonly owner: Owner;
}

function configuration({ dir, imapPort, lmtpPort, password, owner, withoutIdle }: Plan): string {
  return `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = ${owner.user}
default_internal_group = ${owner.group}
default_login_user = ${owner.user}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:~/Maildir
mail_fsync = never
mail_max_userip_connections = 100
auth_failure_delay = 0
recipient_delimiter = +
shutdown_clients = yes
${withoutIdle ? 'imap_capability = IMAP4rev1 UIDPLUS MOVE LITERAL+' : ''}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner.uid ?? process.getuid?.()} gid=${owner.gid ?? process.getgid?.()} home=${dir}/home/%u allow_all_users=yes
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
namespace inbox {
  inbox = yes
}
`;
}
