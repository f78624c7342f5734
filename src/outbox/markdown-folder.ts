/**
 * Folders of Markdown files that an administrator may add to: `<folder>/name.md` suits every language,
 * `<folder>/nl/name.md` one. Of two with one name and language, the one in the earlier folder counts; which language a
 * reader gets is asked of `rank`.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface MarkdownFile {
  readonly name: string;
  /** '' suits every language. */
  readonly language: string;
  readonly file: string;
  /** Which of the folders, 0 first. */
  readonly folder: number;
  readonly source: string;
  readonly faults: readonly string[];
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?$/;
const MOST_FILES = 5_000;
const LARGEST = 200_000;

export function isFileName(name: string): boolean {
  return NAME.test(name);
}

export function isLanguageTag(text: string): boolean {
  return LANGUAGE.test(text);
}

/** Every file that counts, by name; one that cannot be used has its faults. README.md is for people. */
export function readMarkdownFolders(folders: readonly string[]): MarkdownFile[] {
  const found = new Map<string, MarkdownFile>();
  for (const [n, folder] of folders.entries())
    for (const file of filesIn(folder, n)) {
      const key = `${file.language}/${file.name}`;
      if (!found.has(key)) found.set(key, file);
    }
  return [...found.values()].sort((a, b) => order(a.name, b.name) || order(a.language, b.language));
}

function filesIn(folder: string, n: number): MarkdownFile[] {
  const inside = entriesOf(folder);
  const languages = inside.filter(entry => LANGUAGE.test(entry) && isFolder(join(folder, entry)));
  const all = ['', ...languages].flatMap(language => {
    const entries = language === '' ? inside : entriesOf(join(folder, language));
    return entries.filter(isMarkdown).map(entry => readOne(join(folder, language, entry), entry, language, n));
  });
  return all.slice(0, MOST_FILES);
}

function isMarkdown(entry: string): boolean {
  return entry.endsWith('.md') && entry !== 'README.md' && !entry.startsWith('.');
}

function readOne(file: string, entry: string, language: string, folder: number): MarkdownFile {
  const name = entry.slice(0, -'.md'.length);
  const made = { name, language, file, folder };
  if (!NAME.test(name))
    return { ...made, source: '', faults: [`${file}: the name is not of letters, digits, ".", "_" and "-"`] };
  try {
    if (statSync(file).size > LARGEST) return { ...made, source: '', faults: [`${file}: larger than 200 kB`] };
    return { ...made, source: readFileSync(file, 'utf8'), faults: [] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { ...made, source: '', faults: [`${file}: cannot be read: ${code ?? 'no reason given'}`] };
  }
}

/** A folder that is not there is empty. */
function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/**
 * How well a file suits a reader, less is better: the administrator's before the shipped one in the language that is
 * wanted, then what suits every language, then the desk's own language and English, then any.
 */
export function rank({ language, folder }: MarkdownFile, wanted: string | undefined, own: string): number {
  const place = suits(language, wanted)
    ? 0
    : language === ''
      ? 1
      : suits(language, own)
        ? 3
        : language === 'en'
          ? 4
          : 5;
  const shipped = Math.min(folder, 1);
  // one of the administrator's for every language comes before a shipped one in the right language
  return place <= 1 ? place + 2 * shipped : 2 * place + shipped;
}

/** nl suits nl-BE. */
export function suits(language: string, wanted: string | undefined): boolean {
  if (wanted === undefined || language === '') return false;
  const [have, want] = [language.toLowerCase(), wanted.toLowerCase()];
  return want === have || want.startsWith(`${have}-`) || have.startsWith(`${want}-`);
}
