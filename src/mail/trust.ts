/**
 * Did the domain in From vouch for a mail? Here from what our own mail server wrote into its header when it took the
 * mail (RFC 8601); intake/sender-check.ts asks the DNS itself. Anybody can put such a field into a mail, also one with
 * the name of our server, so where it stands decides (RFC 8601 §5, §7.1):
 *
 * - Above the first Received nobody but our servers has written: fields of trusted names count together there.
 * - Below it, only the topmost field counts, and alone: what follows may be the outside's. It is believed only where
 *   every Received above it is ours, as far as names can tell.
 * - Whatever stands below a field of another name counts for nothing.
 *
 * A server that leaves foreign fields with its own name in a mail and does not always write one cannot be told from
 * the outside by anybody: its name must not be configured.
 */
import { parseAuthenticationResults, receivedBy } from './authentication-results.ts';
import type { Mail, Trust } from './mail.ts';

type Sender = Pick<Mail, 'headers' | 'from'>;

interface Result {
  readonly by: string;
  readonly method: string;
  readonly result: string;
  readonly properties: ReadonlyMap<string, string>;
}

export const NOT_CHECKED: Trust = { verdict: 'unknown', because: 'not checked' };

/** Header fields that are read; a mail with more may have a second From behind them. */
const MOST_FIELDS = 1000;
const SENDER_METHODS = ['dmarc', 'dkim', 'spf'];
const FAILURES = ['fail', 'softfail', 'hardfail', 'policy', 'permerror'];
/** `bestguesspass`: would pass if there were a record; not in any RFC, and common. */
const NO_RECORD = ['none', 'bestguesspass'];
const TROUBLES = ['temperror', 'temperr'];

/** The domain of the one address in From, in ASCII and lower case; undefined when there is not exactly one. */
export function senderDomain({ headers, from }: Sender): string | undefined {
  const fields = headers.filter(([name]) => name === 'from').length;
  if (fields !== 1 || from.length !== 1 || headers.length >= MOST_FIELDS) return undefined;
  const domain = asciiDomain(from[0]!.address.slice(from[0]!.address.lastIndexOf('@') + 1));
  return domain === '' ? undefined : domain;
}

/** undefined when no trusted field says anything about DKIM, SPF or DMARC. */
export function trustFromResults(mail: Sender, authservIds: readonly string[]): Trust | undefined {
  if (authservIds.length === 0) return undefined;
  const results = trustedResults(mail, new Set(authservIds.map(id => id.toLowerCase())));
  if (results.length === 0) return undefined;
  const domain = senderDomain(mail);
  if (domain === undefined) return { verdict: 'unknown', because: 'From does not name exactly one sender' };
  return byDmarc(results, domain) ?? byPass(results, domain) ?? byTheRest(results);
}

/**
 * Relaxed alignment without a list of public suffixes: the same domain, or one of them below the other. Two names side
 * by side (a.example.org, b.example.org) are not taken for one owner, because a.co.uk and b.co.uk look the same.
 */
export function isAligned(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short !== '' && (short === long || (short.includes('.') && long.endsWith(`.${short}`)));
}

/** Lower case, xn-- form; '' when it is no domain name. */
export function asciiDomain(domain: string): string {
  const bare = domain.toLowerCase().replace(/\.$/, '');
  if (bare.length > 253) return '';
  if (/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(bare)) return bare;
  const url = `http://${bare}/`;
  if (!/^[\p{L}\p{N}\p{M}._-]+$/u.test(bare) || !URL.canParse(url)) return '';
  return new URL(url).hostname;
}

function trustedResults({ headers }: Sender, ids: ReadonlySet<string>): Result[] {
  const firstReceived = headers.findIndex(([name]) => name === 'received');
  const fields = headers.flatMap(([name, value], at) => (name === 'authentication-results' ? [{ value, at }] : []));
  // Without a Received nobody has taken the mail from the outside, and all of it may be the outside's.
  const inside = fields.filter(({ at }) => at < firstReceived);
  const counted = inside.length > 0 ? inside : fields.slice(0, 1);
  const found: Result[] = [];
  for (const { value, at } of counted) {
    const field = parseAuthenticationResults(value);
    if (field === undefined || !ids.has(field.by) || !areOurs(receivedAbove(headers, at), field.by)) break;
    const { by, results } = field;
    found.push(...results.filter(({ method }) => SENDER_METHODS.includes(method)).map(one => ({ by, ...one })));
  }
  return found;
}

function receivedAbove(headers: Sender['headers'], at: number): string[] {
  return headers.slice(0, at).flatMap(([name, value]) => (name === 'received' ? [receivedBy(value)] : []));
}

/** The first is: whoever gave us the mail wrote it. Others are by name, or are hops inside a house. */
function areOurs(hosts: readonly string[], id: string): boolean {
  return hosts.every((host, n) => n === 0 || isAligned(host, id) || isSibling(host, id) || isIndoors(host));
}

function isSibling(host: string, id: string): boolean {
  const parent = id.slice(id.indexOf('.') + 1);
  return id.includes('.') && parent.includes('.') && host.endsWith(`.${parent}`);
}

function isIndoors(host: string): boolean {
  if (host === '') return false;
  return !host.includes('.') || host.includes(':') || /^\[?[\d.]+\]?$|\.(?:local|internal|lan|localdomain)$/.test(host);
}

function byDmarc(results: readonly Result[], domain: string): Trust | undefined {
  const said = results.filter(({ method, properties }) => {
    const about = properties.get('header.from');
    return method === 'dmarc' && (about === undefined || isAligned(domainIn(about), domain));
  });
  const failed = said.find(({ result }) => result === 'fail');
  if (failed) return trust('fail', failed, domain);
  const passed = said.find(({ result }) => result === 'pass');
  // Two of them that differ were not both written by the server.
  if (passed && said.every(({ result }) => result === 'pass')) return trust('pass', passed, domain);
  return undefined;
}

function byPass(results: readonly Result[], domain: string): Trust | undefined {
  const passed = results.find(one => one.result === 'pass' && isAligned(vouching(one), domain));
  return passed && trust('pass', passed, domain);
}

/** Nothing vouches. Whether that says something depends on a DMARC record, of which only `dmarc=` tells. */
function byTheRest(results: readonly Result[]): Trust {
  const trouble = results.find(({ result }) => TROUBLES.includes(result));
  if (trouble) return trust('unknown', trouble);
  const dmarc = results.filter(({ method }) => method === 'dmarc');
  const odd = dmarc.find(({ result }) => !NO_RECORD.includes(result));
  if (odd) return trust('unknown', odd);
  if (dmarc[0]) return trust('none', dmarc[0]);
  const failed = results.find(({ result }) => FAILURES.includes(result));
  return failed ? trust('unknown', failed) : trust('none', results[0]!);
}

function vouching({ method, properties }: Result): string {
  if (method === 'spf') return domainIn(properties.get('smtp.mailfrom'));
  if (method === 'dkim') return domainIn(properties.get('header.d') ?? properties.get('header.i'));
  return '';
}

function domainIn(value = ''): string {
  return asciiDomain(value.replace(/>$/, '').slice(value.lastIndexOf('@') + 1));
}

/** Only a plain word of the field is repeated. */
function trust(verdict: Trust['verdict'], { by, method, result }: Result, domain?: string): Trust {
  const word = /^[a-z]{1,20}$/.test(result) ? result : '?';
  return { verdict, because: `${by}: ${method}=${word}${domain === undefined ? '' : ` for ${domain}`}` };
}
