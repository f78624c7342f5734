import { createHash, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readDkimKey, signDkim } from '../../src/outbox/dkim.ts';
import { answer, composerFor, confirmation, fieldOf, MONDAY, publicly } from './letters.ts';

/** A verifier written from RFC 6376 §6.1.3, apart from the signer: header fields are taken from the bottom up. */
function verifies(mail: Buffer, publicKey: KeyObject): boolean {
  const raw = mail.toString('latin1');
  const end = raw.indexOf('\r\n\r\n');
  const fields = raw.slice(0, end).split(/\r\n(?![ \t])/);
  const signature = fields.find(field => /^dkim-signature:/i.test(field)) ?? '';
  const tags = new Map(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map(tag => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s/g, '')]),
  );
  const relaxed = (field: string) => {
    const colon = field.indexOf(':');
    return `${field.slice(0, colon).trim().toLowerCase()}:${field
      .slice(colon + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim()}`;
  };
  const left = fields.filter(field => field !== signature);
  const signed = (tags.get('h') ?? '').split(':').flatMap(name => {
    const at = left.findLastIndex(field => field.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    return at === -1 ? [] : left.splice(at, 1).map(field => `${relaxed(field)}\r\n`);
  });
  const body = `${raw
    .slice(end + 4)
    .replace(/[ \t]+/g, ' ')
    .replace(/ (?=\r\n)/g, '')
    .replace(/(?:\r\n)*$/, '')}\r\n`;
  if (createHash('sha256').update(body, 'latin1').digest('base64') !== tags.get('bh')) return false;
  const data = Buffer.from(signed.join('') + relaxed(signature.replace(/([;\s]b=)[^;]*$/, '$1')), 'latin1');
  const given = Buffer.from(tags.get('b') ?? '', 'base64');
  return tags.get('a') === 'ed25519-sha256'
    ? verify(null, createHash('sha256').update(data).digest(), publicKey, given)
    : verify('sha256', data, publicKey, given);
}

describe('A DKIM signature', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const by = { domain: 'desk.example', selector: 's1', key: rsa.privateKey };
  const words = publicly('Trailing  blanks  \n\n.\nGrüße\n\n\n');

  it('verifies on the composed bytes, with RSA and with Ed25519', async () => {
    const ed = generateKeyPairSync('ed25519');
    for (const pair of [rsa, ed])
      for (const letter of [
        { ...answer, words },
        confirmation,
        { ...answer, references: Array.from({ length: 30 }, (_, n) => `${n}@mail.example`) },
      ]) {
        const { bytes } = await composerFor({}, { ...by, key: pair.privateKey }).compose(letter, MONDAY);
        expect(verifies(bytes, pair.publicKey)).to.equal(true);
      }
  });

  it('breaks when a signed field or the body changes, or a second Subject is added', async () => {
    const { bytes } = await composerFor({}, by).compose(answer, MONDAY);
    const changed = (from: string, to: string) => Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
    expect(verifies(changed('blue pages', 'red pages'), rsa.publicKey)).to.equal(false);
    expect(verifies(changed('black', 'green'), rsa.publicKey)).to.equal(false);
    expect(verifies(changed('From: Example', 'Subject: other\r\nFrom: Example'), rsa.publicKey)).to.equal(false);
    expect(verifies(changed('Hello Ann', 'Hello  \tAnn'), rsa.publicKey)).to.equal(true);
  });

  it('is the same each time and stands above the letter it signs', async () => {
    const plain = await composerFor().compose(answer, MONDAY);
    const signed = await composerFor({}, by).compose(answer, MONDAY);
    expect(signed.bytes.equals(signDkim(plain.bytes, by))).to.equal(true);
    expect(signed.bytes.subarray(-plain.bytes.length).equals(plain.bytes)).to.equal(true);
    expect(fieldOf(signed.bytes, 'DKIM-Signature')).to.match(
      /^v=1; a=rsa-sha256; c=relaxed\/relaxed; d=desk\.example; s=s1; h=from:to:/,
    );
    expect(
      signed.bytes
        .toString()
        .split('\r\n')
        .every(line => line.length <= 78),
    ).to.equal(true);
  });

  describe('needs a key', () => {
    let folder = '';
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'desk-dkim-'));
    });
    after(() => rmSync(folder, { recursive: true }));
    const read = (name: string, pem: string) => {
      writeFileSync(join(folder, name), pem);
      return readDkimKey({ domain: 'desk.example', selector: 's1', keyFile: join(folder, name) });
    };

    it('in PEM form', () => {
      const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      expect(read('good.pem', pem).key.asymmetricKeyType).to.equal('rsa');
    });

    it('and says which file is none, without quoting it', () => {
      expect(() => read('bad.pem', 'secret words'))
        .to.throw(/bad\.pem: not a private key/)
        .and.not.match(/secret words/);
    });

    it('of a kind that DKIM knows', () => {
      const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString();
      expect(() => read('ec.pem', ec)).to.throw(/ec\.pem: DKIM needs an RSA key/);
    });
  });
});
