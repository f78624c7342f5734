/**
 * DKIM signatures (RFC 6376; Ed25519 by RFC 8463), relaxed/relaxed. Ours and not the mailer's: it signs while sending,
 * so the stored bytes would not be the sent ones, and it sends unsigned without a word when the key is bad.
 * There is no time in a signature, so the same letter always has the same bytes.
 */
import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  readonly key: KeyObject;
}

/** Reads the private key (PEM). Throws when it cannot be read or is neither RSA of 1024 bits or more nor Ed25519. */
export function readDkimKey(from: {
  readonly domain: string;
  readonly selector: string;
  readonly keyFile: string;
}): DkimKey {
  const key = parseKey(readFileSync(from.keyFile), from.keyFile);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  const usable = key.asymmetricKeyType === 'ed25519' || (key.asymmetricKeyType === 'rsa' && bits >= 1024);
  if (!usable) throw new Error(`${from.keyFile}: DKIM needs an RSA key of 1024 bits or more, or an Ed25519 key.`);
  return { domain: from.domain, selector: from.selector, key };
}

function parseKey(pem: Buffer, file: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // The reason of the parser may quote the file.
    throw new Error(`${file}: not a private key in PEM form; make one with "openssl genrsa 2048".`);
  }
}

/** What is signed when the letter has it. */
const SIGNED = [
  'from',
  'to',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'auto-submitted',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
];
/** Named once more than they occur, so that nobody can add a second one (RFC 6376 §8.15). */
const GUARDED = ['from', 'to', 'subject', 'reply-to'];

/** The letter with a DKIM-Signature above its header. `bytes` has CRLF line ends. */
export function signDkim(bytes: Buffer, by: DkimKey): Buffer {
  const end = bytes.indexOf('\r\n\r\n');
  const fields = unfoldedFields(bytes.subarray(0, end).toString('latin1'));
  const names = SIGNED.filter(name => fields.has(name));
  const algorithm = by.key.asymmetricKeyType === 'ed25519' ? 'ed25519-sha256' : 'rsa-sha256';
  const bodyHash = createHash('sha256')
    .update(relaxedBody(bytes.subarray(end + 4)))
    .digest('base64');
  const unsigned = [
    `v=1; a=${algorithm}; c=relaxed/relaxed; d=${by.domain};`,
    `s=${by.selector};`,
    ...foldedNames([...names, ...GUARDED]),
    `bh=${bodyHash};`,
    'b=',
  ].join('\r\n ');
  const signedData = [
    ...names.map(name => `${name}:${fields.get(name)}`),
    `dkim-signature:${relaxedValue(unsigned)}`,
  ].join('\r\n');
  const signature = signature64(signedData, by.key);
  return Buffer.concat([Buffer.from(`DKIM-Signature: ${unsigned}${signature}\r\n`, 'latin1'), bytes]);
}

function signature64(data: string, key: KeyObject): string {
  const bytes = Buffer.from(data, 'latin1');
  const signature =
    key.asymmetricKeyType === 'ed25519'
      ? // RFC 8463 §3: the hash is what is signed.
        sign(null, createHash('sha256').update(bytes).digest(), key)
      : sign('sha256', bytes, key);
  return signature.toString('base64').replace(/.{70}(?=.)/g, '$&\r\n ');
}

function foldedNames(names: readonly string[]): string[] {
  const lines = [''];
  for (const name of names) {
    const line = lines.at(-1) ?? '';
    if (line.length + name.length > 66) lines.push(`${name}:`);
    else lines[lines.length - 1] = `${line}${name}:`;
  }
  const text = lines.join('\r\n ').replace(/:$/, ';');
  return [`h=${text}`];
}

/** Each of our fields occurs once. */
function unfoldedFields(head: string): Map<string, string> {
  const lines = head.replace(/\r\n(?=[ \t])/g, '').split('\r\n');
  return new Map(
    lines.map(line => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), relaxedValue(line.slice(colon + 1))];
    }),
  );
}

/** RFC 6376 §3.4.2. */
function relaxedValue(value: string): string {
  return value
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

/** RFC 6376 §3.4.4. */
function relaxedBody(body: Buffer): Buffer {
  const lines = body.toString('latin1').split('\r\n');
  const relaxed = lines.map(line => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (relaxed.length > 0 && relaxed.at(-1) === '') relaxed.pop();
  return Buffer.from(relaxed.map(line => `${line}\r\n`).join(''), 'latin1');
}
