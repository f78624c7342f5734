/**
 * Asks DKIM, SPF and DMARC whether the domain in From vouched for a mail, for desks whose mail server does not say so.
 * The one importer of mailauth, which is loaded with the first mail. Only signatures that can be aligned with From are
 * verified, and a mail is given to mailauth with exactly the header fields that we saw in it: two readers that
 * disagree on where From is would let a signature of one sender vouch for another.
 *
 * Through a mailbox the client's address is not known, so SPF cannot be asked: a mail without a signature, from a
 * domain that publishes DMARC, is `unknown` and not `fail`, unless its Return-Path is of another domain.
 */

import { header, type Mail, type Trust } from '../mail/mail.ts';
import { asciiDomain, senderDomain } from '../mail/trust.ts';
import { type Asker, createDnsAnswers } from './dns-answers.ts';
import { type Signed, signedParts } from './signed-parts.ts';

export interface SenderCheck {
  /** Never rejects, never takes longer than the timeout. */
  check(bytes: Uint8Array, mail: Mail): Promise<Trust>;
  close(): void;
}

export interface SenderCheckOptions {
  /** ip or ip:port of resolvers; the system's when left out. */
  readonly dns?: readonly string[];
  /** ms for one mail. */
  readonly timeout: number;
  readonly clock?: () => number;
}

/** Mails in a row that the DNS left without any answer, until it is no longer asked. */
const PATIENCE = 3;
const PAUSE = 60_000;

export function createSenderCheck({ dns = [], timeout, clock = Date.now }: SenderCheckOptions): SenderCheck {
  const answers = createDnsAnswers({ servers: dns, timeout, clock });
  let silences = 0;
  let pausedUntil = 0;

  const learn = (outcome: ReturnType<Asker['outcome']>) => {
    if (outcome === 'heard') silences = 0;
    if (outcome !== 'silence' || ++silences < PATIENCE) return;
    pausedUntil = clock() + PAUSE;
    // After the pause one mail is enough to see that nothing has changed.
    silences = PATIENCE - 1;
  };

  return {
    async check(bytes, mail) {
      const domain = senderDomain(mail);
      if (domain === undefined) return unknown('From does not name exactly one sender');
      if (clock() < pausedUntil) return unknown('the DNS did not answer lately and was not asked');
      const stop = new AbortController();
      const asker = answers.asker(stop.signal);
      const timer = setTimeout(() => stop.abort(), timeout);
      const late = new Promise<Trust>(resolve => {
        const say = () => resolve(unknown(`not known within ${timeout} ms`));
        stop.signal.addEventListener('abort', say, { once: true });
      });
      const asked = askAll(bytes, mail, domain, asker, stop.signal).catch(failed);
      const trust = await Promise.race([asked, late]);
      clearTimeout(timer);
      learn(asker.outcome());
      stop.abort();
      return trust;
    },
    close: () => answers.close(),
  };
}

/** What was found out; domains are those aligned with From. */
interface Findings {
  readonly domain: string;
  readonly record: 'published' | 'none' | 'trouble';
  readonly dkim: 'pass' | 'broken' | 'expired' | 'trouble' | 'none';
  readonly spf: 'pass' | 'fail' | 'trouble' | 'not asked';
}

async function askAll(bytes: Uint8Array, mail: Mail, domain: string, { resolve }: Asker, signal: AbortSignal) {
  const signed = signedParts(bytes, domain);
  if ('unreadable' in signed) return unknown(signed.unreadable);
  const auth = await loadMailauth();
  const published = dmarcOf(auth, domain, [], resolve);
  const alignedBy = (method: 'dkim' | 'spf') => async (by: string) =>
    (await published).alignment?.[method].strict ? asciiDomain(by) === domain : isOfOneOwner(auth, by, domain);
  const [{ status }, dkim, spf] = await Promise.all([
    published,
    askDkim(auth, signed, alignedBy('dkim'), resolve, signal),
    askSpf(auth, mail, alignedBy('spf'), resolve),
  ]);
  const record = status.result === 'none' ? 'none' : status.result === 'temperror' ? 'trouble' : 'published';
  return judge({ domain, record, dkim, spf });
}

function judge({ domain, record, dkim, spf }: Findings): Trust {
  if (dkim === 'pass') return { verdict: 'pass', because: `a DKIM signature for ${domain} holds` };
  if (spf === 'pass') return { verdict: 'pass', because: `SPF: the client may send for ${domain}` };
  if (record === 'trouble' || dkim === 'trouble' || spf === 'trouble')
    return unknown(`the DNS of ${domain} is in trouble`);
  if (dkim === 'expired') return unknown(`the DKIM signature for ${domain} has expired`);
  const found = dkim === 'broken' ? 'its DKIM signature does not hold' : SPF_WORDS[spf];
  if (record === 'none') return { verdict: 'none', because: `${domain} publishes no DMARC, and ${found}` };
  if (dkim === 'none' && spf === 'not asked') return unknown(`${domain} publishes DMARC, but ${found}`);
  return { verdict: 'fail', because: `${domain} publishes DMARC, and ${found}` };
}

const SPF_WORDS = {
  pass: '',
  fail: 'neither DKIM nor SPF vouches for this mail',
  trouble: '',
  'not asked': 'there is no DKIM signature of it, and without the client’s address SPF tells nothing',
} as const;

type Mailauth = Awaited<ReturnType<typeof loadMailauth>>;
type Resolve = Asker['resolve'];

/**
 * Its parts, because the whole of it loads an HTTP client and a certificate checker too. They are CommonJS: in the
 * bundle they have no export but `default`.
 */
async function loadMailauth() {
  const [verify, spf, dmarc] = await Promise.all([
    import('mailauth/lib/dkim/verify.js'),
    import('mailauth/lib/spf/index.js'),
    import('mailauth/lib/dmarc/index.js'),
  ]);
  return { ...verify.default, ...spf.default, ...dmarc.default };
}

async function dmarcOf({ dmarc }: Mailauth, domain: string, by: readonly string[], resolver: Resolve) {
  const dkimDomains = by.map(one => ({ domain: one }));
  const result = await dmarc({ headerFrom: domain, dkimDomains, spfDomains: [], resolver });
  if (!result) throw new Error(`no DMARC result for ${domain}`);
  return result;
}

/** Relaxed alignment by the list of public suffixes that mailauth has: what it would say with a record that is there. */
async function isOfOneOwner(auth: Mailauth, by: string, domain: string): Promise<boolean> {
  const { status } = await dmarcOf(auth, domain, [by], async () => [['v=DMARC1; p=none']]);
  return status.result === 'pass';
}

type Aligned = (by: string) => Promise<boolean>;

async function askDkim(
  { dkimVerify }: Mailauth,
  { signatures, stream }: Signed,
  isAligned: Aligned,
  resolver: Resolve,
  signal: AbortSignal,
): Promise<Findings['dkim']> {
  if (signatures === 0) return 'none';
  const { results } = await dkimVerify(stream(signal), { resolver });
  let worst: Findings['dkim'] = 'none';
  for (const { signingDomain, status } of results) {
    if (!signingDomain || !(await isAligned(signingDomain))) continue;
    if (status.result === 'pass') return 'pass';
    if (status.result.startsWith('temperr')) worst = 'trouble';
    else if (worst !== 'trouble') worst = status.comment === 'expired' ? 'expired' : 'broken';
  }
  return worst;
}

const LONGEST_ADDRESS = 320;

async function askSpf(
  { spf }: Mailauth,
  { envelope, ...mail }: Mail,
  isAligned: Aligned,
  resolver: Resolve,
): Promise<Findings['spf']> {
  const sender = envelope.from ?? header(mail, 'return-path')?.replace(/^<|>$/g, '');
  // The null sender's domain is that of the greeting, which we are not told (RFC 7208 §2.4).
  if (!sender || sender.length > LONGEST_ADDRESS) return 'not asked';
  const by = asciiDomain(sender.slice(sender.lastIndexOf('@') + 1));
  if (by === '' || !(await isAligned(by))) return 'fail';
  const ip = envelope.clientIp?.replace(/^::ffff:(?=[\d.]+$)/i, '');
  if (ip === undefined || isIndoors(ip)) return 'not asked';
  const { status } = await spf({ sender, ip, helo: `[${ip}]`, mta: 'desk', resolver });
  if (status.result === 'pass') return 'pass';
  return status.result.startsWith('temperr') ? 'trouble' : 'fail';
}

/** A relay of our own, which tells nothing of who gave it the mail (RFC 1918, 4193, 6598). */
function isIndoors(ip: string): boolean {
  return /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd]|fe[89ab])/i.test(
    ip,
  );
}

/** What is thrown may quote the mail; its sort does not. */
function failed(error: unknown): Trust {
  return unknown(`the check failed (${error instanceof Error ? error.name : typeof error})`);
}

function unknown(because: string): Trust {
  return { verdict: 'unknown', because };
}
