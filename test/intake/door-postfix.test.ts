import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { openDoor } from '../../src/intake/door.ts';
import { watchMailbox } from '../../src/intake/imap.ts';
import {
  deliver,
  type Recorder,
  recorder,
  smtpClient,
  startDovecot,
  startPostfix,
  until,
  whyNoDovecot,
  whyNoPostfix,
} from '../servers.ts';

/** A mail server in front of the desk, as most will run it: Postfix to the LMTP door, and Postfix, Dovecot, IMAP. */
describe('behind a real Postfix', function () {
  this.timeout(60_000);
  const notice = whyNoPostfix();
  let desk: Recorder;

  before(function () {
    if (notice === undefined) return;
    console.log(`      skipped: ${notice}`);
    this.skip();
  });
  beforeEach(() => {
    desk = recorder();
  });

  const mail = (subject: string) => `From: ann@customer.example\r\nSubject: ${subject}\r\n\r\n.Hello\r\n`;

  it('the LMTP door takes mail, tells trouble, and gets the mail again', async () => {
    let failures = 0;
    desk.before = () => {
      if (failures++ === 0) throw new Error('locked');
    };
    const door = await openDoor({
      listen: '127.0.0.1:0',
      protocol: 'lmtp',
      hostName: 'desk.example',
      limits: { mailSize: 1_000_000 },
      accepts: address => /^support\b.*@desk\.example$/.test(address),
      reception: desk,
      log: () => undefined,
      closeWithin: 500,
    });
    const lmtpPort = 'port' in door.address ? door.address.port : 0;
    const postfix = await startPostfix({ lmtpPort, domains: ['desk.example'] });
    try {
      const to = ['support+4.abc@desk.example'];
      await deliver({ protocol: 'smtp', port: postfix.smtpPort, to, mails: [mail('to the door')] });
      await until('the mail was brought again', () => desk.arrivals.length > 0, 45_000);
      expect(desk.arrivals[0]?.envelope).to.deep.include({ from: 'ann@customer.example', to });
      expect(Buffer.from(desk.arrivals[0]?.bytes ?? []).toString('latin1')).to.match(/\r\n\r\n\.Hello\r\n$/);
      expect(failures).to.equal(2);
      expect(postfix.log()).to.match(/451 4\.3\.0 .*try again later/);
      await deliver({
        protocol: 'smtp',
        port: postfix.smtpPort,
        to: ['nobody@desk.example'],
        mails: [mail('unknown')],
      });
      await until('the unknown is refused', () => /550 5\.1\.1/.test(postfix.log()));
    } finally {
      await postfix.remove();
      await door.close();
    }
  });

  it('mail sent with STARTTLS comes by Dovecot and IMAP to the desk', async function () {
    const lacking = whyNoDovecot() ?? (await swaksMissing());
    if (lacking !== undefined) {
      console.log(`      skipped: ${lacking}`);
      this.skip();
    }
    const dovecot = await startDovecot();
    const postfix = await startPostfix({ lmtpPort: dovecot.lmtpPort, domains: ['desk.example'] });
    const stop = new AbortController();
    const watching = watchMailbox({
      mailbox: {
        name: 'support',
        host: '127.0.0.1',
        port: dovecot.imapPort,
        tls: 'none',
        user: 'support@desk.example',
        password: { from: 'inline', value: '' },
        folder: 'INBOX',
        queue: 'support',
        poll: 60_000,
        start: 'all',
        done: { how: 'flag' },
      },
      password: async () => dovecot.password,
      limits: { mailSize: 1_000_000 },
      reception: desk,
      log: () => undefined,
      signal: stop.signal,
    });
    try {
      await sendWithSwaks(postfix.smtpPort, 'support@desk.example', 'over TLS');
      await until('the mail is at the desk', () => desk.arrivals.length > 0, 45_000);
      expect(desk.subjects()).to.deep.equal(['over TLS']);
      expect(Buffer.from(desk.arrivals[0]?.bytes ?? []).toString('latin1')).to.match(/using TLSv1\.3/);
    } finally {
      stop.abort();
      await watching;
      await postfix.remove();
      await dovecot.remove();
    }
  });

  it('mail for other domains is refused, so a test can never reach the world', async () => {
    const postfix = await startPostfix({ lmtpPort: 9, domains: ['desk.example'] });
    try {
      const client = await smtpClient({ host: '127.0.0.1', port: postfix.smtpPort });
      await client.say('EHLO client.example');
      await client.say('MAIL FROM:<ann@customer.example>');
      expect(await client.say('RCPT TO:<someone@elsewhere.example>')).to.match(/^[45]54 .*Relay access denied/);
      client.end();
    } finally {
      await postfix.remove();
    }
  });
});

const run = promisify(execFile);

async function swaksMissing(): Promise<string | undefined> {
  return run('swaks', ['--version']).then(
    () => undefined,
    () => 'swaks is not installed',
  );
}

async function sendWithSwaks(port: number, to: string, subject: string): Promise<void> {
  const where = ['--server', `127.0.0.1:${port}`, '--tls', '--helo', 'client.example'];
  const what = ['--from', 'ann@customer.example', '--to', to, '--header', `Subject: ${subject}`];
  await run('swaks', [...where, ...what, '--suppress-data']);
}
