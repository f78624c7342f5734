/**
 * What `desk try` says of a mail. The JSON is a stable interface (ARCHITECTURE.md): fields are added, never changed;
 * every mail has its line, the unreadable one too.
 */
import type { Decision } from '../desk/decision.ts';
import type { Address, Mail } from '../mail/mail.ts';
import { actionWords } from './action-words.ts';
import { oneLine, person } from './one-line.ts';

export interface Tried {
  readonly file: string;
  readonly mail: Mail;
  readonly decision: Decision;
}

export function triedRecord({ file, mail, decision }: Tried) {
  return {
    file,
    kind: mail.kind,
    messageId: mail.messageId ?? null,
    subject: mail.subject,
    from: mail.from[0] ? addressRecord(mail.from[0]) : { name: '', address: '' },
    to: mail.to.map(addressRecord),
    cc: mail.cc.map(addressRecord),
    text: mail.text,
    newWords: mail.newWords,
    folded: mail.folded,
    attachments: mail.attachments.map(({ name, type, size, sha256, inline }) => ({ name, type, size, sha256, inline })),
    bounce: mail.bounce && { recipients: mail.bounce.recipients.map(recipient => ({ ...recipient })) },
    // No filter has judged it.
    spam: { probability: null, verdict: 'unjudged' },
    decision: { actions: decision.actions, because: decision.because },
  };
}

function addressRecord({ name, address }: Address): Address {
  return { name, address };
}

export type TriedRecord = ReturnType<typeof triedRecord>;

/** The line of a mail nobody could read: empty fields and the reason. */
export function unreadRecord(file: string, reason: string): TriedRecord {
  return {
    file,
    kind: 'person',
    messageId: null,
    subject: '',
    from: { name: '', address: '' },
    to: [],
    cc: [],
    text: '',
    newWords: '',
    folded: '',
    attachments: [],
    bounce: null,
    spam: { probability: null, verdict: 'unjudged' },
    decision: { actions: [], because: [reason] },
  };
}

export function triedLines({ file, mail, decision }: Tried): string[] {
  return [
    oneLine(file),
    `  from     ${mail.from.map(person).join(', ') || '(nobody)'}`,
    `  subject  ${oneLine(mail.subject) || '(no subject)'}`,
    `  kind     ${mail.kind}: ${oneLine(mail.kindBecause)}`,
    ...labelled('would', decision.actions.length === 0 ? ['do nothing'] : decision.actions.map(actionWords)),
    ...labelled('because', decision.because.map(oneLine)),
    ...labelled('faults', mail.faults.map(oneLine)),
  ];
}

function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => `  ${(i === 0 ? label : '').padEnd(9)}${line}`);
}
