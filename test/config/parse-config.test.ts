import { expect } from 'chai';
import fc from 'fast-check';
import { pathText } from '../../src/config/fault.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { parseDuration, parseSize } from '../../src/config/units.ts';
import { configOf, faultsOf, MAILBOX, SOUND } from './written.ts';

describe('a sound configuration', () => {
  it('has its defaults filled in', () => {
    const config = configOf(`${SOUND}${MAILBOX}`);
    expect(config).to.deep.include({
      file: '/etc/postdesk/config.toml',
      state: '/etc/postdesk/data',
      limits: { mailSize: 50_000_000, parseTime: 4_000, parseMemory: 256_000_000, diskFree: 200_000_000 },
      courier: { kind: 'keep', folder: '/etc/postdesk/data/letters', giveUpAfter: 172_800_000 },
      trust: { authservIds: [], check: 'own', dns: [], timeout: 3_000 },
      log: { format: 'text' },
    });
    expect(config.mailboxes).to.deep.equal([
      {
        name: 'in',
        host: 'imap.example',
        port: 993,
        tls: 'implicit',
        user: 'support',
        password: { from: 'env', name: 'P' },
        folder: 'INBOX',
        queue: 'support',
        poll: 120_000,
        start: 'all',
        done: { how: 'flag' },
      },
    ]);
    expect(config).not.to.have.any.keys('door', 'templates', 'scan');
    expect(config.attachments).to.include({ onBlock: 'mark', maxCount: 500 });
    expect(config.attachments.block).to.include.members(['exe', 'scr', 'js', 'sh', 'iso']).and.not.include('docm');
  });

  it('has a policy whose host is the domain of the first queue', () => {
    expect(configOf(SOUND.replace('@desk.example', '@Desk.Example')).policy).to.deep.equal({
      deskName: 'Support',
      language: 'en',
      host: 'desk.example',
      queues: [
        {
          name: 'support',
          address: 'support@desk.example',
          aliases: [],
          fromName: 'Support',
          separator: '+',
          hidden: false,
        },
      ],
      operators: [
        {
          login: 'bob',
          name: 'Bob',
          address: 'bob@staff.example',
          active: true,
          notices: true,
          role: 'admin',
          hidden: false,
        },
      ],
      groups: [],
      dictionary: {
        statuses: ['new', 'open', 'waiting', 'solved', 'closed'].map(name => ({ name, means: name })),
        categories: ['question', 'fault', 'request', 'complaint', 'billing', 'other'],
        criticalities: ['low', 'normal', 'high', 'urgent'],
        complexities: ['simple', 'medium', 'hard'],
        kinds: ['request', 'incident', 'change', 'problem'],
        sources: ['phone', 'walk-in', 'web', 'chat'],
        levels: [],
        ratings: ['bad', 'poor', 'fair', 'good', 'excellent'],
        tags: [],
      },
      letters: {
        status: false,
        owner: false,
        quote: 'none',
        html: true,
        faq: false,
        undoWindow: 10_000,
        fileSize: 15_000_000,
      },
      confirm: true,
      confirmSenders: 'not-forged',
      storms: {
        perAddress: 2,
        perAddressDaily: 10,
        perHour: 200,
        sameMails: 20,
        noticesPerTicket: 20,
        lettersPerHour: 1_000,
      },
      keepSpam: 30 * 86_400_000,
      digest: true,
      noticeNew: 'all',
      subjectToken: true,
      reopenWithin: 30 * 86_400_000,
      otherParticipants: 'append',
      sameOrganisation: 'hold',
      copies: 'join',
      severalQueues: 'one',
      operatorsByMail: 'trusted',
      forms: [],
      keys: { rotateAfter: 365 * 86_400_000, retireAfter: 1_825 * 86_400_000 },
      bodyToken: true,
      closeWaitingAfter: 0,
      rules: [],
      ruleMode: 'all',
      closeSolvedAfter: 7 * 86_400_000,
    });
  });

  it('may say which files are blocked and who looks for viruses', () => {
    const files = '[attachments]\nblock = ["exe", "application/x-msdownload"]\non_block = "hold"\nmax_count = 20\n';
    const config = configOf(`${SOUND}${files}[scan]\nclamd = "/run/clamav/clamd.ctl"\n`);
    expect(config.attachments).to.deep.equal({
      block: ['exe', 'application/x-msdownload'],
      onBlock: 'hold',
      maxCount: 20,
    });
    const fallbacks = { timeout: 20_000, onTrouble: 'accept', onVirus: 'quarantine' };
    expect(config.scan).to.deep.equal({ clamd: '/run/clamav/clamd.ctl', ...fallbacks });
    const far = configOf(`${SOUND}[scan]\nclamd = "127.0.0.1:3310"\non_trouble = "defer"\non_virus = "hold"\n`);
    expect(far.scan).to.include({ clamd: '127.0.0.1:3310', onTrouble: 'defer', onVirus: 'hold' });
  });

  it('has faults in what it says of files and scanners, each at its line', () => {
    const faults = faultsOf(
      `${SOUND}[attachments]\nblock = [".EXE"]\non_block = "drop"\nmax_count = 0\n[scan]\ntimeout = "0s"\n`,
    );
    expect(faults.join('\n')).to.match(/block.*extension[\s\S]*on_block.*mark[\s\S]*max_count.*whole number/);
    expect(faults.join('\n'))
      .to.match(/scan\.clamd.*missing/)
      .and.match(/timeout.*duration/);
  });

  it('has paths from the folder of its file', () => {
    const text = `state = "../var"\ntemplates = "/srv/t"${SOUND}folder = "kept"`;
    const config = configOf(
      `${text}${MAILBOX.replace(/password.*/, 'password_file = "secret/p"')}`,
      '/a/b/config.toml',
    );
    expect(config).to.deep.include({ state: '/a/var', templates: '/srv/t' });
    expect(config.courier).to.have.property('folder', '/a/b/kept');
    expect(config.mailboxes[0]?.password).to.deep.equal({ from: 'file', path: '/a/b/secret/p' });
  });

  const ports = { implicit: [993, 465], starttls: [143, 587], none: [143, 25] } as const;
  for (const [tls, [imap, smtp]] of Object.entries(ports)) {
    it(`has the ports that go with tls = "${tls}"`, () => {
      const sending = SOUND.replace('"keep"', `"smtp"\nhost = "h"\ntls = "${tls}"`);
      const config = configOf(`${sending}${MAILBOX}tls = "${tls}"`);
      expect(config.mailboxes[0]?.port).to.equal(imap);
      expect(config.courier).to.include({ kind: 'smtp', port: smtp, connections: 2 });
    });
  }

  it('has the TLS of its courier required unless told otherwise', () => {
    expect(configOf(SOUND.replace('"keep"', '"smtp"\nhost = "h"')).courier).to.include({ tls: 'starttls', port: 587 });
  });

  it('may begin with a byte order mark and end its lines in CR LF', () => {
    expect(configOf(`\ufeff${`${SOUND}${MAILBOX}`.replaceAll('\n', '\r\n')}`).mailboxes).to.have.length(1);
    expect(faultsOf('\ufeffstat = 1\r\n[courier]\r\nkind = "keep"\r\n[[queue]]\r\n')[0]).to.match(/^config.toml:1:1: /);
  });

  it('has the resolvers and the names of its mail server as they are written', () => {
    const dns = ['192.0.2.1', '127.0.0.1:5353', '2001:db8::1', '::1', '[2001:db8::1]', '[::1]:53'];
    const trust = `[trust]\nauthserv_ids = ["mx.example.org"]\ncheck = "off"\ndns = ${JSON.stringify(dns)}\n`;
    expect(configOf(`${SOUND}${trust}`).trust).to.deep.equal({
      authservIds: ['mx.example.org'],
      check: 'off',
      dns,
      timeout: 3_000,
    });
    for (const wrong of ['dns.example.org', '300.1.1.1', '192.0.2.1:0', '192.0.2.1:99999', '1:2:3', ':53', '[::1', ''])
      expect(faultsOf(`${SOUND}[trust]\ndns = ["${wrong}"]`), wrong).to.have.length(1);
    for (const wrong of ['', 'two words', 'mx.example.org;', '(mx)'])
      expect(faultsOf(`${SOUND}[trust]\nauthserv_ids = ["${wrong}"]`), wrong).to.have.length(1);
  });

  it('has DKIM, a door and a folder to move to when they are written', () => {
    const dkim = 'dkim = { domain = "desk.example", selector = "s1", key_file = "k.pem" }';
    const sending = SOUND.replace('"keep"', `"smtp"\nhost = "h"\n${dkim}`);
    const config = configOf(`door.lmtp = "/run/lmtp"${sending}${MAILBOX}done = "move"\nmove_to = "Done"`);
    expect(config.door).to.deep.equal({ lmtp: '/run/lmtp' });
    expect(config.courier).to.deep.include({
      dkim: { domain: 'desk.example', selector: 's1', keyFile: '/etc/postdesk/k.pem' },
    });
    expect(config.mailboxes[0]?.done).to.deep.equal({ how: 'move', folder: 'Done' });
  });
});

describe('units', () => {
  it('are what they say', () => {
    const durations = { '30s': 30_000, '5m': 300_000, '2 h': 7_200_000, '7d': 604_800_000, '0s': 0 };
    const sizes = {
      '50 MB': 50_000_000,
      '64kB': 64_000,
      '1.5 GiB': 1_610_612_736,
      '1 KB': 1000,
      '7 B': 7,
      '2 mib': 2_097_152,
    };
    for (const [text, ms] of Object.entries(durations)) expect(parseDuration(text), text).to.equal(ms);
    for (const [text, bytes] of Object.entries(sizes)) expect(parseSize(text), text).to.equal(bytes);
  });

  it('are nothing else', () => {
    for (const text of ['', '5', 's', '-5s', '1.5h', '5 minutes', '1h30m', '5S ', '١s']) {
      expect(parseDuration(text), text).to.equal(undefined);
    }
    for (const text of ['', '5', 'MB', '-5 MB', '5  MB', '5 TB', '1,5 MB', '1e3 B']) {
      expect(parseSize(text), text).to.equal(undefined);
    }
  });
});

describe('parseConfig', () => {
  const key = fc.constantFrom(
    'state',
    'desk',
    'queue',
    'mailbox',
    'courier',
    'name',
    'password',
    'tls',
    '"a.b"',
    "'",
    'a.b',
    '__proto__',
  );
  const value = fc.constantFrom(
    '"x"',
    '1',
    'true',
    '[',
    ']',
    '{',
    '}',
    '"""',
    "'''",
    '1979-05-27',
    'inf',
    '[{}]',
    '"\\u0000"',
    '{ a = 1 }',
    '[1, "x"]',
    '9'.repeat(30),
  );
  const line = fc.oneof(
    fc.tuple(key, value).map(([k, v]) => `${k} = ${v}`),
    key.map(k => `[${k}]`),
    key.map(k => `[[${k}]]`),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('# x', '', '\r', '"""', "'''"),
  );

  it('never throws, and every fault has a place in the text', () => {
    const text = fc.array(line, { maxLength: 14 }).map(lines => lines.join('\n'));
    fc.assert(
      fc.property(text, text => {
        const result = parseConfig(text, 'config.toml');
        const height = text.split('\n').length;
        if (!('faults' in result)) return;
        expect(result.faults).not.to.deep.equal([]);
        for (const { line, column } of result.faults) {
          expect(line).to.be.within(1, height);
          expect(column).to.be.at.least(1);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws on a sound configuration with one stretch of it replaced', () => {
    const whole = `${SOUND}${MAILBOX}`;
    const at = fc.nat(whole.length);
    fc.assert(
      fc.property(at, fc.nat(30), fc.oneof(value, fc.string({ unit: 'binary', maxLength: 5 })), (from, length, put) => {
        const result = parseConfig(whole.slice(0, from) + put + whole.slice(from + length), 'config.toml');
        expect(result).to.have.any.keys('config', 'faults');
      }),
      { numRuns: 2000 },
    );
  });

  it('points at the very key, however it is quoted, nested or surrounded', () => {
    const odd = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 8 })
      .map(s => `k${s.replace(/[\p{Cs}\u007f]/gu, '')}`);
    const before = fc.constantFrom(
      '',
      '# "x\n',
      'templates = """\n[[queue]]\nname = 1\n"""\n',
      "templates = '''a'b''c\n'''\n",
      'desk = { name = "]}#" }\n',
      'policy.confirm = true\n',
    );
    fc.assert(
      fc.property(odd, before, (key, text) => {
        const result = parseConfig(`${text}${JSON.stringify(key)} = 1${SOUND}`, 'config.toml');
        const height = text.split('\n').length;
        const found = 'faults' in result ? result.faults.map(({ line, column, path }) => ({ line, column, path })) : [];
        expect(found).to.deep.include({ line: height, column: 1, path: pathText([key]) });
      }),
      { numRuns: 500 },
    );
  });
});
