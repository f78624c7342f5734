/** Which word on a sender's domain a desk takes: that of its mail server, else the DNS's, and for an archive nobody's. */
import { expect } from 'chai';
import type { TrustConfig } from '../src/config/config.ts';
import type { Arrival } from '../src/intake/arrival.ts';
import { openDesk } from '../src/open-desk.ts';
import { CONFIG, temporaryDesk } from './cli/desk.ts';
import { type DnsServer, startDns } from './servers/dns.ts';
import { smallConfig } from './small-desk.ts';

const RECEIVED = 'Received: from out.example.org by mx.desk.example; Mon, 23 Nov 2026 09:00:00 +0000\r\n';
const PASSED = 'Authentication-Results: mx.desk.example; dmarc=pass header.from=example.org\r\n';
const MAIL = 'From: ann@example.org\r\nReturn-Path: <x@evil.example>\r\nSubject: It beeps\r\n\r\nIt beeps.\r\n';

describe('The trust in a mail', () => {
  let dns: DnsServer;
  before(async () => {
    dns = await startDns({ 'TXT _dmarc.example.org': 'v=DMARC1; p=reject' });
  });
  after(() => dns.stop());

  async function trustOf(text: string, over: Partial<TrustConfig>, how: Partial<Arrival> = {}): Promise<string> {
    const trust = {
      authservIds: ['mx.desk.example'],
      check: 'own',
      dns: [dns.address],
      timeout: 3000,
      ...over,
    } as const;
    const desk = await openDesk({ ...smallConfig(), trust }, { passing: true });
    try {
      const arrival = { route: 'inject', bytes: Buffer.from(text), envelope: { to: [] }, ...how };
      return (await desk.foresee(arrival)).mail.trust.verdict;
    } finally {
      await desk.close();
    }
  }

  it('is what our mail server says, and then no DNS is asked', async () => {
    expect(await trustOf(`${PASSED}${RECEIVED}${MAIL}`, {})).to.equal('pass');
    expect(dns.asked).to.deep.equal([]);
  });

  it('is what the DNS says when the server says nothing, or is a stranger', async () => {
    expect(await trustOf(`${RECEIVED}${MAIL}`, {})).to.equal('fail');
    expect(await trustOf(`${PASSED}${RECEIVED}${MAIL}`, { authservIds: [] })).to.equal('fail');
    expect(dns.asked).to.include('TXT _dmarc.example.org');
  });

  it('is asked of the DNS by the bundled program too', async () => {
    const before = dns.asked.length;
    const here = temporaryDesk(CONFIG.replace('check = "off"', `dns = ["${dns.address}"]`));
    try {
      here.file('mail.eml', MAIL);
      expect((await here.desk('try', 'mail.eml')).code).to.equal(0);
    } finally {
      here.remove();
    }
    expect(dns.asked.slice(before)).to.deep.equal(['TXT _dmarc.example.org']);
  });

  it('is not known where nothing is asked: switched off, from an archive, not read', async () => {
    const before = dns.asked.length;
    expect(await trustOf(MAIL, { check: 'off' })).to.equal('unknown');
    expect(await trustOf(MAIL, {}, { quiet: true })).to.equal('unknown');
    expect(await trustOf(MAIL, {}, { oversize: 100_000_000 })).to.equal('unknown');
    expect(dns.asked.length).to.equal(before);
  });
});
