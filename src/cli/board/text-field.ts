/** Text that is being typed, one line or many, and where the cursor stands in it. Pure. */
export interface Field {
  readonly text: string;
  /** Code units before the cursor. */
  readonly at: number;
}

export const EMPTY: Field = { text: '', at: 0 };

export function fieldOf(text: string): Field {
  return { text, at: text.length };
}

export function insert({ text, at }: Field, more: string): Field {
  return { text: text.slice(0, at) + more + text.slice(at), at: at + more.length };
}

/** What the key makes of it; undefined when it is no key of a text. `lines`: up and down go from line to line. */
export function edit(field: Field, key: string, lines: boolean): Field | undefined {
  if (key.length > 0 && !KEYS.has(key) && isCharacter(key)) return insert(field, key);
  const { text, at } = field;
  switch (key) {
    case 'backspace':
    case '^H':
      return cut(field, before(text, at), at);
    case 'delete':
      return cut(field, at, after(text, at));
    case 'left':
    case '^B':
      return { text, at: before(text, at) };
    case 'right':
    case '^F':
      return { text, at: after(text, at) };
    case 'home':
    case '^A':
      return { text, at: lineStart(text, at) };
    case 'end':
    case '^E':
      return { text, at: lineEnd(text, at) };
    case '^U':
      return cut(field, lineStart(text, at), at);
    case '^K':
      return cut(field, at, lineEnd(text, at));
    case '^W':
      return cut(field, at - /\S*\s*$/.exec(text.slice(0, at))![0].length, at);
    case 'up':
      return lines ? { text, at: onOtherLine(text, at, lineStart(text, at) - 1) } : undefined;
    case 'down':
      return lines ? { text, at: onOtherLine(text, at, lineEnd(text, at) + 1) } : undefined;
    default:
      return undefined;
  }
}

const KEYS = new Set(['backspace', 'delete', 'left', 'right', 'home', 'end', 'up', 'down']);

function isCharacter(key: string): boolean {
  return [...key].length === 1 && key >= ' ';
}

function cut({ text }: Field, from: number, to: number): Field {
  return { text: text.slice(0, from) + text.slice(to), at: from };
}

function before(text: string, at: number): number {
  return at - ([...text.slice(Math.max(0, at - 2), at)].at(-1)?.length ?? 0);
}

function after(text: string, at: number): number {
  return at + ([...text.slice(at, at + 2)][0]?.length ?? 0);
}

function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The same distance from the start in the line that holds `inside`; the place itself when there is no such line. */
function onOtherLine(text: string, at: number, inside: number): number {
  if (inside < 0 || inside > text.length) return at;
  const start = lineStart(text, inside);
  return Math.min(start + at - lineStart(text, at), lineEnd(text, inside));
}
