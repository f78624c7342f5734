/**
 * The frames of our letters: templates/letters/<language>/<template>.liquid, a `Subject:` field, an empty line, the
 * body. Read and parsed once. A template may be edited by an administrator, so it can do nothing but print (liquid.ts).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateName } from '../desk/letter.ts';
import { bodyText } from './header-text.ts';
import { isKnown, NOTHING, type Part, parsePart, renderPart, variablesIn } from './liquid.ts';
import { SAMPLE_VIEWS, type View } from './view.ts';

export interface Templates {
  /** Throws with file, line and column when the template is faulty. */
  render(name: TemplateName, view: View): { readonly subject: string; readonly text: string };
  /** One for each template; a faulty one keeps its faults. */
  readonly sheets: readonly Sheet[];
}

/** One template file, parsed or found faulty. */
export interface Sheet {
  readonly name: TemplateName;
  readonly file: string;
  readonly faults: readonly string[];
  readonly subject: Part;
  readonly body: Part;
}

export const TEMPLATE_NAMES = Object.keys(SAMPLE_VIEWS) as readonly TemplateName[];

/**
 * `folders` hold letters/<language>/…, the first that has a file wins; a language that lacks a template falls back to
 * en. Throws when a template is nowhere; a template that cannot be parsed is told by checkTemplates and by render.
 */
export function loadTemplates(from: { readonly folders: readonly string[]; readonly language: string }): Templates {
  if (!/^[A-Za-z0-9]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(from.language))
    throw new Error(
      `The language ${JSON.stringify(from.language)} is not a language tag such as en or nl-BE (RFC 5646).`,
    );
  const sheets = TEMPLATE_NAMES.map(name => readSheet(name, findFile(name, from.folders, from.language)));
  const byName = new Map(sheets.map(sheet => [sheet.name, sheet]));
  return { sheets, render: (name, view) => renderSheet(byName.get(name)!, view) };
}

function findFile(name: TemplateName, folders: readonly string[], language: string): string {
  const places = [language, 'en'].flatMap(lang =>
    folders.map(folder => join(folder, 'letters', lang, `${name}.liquid`)),
  );
  const found = places.find(place => existsSync(place));
  if (found === undefined) throw new Error(`There is no template ${name}: looked for ${places.join(', ')}.`);
  return found;
}

function readSheet(name: TemplateName, file: string): Sheet {
  const source = readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n');
  const head = /^Subject:[ \t]*(.*(?:\n[ \t]+.*)*)\n[ \t]*\n/.exec(source);
  if (head === null) {
    const fault = `${file}:1:1: must begin with "Subject: …" and an empty line`;
    return { name, file, faults: [fault], subject: NOTHING, body: NOTHING };
  }
  const faults: string[] = [];
  const subjectSource = head[1] ?? '';
  const before = head[0].indexOf(subjectSource);
  const subject = parsePart(file, subjectSource, { above: 0, before }, faults);
  const above = head[0].split('\n').length - 1;
  const body = parsePart(file, source.slice(head[0].length), { above, before: 0 }, faults);
  return { name, file, faults, subject, body };
}

function renderSheet(sheet: Sheet, view: View): { subject: string; text: string } {
  if (sheet.faults.length > 0) throw new Error(sheet.faults.join('\n'));
  return {
    subject: renderPart(sheet.file, sheet.subject, view),
    text: bodyText(renderPart(sheet.file, sheet.body, view)),
  };
}

/** Every fault as `file:line:column: what`; empty when all templates of this desk can be used. */
export function checkTemplates(templates: Templates): string[] {
  return templates.sheets.flatMap(sheet => {
    if (sheet.faults.length > 0) return sheet.faults;
    const unknown = [...unknownVariables(sheet, sheet.subject), ...unknownVariables(sheet, sheet.body)];
    return unknown.length > 0 ? unknown : renderFaults(templates, sheet);
  });
}

function unknownVariables(sheet: Sheet, part: Part): string[] {
  const sample = SAMPLE_VIEWS[sheet.name];
  return variablesIn(part)
    .filter(use => !isKnown(sample, use.segments))
    .map(
      use =>
        `${sheet.file}:${use.line}:${use.column}: unknown variable ${use.variable}; ${sheet.name} knows ${Object.keys(sample).join(', ')}`,
    );
}

function renderFaults(templates: Templates, sheet: Sheet): string[] {
  try {
    const { subject } = templates.render(sheet.name, SAMPLE_VIEWS[sheet.name]);
    return subject.trim() === '' ? [`${sheet.file}:1:1: the subject is empty`] : [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
