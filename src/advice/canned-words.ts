/** The canned replies that rules send: their files, read once, and their words for one ticket. */

import { type Complaint, wrong } from '../config/complaint.ts';
import type { Config } from '../config/config.ts';
import { instead } from '../config/did-you-mean.ts';
import { quoted } from '../config/fault.ts';
import { templateFolders } from '../config/template-folders.ts';
import { lacking } from '../desk/lacking.ts';
import type { CannedWords } from '../desk/rules/canned-words.ts';
import { languageOf } from '../mail/language.ts';
import { plainSubject } from '../mail/subject.ts';
import { type CannedReply, loadCanned, pickCanned, renderCanned } from '../outbox/canned.ts';
import { ownLanguage } from './ready-answers.ts';

export function cannedWords(config: Config): CannedWords {
  const { policy } = config;
  const replies = loadCanned(templateFolders(config));
  return (name, ticket, mail) => {
    const language = ticket.requester.language ?? languageOf(`${mail.subject}\n${mail.newWords}`);
    const reply = pickCanned(replies, name, language, ownLanguage(policy, ticket.queue));
    if (!reply) return { refused: 'there is none of that name (desk canned list)' };
    const { subject, newWords: text, attachments } = mail;
    return renderCanned(reply, {
      name: ticket.requester.name,
      address: ticket.requester.addresses[0] ?? '',
      ticket: String(ticket.number),
      subject: plainSubject(ticket.subject),
      category: ticket.category ?? '',
      queue: policy.queues.find(queue => queue.name === ticket.queue)?.fromName ?? policy.deskName,
      desk: policy.deskName,
      operator: policy.deskName,
      lacking: lacking({ subject, text, attachments }).lacks.map(({ what }) => what),
    });
  };
}

/** Rules that send what is not there. */
export function missingReplies({ policy }: Config, replies: readonly CannedReply[]): Complaint[] {
  const names = [...new Set(replies.map(({ name }) => name))];
  return policy.rules.flatMap(({ does: { canned } }, i) =>
    canned === undefined || names.includes(canned)
      ? []
      : [
          wrong(
            ['rule', i, 'then', 'canned'],
            `there is no canned reply ${quoted(canned)}${instead(canned, names)} (desk canned list)`,
          ),
        ],
  );
}
