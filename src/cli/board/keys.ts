/**
 * What a terminal sends, as keys. Pure: bytes may be cut anywhere, so what may be the beginning of more is given back as
 * `rest`; whoever reads waits a moment and then calls it what it is (a lone Esc).
 */
export type Key = { readonly key: string } | { readonly paste: string };

export interface Decoded {
  readonly keys: readonly Key[];
  readonly rest: string;
}

const PASTE_BEGINS = '\x1b[200~';
const PASTE_ENDS = '\x1b[201~';
/** Code units. A paste that is longer is cut: nobody pastes more into an answer. */
const LONGEST_PASTE = 200_000;

/** Names of keys that are no characters; everything else is the character itself. */
const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x1b': 'esc',
};
const FINALS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  Z: 'back-tab',
  M: 'enter',
};
const NUMBERED: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'page-up',
  6: 'page-down',
  7: 'home',
  8: 'end',
};

export function decodeKeys(input: string): Decoded {
  const keys: Key[] = [];
  let at = 0;
  while (at < input.length) {
    const taken = one(input, at);
    if (taken === undefined) break;
    if (taken.key !== undefined) keys.push(taken.key);
    at = taken.end;
  }
  return { keys, rest: input.slice(at) };
}

/** Nothing more came: an Esc is an Esc, what begins a sequence and is none is dropped. */
export function giveUp(rest: string): readonly Key[] {
  return rest === '\x1b' ? [{ key: 'esc' }] : [];
}

/** A paste may take long to arrive; everything else comes at once or never. */
export function isPasting(rest: string): boolean {
  return rest.startsWith(PASTE_BEGINS);
}

interface Taken {
  /** undefined: something that means nothing here. */
  readonly key?: Key;
  readonly end: number;
}

/** undefined: it may go on. */
function one(input: string, at: number): Taken | undefined {
  const letter = input[at]!;
  if (letter === '\x1b') return sequence(input, at);
  const name = CONTROLS[letter];
  if (name !== undefined) return { key: { key: name }, end: at + 1 };
  if (letter < ' ') return { key: { key: `^${String.fromCharCode(letter.charCodeAt(0) + 64)}` }, end: at + 1 };
  const whole = String.fromCodePoint(input.codePointAt(at)!);
  return { key: { key: whole }, end: at + whole.length };
}

function sequence(input: string, at: number): Taken | undefined {
  const after = input.slice(at, at + PASTE_BEGINS.length);
  if (after === PASTE_BEGINS) return paste(input, at);
  if (PASTE_BEGINS.startsWith(after)) return undefined;
  const found = /^\x1b(?:\[([0-9;:<=>?]*)[ -/]*([@-~])|O([ -~]))/.exec(input.slice(at, at + 40));
  if (found) return { ...named(found[1] ?? '', found[2] ?? found[3]!), end: at + found[0].length };
  if (/^\x1b(?:\[[0-9;:<=>?]*[ -/]*|O)$/.test(input.slice(at, at + 40))) return undefined;
  // Esc before another key: Alt, or two keys typed fast
  return { key: { key: 'esc' }, end: at + 1 };
}

/** Modifiers (`1;5A`) are passed over: the arrows mean the same with them. */
function named(numbers: string, final: string): { readonly key?: Key } {
  const name = final === '~' ? NUMBERED[numbers.split(';', 1)[0]!] : FINALS[final];
  return name === undefined ? {} : { key: { key: name } };
}

function paste(input: string, at: number): Taken | undefined {
  const from = at + PASTE_BEGINS.length;
  const end = input.indexOf(PASTE_ENDS, from);
  if (end < 0 && input.length - from <= LONGEST_PASTE) return undefined;
  const text = input.slice(from, Math.min(end < 0 ? input.length : end, from + LONGEST_PASTE));
  return { key: { paste: text.replace(/\r\n?/g, '\n') }, end: end < 0 ? input.length : end + PASTE_ENDS.length };
}
