import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Door, type DoorPlan, openDoor } from '../../src/intake/door.ts';
import { start } from '../servers/ground.ts';
import { dotStuffed, type Recorder, recorder, type SmtpClient, smtpClient, until } from '../servers.ts';

/** The door with a client of our own that can misbehave, and a desk that writes down. */
describe('the door', () => {
  let desk: Recorder;
  let log: { event: string; fields: Readonly<Record<string, unknown>> }[];
  const doors: Door[] = [];
  const clients: SmtpClient[] = [];

  beforeEach(() => {
    desk = recorder();
    log = [];
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.end();
    await Promise.all(doors.splice(0).map(door => door.close()));
  });

  const open = async (protocol: 'smtp' | 'lmtp', changes: Partial<DoorPlan> = {}): Promise<Door> => {
    const door = await openDoor({
      listen: '127.0.0.1:0',
      protocol,
      hostName: 'desk.example',
      limits: { mailSize: 10_000 },
      accepts: address => address.endsWith('@desk.example'),
      reception: desk,
      log: (event, fields) => log.push({ event, fields }),
      closeWithin: 500,
      ...changes,
    });
    doors.push(door);
    return door;
  };
  const call = async (door: Door, hello = 'EHLO'): Promise<SmtpClient> => {
    const client = await smtpClient(door.address);
    clients.push(client);
    await client.say(`${hello} client.example`);
    return client;
  };
  const toData = async (client: SmtpClient, from = 'ann@customer.example', to = ['support@desk.example']) => {
    await client.say(`MAIL FROM:<${from}>`);
    for (const one of to) await client.say(`RCPT TO:<${one}>`);
    expect(await client.say('DATA')).to.match(/^354/);
  };
  const send = async (client: SmtpClient, mail: string | Uint8Array): Promise<string> => {
    client.write(dotStuffed(mail));
    return client.reply();
  };
  const bytesOf = (index: number) => Buffer.from(desk.arrivals[index]?.bytes ?? []).toString('latin1');

  it('hands on the envelope and the exact bytes, and names the mail in its answer', async () => {
    const client = await call(await open('smtp'));
    await toData(client, 'ann@customer.example', ['support@desk.example', 'billing@desk.example']);
    const mail = 'Subject: odd\r\n\r\n.dot\r\nbare\nlf, bare\rcr, 8 bit \xe9\x00\r\n..\r\n';
    expect(await send(client, Buffer.from(mail, 'latin1'))).to.match(/^250 2\.\d\.0 Ok: mail 1$/);
    expect(bytesOf(0)).to.equal(mail);
    expect(desk.arrivals[0]).to.include({ route: 'smtp' });
    expect(desk.arrivals[0]?.envelope).to.deep.equal({
      from: 'ann@customer.example',
      to: ['support@desk.example', 'billing@desk.example'],
      clientIp: '127.0.0.1',
    });
  });

  it('greets its own machine at once', async () => {
    const door = await open('smtp');
    const began = performance.now();
    for (let i = 0; i < 5; i++) clients.push(await smtpClient(door.address));
    expect(performance.now() - began).to.be.below(300);
    const [first] = clients;
    await new Promise(resolve => setTimeout(resolve, 150));
    expect(await first?.say('NOOP'), 'no second greeting').to.match(/^250/);
  });

  it('refuses a recipient it does not know and relays nothing', async () => {
    const client = await call(await open('smtp'));
    await client.say('MAIL FROM:<ann@customer.example>');
    expect(await client.say('RCPT TO:<someone@elsewhere.example>')).to.match(/^550 5\.1\.1 /);
    expect(await client.say('DATA')).to.match(/^503/);
    expect(await client.say('RCPT TO:<support@desk.example>')).to.match(/^250/);
    expect(await client.say('DATA')).to.match(/^354/);
    await send(client, 'Subject: x\r\n\r\n');
    expect(desk.arrivals[0]?.envelope.to).to.deep.equal(['support@desk.example']);
  });

  it('offers no log-in and no TLS', async () => {
    const client = await smtpClient((await open('smtp')).address);
    clients.push(client);
    const offer = await client.say('EHLO client.example');
    expect(offer)
      .to.match(/SIZE 10000/)
      .and.match(/8BITMIME/)
      .and.match(/PIPELINING/);
    expect(offer).to.not.match(/AUTH|STARTTLS/);
    expect(await client.say('AUTH PLAIN AGFubgBzZWNyZXQ=')).to.match(/^500/);
    expect(await client.say('STARTTLS')).to.match(/^500/);
  });

  it('says 250 only after the desk has the mail', async () => {
    let commit = () => {};
    const committed = new Promise<void>(resolve => {
      commit = resolve;
    });
    let asked = false;
    desk.before = () => {
      asked = true;
      return committed;
    };
    const client = await call(await open('smtp'));
    await toData(client);
    client.write(dotStuffed('Subject: x\r\n\r\n'));
    let answered = false;
    const reply = client.reply().finally(() => {
      answered = true;
    });
    await until('the desk has it in hand', () => asked);
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(answered).to.equal(false);
    commit();
    expect(await reply).to.match(/^250/);
  });

  it('asks to try again later when the desk cannot, and takes it then', async () => {
    let broken = true;
    desk.before = () => {
      if (broken) throw Object.assign(new Error('insert: secret words'), { cause: new Error('disk is full') });
    };
    const client = await call(await open('smtp'));
    await toData(client);
    expect(await send(client, 'Subject: x\r\n\r\n')).to.match(/^451 4\.3\.0 /);
    expect(log.find(line => line.event === 'trouble')?.fields).to.include({ what: 'disk is full' });
    broken = false;
    await toData(client);
    expect(await send(client, 'Subject: x\r\n\r\n')).to.match(/^250/);
    expect(desk.arrivals).to.have.length(1);
  });

  for (const code of ['ENOSPC', 'SQLITE_FULL', '53100'])
    it(`says 452 while there is no room (${code}), and takes the mail then`, async () => {
      let full = true;
      desk.before = () => {
        if (full) throw new Error('a query failed', { cause: Object.assign(new Error('no room'), { code }) });
      };
      for (const protocol of ['smtp', 'lmtp'] as const) {
        full = true;
        const client = await call(await open(protocol), protocol === 'smtp' ? 'EHLO' : 'LHLO');
        await toData(client);
        expect(await send(client, 'Subject: x\r\n\r\n')).to.match(/^452 4\.3\.1 /);
        full = false;
        await toData(client);
        expect(await send(client, 'Subject: x\r\n\r\n')).to.match(/^250/);
      }
      expect(desk.arrivals).to.have.length(2);
    });

  it('refuses a mail that is announced too large', async () => {
    const client = await call(await open('smtp'));
    expect(await client.say('MAIL FROM:<ann@customer.example> SIZE=10001')).to.match(/^552 5\.3\.4 /);
    expect(await client.say('MAIL FROM:<ann@customer.example> SIZE=10000')).to.match(/^250/);
  });

  for (const protocol of ['smtp', 'lmtp'] as const)
    it(`refuses a mail that turns out too large (${protocol})`, async () => {
      const client = await call(await open(protocol), protocol === 'smtp' ? 'EHLO' : 'LHLO');
      await toData(client);
      expect(await send(client, `Subject: x\r\n\r\n${'y'.repeat(78)}\r\n`.repeat(2_000))).to.match(/^552 5\.3\.4 /);
      await toData(client);
      expect(await send(client, 'Subject: small\r\n\r\n')).to.match(/^250/);
      expect(desk.subjects()).to.deep.equal(['small']);
    });

  it('takes a mail of exactly the largest size', async () => {
    const client = await call(await open('smtp'));
    const head = 'Subject: full\r\n\r\n';
    await toData(client);
    expect(await send(client, `${head}${'z'.repeat(10_000 - head.length - 2)}\r\n`)).to.match(/^250/);
    expect(desk.arrivals[0]?.bytes.byteLength).to.equal(10_000);
  });

  it('holds no more than a few mails at once', async () => {
    const door = await open('smtp');
    const slow = await Promise.all(Array.from({ length: 4 }, () => call(door)));
    for (const client of slow) {
      await toData(client);
      client.write(`Subject: slow\r\n\r\n${'y'.repeat(9_900)}`);
    }
    const late = await call(door);
    await toData(late);
    expect(await send(late, `Subject: late\r\n\r\n${'y'.repeat(9_000)}\r\n`)).to.match(/^452 /);
    for (const client of slow) {
      client.write('\r\n.\r\n');
      expect(await client.reply()).to.match(/^250/);
    }
    await toData(late);
    expect(await send(late, `Subject: late\r\n\r\n${'y'.repeat(9_000)}\r\n`)).to.match(/^250/);
  });

  it('takes a bounce, whose return path is empty', async () => {
    const client = await call(await open('smtp'));
    await toData(client, '');
    await send(client, 'Subject: Undelivered\r\n\r\n');
    expect(desk.arrivals[0]?.envelope.from).to.equal('');
  });

  it('answers each recipient over LMTP and hands the mail on once', async () => {
    const client = await call(await open('lmtp'), 'LHLO');
    await client.say('MAIL FROM:<ann@customer.example>');
    const recipients = [
      'support@desk.example',
      'nobody@elsewhere.example',
      'billing@desk.example',
      'support@desk.example',
    ];
    const codes = [];
    for (const to of recipients) codes.push((await client.say(`RCPT TO:<${to}>`)).slice(0, 3));
    expect(codes).to.deep.equal(['250', '550', '250', '250']);
    await client.say('DATA');
    client.write(dotStuffed('Subject: x\r\n\r\n'));
    const answers = [await client.reply(), await client.reply(), await client.reply()];
    for (const answer of answers) expect(answer).to.match(/^250 .*Ok: mail 1$/);
    expect(await client.say('NOOP')).to.match(/^250/);
    expect(desk.arrivals).to.have.length(1);
    expect(desk.arrivals[0]).to.include({ route: 'lmtp' });
  });

  it('tells each recipient over LMTP to try again later', async () => {
    desk.before = () => {
      throw new Error('locked');
    };
    const client = await call(await open('lmtp'), 'LHLO');
    await toData(client, 'ann@customer.example', ['support@desk.example', 'billing@desk.example']);
    client.write(dotStuffed('Subject: x\r\n\r\n'));
    expect([await client.reply(), await client.reply()].join('\n')).to.match(/^451 4\.3\.0 .*\n451 4\.3\.0 /);
  });

  it('knows HELO from LHLO', async () => {
    const client = await smtpClient((await open('lmtp')).address);
    clients.push(client);
    expect(client.greeting).to.match(/^220 desk\.example LMTP/);
    expect(await client.say('EHLO client.example')).to.match(/^500/);
  });

  const falseEnds = [
    '\n.\n',
    '\r\n.\n',
    '\n.\r\n',
    '\r.\r',
    '\r\n.\r',
    '\r.\r\n',
    '\n\n.\r\n',
    '\r\n\0.\r\n',
    '\n.\r',
    '\r.\n',
  ];
  for (const end of falseEnds)
    it(`is not led to a second mail by ${JSON.stringify(end)}`, async () => {
      const client = await call(await open('smtp'));
      const smuggled = `MAIL FROM:<admin@desk.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\nSubject: evil\r\n\r\n`;
      await toData(client);
      client.write(`Subject: outer\r\n\r\nwords${end}${smuggled}\r\n.\r\n`);
      expect(await client.reply()).to.match(/^250/);
      expect(await client.say('NOOP')).to.match(/^250/);
      expect(desk.arrivals).to.have.length(1);
      expect(bytesOf(0)).to.include(`words${end}MAIL FROM`);
    });

  it('takes several mails whose commands come all at once', async () => {
    const client = await call(await open('smtp'));
    const one = (n: number) =>
      `MAIL FROM:<ann@customer.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\nSubject: ${n}\r\n\r\n.\r\n`;
    client.write(`${one(1)}${one(2)}${one(3)}QUIT\r\n`);
    const codes = [];
    for (let i = 0; i < 13; i++) codes.push((await client.reply()).slice(0, 3));
    expect(codes.join(' ')).to.equal('250 250 354 250 250 250 354 250 250 250 354 250 221');
    expect(desk.subjects()).to.deep.equal(['1', '2', '3']);
  });

  it('takes no more than a hundred recipients and ten wrong commands', async () => {
    const client = await call(await open('smtp'));
    await client.say('MAIL FROM:<ann@customer.example>');
    for (let i = 0; i < 100; i++) expect(await client.say(`RCPT TO:<r${i}@desk.example>`)).to.match(/^250/);
    expect(await client.say('RCPT TO:<r100@desk.example>')).to.match(/^452/);
    for (let i = 0; i < 9; i++) expect(await client.say('HALLO')).to.match(/^500/);
    expect(await client.say('HALLO')).to.match(/^421/);
    await client.closed;
  });

  it('forgets a mail whose client hangs up in the middle', async () => {
    const door = await open('smtp');
    const client = await call(door);
    await toData(client);
    client.write('Subject: half\r\n\r\nwords');
    client.end();
    const other = await call(door);
    await toData(other);
    await send(other, 'Subject: whole\r\n\r\n');
    expect(desk.subjects()).to.deep.equal(['whole']);
  });

  it('lets a mail in flight finish when it closes, and hangs up on the idle', async () => {
    let release = () => {};
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    let inHand = false;
    desk.before = () => {
      inHand = true;
      return released;
    };
    const door = await open('smtp', { closeWithin: 5_000 });
    const idle = await call(door);
    const busy = await call(door);
    await toData(busy);
    client250(busy);
    await until('the desk has it in hand', () => inHand);
    const closing = door.close();
    expect(await idle.reply()).to.match(/^421/);
    await idle.closed;
    release();
    expect(await busy.reply()).to.match(/^250/);
    expect(await busy.reply()).to.match(/^421/);
    busy.end();
    await closing;
    const refused = await smtpClient(door.address).then(
      () => 'greeted',
      () => 'refused',
    );
    expect(refused).to.equal('refused');
  });

  it('does not wait for ever for a client that stops in the middle of a mail', async () => {
    const door = await open('smtp', { closeWithin: 200 });
    const client = await call(door);
    await toData(client);
    client.write('Subject: endless\r\n\r\n');
    const began = performance.now();
    await door.close();
    expect(performance.now() - began).to.be.within(150, 2_000);
    expect(desk.arrivals).to.deep.equal([]);
  });

  it('says where it cannot listen', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const trouble = async (listen: string) => open('smtp', { listen }).then(() => '', String);
    expect(await trouble(`127.0.0.1:${port}`)).to.match(/cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/);
    expect(await trouble('nonsense')).to.match(/write host:port/);
    taken.close();
  });

  describe('on a unix socket', () => {
    let dir = '';
    beforeEach(() => {
      dir = mkdtempSync(join(tmpdir(), 'door-'));
    });
    afterEach(() => rmSync(dir, { recursive: true }));

    it('takes mail without a client address, from the group only, and leaves no file behind', async () => {
      const path = join(dir, 'lmtp');
      const door = await open('lmtp', { listen: path });
      expect(statSync(path).mode & 0o777).to.equal(0o660);
      const client = await call(door, 'LHLO');
      await toData(client);
      expect(await send(client, 'Subject: local\r\n\r\n')).to.match(/^250/);
      expect(desk.arrivals[0]?.envelope).to.not.have.property('clientIp');
      client.end();
      await door.close();
      expect(existsSync(path)).to.equal(false);
    });

    it('does not push aside a living door or another file', async () => {
      const path = join(dir, 'lmtp');
      await open('lmtp', { listen: path });
      expect(await open('lmtp', { listen: path }).then(() => '', String)).to.match(/another program listens/);
      const file = join(dir, 'precious');
      writeFileSync(file, 'words');
      expect(await open('lmtp', { listen: file }).then(() => '', String)).to.match(/no socket is there/);
    });

    it('takes the place of a dead one', async () => {
      const path = join(dir, 'lmtp');
      await leaveDeadSocket(path);
      expect(existsSync(path)).to.equal(true);
      const door = await open('lmtp', { listen: path });
      expect((await smtpClient(door.address)).greeting).to.match(/^220/);
    });
  });
});

function client250(client: SmtpClient): void {
  client.write(dotStuffed('Subject: in flight\r\n\r\n'));
}

/** A process that listens and dies without tidying up. */
async function leaveDeadSocket(path: string): Promise<void> {
  const listener = start(process.execPath, ['-e', `require('net').createServer().listen(${JSON.stringify(path)})`]);
  await until('it listens', () => existsSync(path));
  listener.signal('SIGKILL');
  await until('it is dead', () => !listener.alive());
}
