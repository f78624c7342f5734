/** An attachment's bytes are those that were listed. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { extractAttachment, parseMail } from '../../src/intake/parse-mail.ts';
import { corpora, mailsIn, ownMail } from '../mails/corpora.ts';

const options = { mailSize: 50 * 1024 * 1024 };

/** How many there were. */
async function holds(name: string, bytes: Uint8Array): Promise<number> {
  const { attachments } = await parseMail(bytes, { to: [] }, options);
  for (const [nth, listed] of attachments.entries()) {
    const found = await extractAttachment(bytes, nth, options);
    expect(found?.attachment, name).to.deep.equal(listed);
    expect(found!.bytes.length, name).to.equal(listed.size);
    expect(createHash('sha256').update(found!.bytes).digest('hex'), name).to.equal(listed.sha256);
  }
  expect(await extractAttachment(bytes, attachments.length, options), name).to.equal(undefined);
  return attachments.length;
}

describe('the bytes of an attachment', () => {
  it('are those of the nth that is listed, and of no other', async () => {
    expect(await holds('reply-with-files', ownMail('reply-with-files'))).to.equal(2);
    expect(await holds('plain-request', ownMail('plain-request'))).to.equal(0);
    expect(await extractAttachment(ownMail('reply-with-files'), 0, { mailSize: 100 })).to.equal(undefined);
  });

  it('are so in every mail of the corpora', async function () {
    const folder = corpora(this, 'mime');
    let files = 0;
    for (const suite of readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory()))
      for (const { name, bytes } of mailsIn(`${folder}/${suite.name}`)) files += await holds(name, bytes);
    expect(files).to.be.greaterThan(150);
  }).timeout(60_000);
});
