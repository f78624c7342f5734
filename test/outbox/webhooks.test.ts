/** Calls of other programs, made to a real server on this machine; only the clock and the box are the test's. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { callDueWebhooks, type DueWebhook, pauseAfter, type WebhookBox } from '../../src/outbox/webhooks.ts';

interface Heard {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);
const DAY = 86_400_000;

describe('A webhook', () => {
  let server: Server;
  let url: string;
  let answer = { status: 200, headers: {} as Record<string, string> };
  const heard: Heard[] = [];

  before(done => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () => {
        heard.push({ method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(answer.status, answer.headers).end('words that nobody reads');
      });
    }).listen(0, '127.0.0.1', () => {
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/desk`;
      done();
    });
  });
  after(() => server.close());
  beforeEach(() => {
    heard.length = 0;
    answer = { status: 200, headers: {} };
  });

  /** Makes one call; what was written down of it, and said. */
  async function call(over: Partial<DueWebhook> = {}, secret?: string | Error) {
    const due = { id: 7, url, body: { event: 'new', rule: 'r' }, attempts: 1, createdAt: NOW - 1000, ...over };
    const written: unknown[] = [];
    const note =
      (as: string) =>
      async (...rest: unknown[]) => {
        written.push([as, ...rest]);
        return true;
      };
    const box: WebhookBox = {
      claim: async () => [due],
      sent: note('sent'),
      later: note('later'),
      failed: note('failed'),
    };
    const said: string[] = [];
    const made = await callDueWebhooks({
      box,
      secret: async () => {
        if (secret instanceof Error) throw secret;
        return secret;
      },
      clock: () => NOW,
      say: (event, { host, reply }) => said.push(`${event} ${host} ${reply}`),
    });
    expect(made).to.equal(1);
    return { written, said };
  }

  it('is posted as JSON with its number, and done when the answer is a 2xx', async () => {
    answer.status = 202;
    const { written, said } = await call();
    expect(written).to.deep.equal([['sent', 7, 'HTTP 202']]);
    expect(said).to.deep.equal([`webhook-sent ${new URL(url).host} HTTP 202`]);
    expect(heard).to.have.length(1);
    expect(heard[0]!.method).to.equal('POST');
    expect(heard[0]!.headers).to.include({ 'content-type': 'application/json', 'x-desk-webhook': '7' });
    expect(heard[0]!.headers).not.to.have.property('x-desk-signature');
    expect(JSON.parse(heard[0]!.body)).to.deep.equal({ event: 'new', rule: 'r' });
  });

  it('is signed over its time and its body when there is a secret', async () => {
    await call({}, 'hunter2');
    const { headers, body } = heard[0]!;
    expect(headers['x-desk-time']).to.equal(String(NOW / 1000));
    const mac = createHmac('sha256', 'hunter2')
      .update(`${NOW / 1000}.${body}`)
      .digest('hex');
    expect(headers['x-desk-signature']).to.equal(`sha256=${mac}`);
  });

  it('is not sent unsigned when its secret cannot be read', async () => {
    const { written } = await call({}, new Error('cannot read the password from file /x: EACCES'));
    expect(heard).to.deep.equal([]);
    expect(written).to.deep.equal([['later', 7, 'cannot read the password from file /x: EACCES', NOW + 10_000]]);
  });

  it('is tried again after anything else: an error, a redirect, nobody there', async () => {
    answer.status = 500;
    expect((await call()).written).to.deep.equal([['later', 7, 'HTTP 500', NOW + 10_000]]);
    answer = { status: 302, headers: { location: `${url}/elsewhere` } };
    expect((await call()).written).to.deep.equal([['later', 7, 'HTTP 302', NOW + 10_000]]);
    expect(heard, 'it went nowhere else').to.have.length(2);
    const nobody = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => nobody.once('listening', resolve));
    const { port } = nobody.address() as AddressInfo;
    await new Promise(resolve => nobody.close(resolve));
    const { written } = await call({ url: `http://127.0.0.1:${port}/` });
    expect(written).to.deep.equal([['later', 7, 'ECONNREFUSED', NOW + 10_000]]);
  });

  it('waits longer every time, and is given up after a day', async () => {
    expect([1, 2, 3, 9, 10, 99].map(pauseAfter)).to.deep.equal([
      10_000, 20_000, 40_000, 2_560_000, 3_600_000, 3_600_000,
    ]);
    answer.status = 503;
    const late = await call({ attempts: 30, createdAt: NOW - DAY + 60_000 });
    expect(late.written, 'once more at the very end').to.deep.equal([['later', 7, 'HTTP 503', NOW + 60_000]]);
    const { written } = await call({ attempts: 31, createdAt: NOW - DAY });
    expect(written).to.deep.equal([['failed', 7, 'Given up after 31 tries; the last: HTTP 503']]);
  });
});
