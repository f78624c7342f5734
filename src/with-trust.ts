/**
 * Puts on a mail whether its sender's domain vouched for it: by what our mail server wrote into it, else by asking the
 * DNS, where that is wanted and the mail is new. The DNS of today says nothing about a mail from an archive.
 */
import type { Config } from './config/config.ts';
import type { Arrival } from './intake/arrival.ts';
import type { SenderCheck } from './intake/sender-check.ts';
import type { Mail } from './mail/mail.ts';
import { trustFromResults } from './mail/trust.ts';

export interface TrustGiver {
  withTrust(mail: Mail, arrival: Pick<Arrival, 'bytes' | 'quiet'>): Promise<Mail>;
  close(): void;
}

export function createTrustGiver({ authservIds, check, dns, timeout }: Config['trust']): TrustGiver {
  let own: Promise<SenderCheck> | undefined;
  let made: SenderCheck | undefined;
  const ownCheck = async () => {
    const { createSenderCheck } = await import('./intake/sender-check.ts');
    made = createSenderCheck({ dns, timeout });
    return made;
  };
  return {
    async withTrust(mail, { bytes, quiet }) {
      const said = trustFromResults(mail, authservIds);
      if (said) return { ...mail, trust: said };
      if (check === 'off' || quiet || mail.unread) return mail;
      own ??= ownCheck();
      return { ...mail, trust: await (await own).check(bytes, mail) };
    },
    close: () => made?.close(),
  };
}
