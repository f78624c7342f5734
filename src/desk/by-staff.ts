/**
 * What operators do by mail. From is only a claim, so an operator's rights want three things: the token that only this
 * operator was sent, the operator's address, and a sender whose domain vouches for the mail. What lacks one is held.
 */
import type { Mail } from '../mail/mail.ts';
import { isOnlyOld } from '../mail/new-words.ts';
import { forwardPrefix } from '../mail/subject.ts';
import { carriersTried } from './carriers-tried.ts';
import { fileMail } from './changes.ts';
import type { Command } from './command.ts';
import type { Decision } from './decision.ts';
import { filesToPassOn, whyNotPassedOn } from './files.ts';
import { operate } from './operate.ts';
import type { Operator, Policy } from './policy.ts';
import { type Proof, peopleOn, unproven, weigh } from './proof.ts';
import type { MailSituation } from './situation.ts';

/** The reply to a notice. A notice of a note is answered by a note: its words are for staff, and so is what they cause. */
export function answersANotice(mail: Mail, at: MailSituation): Decision | undefined {
  const proof = weigh(mail, at);
  const operator = proof?.signed ? whoseNotice(proof, at) : undefined;
  if (!proof || !operator) return undefined;
  const said = [...carriersTried(mail, at.claims), `it answers a notice to ${operator.login}`];
  if (mail.kind !== 'person' && mail.kind !== 'list')
    return { actions: [fileMail('ignored')], because: [...said, mail.kindBecause] };
  const why = whyNotCarriedOut(mail, proof, operator, at);
  const command = commandOf(mail, proof, at);
  const decision = why === undefined ? operate(command, operator, { ...at, ticket: proof.ticket }) : { refused: why };
  if ('refused' in decision)
    return {
      actions: [fileMail('held', proof.ticket.number)],
      because: [
        ...said,
        decision.refused,
        'so it is neither mailed out nor appended: desk reply answers from the terminal',
      ],
    };
  return {
    actions: [...decision.actions, fileMail('handled', proof.ticket.number)],
    because: [...said, ...proven(mail), ...(command.do === 'note' ? [whyANote(at)] : []), ...decision.because],
  };
}

/** An operator who asks something too hears of the ticket as both, and answers as the one or the other. */
function whoseNotice({ person, ticket }: Proof, at: MailSituation): Operator | undefined {
  const isNews = at.answered?.audience === 'staff' && !answersWords(at);
  if (person.id === ticket.requester.id && !isNews) return undefined;
  const login = [...at.staff].find(([, one]) => one.id === person.id)?.[0];
  return at.policy.operators.find(operator => operator.login === login);
}

/**
 * A held mail by whoever had a notice in hand, such as an operator who writes from home or has left, when an operator lets
 * it in: it may quote a note, or speak of one. A requester or participant has read what they quote.
 */
export function isForStaff(mail: Mail, at: MailSituation): boolean {
  const proof = weigh(mail, at);
  if (!proof?.signed || peopleOn(proof.ticket).some(({ addresses }) => addresses.includes(proof.sender))) return false;
  return at.answered?.audience === 'staff' || whoseNotice(proof, at) !== undefined;
}

function whyNotCarriedOut(mail: Mail, proof: Proof, operator: Operator, at: MailSituation): string | undefined {
  const { policy } = at;
  if (!operator.active) return `${operator.login} is not an active operator any more`;
  if (proof.contradiction !== undefined) return proof.contradiction;
  if (proof.sender !== operator.address.toLowerCase()) return `the sender ${proof.sender} is not ${operator.login}`;
  if (isAForward(mail)) return 'it forwards the notice, and what stands above a forward is no answer';
  if (policy.operatorsByMail === 'off') return 'operators do not work by mail here (policy.operators_by_mail)';
  if (mail.trust.verdict !== 'pass') return unproven(mail);
  if (answersWords(at) && isOnlyOld(mail.text))
    return 'it has no words of its own, and what it quotes is for the staff';
  const tooMuch = answersWords(at) ? whyNotPassedOn(mail, policy) : undefined;
  if (tooMuch !== undefined) return tooMuch;
  const since = at.answered?.answeredSince;
  if (since !== undefined && answersWords(at))
    return `${since.login} has answered the ticket since that notice was written`;
  return undefined;
}

/** Who forwards a notice writes to colleagues. `VS:` alone does not tell: in Finnish it is an answer. */
function isAForward({ forwarded, subject }: Mail): boolean {
  return forwarded !== null || (forwardPrefix(subject) ?? 'vs') !== 'vs';
}

/** Which notice was answered tells whether the words are for the requester; when that is lost, nobody but staff reads them. */
function commandOf(mail: Mail, { ticket }: Proof, at: MailSituation): Command & { do: 'reply' | 'note' } {
  const about = { ticket: ticket.number };
  if (!answersWords(at)) return { do: 'note', ...about, text: mail.newWords };
  const text = ofTheQueue(withoutFrame(mail.newWords, at), ticket.queue, at.policy);
  // sent by mail, it cannot be undone: whoever waits for it need not wait longer
  return { do: 'reply', close: false, ...about, text, files: filesToPassOn(mail), sendAt: at.now };
}

/** Who answers between the lines of a notice quotes what it says to the staff, too. */
function withoutFrame(words: string, { answered }: MailSituation): string {
  const frame = new Set(answered?.frame);
  const isFrame = (line: string) => frame.has(line.replace(/^[>\s]+/, '').trimEnd());
  return words
    .split('\n')
    .filter(line => !isFrame(line))
    .join('\n');
}

/** Mail programs write an operator's address below and above what was meant, and nobody asked for it: it is the queue's. */
function ofTheQueue(words: string, queueName: string, { operators, queues }: Policy): string {
  const queue = queues.find(({ name }) => name === queueName);
  const staff = new Set(operators.map(({ address }) => address.toLowerCase()));
  return words.replace(ADDRESS, found => (queue && staff.has(found.toLowerCase()) ? queue.address : found));
}

const ADDRESS = /[^\s<>()[\]"',;:]{1,64}@[\p{L}\p{N}.-]{0,252}[\p{L}\p{N}]/gu;

/** What is told in all others may be for staff only. */
const OF_WORDS: ReadonlySet<string> = new Set(['new-ticket', 'new-message', 'assigned', 'answered', 'not-delivered']);

function answersWords({ answered }: MailSituation): boolean {
  return answered?.audience === 'staff' && OF_WORDS.has(answered.template);
}

function whyANote({ answered }: MailSituation): string {
  return answered === undefined
    ? 'which notice it answers is not known, so it stays with the staff'
    : answered.template === 'note'
      ? 'it answers a note, so it is one'
      : 'it answers news for the staff, so it stays with them';
}

function proven(mail: Mail): string[] {
  return [`the sender is proven: ${mail.trust.because}`];
}
