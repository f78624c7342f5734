/**
 * Puts on a mail what speaks against letting it in: a blocked file, or what the virus scanner found. What becomes of it
 * is decided in the desk like everything else, so an operator's word comes before this (desk/receive.ts).
 */
import type { Config } from './config/config.ts';
import { blockedBecause } from './mail/blocked-files.ts';
import { forLog } from './mail/clean.ts';
import type { Mail, Stopped } from './mail/mail.ts';

export interface Screen {
  /** By the files of the mail alone; asks nobody. */
  byFiles(mail: Mail): Mail;
  /** By the scanner too. @throws ScanTrouble when it cannot be asked and the config says that mail then waits. */
  byAll(mail: Mail, bytes: Uint8Array): Promise<Mail>;
}

type Rules = Pick<Config, 'attachments' | 'scan'>;

export function createScreen(rules: Rules): Screen {
  const byFiles = (mail: Mail) => withoutBlocked(listed(mail, rules.attachments), rules.attachments);
  return {
    byFiles,
    byAll: async (mail, bytes) => {
      const { scan } = rules;
      // of what is too large only the header is here, and what could not be read is in quarantine already
      return scan === undefined || mail.unread ? byFiles(mail) : scanned(byFiles(mail), bytes, scan);
    },
  };
}

function listed(mail: Mail, { maxCount }: Config['attachments']): Mail {
  const files = mail.attachments.length;
  if (files <= maxCount) return mail;
  const fault = `The mail has ${files} files: the first ${maxCount} are listed, the original has all of them.`;
  return { ...mail, attachments: mail.attachments.slice(0, maxCount), faults: [...mail.faults, fault] };
}

function withoutBlocked(mail: Mail, { block, onBlock }: Config['attachments']): Mail {
  if (onBlock === 'mark') return mail;
  for (const file of mail.attachments) {
    const why = blockedBecause(file, block);
    if (why !== undefined)
      return stop(mail, 'blocked', onBlock, `its file ${forLog(file.name, 100)} is blocked: ${why}`);
  }
  return mail;
}

async function scanned(mail: Mail, bytes: Uint8Array, scan: NonNullable<Config['scan']>): Promise<Mail> {
  const clamd = await import('./intake/clamd.ts');
  try {
    const result = await clamd.scan(bytes, scan);
    if (result.found === 'virus')
      return stop(mail, 'virus', scan.onVirus, `the virus scanner found ${forLog(result.name)}`);
    if (result.found === 'nothing') return mail;
    const large = 'it is too large for the virus scanner (StreamMaxLength of clamd)';
    // waiting would not make it smaller
    return scan.onTrouble === 'defer' ? stop(mail, 'virus', scan.onVirus, large) : notScanned(mail, large);
  } catch (error) {
    if (!(error instanceof clamd.ScanTrouble) || scan.onTrouble === 'defer') throw error;
    return notScanned(mail, forLog(error.message));
  }
}

function stop(mail: Mail, why: Stopped['why'], how: 'quarantine' | 'hold', because: string): Mail {
  return { ...mail, stopped: { why, end: how === 'hold' ? 'held' : 'quarantined', because } };
}

function notScanned(mail: Mail, why: string): Mail {
  return { ...mail, faults: [...mail.faults, `It was not scanned for viruses: ${why}.`] };
}
