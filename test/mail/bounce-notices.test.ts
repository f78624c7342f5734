import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseMail } from '../../src/intake/parse-mail.ts';
import type { Mail } from '../../src/mail/mail.ts';
import { linesOfJson } from '../mails/corpora.ts';

/** Our own notices, after the habits of servers: test/mails/bounces/NAME.eml, and what they say in expected.ndjson. */
interface Expected {
  readonly file: string;
  readonly kind: string;
  readonly recipients: readonly { address: string; status: string; action: string; permanent: boolean }[];
  readonly returned?: string;
}

const FOLDER = 'test/mails/bounces';
const expected = linesOfJson<Expected>(join(FOLDER, 'expected.ndjson'));

function said(mail: Mail): Omit<Expected, 'file'> {
  const recipients = (mail.bounce?.recipients ?? []).map(({ address, status, action, permanent }) => ({
    address,
    status,
    action,
    permanent,
  }));
  return { kind: mail.kind, recipients, ...(mail.bounce?.returned ? { returned: mail.bounce.returned } : {}) };
}

describe('a notice in free words', () => {
  for (const { file, ...want } of expected) {
    it(`names who was not reached and why: ${file.replace('.eml', '')}`, async () => {
      const bytes = readFileSync(join(FOLDER, file));
      for (const end of ['\n', '\r\n', '\r']) {
        const copy = Buffer.from(bytes.toString('latin1').replaceAll('\n', end), 'latin1');
        const mail = await parseMail(copy, { to: [] }, { mailSize: 1e6 });
        expect(said(mail), mail.kindBecause).to.deep.equal(want);
        for (const { reason } of mail.bounce?.recipients ?? []) {
          expect(reason).to.match(/\p{L}/u);
          expect(reason).to.not.match(/[\r\n\u2028\u2029]/);
          expect(reason).to.not.contain('helpers.example');
        }
      }
    });
  }

  it('is there in forty shapes', () => {
    expect(expected.length).to.be.at.least(40);
  });
});
