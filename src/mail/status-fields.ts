import { bounceReason } from './bounce-reason.ts';
import { bounded, forHeader } from './clean.ts';
import type { BouncedRecipient } from './mail.ts';
import { statusIn } from './smtp-reply.ts';

/**
 * The fields of a delivery status (RFC 3464 §2), from their own part or from a text into which a broken server or
 * relay wrote them. The quoted words of the last server win over the Status of a relay that only gave up: it says
 * 4.4.7 about a letter that was refused with 4.7.1 all week.
 */
export const MOST_RECIPIENTS = 200;
const LONGEST_REASON = 500;
const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
const FIELD = /^(?:final-recipient|original-recipient|action|status|diagnostic-code|x-actual-recipient)$/;

/** Every recipient of a delivery status; none when the text holds no such fields. */
export function statusRecipients(text: string): BouncedRecipient[] {
  return statusGroups(text)
    .filter(group => group.has('final-recipient') || group.has('original-recipient') || group.has('action'))
    .slice(0, MOST_RECIPIENTS)
    .map(bouncedRecipient);
}

type Group = ReadonlyMap<string, string>;

/** Groups of fields between empty lines; the first is about the whole mail (RFC 3464 §2.1). */
function statusGroups(text: string): Group[] {
  const blocks = text.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n/);
  return blocks.flatMap(block => {
    const groups: Map<string, string>[] = [new Map()];
    for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
      const colon = line.indexOf(':');
      const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
      if (name === '') continue;
      // Some servers leave the empty line between two recipients out.
      if (name === 'final-recipient' && groups.at(-1)?.has(name)) groups.push(new Map());
      const group = groups.at(-1);
      if (FIELD.test(name) && group !== undefined && !group.has(name)) group.set(name, line.slice(colon + 1).trim());
    }
    return groups;
  });
}

function bouncedRecipient(group: Group): BouncedRecipient {
  const diagnostic = afterType(group.get('diagnostic-code') ?? '');
  const field = group.get('status') ?? '';
  const status = exactStatus(statusIn(field), diagnostic);
  const action = actionOf(group.get('action') ?? '', status);
  // `5.0.0 (permanent failure)`: the comment is all that some servers say.
  const comment = /\(([^()]{1,200})\)/.exec(field)?.[1] ?? '';
  const reason = diagnostic === '' ? comment : diagnostic;
  return {
    address: addressOf(group.get('final-recipient') ?? '') || addressOf(group.get('original-recipient') ?? ''),
    status,
    action,
    reason: forHeader(bounded(reason, LONGEST_REASON)),
    permanent: isFinal(action) && bounceReason(reason, status).permanent,
  };
}

function isFinal(action: BouncedRecipient['action']): boolean {
  return action === 'failed' || action === '';
}

/** `rfc822; <ann@example.org>`: the type before the semicolon is dropped (RFC 3464 §2.1.2). */
function addressOf(value: string): string {
  return forHeader(
    afterType(value)
      .replace(/^<|>$/g, '')
      .replace(/^mailto:/i, ''),
    320,
  );
}

function afterType(value: string): string {
  return value.replace(/^[a-z0-9-]{1,40}\s*;\s*/i, '').trim();
}

function actionOf(value: string, status: string): BouncedRecipient['action'] {
  const word = /^[a-z]+/i.exec(value)?.[0].toLowerCase();
  // Servers that only test an address (sendmail -bv) say so.
  if (word === 'deliverable') return 'delivered';
  if (word === 'undeliverable') return 'failed';
  return ACTIONS.find(action => action === word) ?? (status.startsWith('2') ? 'delivered' : '');
}

/** x.0.0 that another class contradicts stays: it is what the last server said about the whole attempt. */
export function exactStatus(said: string, words: string): string {
  const told = statusIn(words);
  if (said === '' || told === '' || told.startsWith('2')) return said === '' ? told : said;
  return said.endsWith('.0.0') && told[0] !== said[0] ? said : told;
}
