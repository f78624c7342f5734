import { expect } from 'chai';
import type { CourierConfig } from '../../src/config/config.ts';
import { createSmtpCourier, type SmtpCourierOptions } from '../../src/outbox/courier-smtp.ts';
import { type Courier, type Delivery, type DueLetter, KEPT_BACK } from '../../src/outbox/outbox.ts';
import { answer, confirmation, dueLetter, granted, publicly } from './letters.ts';
import { CERTIFICATE, openSink, type Script, type Sink } from './smtp-sink.ts';

type SmtpConfig = Extract<CourierConfig, { readonly kind: 'smtp' }>;

describe('The SMTP courier', () => {
  const opened: (Sink | Courier)[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  async function sinkWith(script?: Script, options?: Parameters<typeof openSink>[1]): Promise<Sink> {
    const sink = await openSink(script, options);
    opened.push(sink);
    return sink;
  }

  function courierTo(
    port: number,
    config: Partial<SmtpConfig> = {},
    options: Partial<SmtpCourierOptions> = {},
    password = 'open sesame',
  ) {
    const whole: SmtpConfig = {
      kind: 'smtp',
      host: '127.0.0.1',
      port,
      tls: 'none',
      connections: 2,
      giveUpAfter: 1_000,
      ...config,
    };
    const courier = createSmtpCourier(whole, () => password, { name: 'desk.example', ca: CERTIFICATE, ...options });
    opened.push(courier);
    return courier;
  }

  async function delivery(script: Script, letter?: DueLetter): Promise<{ result: Delivery; sink: Sink }> {
    const sink = await sinkWith(script);
    const result = await courierTo(sink.port, {}, { timeouts: { reply: 300, letter: 2_000 } }).deliver(
      letter ?? (await dueLetter(1)),
      granted,
    );
    return { result, sink };
  }

  const at =
    (verb: string, reply: string): Script =>
    v =>
      v === verb ? reply : undefined;

  it('brings exactly the stored bytes to the envelope it was given', async () => {
    const sink = await sinkWith();
    const letter = await dueLetter(1, { ...answer, words: publicly('.\n..\n.hidden\nFrom here\n.\n') });
    expect(await courierTo(sink.port).deliver(letter, granted)).to.deep.equal({
      sent: true,
      reply: '250 2.0.0 taken as q1',
    });
    expect(sink.taken).to.have.length(1);
    expect(sink.taken[0]?.bytes.equals(Buffer.from(letter.bytes))).to.equal(true);
    expect(sink.taken[0]).to.include({ from: letter.envelopeFrom, to: 'ann@example.org' });
  });

  it('sends automatic letters with the null return path and calls itself by the given name', async () => {
    const sink = await sinkWith();
    await courierTo(sink.port).deliver(await dueLetter(1, confirmation), granted);
    expect(sink.lines).to.include('MAIL FROM:<>').and.to.include('EHLO desk.example');
  });

  it('uses one connection for letters that follow each other', async () => {
    const sink = await sinkWith();
    const courier = courierTo(sink.port);
    for (const id of [1, 2, 3]) expect(await courier.deliver(await dueLetter(id), granted)).to.include({ sent: true });
    expect(sink.connections()).to.equal(1);
  });

  it('takes a new connection when the kept one has gone stale', async () => {
    const sink = await sinkWith((verb, _, nth) => (verb === 'MAIL' && nth === 2 ? 'drop' : undefined));
    const courier = courierTo(sink.port);
    expect(await courier.deliver(await dueLetter(1), granted)).to.include({ sent: true });
    expect(await courier.deliver(await dueLetter(2), granted)).to.include({ sent: true });
    expect(sink.taken).to.have.length(2);
    expect(sink.connections()).to.equal(2);
  });

  describe('with TLS', () => {
    it('upgrades the connection before it says anything else', async () => {
      const sink = await sinkWith(undefined, { extensions: ['STARTTLS'] });
      expect(await courierTo(sink.port, { tls: 'starttls' }).deliver(await dueLetter(1), granted)).to.include({
        sent: true,
      });
      expect(sink.taken[0]?.secure).to.equal(true);
    });

    it('sends nothing to a server that does not offer STARTTLS', async () => {
      const sink = await sinkWith();
      const result = await courierTo(sink.port, { tls: 'starttls' }).deliver(await dueLetter(1), granted);
      expect(result).to.include({ sent: false, permanent: false, courierDown: true });
      expect(result.reply).to.contain('courier.tls = "starttls"');
      expect(sink.lines.some(line => line.startsWith('MAIL'))).to.equal(false);
    });

    it('speaks TLS from the first byte when it is implicit', async () => {
      const sink = await sinkWith(undefined, { implicitTls: true });
      expect(await courierTo(sink.port, { tls: 'implicit' }).deliver(await dueLetter(1), granted)).to.include({
        sent: true,
      });
    });

    it('refuses a certificate that nobody vouches for', async () => {
      const sink = await sinkWith(undefined, { extensions: ['STARTTLS'] });
      const courier = createSmtpCourier(
        { kind: 'smtp', host: '127.0.0.1', port: sink.port, tls: 'starttls', connections: 1, giveUpAfter: 1 },
        () => '',
        { name: 'desk.example' },
      );
      opened.push(courier);
      expect(await courier.deliver(await dueLetter(1), granted)).to.include({
        sent: false,
        permanent: false,
        courierDown: true,
      });
      expect(sink.taken).to.deep.equal([]);
    });
  });

  describe('that logs in', () => {
    const login = { user: 'desk', password: { from: 'inline', value: '' } } as const;

    it('tells a refused password as trouble of the configuration, and never tells the password', async () => {
      const sink = await sinkWith(at('AUTH', '535 5.7.8 open sesame is wrong'), { extensions: ['AUTH PLAIN'] });
      const result = await courierTo(sink.port, login, {}, 'hunter2').deliver(await dueLetter(1), granted);
      expect(result).to.include({ sent: false, permanent: false, courierDown: true });
      expect(result.reply).to.contain('does not let desk in').and.to.contain('courier.password');
      expect(JSON.stringify(result))
        .not.to.contain('hunter2')
        .and.not.to.contain(Buffer.from('hunter2').toString('base64'));
    });

    it('reads the password again after it was refused', async () => {
      let password = 'old';
      const sink = await sinkWith(
        (verb, line) =>
          verb === 'AUTH' &&
          !Buffer.from(line.split(' ')[2] ?? '', 'base64')
            .toString()
            .endsWith('new')
            ? '535 5.7.8 no'
            : undefined,
        { extensions: ['AUTH PLAIN'] },
      );
      const config: SmtpConfig = {
        kind: 'smtp',
        host: '127.0.0.1',
        port: sink.port,
        tls: 'none',
        connections: 1,
        giveUpAfter: 1,
        ...login,
      };
      const courier = createSmtpCourier(config, () => password, { name: 'desk.example' });
      opened.push(courier);
      expect(await courier.deliver(await dueLetter(1), granted)).to.include({ sent: false });
      password = 'new';
      expect(await courier.deliver(await dueLetter(1), granted)).to.include({ sent: true });
    });

    it('does not go on without a login when the server stops offering one', async () => {
      const sink = await sinkWith(at('AUTH', '502 5.5.1 no such command'));
      expect(await courierTo(sink.port, login).deliver(await dueLetter(1), granted)).to.include({
        sent: false,
        permanent: false,
      });
      expect(sink.taken).to.deep.equal([]);
    });

    it('says when the password cannot be read, and tries again', async () => {
      const sink = await sinkWith(undefined, { extensions: ['AUTH PLAIN'] });
      let broken = true;
      const config: SmtpConfig = {
        kind: 'smtp',
        host: '127.0.0.1',
        port: sink.port,
        tls: 'none',
        connections: 1,
        giveUpAfter: 1,
        ...login,
      };
      const read = async () => {
        if (broken) throw new Error('/etc/desk/password: permission denied');
        return 'pw';
      };
      const courier = createSmtpCourier(config, read, { name: 'desk.example' });
      opened.push(courier);
      const result = await courier.deliver(await dueLetter(1), granted);
      expect(result).to.include({ sent: false, permanent: false, courierDown: true });
      expect(result.reply).to.contain('permission denied');
      broken = false;
      expect(await courier.deliver(await dueLetter(1), granted)).to.include({ sent: true });
    });
  });

  describe('told by the server', () => {
    for (const verb of ['MAIL', 'RCPT', 'DATA', 'DOT']) {
      it(`takes 4xx at ${verb} as trouble of this letter for now`, async () => {
        const { result } = await delivery(at(verb, '451 4.3.0 try later'));
        expect(result).to.deep.equal({ sent: false, permanent: false, reply: '451 4.3.0 try later' });
      });

      it(`takes 5xx at ${verb} as the end of this letter`, async () => {
        const { result } = await delivery(at(verb, '550 5.1.1 no such user'));
        expect(result).to.deep.equal({ sent: false, permanent: true, reply: '550 5.1.1 no such user' });
      });

      it(`takes 421 at ${verb} as trouble of the server`, async () => {
        const { result } = await delivery(at(verb, '421 4.3.2 shutting down'));
        expect(result).to.include({ sent: false, permanent: false, courierDown: true });
      });
    }

    it('takes a demand to log in as trouble of the configuration', async () => {
      const { result } = await delivery(at('MAIL', '530 5.7.0 authentication required'));
      expect(result).to.include({ sent: false, permanent: false, courierDown: true });
    });

    it('takes a greeting of refusal as trouble of the server', async () => {
      const { result } = await delivery(at('CONNECT', '554 5.3.2 no service here'));
      expect(result).to.include({ sent: false, permanent: false, courierDown: true });
    });

    it('cleans what a server says of line ends and controls', async () => {
      const { result } = await delivery(at('RCPT', '550-5.1.1 first\r\n550 5.1.1 \u001b[31msecond'));
      expect(result.reply).to.equal('550-5.1.1 first 550 5.1.1  [31msecond');
    });

    it('goes on with the next letter on the same connection after a refusal', async () => {
      const sink = await sinkWith((verb, _, nth) =>
        verb === 'RCPT' && nth === 1 ? '550 5.1.1 no such user' : undefined,
      );
      const courier = courierTo(sink.port);
      expect(await courier.deliver(await dueLetter(1), granted)).to.include({ sent: false, permanent: true });
      expect(await courier.deliver(await dueLetter(2), granted)).to.include({ sent: true });
    });
  });

  describe('when the connection breaks', () => {
    for (const [when, verb] of [
      ['at the greeting', 'CONNECT'],
      ['before DATA', 'MAIL'],
      ['instead of the 354', 'DATA'],
    ] as const) {
      it(`knows that nothing arrived when it was ${when}`, async () => {
        const { result, sink } = await delivery(at(verb, 'drop'));
        expect(result).to.include({ sent: false, permanent: false, courierDown: true });
        expect(sink.taken).to.deep.equal([]);
      });
    }

    it('does not know whether the letter arrived when the answer to the dot is missing', async () => {
      const { result } = await delivery(at('DOT', 'drop'));
      expect(result).to.include({ sent: 'uncertain' });
    });

    it('does not know it either when the server is silent after the dot', async () => {
      const { result } = await delivery(at('DOT', 'stall'));
      expect(result).to.include({ sent: 'uncertain' });
    });

    it('never sends a letter twice by itself, even over a kept connection', async () => {
      const sink = await sinkWith((verb, _, nth) => (verb === 'DOT' && nth === 2 ? 'drop' : undefined));
      const courier = courierTo(sink.port);
      expect(await courier.deliver(await dueLetter(1), granted)).to.include({ sent: true });
      expect(await courier.deliver(await dueLetter(2), granted)).to.include({ sent: 'uncertain' });
      expect(sink.lines.filter(line => line === 'DATA')).to.have.length(2);
    });

    it('knows that it did not arrive when it broke between the last byte and the dot', async () => {
      const words = signal();
      const sink = await sinkWith(verb => (verb === 'BODY' ? words.give('stall') : undefined));
      const courier = courierTo(sink.port);
      const leave = signal();
      const delivered = courier.deliver(await dueLetter(1), async () => {
        await words.given;
        sink.resume('drop');
        await leave.given;
        return true;
      });
      expect(await delivered).to.include({ sent: false, permanent: false, courierDown: true });
      leave.give('drop');
      expect(await courier.deliver(await dueLetter(2), granted)).to.include({ sent: true });
      expect(sink.arrived.map(letter => letter.to)).to.have.length(1);
    });

    it('sends no dot when it has no leave to, and goes on with the next letter', async () => {
      const sink = await sinkWith();
      const courier = courierTo(sink.port);
      const kept = { sent: false, permanent: false, courierDown: true, reply: KEPT_BACK };
      expect(await courier.deliver(await dueLetter(1), async () => false)).to.deep.equal(kept);
      const broken = () => Promise.reject(new Error('the store is away'));
      expect(await courier.deliver(await dueLetter(2), broken)).to.deep.equal(kept);
      expect(await courier.deliver(await dueLetter(3), granted)).to.include({ sent: true });
      expect(sink.arrived).to.have.length(1);
    });

    it('asks for leave once the server said 354 and before it can have the dot', async () => {
      let seen: readonly string[] = [];
      let arrived = -1;
      const sink = await sinkWith();
      await courierTo(sink.port).deliver(await dueLetter(1), async () => {
        seen = [...sink.lines];
        arrived = sink.arrived.length;
        return true;
      });
      expect(seen.at(-1)).to.equal('DATA');
      expect([arrived, sink.arrived.length]).to.deep.equal([0, 1]);
    });

    it('knows that a large letter cut off in the middle did not arrive', async () => {
      let asked = false;
      const sink = await sinkWith(at('BODY', 'drop'));
      const large = {
        ...(await dueLetter(1)),
        bytes: Buffer.from(`Subject: x\r\n\r\n${'words and words\r\n'.repeat(2_000_000)}`),
      };
      const leave = async () => {
        asked = true;
        return true;
      };
      expect(await courierTo(sink.port).deliver(large, leave)).to.include({
        sent: false,
        permanent: false,
        courierDown: true,
      });
      expect(asked).to.equal(false);
    });

    it('gives up waiting for a server that says nothing', async () => {
      const { result } = await delivery(at('RCPT', 'stall'));
      expect(result).to.include({ sent: false, permanent: false, courierDown: true });
    });

    it('ends a delivery whose server keeps it busy for ever', async () => {
      const sink = await sinkWith(at('DATA', 'stall'));
      const courier = courierTo(sink.port, {}, { timeouts: { letter: 300 } });
      expect((await courier.deliver(await dueLetter(1), granted)).reply).to.contain('took too long');
    });

    it('tells a closed port as trouble of the server', async () => {
      const sink = await sinkWith();
      await sink.close();
      const result = await courierTo(sink.port).deliver(await dueLetter(1), granted);
      expect(result).to.include({ sent: false, permanent: false, courierDown: true });
      expect(result.reply).to.contain(`127.0.0.1:${sink.port}`);
    });
  });
});

/** Something the test waits for: `given` resolves when `give` was called, which passes its value on. */
function signal() {
  let resolve = () => {};
  const given = new Promise<void>(done => {
    resolve = done;
  });
  const give = <T>(value: T): T => {
    resolve();
    return value;
  };
  return { given, give };
}
