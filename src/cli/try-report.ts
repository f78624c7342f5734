/**
 * What `desk try` says of a mail. The JSON is a stable interface (ARCHITECTURE.md): fields are added, never changed;
 * every mail has its line, the unreadable one too.
 */
import type { Decision } from '../desk/decision.ts';
import { type Lacking, lacking } from '../desk/lacking.ts';
import type { Address, Mail, SpamJudgement } from '../mail/mail.ts';
import { actionWords } from './action-words.ts';
import { guessWords, lackWords } from './hints.ts';
import { oneLine, person } from './one-line.ts';
import { verdictWords } from './spam-words.ts';

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
    spam: spamRecord(mail),
    guess: mail.guess ?? null,
    lacks: lacksOf(mail).map(({ what }) => what),
    decision: { actions: decision.actions, because: decision.because },
  };
}

/** Of what would open a ticket. */
function lacksOf({ kind, subject, newWords, attachments }: Mail): Lacking['lacks'] {
  return kind === 'person' ? lacking({ subject, text: newWords, attachments }).lacks : [];
}

/** No answer where the filter is off or has learned too little. */
function spamRecord({ spam }: Mail): { probability: number | null; verdict: SpamJudgement['verdict'] } {
  if (spam === null || spam.verdict === 'unjudged') return { probability: null, verdict: 'unjudged' };
  return { probability: spam.probability, verdict: spam.verdict };
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
    guess: null,
    lacks: [],
    decision: { actions: [], because: [reason] },
  };
}

/** `zone`: of instants. */
export function triedLines({ file, mail, decision }: Tried, zone: string | undefined): string[] {
  return [
    oneLine(file),
    `  from     ${mail.from.map(person).join(', ') || '(nobody)'}`,
    `  subject  ${oneLine(mail.subject) || '(no subject)'}`,
    `  kind     ${mail.kind}: ${oneLine(mail.kindBecause)}`,
    ...labelled('spam', spamLine(mail)),
    ...labelled('seems', mail.guess ? [guessWords(mail.guess)] : []),
    ...labelled('lacks', lackLine(mail, decision)),
    ...labelled(
      'would',
      decision.actions.length === 0 ? ['do nothing'] : decision.actions.map(action => actionWords(action, zone)),
    ),
    ...labelled('because', decision.because.map(oneLine)),
    ...labelled('faults', mail.faults.map(oneLine)),
  ];
}

function lackLine(mail: Mail, { actions }: Decision): string[] {
  const opens = actions.some(action => action.do === 'openTicket');
  const lacks = opens ? lacksOf(mail) : [];
  return lacks.length === 0 ? [] : [lackWords(lacks)];
}

function spamLine({ spam }: Mail): string[] {
  if (spam === null || spam.verdict === 'unjudged') return [];
  const because = spam.because.length === 0 ? '' : `: ${spam.because.map(oneLine).join(', ')}`;
  return [verdictWords(spam.verdict, spam.probability) + because];
}

function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => `  ${(i === 0 ? label : '').padEnd(9)}${line}`);
}
