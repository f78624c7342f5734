/**
 * File names of attachments, as strangers wrote them, made safe to show and to save on any system.
 * The order is the protection: compatibility forms are resolved and invisible letters taken away before anything is
 * checked, otherwise U+200B hides the leading dot and U+FF0F becomes a slash after the path was cut off.
 */
const LONGEST_BYTES = 255;
const LONGEST_EXTENSION = 24;
/** A name is read from its end: that is where the file name and its extension are. */
const LONGEST_READ = 4096;
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com\d|lpt\d)(?:\.|$)/i;

/** Never empty, no path, no control or invisible letter, no leading dot or dash, no device name, ≤ 255 bytes UTF-8. */
export function forFileName(name: string, fallback = 'attachment'): string {
  const base = lastSegment(visibleLetters(name.slice(-LONGEST_READ)))
    .replace(/[<>:"|?*`$]/g, '_')
    .replace(/\s+/g, ' ');
  const trimmed = base.trim().replace(/[. ]+$/, '');
  if (trimmed === '') return fallback;
  const defused = /^[.-]/.test(trimmed) || RESERVED.test(trimmed) ? `_${trimmed}` : trimmed;
  return fitted(defused, '');
}

/** Cleaned names in the same order, none twice: a second `a.txt` is `a (2).txt`. Case is no difference on many disks. */
export function unique(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return names.map(name => {
    const own = free(name, taken, next);
    taken.add(own.toLowerCase());
    return own;
  });
}

/** `a (2).txt` for the second `a.txt`: cleaned and within the limit, as the name was. */
export function numbered(name: string, n: number): string {
  return fitted(name, ` (${n})`);
}

function free(name: string, taken: ReadonlySet<string>, next: Map<string, number>): string {
  if (!taken.has(name.toLowerCase())) return name;
  for (let n = next.get(name.toLowerCase()) ?? 2; ; n++) {
    const candidate = numbered(name, n);
    if (taken.has(candidate.toLowerCase())) continue;
    next.set(name.toLowerCase(), n + 1);
    return candidate;
  }
}

/** A lone surrogate is one of \p{Cs}; line separators are Zl and Zp. */
function visibleLetters(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[\u115f\u1160\u3164]|\u034f|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu, '');
}

function lastSegment(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** `stem` + `suffix` + extension within the limit; the stem gives way. */
function fitted(name: string, suffix: string): string {
  const dot = name.lastIndexOf('.');
  const hasExtension = dot > 0 && bytesOf(name.slice(dot)) <= LONGEST_EXTENSION;
  const extension = hasExtension ? name.slice(dot) : '';
  const stem = hasExtension ? name.slice(0, dot) : name;
  const room = LONGEST_BYTES - bytesOf(suffix) - bytesOf(extension);
  return firstBytes(stem, room) + suffix + extension;
}

function firstBytes(text: string, room: number): string {
  if (bytesOf(text) <= room) return text;
  let used = 0;
  let kept = '';
  for (const letter of text) {
    used += bytesOf(letter);
    if (used > room) break;
    kept += letter;
  }
  return kept;
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
