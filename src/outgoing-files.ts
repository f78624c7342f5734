/** The bytes of files that go out: out of the store when a letter is made; of an operator's mail, taken out before. */
import type { Config } from './config/config.ts';
import { MOST_FILES } from './desk/files.ts';
import type { Letter } from './desk/letter.ts';
import type { Mail } from './mail/mail.ts';
import type { Enclosed } from './outbox/nodemailer.ts';
import type { Database } from './store/database.ts';
import { readFileKept } from './store/files.ts';
import { type Packed, pack } from './store/originals.ts';

/** In the transaction of the letter: what was attached in the same command is there already. */
export async function enclosed(database: Database, letter: Letter): Promise<Enclosed[]> {
  const files = 'files' in letter ? (letter.files ?? []) : [];
  const found: Enclosed[] = [];
  for (const { name, type, sha256 } of files) {
    const bytes = await readFileKept(database, sha256);
    if (!bytes) throw new Error(`the file ${sha256} of a letter is not kept`);
    found.push({ name, type, bytes });
  }
  return found;
}

/** What an operator attached to a mail may have to go on to a requester; whether it does, is decided later. */
export async function filesToPassOn({ policy, limits }: Config, mail: Mail, bytes: Uint8Array): Promise<Packed[]> {
  const sender = mail.from[0]?.address.toLowerCase();
  const isStaff = policy.operators.some(({ address }) => address.toLowerCase() === sender);
  const wanted = mail.attachments.flatMap((file, nth) => (file.inline ? [] : [{ file, nth }]));
  const size = wanted.reduce((sum, { file }) => sum + file.size, 0);
  // a stranger’s mail is read in the parser’s worker only, within its bounds
  if (
    !isStaff ||
    mail.trust.verdict !== 'pass' ||
    wanted.length === 0 ||
    wanted.length > MOST_FILES ||
    size > policy.letters.fileSize
  )
    return [];
  const { extractAttachment } = await import('./intake/parse-mail.ts');
  const files: Packed[] = [];
  for (const { file, nth } of wanted) {
    const found = await extractAttachment(bytes, nth, { mailSize: limits.mailSize });
    if (found?.attachment.sha256 === file.sha256) files.push(await pack(found.bytes, file.sha256));
  }
  return files;
}
