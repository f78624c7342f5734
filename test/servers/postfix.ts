import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  asRoot,
  freePort,
  greets,
  ownDirectory,
  type Running,
  removeDirectory,
  signalGroup,
  start,
  until,
  versionOf,
} from './ground.ts';

/**
 * A real Postfix on loopback with its own configuration and queue: takes mail by SMTP with STARTTLS and brings all of
 * it by LMTP to one server. It knows no other network: what is not for its domains is refused.
 */
export interface Postfix {
  readonly smtpPort: number;
  /** Certificate of its own making, PEM. */
  readonly certificate: string;
  log(): string;
  /** Stops it and removes its directory. */
  remove(): Promise<void>;
}

export interface PostfixWishes {
  /** Where all mail goes. */
  readonly lmtpPort: number;
  readonly domains: readonly string[];
}

/** undefined when it can be used, else why not. */
export function whyNoPostfix(): string | undefined {
  if (versionOf('postconf', '-d', '-h', 'mail_version') === undefined) return 'postfix is not installed';
  if (versionOf('openssl', 'version') === undefined) return 'openssl is not installed';
  return asRoot ? undefined : 'postfix needs root';
}

export function postfixInstalled(): boolean {
  return whyNoPostfix() === undefined;
}

export async function startPostfix(wishes: PostfixWishes): Promise<Postfix> {
  const dir = ownDirectory('postfix');
  chmodSync(dir, 0o755);
  const smtpPort = await freePort();
  const certificate = makeCertificate(dir);
  for (const part of ['config', 'queue', 'data', 'log']) mkdirSync(join(dir, part));
  execFileSync('chown', ['postfix', join(dir, 'data')]);
  const config = join(dir, 'config');
  writeFileSync(join(config, 'main.cf'), mainCf(dir, wishes));
  writeFileSync(join(config, 'master.cf'), masterCf(smtpPort));
  const running = start('postfix', ['-c', config, 'start-fg']);
  const log = () => readFileSync(join(dir, 'log', 'mail.log'), 'utf8');
  await greets(smtpPort, running, 'postfix');
  await until('its master has said who it is', () => existsSync(join(dir, PID)));
  const master = leader(dir);
  return {
    smtpPort,
    certificate,
    log,
    remove: async () => {
      await master.end(running);
      removeDirectory(dir);
    },
  };
}

const PID = join('queue', 'pid', 'master.pid');

/** Postfix's master leaves the group of the script that starts it and leads its own. */
function leader(dir: string): { end(script: Running): Promise<void> } {
  const pid = Number(readFileSync(join(dir, PID), 'utf8').trim());
  const lastResort = () => signalGroup(pid, 'SIGKILL');
  process.once('exit', lastResort);
  return {
    end: async script => {
      signalGroup(pid, 'SIGTERM');
      await until('postfix has ended', () => !script.alive());
      lastResort();
      process.removeListener('exit', lastResort);
    },
  };
}

function makeCertificate(dir: string): string {
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...names];
  execFileSync('openssl', made, { stdio: 'ignore' });
  return readFileSync(cert, 'utf8');
}

function setting(name: string): string {
  return execFileSync('postconf', ['-d', '-h', name], { encoding: 'utf8' }).trim();
}

function mainCf(dir: string, { lmtpPort, domains }: PostfixWishes): string {
  return `
compatibility_level = 3.6
queue_directory = ${dir}/queue
data_directory = ${dir}/data
command_directory = ${setting('command_directory')}
daemon_directory = ${setting('daemon_directory')}
meta_directory = ${setting('meta_directory')}
shlib_directory = ${setting('shlib_directory')}
maillog_file_prefixes = ${dir}
maillog_file = ${dir}/log/mail.log
myhostname = mx.example
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = reject_unauth_destination
disable_dns_lookups = yes
smtputf8_enable = yes
virtual_mailbox_domains = ${domains.join(' ')}
virtual_transport = lmtp:inet:127.0.0.1:${lmtpPort}
default_transport = error:this server has no other network
recipient_delimiter =
smtpd_tls_security_level = may
smtpd_tls_received_header = yes
smtpd_tls_cert_file = ${dir}/cert.pem
smtpd_tls_key_file = ${dir}/key.pem
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
`;
}

/** Debian runs some of these in a chroot; none of them here, so that the queue directory needs no copies. */
function masterCf(smtpPort: number): string {
  const services = [
    `127.0.0.1:${smtpPort} inet n - n - - smtpd`,
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'proxymap unix - - n - - proxymap',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'lmtp unix - - n - - lmtp',
    'anvil unix - - n - 1 anvil',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  return `${services.join('\n')}\n`;
}
