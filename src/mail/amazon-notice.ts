import { bounceReason } from './bounce-reason.ts';
import type { BouncedRecipient } from './mail.ts';
import { exactStatus } from './status-fields.ts';

/**
 * Amazon SES tells of bounces, complaints and deliveries in JSON, as the text of a mail, sometimes as a string inside
 * other JSON. Only the few fields that name a recipient are read; the text is never parsed as a whole, for mailers
 * wrap and cut it.
 */
const LONGEST = 64 * 1024;

export function amazonNoticeType(text: string): 'bounce' | 'complaint' | 'delivery' | undefined {
  const start = text.slice(0, LONGEST);
  if (!/^\s*\{/.test(start)) return undefined;
  const type = /\\?"(?:notificationType|eventType)\\?"\s*:\s*\\?"(bounce|complaint|delivery)\\?"/i.exec(start)?.[1];
  return type?.toLowerCase() as ReturnType<typeof amazonNoticeType>;
}

export function amazonNotice(text: string): BouncedRecipient[] {
  const type = amazonNoticeType(text);
  if (type !== 'bounce' && type !== 'delivery') return [];
  const plain = text
    .slice(0, LONGEST)
    .replace(/[\r\n]+/g, '')
    .replace(/\\+"/g, '"');
  if (type === 'delivery') {
    const list = /"recipients"\s*:\s*\[([^\]]{0,4000})\]/.exec(plain)?.[1] ?? '';
    const reply = field(plain, 'smtpResponse');
    return Array.from(list.matchAll(/"([^"@\s]{1,128}@[^"\s]{1,255})"/g), ([, address = '']) => ({
      address,
      status: exactStatus('', reply) || '2.0.0',
      action: 'delivered' as const,
      reason: reply,
      permanent: false,
    }));
  }
  const list = /"bouncedRecipients"\s*:\s*\[([^\]]{0,20000})\]/.exec(plain)?.[1] ?? '';
  const transient = /^transient$/i.test(field(plain, 'bounceType'));
  return Array.from(list.matchAll(/\{([^{}]{1,4000})\}/g), ([, one = '']) => {
    const reason = field(one, 'diagnosticCode').replace(/^smtp;\s*/i, '');
    const status = exactStatus(field(one, 'status'), reason);
    return {
      address: field(one, 'emailAddress'),
      status,
      action: 'failed' as const,
      reason,
      permanent: !transient && bounceReason(reason, status).permanent,
    };
  });
}

function field(json: string, name: string): string {
  return new RegExp(`"${name}"\\s*:\\s*"([^"]{0,1000})"`).exec(json)?.[1] ?? '';
}
