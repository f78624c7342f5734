import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Public mails that lie beside the checkout and are never part of it. A test that needs them asks `corpora`, and is
 * skipped with a plain sentence where they are not.
 */
const ROOT = resolve(process.env.POSTDESK_CORPORA ?? '../shared/corpora');

/** The path of a folder or file of the corpora; skips the running test when it is not there. */
export function corpora(test: Mocha.Context, ...path: string[]): string {
  const place = corporaFolder(...path);
  if (!existsSync(place)) {
    console.log(`      corpora not here (${place}): skipped`);
    test.skip();
  }
  return place;
}

export function corporaFolder(...path: string[]): string {
  return join(ROOT, ...path);
}

export function mailsIn(folder: string): { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.eml'))
    .map(name => ({ name, bytes: readFileSync(join(folder, name)) }));
}

export function linesOfJson<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T);
}

/** One of our own mails, test/mails/NAME.eml. */
export function ownMail(name: string): Buffer {
  return readFileSync(join('test/mails', `${name}.eml`));
}
