import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Replies as mail programs write them, test/mails/replies/NAME.eml, to a letter with the reply token that is filled in:
 * `{{TOKEN}}`, its halves `{{T1}}` and `{{T2}}` where a program cuts it in two, and `{{ID}}`, the letter's Message-ID.
 * What stands between `{{BASE64}}` and `{{/BASE64}}`, or `{{WORD}}` and its end, is encoded after that.
 */
const FOLDER = 'test/mails/replies';

export function replyNames(): string[] {
  return readdirSync(FOLDER).map(file => file.replace(/\.eml$/, ''));
}

export function reply(name: string, token: string): Buffer {
  const half = token.lastIndexOf('-') + 1;
  const filled = readFileSync(join(FOLDER, `${name}.eml`), 'utf8')
    .replaceAll('{{TOKEN}}', token)
    .replaceAll('{{T1}}', token.slice(0, half))
    .replaceAll('{{T2}}', token.slice(half))
    .replaceAll('{{ID}}', `${token}.n0nce-0@desk.example`);
  return Buffer.from(encoded(filled), 'utf8');
}

function encoded(text: string): string {
  return text
    .replace(/\{\{BASE64\}\}(.*?)\{\{\/BASE64\}\}/gs, (_, inside: string) => base64(inside).replace(/.{76}/g, '$&\r\n'))
    .replace(/\{\{WORD\}\}(.*?)\{\{\/WORD\}\}/gs, (_, inside: string) => `=?utf-8?B?${base64(inside)}?=`);
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
