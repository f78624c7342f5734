/**
 * Answers that are always the same: `[<language>/]name.md` in the folder of the FAQ, a head (front-matter.ts) and
 * Markdown that is taken as it stands. Staff sees all of them; a requester hears only of those with `public: yes`.
 */
import { categoryIn, isYes, languageIn, listOf } from './canned.ts';
import { readFrontMatter } from './front-matter.ts';
import { bodyText } from './header-text.ts';
import { type MarkdownFile, rank, readMarkdownFolders } from './markdown-folder.ts';

export interface FaqEntry {
  readonly name: string;
  /** '' suits every language. */
  readonly language: string;
  /** The question. */
  readonly title: string;
  readonly tags: readonly string[];
  readonly category: string | null;
  /** `file:line:column` of its category; '' without one. */
  readonly categoryAt: string;
  /** Where it can be read; '' when it is nowhere. */
  readonly url: string;
  /** A requester may hear of it. */
  readonly public: boolean;
  readonly text: string;
  readonly file: string;
  /** `file:line:column: what`; one with faults is nowhere but in `desk config check`. */
  readonly faults: readonly string[];
  readonly rank: (wanted: string | undefined, own: string) => number;
}

const KEYS = ['title', 'tags', 'category', 'language', 'url', 'public'];

/** `folders` of FAQs, the administrator's first. */
export function loadFaq(folders: readonly string[]): FaqEntry[] {
  return readMarkdownFolders(folders).map(readEntry);
}

function readEntry(found: MarkdownFile): FaqEntry {
  const { name, file } = found;
  const head = readFrontMatter(file, found.source, KEYS);
  const faults = [...found.faults, ...(found.faults.length > 0 ? [] : head.faults)];
  const { fields } = head;
  const title = fields.get('title')?.value ?? '';
  const text = bodyText(head.body).trim();
  if (faults.length === 0 && title === '') faults.push(`${file}:1:1: the head has no title`);
  if (faults.length === 0 && text === '') faults.push(`${file}:${head.above + 1}:1: there are no words below the head`);
  const language = languageIn(found, fields.get('language'), faults);
  const url = fields.get('url');
  if (url && !/^https?:\/\/[^\s"<>]{1,290}$/.test(url.value))
    faults.push(`${file}:${url.line}:${url.column}: url begins with https:// or http:// and has no blanks`);
  return {
    name,
    language,
    title,
    tags: listOf(fields.get('tags')?.value),
    ...categoryIn(found, fields.get('category')),
    url: url?.value ?? '',
    public: isYes(found, fields.get('public'), 'public', faults),
    text,
    file,
    faults,
    rank: (wanted, own) => rank({ ...found, language }, wanted, own),
  };
}

/** The one of this name for a reader of this language. */
export function pickFaq(
  entries: readonly FaqEntry[],
  name: string,
  wanted: string | undefined,
  own: string,
): FaqEntry | undefined {
  const named = entries.filter(entry => entry.name === name && entry.faults.length === 0);
  return named.sort((a, b) => a.rank(wanted, own) - b.rank(wanted, own))[0];
}

/** One of each name, the one for this language. */
export function faqFor(entries: readonly FaqEntry[], wanted: string | undefined, own: string): FaqEntry[] {
  const names = new Set(entries.filter(({ faults }) => faults.length === 0).map(({ name }) => name));
  return [...names].map(name => pickFaq(entries, name, wanted, own)!);
}
