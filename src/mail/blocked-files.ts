/**
 * Which files of a mail a desk blocks. An entry is an extension or a type and is held against all that a file says it is
 * and what it is: a program called report.pdf is an `exe` all the same. What is in an archive is not looked at.
 */
import { extensionsOf } from './file-danger.ts';
import type { Attachment } from './mail.ts';

/** Under which extension a program stands in the list, when its first bytes tell what it is. */
const EXTENSION_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['application/vnd.microsoft.portable-executable', ['exe']],
  ['application/x-elf', ['elf']],
  ['application/x-mach-binary', ['macho']],
  ['application/java-vm', ['class', 'macho']],
  ['application/java-archive', ['jar']],
  ['application/x-dex', ['apk']],
  ['application/x-ms-shortcut', ['lnk']],
  ['application/vnd.ms-htmlhelp', ['chm']],
  ['application/x-rpm', ['rpm']],
  ['application/vnd.debian.binary-package', ['deb']],
  ['text/x-shellscript', ['sh']],
  ['application/x-bat', ['bat']],
  ['text/x-ms-regedit', ['reg']],
  ['application/hta', ['hta']],
]);

type Looked = Pick<Attachment, 'name' | 'type' | 'sniffed' | 'danger'>;

/** Why it is blocked, in a word or two; undefined: it is not. Entries are lower case. */
export function blockedBecause({ name, type, sniffed = '', danger }: Looked, block: readonly string[]) {
  const said = [extensionsOf(name).at(-1) ?? '', type, sniffed, ...(EXTENSION_OF.get(sniffed || type) ?? [])];
  const entry = said.find(one => one !== '' && block.includes(one));
  return entry === undefined ? undefined : (danger ?? entry);
}
