import { type OwnAddress, tokenInAddress } from './address-token.ts';
import { parseAddresses, splitAddress } from './addresses.ts';
import { headers, type Mail } from './mail.ts';
import { checkToken, findTokens, type TokenKey, type TokenSerials } from './reply-token.ts';
import { numberTags } from './subject.ts';
import { tokensInText } from './text-tokens.ts';

/**
 * The traces of our earlier letters in a mail, strongest first: the address it was sent to, In-Reply-To, References
 * from the right, the subject, the text. Each says what it claims and whether the signature holds; what follows from it
 * is the desk's to decide. A forged token is reported and not passed over: somebody tried.
 */
export interface ClaimContext {
  readonly keys: readonly TokenKey[];
  readonly serials?: TokenSerials;
  readonly queues: readonly OwnAddress[];
  /** Right-hand side of our Message-IDs. */
  readonly host: string;
}

/**
 * In falling strength: first what the sender's program answered, then what was only left standing in the mail. `known`
 * is an unsigned Message-ID of a mail we keep, `number` a `[#12]` that anybody can type.
 */
export const CARRIERS = ['recipient', 'in-reply-to', 'references', 'subject', 'body', 'known', 'number'] as const;
export type Carrier = (typeof CARRIERS)[number];

/** A place in a mail where a trace stands. */
export interface Place {
  readonly carrier: Carrier;
  /** Where exactly, e.g. `Delivered-To`. */
  readonly where: string;
}

/** One trace of an earlier letter found in a mail. */
export interface Claim extends Place {
  readonly verdict: 'valid' | 'forged' | 'retired-key' | 'revoked' | 'unsigned';
  readonly ticket: number;
  /** The person the token was made for. */
  readonly person?: number;
  /** Weaker carriers that say the same. */
  readonly also?: readonly Place[];
}

export type ClaimedMail = Pick<Mail, 'headers' | 'envelope' | 'inReplyTo' | 'references' | 'subject' | 'text'>;

/** Where the token stood, before it is checked. */
interface Trace extends Place {
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
const MOST_NUMBERS = 3;

/** At most forty traces are looked at; equal claims are named once, with their strongest carrier. */
export function claimsIn(mail: ClaimedMail, context: ClaimContext): Claim[] {
  const traces = [
    ...recipientTraces(mail, context.queues),
    ...idTraces('in-reply-to', 'In-Reply-To', [...mail.inReplyTo].reverse(), context.host),
    ...idTraces('references', 'References', [...mail.references].reverse(), context.host),
    ...findTokens(mail.subject).map((token): Trace => ({ carrier: 'subject', where: 'Subject', token, ours: true })),
    ...textTraces(mail.text),
  ];
  const signed = traces.slice(0, MOST_TRACES).flatMap(trace => claimOf(trace, context));
  return [...withoutDoubles(signed), ...numberClaims(mail.subject)];
}

/** For claims that were gathered in several places; among equals the order stays. */
export function strongestFirst(claims: readonly Claim[]): Claim[] {
  return [...claims].sort((a, b) => CARRIERS.indexOf(a.carrier) - CARRIERS.indexOf(b.carrier));
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
    const token = tokenInAddress(address, queues);
    return token === undefined ? [] : [{ carrier: 'recipient', where, token, ours: true } satisfies Trace];
  });
}

/** `token.nonce@host`. Signed ids stay ours when the host name was changed later. */
function idTraces(carrier: Carrier, where: string, ids: readonly string[], host: string): Trace[] {
  return ids.flatMap(id => {
    const { local, domain } = splitAddress(id.replace(/^<|>$/g, ''));
    const [token = ''] = local.split('.', 1);
    const looksSigned = findTokens(token).length === 1;
    return looksSigned ? [{ carrier, where, token, ours: domain.toLowerCase() === host.toLowerCase() }] : [];
  });
}

function textTraces(text: string): Trace[] {
  return tokensInText(text).map(({ token, marked }) => ({ carrier: 'body', where: 'Text', token, ours: marked }));
}

/** A claim that nobody signed: what it is worth is the desk's to say. */
function numberClaims(subject: string): Claim[] {
  return numberTags(subject)
    .slice(0, MOST_NUMBERS)
    .map(ticket => ({ carrier: 'number', where: 'Subject', verdict: 'unsigned', ticket }));
}

function withoutDoubles(claims: readonly Claim[]): Claim[] {
  const kept = new Map<string, Claim>();
  for (const claim of claims) {
    const key = `${claim.verdict} ${claim.ticket} ${claim.person}`;
    const stronger = kept.get(key);
    kept.set(key, stronger === undefined ? claim : saidAlsoBy(stronger, claim));
  }
  return [...kept.values()];
}

function saidAlsoBy(claim: Claim, { carrier, where }: Place): Claim {
  const also = claim.also ?? [];
  const isTold = [claim, ...also].some(place => place.carrier === carrier);
  return isTold ? claim : { ...claim, also: [...also, { carrier, where }] };
}
