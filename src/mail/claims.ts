import { parseAddresses, splitAddress } from './addresses.ts';
import { headers, type Mail } from './mail.ts';
import { checkToken, findTokens, type TokenKey, type TokenSerials } from './reply-token.ts';

/**
 * The traces of our earlier letters in a mail, strongest first: the address it was sent to, In-Reply-To, References
 * from the right, the subject. Each says what it claims and whether the signature holds; what follows from it is
 * the desk's to decide. A forged token is reported and not passed over: somebody tried.
 */
export interface ClaimContext {
  readonly keys: readonly TokenKey[];
  readonly serials?: TokenSerials;
  readonly queues: readonly OwnAddress[];
  /** Right-hand side of our Message-IDs. */
  readonly host: string;
}

/** An address that our letters ask to be answered at. */
export interface OwnAddress {
  readonly address: string;
  readonly aliases: readonly string[];
  /** Between local part and token (RFC 5233); '' where there are no sub-addresses. */
  readonly separator: string;
}

/** One trace of an earlier letter found in a mail. */
export interface Claim {
  /** In falling strength. `known` is an unsigned Message-ID of a mail we keep. */
  readonly carrier: 'recipient' | 'in-reply-to' | 'references' | 'subject' | 'known';
  /** Where exactly, e.g. `Delivered-To`. */
  readonly where: string;
  readonly verdict: 'valid' | 'forged' | 'retired-key' | 'revoked' | 'unsigned';
  readonly ticket: number;
  /** The person the token was made for. */
  readonly person?: number;
}

type ClaimedMail = Pick<Mail, 'headers' | 'envelope' | 'inReplyTo' | 'references' | 'subject'>;

/** Where the token stood, before it is checked. */
interface Trace {
  readonly carrier: Claim['carrier'];
  readonly where: string;
  readonly token: string;
  /** Ours by its surroundings; elsewhere a token that is not ours is somebody else's, not a forgery. */
  readonly ours: boolean;
}

const RECIPIENT_FIELDS = [
  ...['Delivered-To', 'X-Original-To', 'Envelope-To', 'To', 'Cc', 'Resent-To', 'Resent-Cc', 'X-Forwarded-To'],
];
const MOST_RECIPIENTS = 200;
/** Each costs one HMAC. */
const MOST_TRACES = 40;

/** At most forty traces are looked at; equal claims are named once, with their strongest carrier. */
export function claimsIn(mail: ClaimedMail, context: ClaimContext): Claim[] {
  const traces = [
    ...recipientTraces(mail, context.queues),
    ...idTraces('in-reply-to', 'In-Reply-To', [...mail.inReplyTo].reverse(), context.host),
    ...idTraces('references', 'References', [...mail.references].reverse(), context.host),
    ...findTokens(mail.subject).map((token): Trace => ({ carrier: 'subject', where: 'Subject', token, ours: true })),
  ];
  return withoutDoubles(traces.slice(0, MOST_TRACES).flatMap(trace => claimOf(trace, context)));
}

function claimOf(trace: Trace, { keys, serials }: ClaimContext): Claim[] {
  const check = checkToken(trace.token, keys, serials);
  if (check === undefined || (check.verdict === 'forged' && !trace.ours)) return [];
  const { verdict, ticket, person } = check;
  return [{ carrier: trace.carrier, where: trace.where, verdict, ticket, person }];
}

function recipientTraces(mail: ClaimedMail, queues: readonly OwnAddress[]): Trace[] {
  const envelope = mail.envelope.to.map(address => ({ where: 'envelope', address }));
  const written = RECIPIENT_FIELDS.flatMap(field =>
    headers(mail, field.toLowerCase()).flatMap(value =>
      parseAddresses(value, MOST_RECIPIENTS).map(({ address }) => ({ where: field, address })),
    ),
  );
  return [...envelope, ...written].slice(0, MOST_RECIPIENTS).flatMap(({ where, address }) => {
    const token = tokenOf(address, queues);
    return token === undefined ? [] : [{ carrier: 'recipient', where, token, ours: true } satisfies Trace];
  });
}

/** What stands behind the separator in an address of ours (RFC 5233); the address in any case, the token exactly. */
function tokenOf(address: string, queues: readonly OwnAddress[]): string | undefined {
  const { local, domain } = splitAddress(address.replace(/^<|>$/g, ''));
  for (const queue of queues) {
    if (queue.separator === '') continue;
    for (const ours of [queue.address, ...queue.aliases]) {
      const own = splitAddress(ours);
      const prefix = own.local + queue.separator;
      if (own.domain.toLowerCase() !== domain.toLowerCase()) continue;
      if (local.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase()) return local.slice(prefix.length);
    }
  }
  return undefined;
}

/** `token.nonce@host`. Signed ids stay ours when the host name was changed later. */
function idTraces(carrier: Claim['carrier'], where: string, ids: readonly string[], host: string): Trace[] {
  return ids.flatMap(id => {
    const { local, domain } = splitAddress(id.replace(/^<|>$/g, ''));
    const [token = ''] = local.split('.', 1);
    const looksSigned = findTokens(token).length === 1;
    return looksSigned ? [{ carrier, where, token, ours: domain.toLowerCase() === host.toLowerCase() }] : [];
  });
}

function withoutDoubles(claims: readonly Claim[]): Claim[] {
  const seen = new Set<string>();
  return claims.filter(claim => {
    const key = `${claim.verdict} ${claim.ticket} ${claim.person}`;
    return seen.size < seen.add(key).size;
  });
}
