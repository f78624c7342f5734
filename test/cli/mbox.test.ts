import { expect } from 'chai';
import fc from 'fast-check';
import { mailsOfMbox } from '../../src/cli/mbox.ts';
import { looksLikeMail } from '../../src/cli/pile.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function split(
  text: string,
  { pieces = 7, limit = 10_000 } = {},
): Promise<{ text: string; oversize?: number }[]> {
  const mails: { text: string; oversize?: number }[] = [];
  for await (const { bytes, oversize } of mailsOfMbox(inPieces(text, pieces), limit)) {
    const mail = { text: Buffer.from(bytes).toString('latin1') };
    mails.push(oversize === undefined ? mail : { ...mail, oversize });
  }
  return mails;
}

const FIRST = 'From: ann@example.org\nSubject: one\n\nHello\n';
const SECOND = 'From: eve@example.org\nSubject: two\n\n>From here on\nFrom there\n';

describe('An mbox file', () => {
  it('is split at lines that begin with From after an empty line', async () => {
    const text = `From ann Mon Nov 23 10:00:00 2026\n${FIRST}\nFrom eve Mon Nov 23 10:01:00 2026\n${SECOND}\n`;
    expect(await split(text)).to.deep.equal([{ text: FIRST }, { text: SECOND }]);
  });

  it('is not split at a sentence that begins with From', async () => {
    const mail = 'Subject: x\n\nHello\n\nFrom now on it works.\nThanks\n\nFrom\n\nFrom me';
    expect(await split(`From ann x\n${mail}`)).to.deep.equal([{ text: mail }]);
  });

  it('may end its lines with CR LF', async () => {
    const [first, second] = [FIRST, SECOND].map(mail => mail.replaceAll('\n', '\r\n'));
    const text = `From ann x\r\n${first}\r\nFrom eve x\r\n${second}\r\n`;
    expect(await split(text)).to.deep.equal([{ text: first }, { text: second }]);
  });

  it('gives the same mails however its bytes come', async () => {
    const text = `From ann x\n${FIRST}\nFrom eve x\n${SECOND}\n`;
    for (const pieces of [1, 2, 3, 64]) expect(await split(text, { pieces })).to.have.length(2);
  });

  it('gives back every mail byte for byte', async () => {
    const line = fc.string({ maxLength: 40 }).map(words => words.replace(/[\r\n]/g, ''));
    const body = fc.array(line, { maxLength: 8 }).map(lines =>
      lines
        .map(words => `${words}\n`)
        .join('')
        .replace(/^From /gm, '>From '),
    );
    const mail = body.map(words => `Subject: x\n\n${words}`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(mail, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 50 }),
        async (mails, pieces) => {
          const text = mails.map(one => `From somebody\n${one}\n`).join('');
          expect((await split(text, { pieces })).map(one => one.text)).to.deep.equal(mails);
        },
      ),
    );
  });

  it('keeps of a mail over the limit its header and tells its size', async () => {
    const large = `${FIRST}${'x'.repeat(70)}\n`.concat('y'.repeat(200_000), '\n');
    const [one, two] = await split(`From ann x\n${large}\nFrom eve x\n${SECOND}\n`, { pieces: 4096, limit: 1000 });
    expect(one).to.deep.equal({ text: 'From: ann@example.org\nSubject: one\n\n', oversize: large.length });
    expect(two).to.deep.equal({ text: SECOND });
  });
});

describe('What is taken for a mail', () => {
  it('has a header field before its first empty line', () => {
    expect(looksLikeMail(Buffer.from('Subject: x\n\nhello'))).to.equal(true);
    expect(looksLikeMail(Buffer.from('hello\n\nSubject: x\n'))).to.equal(false);
    expect(looksLikeMail(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]))).to.equal(false);
    expect(looksLikeMail(Buffer.alloc(0))).to.equal(false);
  });
});
