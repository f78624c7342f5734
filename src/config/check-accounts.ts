/** Mailboxes, courier and doors: each can log in one way, and no two take mail from the same place. */

import { type Complaint, type Draft, type Given, repeated, wrong } from './complaint.ts';
import { instead } from './did-you-mean.ts';
import { type Path, quoted } from './fault.ts';
import type { Settings } from './keys.ts';

export const PASSWORD_KEYS = ['password_file', 'password_credential', 'password_env', 'password'] as const;

export function mailboxQueuesExist({ queue, mailbox }: Draft<Settings>): Complaint[] {
  const names = (queue ?? []).map(one => one?.name);
  if (names.includes(undefined) || names.length === 0) return [];
  return (mailbox ?? []).flatMap((one, i) => {
    if (one?.queue === undefined || names.includes(one.queue)) return [];
    const message = `there is no [[queue]] called ${quoted(one.queue)}${instead(one.queue, names.map(String))}`;
    return [wrong(['mailbox', i, 'queue'], message)];
  });
}

/** Two readers of one folder would race for every mail. */
export function mailboxesDiffer({ mailbox }: Draft<Settings>): Complaint[] {
  const folders = (mailbox ?? []).flatMap((one, i) => {
    if (!one?.host || !one.user || !one.folder) return [];
    return [{ path: ['mailbox', i], text: [one.host.toLowerCase(), one.user, one.folder].join('\n') }];
  });
  return repeated(folders, 'host, user and folder');
}

export function mailboxesHavePasswords({ mailbox }: Draft<Settings>, given: Given): Complaint[] {
  return (mailbox ?? []).flatMap((one, i) => (one ? onePassword(['mailbox', i], given, 'needed') : []));
}

export function movesSomewhere({ mailbox }: Draft<Settings>, given: Given): Complaint[] {
  return (mailbox ?? []).flatMap((one, i) => {
    const path = ['mailbox', i, 'move_to'];
    if (one?.done !== 'move') return [];
    if (!given(path)) return [wrong(path, 'missing: done = "move" needs a folder to move to')];
    return one.move_to !== undefined && one.move_to === one.folder
      ? [wrong(path, 'is the folder that is read: its mails would come back for ever')]
      : [];
  });
}

export function smtpHasAHost({ courier }: Draft<Settings>, given: Given): Complaint[] {
  const path = ['courier', 'host'];
  if (courier?.kind !== 'smtp' || given(path)) return [];
  return [wrong(path, 'missing: kind = "smtp" needs a server; kind = "keep" writes letters to a folder instead')];
}

export function smtpLogsInWhole({ courier }: Draft<Settings>, given: Given): Complaint[] {
  if (courier?.kind !== 'smtp') return [];
  const sources = PASSWORD_KEYS.filter(key => given(['courier', key]));
  if (given(['courier', 'user'])) return onePassword(['courier'], given, 'needed');
  const alone = sources.slice(0, 1).map(key => wrong(['courier', key], 'needs a user to log in as', 'key'));
  return [...alone, ...onePassword(['courier'], given, 'possible')];
}

function onePassword(table: Path, given: Given, how: 'needed' | 'possible'): Complaint[] {
  const [first, ...more] = PASSWORD_KEYS.filter(key => given([...table, key]));
  if (first === undefined && how === 'needed') {
    return [wrong([...table, 'password_file'], `missing: where the password is, one of ${PASSWORD_KEYS.join(', ')}`)];
  }
  return more.map(key => wrong([...table, key], `a second source of the password beside ${first}, keep one`, 'key'));
}

export function doorsDiffer({ door }: Draft<Settings>): Complaint[] {
  const same = door?.smtp !== undefined && door.smtp === door.lmtp && !door.smtp.endsWith(':0');
  return same ? [wrong(['door', 'lmtp'], 'is where SMTP listens already')] : [];
}
