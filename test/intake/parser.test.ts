import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { createParser, type Parser } from '../../src/intake/parser.ts';
import { ownMail } from '../mails/corpora.ts';

const MB = 1024 * 1024;
const limits = { parseTime: 10_000, parseMemory: 256 * MB, mailSize: 30 * MB };
const envelope = { from: 'ann@customer.example', to: ['support@desk.example'] };
/** Harmless, but more work than the limits of these tests allow. */
const slow = Buffer.from(
  'From: eve@x.example\r\nTo: support@desk.example\r\nSubject: slow\r\nMessage-ID: <slow@x.example>\r\n' +
    `Content-Type: text/plain; format=flowed\r\n\r\n${'a \r\n'.repeat(7 * MB)}`,
);

describe('the parser', () => {
  let parser: Parser | undefined;
  const start = (changes: Partial<typeof limits> = {}) => {
    parser = createParser({ ...limits, ...changes });
    return parser;
  };
  afterEach(() => parser?.close());

  it('reads mails in order, and the bytes stay the caller’s', async () => {
    const bytes = new Uint8Array(ownMail('plain-request'));
    const before = Buffer.from(bytes).toString('hex');
    const parser = start();
    const order: string[] = [];
    const read = async (name: string, mailBytes: Uint8Array) => {
      const mail = await parser.parse(mailBytes, envelope);
      order.push(name);
      return mail;
    };
    const mails = await Promise.all([
      read('first', bytes),
      read('second', ownMail('html-only')),
      read('third', ownMail('not-delivered')),
    ]);
    expect(order).to.deep.equal(['first', 'second', 'third']);
    expect(mails.map(({ kind }) => kind)).to.deep.equal(['person', 'person', 'bounce']);
    expect(mails[0]?.envelope).to.deep.equal(envelope);
    expect(Buffer.from(bytes).toString('hex')).to.equal(before);
  });

  it('answers a mail that takes too long from its header, and reads the next one', async () => {
    const parser = start({ parseTime: 500 });
    const [first, second, third] = await Promise.all([
      parser.parse(slow, envelope),
      parser.parse(ownMail('plain-request'), envelope),
      parser.parse(ownMail('html-only'), envelope),
    ]);
    expect(first?.faults.join(' ')).to.contain('took longer than 500 ms');
    expect(first?.unread).to.deep.equal({ why: 'time', limit: 500 });
    expect(first).to.deep.include({
      subject: 'slow',
      messageId: 'slow@x.example',
      from: [{ name: '', address: 'eve@x.example' }],
    });
    expect(first?.text).to.contain('a \na \na');
    expect(second?.subject).to.equal('Drucker brennt - Raum 12');
    expect(third?.text).to.contain('First words');
  });

  it('survives a mail that needs more memory than it may have', async () => {
    const parser = start({ parseMemory: 1 });
    const html = `From: eve@x.example\r\nSubject: big\r\nContent-Type: text/html\r\n\r\n${'<p>x<br>'.repeat(3.5 * MB)}`;
    const [first, second] = await Promise.all([
      parser.parse(Buffer.from(html), envelope),
      parser.parse(ownMail('plain-request'), envelope),
    ]);
    expect(first?.subject).to.equal('big');
    expect(first?.faults.join(' ')).to.contain('memory limit');
    expect(first?.unread).to.deep.equal({ why: 'memory', limit: 1 });
    expect([second?.faults, second?.unread]).to.deep.equal([[], null]);
  });

  it('reads only the header of a mail over the limit, and of one that came as a header only', async () => {
    const parser = start({ mailSize: 200 });
    const mail = await parser.parse(ownMail('plain-request'), envelope);
    expect(mail.faults.join(' ')).to.contain('the limit is 200');
    expect(mail.unread).to.deep.equal({ why: 'oversize', limit: 200 });
    const header = await parser.parse(Buffer.from('From: a@b.example\r\nSubject: x\r\n\r\n'), envelope, 99 * MB);
    expect(header).to.include({ subject: 'x', size: 99 * MB });
  });

  it('tells two mails apart of which only the same header is here', async () => {
    const header = Buffer.from('From: scanner@b.example\r\nSubject: scan\r\n\r\n');
    const parser = start();
    const keys = [99 * MB, 98 * MB, 99 * MB].map(async size => (await parser.parse(header, envelope, size)).contentKey);
    const [first, other, same] = await Promise.all(keys);
    expect(first).to.equal(same).and.not.to.equal(other);
  });

  it('refuses everything that waits when it is closed: who brought it still has it', async () => {
    const parser = start();
    const waiting = [1, 2, 3].map(() => parser.parse(slow, envelope).then(String, (error: Error) => error.message));
    await parser.close();
    for (const said of await Promise.all(waiting)) expect(said).to.contain('the mail was not taken');
  });

  it('keeps no process alive while it is idle', async () => {
    const parserFile = pathToFileURL('dist/src/intake/parser.js').href;
    const script = `import { createParser } from ${JSON.stringify(parserFile)};
      const parser = createParser(${JSON.stringify(limits)});
      const mail = await parser.parse(Buffer.from('Subject: x\\r\\n\\r\\nhi'), { to: [] });
      console.log(mail.text);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', chunk => {
      said += chunk;
    });
    const [code] = await once(child, 'exit');
    expect([code, said]).to.deep.equal([0, 'hi\n']);
  });
});
