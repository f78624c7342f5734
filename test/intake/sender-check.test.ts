import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { parseMail } from '../../src/intake/parse-mail.ts';
import { createSenderCheck, type SenderCheck } from '../../src/intake/sender-check.ts';
import { signedParts } from '../../src/intake/signed-parts.ts';
import type { Envelope } from '../../src/mail/mail.ts';
import { signDkim } from '../../src/outbox/dkim.ts';
import { type DnsServer, startDns } from '../servers/dns.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const DMARC = 'v=DMARC1; p=none';

/** Ann's mail server signs; evil.example has a key and records of its own. */
const RECORDS = {
  'TXT k._domainkey.example.org': KEY,
  'TXT _dmarc.example.org': DMARC,
  'TXT example.org': 'v=spf1 mx ip4:192.0.2.128/25 -all',
  'MX example.org': '10 out.example.org',
  'A out.example.org': '192.0.2.7',
  'TXT k._domainkey.evil.example': KEY,
  'TXT _dmarc.evil.example': DMARC,
  'TXT evil.example': 'v=spf1 +all',
  'TXT k._domainkey.silent.example': KEY,
  'TXT k._domainkey.a.co.uk': KEY,
  'TXT _dmarc.strict.example': 'v=DMARC1; p=reject; adkim=s; aspf=s',
  'TXT k._domainkey.mail.strict.example': KEY,
};
const DOOR: Envelope = { from: 'ann@example.org', to: ['support@desk.example'], clientIp: '192.0.2.7' };

function letter(from = 'Ann <ann@example.org>', body = 'It beeps.\r\nAgain.\r\n', more = ''): Buffer {
  return Buffer.from(`${more}From: ${from}\r\nTo: support@desk.example\r\nSubject: It beeps\r\n\r\n${body}`);
}

function signed(mail: Buffer, domain = 'example.org'): Buffer {
  return signDkim(mail, { domain, selector: 'k', key: privateKey });
}

describe('The check of a sender', () => {
  let dns: DnsServer;
  let check: SenderCheck;
  let now = 0;

  beforeEach(async () => {
    dns = await startDns(RECORDS);
    check = createSenderCheck({ dns: [dns.address], timeout: 1500, clock: () => now });
  });
  afterEach(async () => {
    check.close();
    await dns.stop();
  });

  const ask = async (bytes: Buffer, envelope: Envelope = { to: [] }) =>
    check.check(bytes, await parseMail(bytes, envelope, { mailSize: 60_000_000 }));
  const verdict = async (bytes: Buffer, envelope?: Envelope) => (await ask(bytes, envelope)).verdict;

  it('passes what the domain signed, with and without a DMARC record', async () => {
    expect(await ask(signed(letter()))).to.deep.equal({
      verdict: 'pass',
      because: 'a DKIM signature for example.org holds',
    });
    dns.records.delete('TXT _dmarc.example.org');
    check = createSenderCheck({ dns: [dns.address], timeout: 1500 });
    expect(await verdict(signed(letter()))).to.equal('pass');
  });

  it('passes a file with bare line feeds, and a sub-domain of the signer', async () => {
    const unix = Buffer.from(signed(letter()).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    expect(await verdict(unix)).to.equal('pass');
    expect(await verdict(signed(letter('ann@sales.example.org')))).to.equal('pass');
  });

  it('fails a changed body and a changed sender where the domain publishes DMARC, even with p=none', async () => {
    const mail = signed(letter()).toString('latin1');
    expect(await verdict(Buffer.from(mail.replace('Again', 'Not at all')))).to.equal('fail');
    expect(await verdict(Buffer.from(mail.replace('Ann <ann@', 'Ann <boss@')))).to.equal('fail');
    dns.records.delete('TXT _dmarc.example.org');
    check = createSenderCheck({ dns: [dns.address], timeout: 1500 });
    expect(await verdict(Buffer.from(mail.replace('Again', 'Not at all')))).to.equal('none');
  });

  it('fails a forged sender, whoever else signs and whatever the envelope says', async () => {
    const forged = signed(letter(), 'evil.example');
    const door = { ...DOOR, from: 'x@evil.example', clientIp: '203.0.113.9' };
    expect(await verdict(forged, door)).to.equal('fail');
    expect(await verdict(letter(), { ...DOOR, clientIp: '203.0.113.9' })).to.equal('fail');
    expect(await verdict(letter(undefined, undefined, 'Return-Path: <x@evil.example>\r\n'))).to.equal('fail');
  });

  it('says none of a domain without records', async () => {
    expect(await verdict(letter('joe@nothing.example'))).to.equal('none');
    expect(await verdict(signed(letter('joe@nothing.example'), 'evil.example'))).to.equal('none');
  });

  it('does not take two owners under one public suffix for one', async () => {
    expect(await verdict(signed(letter('joe@b.co.uk'), 'a.co.uk'))).to.equal('none');
    expect(await verdict(signed(letter('joe@b.a.co.uk'), 'a.co.uk'))).to.equal('pass');
  });

  it('holds a domain that wants strict alignment to its word', async () => {
    const mail = signed(letter('joe@strict.example'), 'mail.strict.example');
    expect(await verdict(mail, { ...DOOR, from: 'x@evil.example' })).to.equal('fail');
  });

  it('passes by SPF at the door, when the envelope is of the same domain', async () => {
    expect(await ask(letter(), DOOR)).to.deep.equal({
      verdict: 'pass',
      because: 'SPF: the client may send for example.org',
    });
    expect(await verdict(letter(), { ...DOOR, clientIp: '::ffff:192.0.2.130' })).to.equal('pass');
    expect(await verdict(letter('joe@nothing.example'), { ...DOOR, from: 'x@evil.example' })).to.equal('none');
  });

  it('knows nothing by SPF where the client is a relay of our own or not known', async () => {
    for (const clientIp of ['127.0.0.1', '::1', '10.1.2.3', '::ffff:192.168.0.1', 'fd00::1'])
      expect(await verdict(letter(), { ...DOOR, clientIp }), clientIp).to.equal('unknown');
    expect(await verdict(letter(), { to: [] })).to.equal('unknown');
    expect(await verdict(letter(undefined, undefined, 'Return-Path: <ann@example.org>\r\n'))).to.equal('unknown');
  });

  it('does not believe a signature of which readers of the header see another From', async () => {
    const mail = signed(letter());
    expect(await verdict(Buffer.concat([Buffer.from('From: boss@example.org\r\n'), mail]))).to.equal('unknown');
    const filler = Buffer.from(`From: boss@example.org\r\n${'X: y\r\n'.repeat(1300)}`);
    expect(await verdict(Buffer.concat([filler, mail]))).to.equal('unknown');
    expect(await verdict(Buffer.from(`no field\r\n${mail.toString('latin1')}`))).not.to.equal('pass');
    expect(await verdict(signed(letter('ann@example.org, boss@example.org')))).to.equal('unknown');
  });

  it('is given no header with two From', () => {
    const twice = Buffer.from(`From: boss@example.org\r\n${signed(letter()).toString('latin1')}`);
    expect(signedParts(twice, 'example.org')).to.have.property('unreadable');
    expect(signedParts(signed(letter()), 'example.org')).to.include({ signatures: 1 });
  });

  it('does not believe a signature of the beginning of the body, and prints nothing over it', async () => {
    const mail = signed(letter()).toString('latin1').replace('v=1;', 'v=1; l=4;');
    expect(await verdict(Buffer.from(mail))).to.equal('unknown');
  });

  it('asks for a name once, whether it is there or not', async () => {
    await ask(letter('joe@nothing.example'));
    await ask(signed(letter()));
    const asked = dns.asked.length;
    await Promise.all(Array.from({ length: 20 }, () => ask(signed(letter()))));
    await ask(letter('jim@nothing.example'));
    expect(dns.asked.length).to.equal(asked);
    now += 10 * 60_000;
    await ask(signed(letter()));
    expect(dns.asked.length).to.be.above(asked);
  });

  it('asks only for signatures that could vouch for From', async () => {
    const many = Array.from(
      { length: 200 },
      (_, i) => signed(letter(), `s${i}.example`).toString('latin1').split('From:')[0],
    );
    expect(await verdict(Buffer.from(many.join('') + signed(letter()).toString('latin1')))).to.equal('pass');
    expect(dns.asked.filter(question => question.includes('_domainkey'))).to.deep.equal([
      'TXT k._domainkey.example.org',
    ]);
  });

  it('says unknown in time when no DNS answers, and soon asks no more', async () => {
    check = createSenderCheck({ dns: [dns.address], timeout: 400, clock: () => now });
    dns.mood = 'silent';
    for (const n of [1, 2, 3]) {
      const start = performance.now();
      expect(await verdict(signed(letter(`ann@silent${n}.example`), `silent${n}.example`))).to.equal('unknown');
      expect(performance.now() - start).to.be.within(300, 1500);
    }
    const start = performance.now();
    for (let n = 0; n < 200; n++) expect(await verdict(letter(`ann@more${n}.example`))).to.equal('unknown');
    expect(performance.now() - start).to.be.below(2000);
    expect(dns.asked.filter(question => question.includes('more'))).to.deep.equal([]);

    dns.mood = 'answers';
    now += 61_000;
    expect(await verdict(signed(letter()))).to.equal('pass');
  });

  it('goes on asking when the DNS is silent over some mails only', async () => {
    check = createSenderCheck({ dns: [dns.address], timeout: 400, clock: () => now });
    for (const [n, mood] of (['silent', 'silent', 'answers', 'silent', 'silent'] as const).entries()) {
      dns.mood = mood;
      await ask(letter(`joe@some${n}.example`));
    }
    dns.mood = 'answers';
    expect(await verdict(letter('joe@nothing.example'))).to.equal('none');
  });

  it('says unknown in time when the DNS answers slowly, and asks no further', async () => {
    check = createSenderCheck({ dns: [dns.address], timeout: 700, clock: () => now });
    for (let n = 0; n < 9; n++) dns.records.set(`TXT s${n}.example`, `v=spf1 include:s${n + 1}.example -all`);
    dns.mood = 'slow';
    const start = performance.now();
    expect(await verdict(letter('joe@s0.example'), { ...DOOR, from: 'joe@s0.example' })).to.equal('unknown');
    expect(performance.now() - start).to.be.within(600, 1100);
    expect(dns.asked).not.to.include('TXT s8.example');
  });

  it('says unknown when the DNS is in trouble, and goes on asking: it does answer', async () => {
    dns.mood = 'refuses';
    for (let n = 0; n < 5; n++)
      expect(await verdict(signed(letter(`a@x${n}.example`), `x${n}.example`))).to.equal('unknown');
    dns.mood = 'answers';
    expect(await verdict(signed(letter()))).to.equal('pass');
  });

  it('takes no mail long: many lines, long lines, many folds, many signatures, many bytes', async () => {
    const mails = [
      letter(undefined, `${'a\r\n'.repeat(300_000)}`),
      letter(undefined, 'a'.repeat(5_000_000)),
      letter(undefined, 'a b \r\n'.repeat(300_000)),
      letter(undefined, '\r\n'.repeat(500_000)),
      letter(undefined, undefined, `X: y${'\r\n y'.repeat(60_000)}\r\n`),
      letter(undefined, undefined, `X: ${'\r'.repeat(60_000)}y\r\n`),
      letter(`${'('.repeat(60_000)} ann@example.org`),
      letter(undefined, undefined, `Content-Type: multipart/mixed; ${'x="'.repeat(20_000)}\r\n`),
      letter(undefined, undefined, `X: y\r\n`.repeat(900)),
    ];
    for (const [n, mail] of mails.entries()) {
      const parsed = await parseMail(mail, { to: [] }, { mailSize: 60_000_000 });
      const start = performance.now();
      await check.check(signed(mail), parsed);
      expect(performance.now() - start, `mail ${n}`).to.be.below(2500);
    }
  });
});
