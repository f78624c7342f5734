/** Files in an administrator's folder of templates that nobody would ever read, because of what they are called. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { closest } from '../desk/closest.ts';
import { TEMPLATE_NAMES } from './templates.ts';

/** What lies in the folder, beside what an editor or a version control leaves there. */
const FOLDERS = ['letters', 'canned', 'faq'];

/** `file:line:column: what`; a folder that is not there has none. */
export function misnamedFiles(folder: string): string[] {
  const letters = join(folder, 'letters');
  const languages = namesIn(letters).filter(name => !isLetter(name));
  return [
    ...namesIn(folder).flatMap(name => ofTheTop(folder, name)),
    ...namesIn(letters)
      .filter(isLetter)
      .map(name => fault(join(letters, name), 'letters lie in a folder of their language, such as letters/en')),
    ...languages.flatMap(language =>
      namesIn(join(letters, language)).flatMap(name => ofALanguage(join(letters, language), name)),
    ),
  ];
}

function ofTheTop(folder: string, name: string): string[] {
  if (isLetter(name))
    return [fault(join(folder, name), 'letters lie in a folder of their language, such as letters/en')];
  const near = FOLDERS.includes(name) ? undefined : closest(name, FOLDERS);
  return near === undefined ? [] : [fault(join(folder, name), `nothing is read here, did you mean ${near}?`)];
}

/** Other files, such as notes of the administrator, are left alone. */
function ofALanguage(folder: string, name: string): string[] {
  const [, stem = '', extension] = /^(.*?)(\.[^.]*)?$/s.exec(name) ?? [];
  const file = join(folder, name);
  if (extension !== '.liquid')
    return names.includes(stem) && extension !== undefined && !LEFT_BEHIND.includes(extension)
      ? [fault(file, `a letter ends in .liquid: ${stem}.liquid`)]
      : [];
  if (names.includes(stem)) return [];
  const near = closest(stem, names);
  const advice = near === undefined ? `; there is ${names.join(', ')}` : `, did you mean ${near}.liquid?`;
  return [fault(file, `there is no letter of this name${advice}`)];
}

const names: readonly string[] = TEMPLATE_NAMES;

/** By editors, packages and people who keep what was there. */
const LEFT_BEHIND: readonly string[] = ['.bak', '.old', '.orig', '.save', '.swp', '.tmp'];

function isLetter(name: string): boolean {
  return name.endsWith('.liquid');
}

function fault(file: string, what: string): string {
  return `${file}:1:1: ${what}`;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(name => !name.startsWith('.') && !name.endsWith('~'))
      .sort();
  } catch {
    return [];
  }
}
