import { bounded, forHeader } from './clean.ts';
import { readHeaderBlock } from './header-block.ts';
import type { Bounce, BouncedRecipient } from './mail.ts';
import { messageIds } from './message-ids.ts';

/**
 * Delivery status notifications (RFC 3464): which recipient, what happened, why, and which letter came back.
 * `permanent` is about this letter: a 4.x.x status is temporary even when the server gave up on it.
 */
export interface ReportParts {
  /** Bodies of message/delivery-status parts. */
  readonly deliveryStatus: readonly string[];
  /** Bytes of message/rfc822 and text/rfc822-headers parts, or the beginning of them. */
  readonly returned: readonly Uint8Array[];
}

const MOST_RECIPIENTS = 200;
const LONGEST_REASON = 500;
const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

/** null when there is no delivery status that names a recipient. */
export function bounceIn(parts: ReportParts): Bounce | null {
  const recipients = parts.deliveryStatus
    .flatMap(statusGroups)
    .filter(group => group.has('final-recipient') || group.has('original-recipient') || group.has('action'))
    .slice(0, MOST_RECIPIENTS)
    .map(bouncedRecipient);
  if (recipients.length === 0) return null;
  const returned = returnedId(parts.returned);
  return returned === undefined ? { recipients } : { recipients, returned };
}

/** The Message-ID of a returned mail, from the bytes of its header. */
export function returnedId(parts: readonly Uint8Array[]): string | undefined {
  for (const part of parts) {
    const field = readHeaderBlock(part).fields.find(({ name }) => name === 'message-id');
    const [id] = field === undefined ? [] : messageIds(field.value);
    if (id !== undefined) return id;
  }
  return undefined;
}

type Group = ReadonlyMap<string, string>;

/** Groups of fields between empty lines; the first is about the whole mail (RFC 3464 §2.1). */
function statusGroups(text: string): Group[] {
  const blocks = text.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n/);
  return blocks.map(block => {
    const group = new Map<string, string>();
    for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
      const colon = line.indexOf(':');
      const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
      if (name !== '' && !group.has(name)) group.set(name, line.slice(colon + 1).trim());
    }
    return group;
  });
}

function bouncedRecipient(group: Group): BouncedRecipient {
  const diagnostic = afterType(group.get('diagnostic-code') ?? '');
  const action = actionOf(group.get('action') ?? '');
  const status = statusOf(group.get('status') ?? '', diagnostic);
  return {
    address: addressOf(group.get('final-recipient') ?? group.get('original-recipient') ?? ''),
    status,
    action,
    reason: forHeader(bounded(diagnostic, LONGEST_REASON)),
    permanent: (action === 'failed' || action === '') && !status.startsWith('4') && !status.startsWith('2'),
  };
}

/** `rfc822; <ann@example.org>`: the type before the semicolon is dropped (RFC 3464 §2.1.2). */
function addressOf(value: string): string {
  return forHeader(afterType(value).replace(/^<|>$/g, ''), 320);
}

function afterType(value: string): string {
  return value.replace(/^[a-z0-9-]{1,40}\s*;\s*/i, '').trim();
}

function actionOf(value: string): BouncedRecipient['action'] {
  const word = /^[a-z]+/i.exec(value)?.[0].toLowerCase();
  return ACTIONS.find(action => action === word) ?? '';
}

/** The Status field, unless it is missing or says only x.0.0 while the server's own words are more exact. */
function statusOf(field: string, diagnostic: string): string {
  const said = statusIn(field);
  const told = statusIn(diagnostic);
  if (said === '') return told;
  return said.endsWith('.0.0') && told[0] === said[0] ? told : said;
}

/** The first enhanced status code (RFC 3463) in a text. */
function statusIn(text: string): string {
  return /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/.exec(text.slice(0, 4096))?.[0] ?? '';
}
