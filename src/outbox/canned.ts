/**
 * Canned replies: `canned/[<language>/]name.md`, a head (front-matter.ts) and words in Liquid. What the requester wrote
 * is a value: it is put in once and never read as Liquid. A variable that is empty is a fault with its place, so that
 * no letter says "Dear ,"; `{% if name %}` asks first. What is rendered is a draft: an operator sends it.
 */
import type { PublicText } from '../desk/ticket.ts';
import { type Field, readFrontMatter } from './front-matter.ts';
import { bodyText, oneLine } from './header-text.ts';
import { isKnown, type Part, parsePart, renderPart, unknownVariable, variablesIn } from './liquid.ts';
import { isLanguageTag, type MarkdownFile, rank, readMarkdownFolders } from './markdown-folder.ts';

export interface CannedReply {
  readonly name: string;
  /** '' suits every language. */
  readonly language: string;
  readonly title: string;
  readonly tags: readonly string[];
  /** Of the tickets it suits. */
  readonly category: string | null;
  /** `file:line:column` of its category; '' without one. */
  readonly categoryAt: string;
  /** Whoever sends it closes the ticket with it. */
  readonly close: boolean;
  /** It asks: nothing goes on before the requester replies. */
  readonly ask: boolean;
  readonly file: string;
  readonly shipped: boolean;
  /** The words as they stand in the file. */
  readonly source: string;
  /** The same without what is Liquid. */
  readonly plain: string;
  /** `file:line:column: what`; one with faults is listed and not sent. */
  readonly faults: readonly string[];
  readonly part: Part;
  readonly rank: (wanted: string | undefined, own: string) => number;
}

/** What a canned reply may print; '' and an empty list are not there. */
export interface CannedView {
  readonly name: string;
  readonly address: string;
  readonly ticket: string;
  readonly subject: string;
  readonly category: string;
  readonly queue: string;
  readonly desk: string;
  readonly operator: string;
  /** What the request lacks (desk/lacking.ts). */
  readonly lacking: readonly string[];
}

const SAMPLE: CannedView = {
  name: 'Ann Example',
  address: 'ann@example.org',
  ticket: '1042',
  subject: 'The printer prints blue pages',
  category: 'printing',
  queue: 'Example Support',
  desk: 'Example Desk',
  operator: 'Bob Operator',
  lacking: ['steps', 'expected', 'seen', 'error-code', 'screenshot'],
};

const KEYS = ['title', 'tags', 'category', 'language', 'close', 'ask'];

/** `folders` hold canned/…, the administrator's first and the shipped one last. */
export function loadCanned(folders: readonly string[]): CannedReply[] {
  const places = folders.map(folder => `${folder}/canned`);
  return readMarkdownFolders(places).map(file => readCanned(file, file.folder === folders.length - 1));
}

function readCanned(found: MarkdownFile, shipped: boolean): CannedReply {
  const { name, file } = found;
  const head = readFrontMatter(file, found.source, KEYS);
  const faults = [...found.faults, ...(found.faults.length > 0 ? [] : head.faults)];
  const { fields } = head;
  const title = fields.get('title')?.value ?? '';
  if (faults.length === 0 && title === '') faults.push(`${file}:1:1: the head has no title`);
  const language = languageIn(found, fields.get('language'), faults);
  const [close, ask] = [
    isYes(found, fields.get('close'), 'close', faults),
    isYes(found, fields.get('ask'), 'ask', faults),
  ];
  const part = parsePart(file, head.body, { above: head.above, before: 0 }, faults);
  if (faults.length === 0) faults.push(...faultsIn(file, part, head.body, head.above));
  return {
    name,
    language,
    title,
    tags: listOf(fields.get('tags')?.value),
    ...categoryIn(found, fields.get('category')),
    close,
    ask,
    file,
    shipped,
    source: head.body,
    plain: head.body.replace(/\{%.*?%\}|\{\{.*?\}\}/gs, ' '),
    faults,
    part,
    rank: (wanted, own) => rank({ ...found, language }, wanted, own),
  };
}

/** Of the folder, or of the head of a file that lies in none of a language. */
export function languageIn({ language, file }: MarkdownFile, said: Field | undefined, faults: string[]): string {
  if (!said) return language;
  const at = `${file}:${said.line}:${said.column}`;
  if (!isLanguageTag(said.value)) faults.push(`${at}: expected a language tag such as nl or pt-BR`);
  else if (language !== '' && said.value !== language) faults.push(`${at}: the file lies in the folder ${language}`);
  return language === '' ? said.value : language;
}

/** Whether there is such a category is not known here. */
export function categoryIn({ file }: MarkdownFile, said: Field | undefined) {
  return { category: said?.value ?? null, categoryAt: said ? `${file}:${said.line}:${said.column}` : '' };
}

export function isYes({ file }: MarkdownFile, said: Field | undefined, key: string, faults: string[]): boolean {
  if (said && !/^(?:yes|no|true|false)$/.test(said.value))
    faults.push(`${file}:${said.line}:${said.column}: ${key} is yes or no`);
  return said !== undefined && /^(?:yes|true)$/.test(said.value);
}

export function listOf(value = ''): string[] {
  return value
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
}

function faultsIn(file: string, part: Part, body: string, above: number): string[] {
  if (body.trim() === '') return [`${file}:${above + 1}:1: there are no words below the head`];
  const unknown = variablesIn(part).filter(use => !isKnown(SAMPLE, use.segments));
  if (unknown.length > 0) return unknown.map(use => unknownVariable(file, use, 'there is', SAMPLE));
  try {
    renderPart(file, part, SAMPLE);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** The one for a reader of this language; undefined when there is none of the name. */
export function pickCanned(
  replies: readonly CannedReply[],
  name: string,
  wanted: string | undefined,
  own: string,
): CannedReply | undefined {
  const named = replies.filter(reply => reply.name === name);
  return named.sort((a, b) => a.rank(wanted, own) - b.rank(wanted, own))[0];
}

/** One of each name, the one for this language. */
export function cannedFor(replies: readonly CannedReply[], wanted: string | undefined, own: string): CannedReply[] {
  return [...new Set(replies.map(({ name }) => name))].map(name => pickCanned(replies, name, wanted, own)!);
}

/** The words of a letter, or what is missing for them as `file:line:column: what`. */
export function renderCanned(reply: CannedReply, view: CannedView): PublicText | { readonly refused: string } {
  if (reply.faults.length > 0) return { refused: reply.faults.join('\n') };
  try {
    return bodyText(renderPart(reply.file, reply.part, given(view)).replace(/^(?:[ \t]*\n)+/, '')) as PublicText;
  } catch (error) {
    const message = (error as Error).message;
    return {
      refused: message.replace(
        /undefined variable: (.+)$/,
        'nothing is known for {{ $1 }} here; {% if $1 %} in the reply asks first',
      ),
    };
  }
}

/**
 * One line each, and no link in Markdown: what an operator answers is Markdown, what a requester wrote is not. What is
 * empty is left out, so that Liquid complains about it at the place where it would have been printed.
 */
function given(view: CannedView): Partial<CannedView> {
  const entries = Object.entries(view).map(([key, value]): [string, string | readonly string[]] => [
    key,
    typeof value === 'string' ? oneLine(value, 320).replaceAll('](', '] (') : value,
  ]);
  return Object.fromEntries(
    entries.filter(([, value]) => (typeof value === 'string' ? shows(value) : value.length > 0)),
  );
}

/** Blanks and invisible letters are nothing to address somebody by. */
function shows(value: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(value);
}
