/**
 * What is dangerous about a file of a mail, in a few words for an operator: that it runs when it is opened, and that its
 * name hides it. These are facts of the file and the same for every desk; what a desk blocks is in blocked-files.ts.
 * The name is looked at as it was written: in the cleaned one the letters that turned it around are gone.
 */
import { forHeader } from './clean.ts';
import { DISK_IMAGES, PROGRAMS, SCRIPTS } from './extensions-that-run.ts';
import { sniff } from './file-type.ts';
import type { Attachment } from './mail.ts';

/** Office files whose extension says that they hold macros. */
const MACROS = new Set('docm dotm xlsm xltm xlam xlsb pptm potm ppsm ppam sldm accde mde ade adp'.split(' '));
const DOCUMENTS = new Set(
  (
    'pdf doc docx odt rtf xls xlsx ods csv ppt pptx odp txt log md htm html xml eml msg ics vcf jpg jpeg png gif bmp tif ' +
    'tiff webp heic svg mp3 mp4 mov avi wav zip rar 7z gz tar'
  ).split(' '),
);
const RUNS: ReadonlyMap<string, string> = new Map([
  ...PROGRAMS.map(extension => [extension, 'program'] as const),
  ...SCRIPTS.map(extension => [extension, 'script'] as const),
  ...DISK_IMAGES.map(extension => [extension, 'disk image'] as const),
]);
const SCRIPT_TYPES = /^(?:text\/x-shellscript|application\/x-bat|application\/hta)$/;
/** What turns the letters after it around (UAX #9). */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/;
const LONGEST_WRITTEN = 255;

/** The file with what its first bytes and its name as it was `written` say of it. */
export function withDanger(file: Attachment, beginning: Uint8Array, written?: string): Attachment {
  const found = sniff(beginning);
  const turned = written !== undefined && TURNS.test(written);
  const danger = [kindOf(file, found), ...disguises(file.name, found?.executable === true, turned)].filter(Boolean);
  return {
    ...file,
    ...(found === undefined || found.type === file.type ? {} : { sniffed: found.type }),
    ...(danger.length === 0 ? {} : { danger: danger.join(', ') }),
    ...(turned ? { written: forHeader(written, LONGEST_WRITTEN) } : {}),
  };
}

function kindOf({ name, type }: Attachment, found: ReturnType<typeof sniff>): string | undefined {
  if (found?.executable) return SCRIPT_TYPES.test(found.type) ? 'script' : 'program';
  const last = extensionsOf(name).at(-1) ?? '';
  return RUNS.get(last) ?? (MACROS.has(last) || /macroenabled/i.test(type) ? 'macros' : undefined);
}

function disguises(name: string, runs: boolean, turned: boolean): string[] {
  const extensions = extensionsOf(name);
  const last = extensions.at(-1) ?? '';
  const shown = extensions.at(-2) ?? '';
  return [
    ...(DOCUMENTS.has(shown) && (RUNS.has(last) || MACROS.has(last)) ? ['double extension'] : []),
    ...(runs && DOCUMENTS.has(last) ? [`named as ${last}`] : []),
    ...(turned ? ['name turned around'] : []),
  ];
}

/** Lower case, blanks around them taken away: `a.pdf   .exe` has two. The last two are enough. */
export function extensionsOf(name: string): string[] {
  const [, ...extensions] = name.toLowerCase().split('.').slice(-3);
  return extensions.map(part => part.trim());
}
