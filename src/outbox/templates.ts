/**
 * The frames of our letters: templates/letters/<language>/<template>.liquid, a `Subject:` field, an empty line, the
 * body in Markdown. Each is read and parsed once, when it is wanted. A template may be edited by an administrator, so it
 * can do nothing but print (liquid.ts). Letters to the staff are text only, and their frames stay as they are written.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateName } from '../desk/letter.ts';
import { frameHtmls, frameText } from './frame.ts';
import { bodyText } from './header-text.ts';
import { isKnown, NOTHING, type Part, parsePart, renderPart, unknownVariable, variablesIn } from './liquid.ts';
import { createPieces } from './pieces.ts';
import { isForStaff, SAMPLE_VIEWS, type View } from './view.ts';
import { wrapText } from './wrap.ts';

export interface Rendered {
  readonly subject: string;
  /** Plain text of at most 72 columns, where words can be broken. */
  readonly text: string;
  /** What becomes a page of HTML; none for the staff. */
  readonly html?: { readonly body: string; readonly signature: string };
}

export interface Templates {
  /** The language a letter of that name is written in when these are wished, best first. */
  languageOf(name: TemplateName, wishes: readonly string[]): string;
  /** `language` is one that languageOf gave. Throws with file, line and column when the template is faulty. */
  render(name: TemplateName, view: View, language: string): Rendered;
  /** Every template of every language. */
  sheets(): readonly Sheet[];
}

/** One template file, parsed or found faulty. */
export interface Sheet {
  readonly name: TemplateName;
  readonly language: string;
  readonly file: string;
  readonly faults: readonly string[];
  readonly subject: Part;
  readonly body: Part;
}

export const TEMPLATE_NAMES = Object.keys(SAMPLE_VIEWS) as readonly TemplateName[];

/** Where a language has no template of a name, and the desk's language neither. */
const LAST_RESORT = 'en';

/**
 * `folders` hold letters/<language>/…, the first that has a file wins. Throws when a template is nowhere; a template
 * that cannot be parsed is told by checkTemplates and by render.
 */
export function loadTemplates(from: { readonly folders: readonly string[]; readonly language: string }): Templates {
  if (!/^[A-Za-z0-9]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(from.language))
    throw new Error(
      `The language ${JSON.stringify(from.language)} is not a language tag such as en or nl-BE (RFC 5646).`,
    );
  const files = filesIn(from.folders);
  const read = new Map<string, Sheet>();
  const sheetOf = (name: TemplateName, language: string): Sheet => {
    const file = files.get(language)?.get(name);
    if (file === undefined) throw new Error(`There is no template ${name} in the language ${language}.`);
    const sheet = read.get(file) ?? readSheet(name, language, file);
    read.set(file, sheet);
    return sheet;
  };
  const languageOf = (name: TemplateName, wishes: readonly string[]) => {
    const wished = [...wishes, from.language, LAST_RESORT].flatMap(tag => [tag, tag.split('-')[0]!]);
    return wished.map(tag => tag.toLowerCase()).find(tag => files.get(tag)?.has(name)) ?? LAST_RESORT;
  };
  for (const name of TEMPLATE_NAMES) {
    if (!files.get(languageOf(name, []))?.has(name))
      throw new Error(`There is no template ${name}: looked for ${placesOf(name, from).join(', ')}.`);
  }
  return {
    languageOf,
    render: (name, view, language) => renderSheet(sheetOf(name, language), view),
    sheets: () =>
      [...files].flatMap(([language, found]) =>
        TEMPLATE_NAMES.filter(name => found.has(name)).map(name => sheetOf(name, language)),
      ),
  };
}

function placesOf(name: TemplateName, { folders, language }: { folders: readonly string[]; language: string }) {
  return [language, LAST_RESORT].flatMap(tag => folders.map(folder => join(folder, 'letters', tag, `${name}.liquid`)));
}

/** By language in lower case and by name; only what was found there is ever opened. */
function filesIn(folders: readonly string[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const files = new Map<string, Map<string, string>>();
  for (const folder of folders.map(each => join(each, 'letters')))
    for (const language of namesIn(folder)) {
      const found = files.get(language.toLowerCase()) ?? new Map<string, string>();
      files.set(language.toLowerCase(), found);
      for (const entry of namesIn(join(folder, language))) {
        const name = entry.endsWith('.liquid') ? entry.slice(0, -'.liquid'.length) : undefined;
        if (name !== undefined && !found.has(name)) found.set(name, join(folder, language, entry));
      }
    }
  return files;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

function readSheet(name: TemplateName, language: string, file: string): Sheet {
  const source = readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n');
  const head = /^Subject:[ \t]*(.*(?:\n[ \t]+.*)*)\n[ \t]*\n/.exec(source);
  if (head === null) {
    const fault = `${file}:1:1: must begin with "Subject: …" and an empty line`;
    return { name, language, file, faults: [fault], subject: NOTHING, body: NOTHING };
  }
  const faults: string[] = [];
  const subjectSource = head[1] ?? '';
  const before = head[0].indexOf(subjectSource);
  const subject = parsePart(file, subjectSource, { above: 0, before }, faults);
  const above = head[0].split('\n').length - 1;
  const body = parsePart(file, source.slice(head[0].length), { above, before: 0 }, faults);
  return { name, language, file, faults, subject, body };
}

function renderSheet(sheet: Sheet, view: View): Rendered {
  if (sheet.faults.length > 0) throw new Error(sheet.faults.join('\n'));
  const subject = renderPart(sheet.file, sheet.subject, view);
  if (isForStaff(sheet.name)) return { subject, text: bodyText(wrapText(renderPart(sheet.file, sheet.body, view))) };
  const pieces = createPieces();
  const frame = renderPart(sheet.file, sheet.body, view, pieces.hold);
  return { subject, text: bodyText(frameText(frame, pieces)), html: frameHtmls(frame, pieces) };
}

/** Every fault as `file:line:column: what`, of all languages; empty when all can be used. */
export function checkTemplates(templates: Templates): string[] {
  return templates.sheets().flatMap(sheet => {
    // of what could not be parsed there are none
    const unknown = [...unknownVariables(sheet, sheet.subject), ...unknownVariables(sheet, sheet.body)];
    const faults = [...unknown, ...sheet.faults];
    return faults.length > 0 ? faults : renderFaults(sheet);
  });
}

function unknownVariables(sheet: Sheet, part: Part): string[] {
  const sample = SAMPLE_VIEWS[sheet.name];
  return variablesIn(part)
    .filter(use => !isKnown(sample, use.segments))
    .map(use => unknownVariable(sheet.file, use, `${sheet.name} knows`, sample));
}

function renderFaults(sheet: Sheet): string[] {
  try {
    const { subject } = renderSheet(sheet, SAMPLE_VIEWS[sheet.name]);
    return subject.trim() === '' ? [`${sheet.file}:1:1: the subject is empty`] : [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
