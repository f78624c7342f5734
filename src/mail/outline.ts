import { type Delimiter, type Delimiters, delimitersIn } from './delimiters.ts';
import { type PartHead, partHead, readInnerHead } from './part-head.ts';
import { beginsAsHtml, beginsLikeParts, guessedBoundary, holdsParts, mimeFieldsAt } from './part-signs.ts';

/**
 * Where the parts of a body are, in mails as they are and not as they should be: a multipart without its boundary, with
 * another one, without parts or end, or under a header that says text. Nothing is decoded here and nothing copied.
 *
 * The tree is given back flat. Of it only that counts what a reader needs: which parts are alternatives of each other.
 * There is no recursion and no limit of depth; every line that could be a delimiter is looked at twice at most.
 */
export interface Leaf {
  readonly head: PartHead;
  /** Where its bytes are in the body, the line break before the next delimiter left out. */
  readonly start: number;
  readonly end: number;
  /** Number of the outermost multipart/alternative around it, 0 when there is none. */
  readonly alternative: number;
  /** In which of its branches. */
  readonly branch: number;
  /** Lies somewhere in a multipart/related. */
  readonly related: boolean;
}

export interface Outline {
  readonly leaves: readonly Leaf[];
  /** What stands before the first and behind the last part of a multipart; no mail program shows it. */
  readonly outside: readonly { readonly start: number; readonly end: number }[];
  readonly faults: readonly string[];
}

const MOST_LEAVES = 900;
const MOST_FAULTS = 5;
const MOST_OUTSIDE = 20;
const MOST_GUESSES = 20;
const LONGEST_HEADER = 64 * 1024;
const MOST_STRAYS = 3;

interface Place {
  readonly alternative: number;
  readonly branch: number;
  readonly related: boolean;
}

interface Open extends Place {
  readonly head: PartHead;
  readonly boundary: string;
  readonly bodyAt: number;
  /** Is the outermost alternative. */
  readonly hasBranches: boolean;
  parts: number;
  closed: boolean;
}

interface Walk {
  readonly bytes: Uint8Array;
  readonly delimiters: Delimiters;
  readonly stack: Open[];
  /** The same by their boundary, the innermost last. */
  readonly byBoundary: Map<string, Open[]>;
  readonly leaves: Leaf[];
  readonly outside: { start: number; end: number }[];
  readonly faults: string[];
  /** What is being read: a part, or what stands between parts. */
  current: { readonly start: number; readonly leaf?: { readonly head: PartHead; readonly place: Place } };
  alternatives: number;
  guesses: number;
}

export function outlineOf(bytes: Uint8Array, head: PartHead): Outline {
  const { leaves, outside, faults } = walked(bytes, head);
  const lost = outside.filter(({ start, end }) => holdsParts(bytes.subarray(start, end)));
  if (lost.length === 0) return { leaves, outside, faults };
  const found = lost.flatMap(({ start, end }) => {
    const inner = walked(bytes.subarray(start, end), { ...head, type: 'multipart/mixed', boundary: '' });
    return inner.leaves.map(leaf => ({ ...leaf, start: leaf.start + start, end: leaf.end + start, alternative: 0 }));
  });
  return {
    leaves: [...leaves, ...found].slice(0, MOST_LEAVES),
    outside: outside.filter(region => !lost.includes(region)),
    faults: [...faults, 'A part stands where none can be: it was read too.'],
  };
}

function walked(bytes: Uint8Array, head: PartHead): Outline {
  const walk: Walk = {
    bytes,
    delimiters: mayHaveParts(bytes, head) ? delimitersIn(bytes) : NONE,
    stack: [],
    byBoundary: new Map(),
    leaves: [],
    outside: [],
    faults: [],
    current: { start: 0 },
    alternatives: 0,
    guesses: 0,
  };
  begin(walk, head, 0, 0, { alternative: 0, branch: 0, related: false });
  const { lines, cut } = walk.delimiters;
  for (let n = 0; n < lines.length; n++) {
    const line = lines[n];
    const owner = line && ownerOf(walk, line.text);
    if (line === undefined || owner === undefined) continue;
    finish(walk, line.start, owner);
    if (!take(walk, owner, n, line)) break;
  }
  finish(walk, bytes.length);
  if (cut) fault(walk, 'Too many lines begin with “--”: the last ones were not read as the beginnings of parts.');
  return { leaves: walk.leaves, outside: walk.outside, faults: walk.faults };
}

const NONE: Delimiters = { lines: [], cut: false, comes: () => false, resembling: () => undefined };

/** Most mails have only one part, and need no search. */
function mayHaveParts(bytes: Uint8Array, head: PartHead): boolean {
  return head.type.startsWith('multipart/') || head.boundary !== '' || beginsLikeParts(bytes);
}

/** False when there are enough parts. */
function take(walk: Walk, owner: Owner, n: number, line: Delimiter): boolean {
  while (walk.stack.at(-1) !== owner.open) pop(walk);
  const { open } = owner;
  if (owner.closes) {
    open.closed = true;
    walk.current = { start: line.end };
    return true;
  }
  if (walk.leaves.length >= MOST_LEAVES) {
    fault(walk, `The mail has more than ${MOST_LEAVES} parts: the others are only in the original.`);
    walk.current = { start: walk.bytes.length };
    return false;
  }
  open.parts++;
  // More parts behind its end are parts all the same.
  open.closed = false;
  const block = readInnerHead(walk.bytes.subarray(line.end, headerEnd(walk, line.end, n + 1)));
  const head = partHead(block.fields, open.head.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain');
  begin(walk, head, line.end + block.bodyAt, n + 1, open.hasBranches ? { ...open, branch: open.parts } : open);
  return true;
}

/** No header goes beyond the next delimiter of an open multipart, nor has it lines that only look like one. */
function headerEnd({ delimiters, byBoundary, bytes }: Walk, at: number, from: number): number {
  const end = Math.min(bytes.length, at + LONGEST_HEADER);
  for (let n = from; n < from + MOST_STRAYS; n++) {
    const line = delimiters.lines[n];
    if (line === undefined || line.start >= end) return end;
    if (byBoundary.has(line.text) || byBoundary.has(line.text.replace(/--$/, ''))) return line.start;
  }
  return Math.min(end, delimiters.lines[from + MOST_STRAYS]?.start ?? end);
}

interface Owner {
  readonly open: Open;
  readonly closes: boolean;
}

function ownerOf({ byBoundary }: Walk, text: string): Owner | undefined {
  const opened = byBoundary.get(text);
  // Two multiparts in each other may have the same boundary: what comes behind the end of one belongs to the other.
  if (opened !== undefined) return { open: opened.findLast(({ closed }) => !closed) ?? opened[0]!, closes: false };
  if (!text.endsWith('--')) return undefined;
  const closed = byBoundary.get(text.slice(0, -2))?.findLast(({ closed }) => !closed);
  return closed === undefined ? undefined : { open: closed, closes: true };
}

/** A part begins at `at`; `n` is the first delimiter line behind its header. */
function begin(walk: Walk, head: PartHead, at: number, n: number, place: Place): void {
  const boundary = boundaryOf(walk, head, at, n);
  if (boundary === undefined) {
    const broken = head.type.startsWith('multipart/');
    if (broken) fault(walk, `A ${head.type} has no parts: what stands in it is shown as text.`);
    walk.current = { start: at, leaf: { head: broken ? asText(walk, head, at) : head, place } };
    return;
  }
  const type = head.type.startsWith('multipart/') ? head.type : 'multipart/mixed';
  const opensAlternative = type === 'multipart/alternative' && place.alternative === 0;
  if (opensAlternative) walk.alternatives++;
  const open: Open = {
    head: { ...head, type },
    boundary,
    bodyAt: at,
    hasBranches: opensAlternative,
    parts: 0,
    closed: false,
    alternative: opensAlternative ? walk.alternatives : place.alternative,
    branch: opensAlternative ? 0 : place.branch,
    related: place.related || type === 'multipart/related',
  };
  push(walk, open);
  walk.current = { start: at };
}

function boundaryOf(walk: Walk, head: PartHead, at: number, n: number): string | undefined {
  const { delimiters, stack } = walk;
  const { boundary } = head;
  const isMultipart = head.type.startsWith('multipart/');
  if (boundary !== '' && delimiters.comes(boundary, n)) {
    if (isMultipart) return boundary;
    if (/^message\//.test(head.type)) return undefined;
    fault(walk, `The header says ${head.type}, but there are parts: they were read.`);
    return boundary;
  }
  if (boundary !== '') {
    const alike = delimiters.resembling(boundary, n);
    if (alike !== undefined && isMultipart && !walk.byBoundary.has(alike)) {
      fault(walk, `The boundary “${shown(boundary)}” never comes; “${shown(alike)}” was taken for it.`);
      return alike;
    }
  }
  if (isMultipart) {
    const guess = walk.guesses++ < MOST_GUESSES ? guessedBoundary(walk, n) : undefined;
    if (guess === undefined) return undefined;
    fault(
      walk,
      `${boundary === '' ? 'A multipart has no boundary' : `The boundary “${shown(boundary)}” never comes`}; “${shown(guess)}” was taken for it.`,
    );
    return guess;
  }
  // The header of the whole mail says text, or nothing.
  if (stack.length > 0 || n > 0 || head.type !== 'text/plain' || head.name !== '') return undefined;
  const first = delimiters.lines[0];
  if (
    first === undefined ||
    !beginsLikeParts(walk.bytes.subarray(at)) ||
    (!delimiters.comes(first.text, 1) && !delimiters.comes(`${first.text}--`, 1))
  )
    return undefined;
  fault(walk, 'The header says that this is text, but there are parts: they were read.');
  return first.text;
}

/** Ends the part or the words outside that were being read, by a delimiter of `owner` or the end of all. */
function finish(walk: Walk, at: number, owner?: Owner): void {
  const { start, leaf } = walk.current;
  const end = leaf !== undefined || at < walk.bytes.length ? withoutBreak(walk, start, at) : at;
  walk.current = { start: at };
  if (leaf !== undefined) {
    walk.leaves.push({ head: leaf.head, start, end, ...pick(leaf.place) });
    return;
  }
  const open = walk.stack.at(-1);
  if (end <= start) return;
  if (open !== undefined && takeUndelimited(walk, open, start, end)) return;
  const isPreamble = open !== undefined && open.parts === 0 && !open.closed;
  if (isPreamble && (owner?.open !== open || owner.closes)) {
    fault(walk, `A ${open.head.type} has no parts: what stands in it is shown as text.`);
    walk.leaves.push({ head: asText(walk, open.head, start), start, end, ...pick(open) });
  } else if (walk.outside.length < MOST_OUTSIDE) walk.outside.push({ start, end });
}

/** Words outside that begin with MIME fields are a part whose delimiter is lost or damaged. */
function takeUndelimited(walk: Walk, open: Open, start: number, end: number): boolean {
  const at = mimeFieldsAt(walk.bytes, start);
  if (at === undefined || walk.leaves.length >= MOST_LEAVES || holdsParts(walk.bytes.subarray(start, end)))
    return false;
  if (at >= end) return false;
  const block = readInnerHead(walk.bytes.subarray(at, end));
  const head = partHead(block.fields);
  // Of a multipart only the words are known, not where its parts begin.
  const known = head.type.startsWith('multipart/') ? asText(walk, head, at + block.bodyAt) : head;
  fault(walk, 'A part stands where none can be: it was read too.');
  walk.leaves.push({ head: known, start: at + block.bodyAt, end, ...pick(open) });
  return true;
}

/** The line break before a delimiter belongs to the delimiter. */
function withoutBreak({ bytes, stack }: Walk, start: number, at: number): number {
  if (stack.length === 0 || at === bytes.length) return at;
  const end = at > start && bytes[at - 1] === 10 ? at - 1 : at;
  return end > start && bytes[end - 1] === 13 ? end - 1 : end;
}

function push({ stack, byBoundary }: Walk, open: Open): void {
  stack.push(open);
  const same = byBoundary.get(open.boundary);
  if (same === undefined) byBoundary.set(open.boundary, [open]);
  else same.push(open);
}

/** The innermost is the last of its boundary too. */
function pop({ stack, byBoundary }: Walk): void {
  const gone = stack.pop();
  const same = byBoundary.get(gone?.boundary ?? '');
  same?.pop();
  if (gone !== undefined && same?.length === 0) byBoundary.delete(gone.boundary);
}

function pick({ alternative, branch, related }: Place): Place {
  return { alternative, branch, related };
}

function asText(walk: Walk, head: PartHead, at: number): PartHead {
  return { ...head, type: beginsAsHtml(walk.bytes, at) ? 'text/html' : 'text/plain', name: '', disposition: '' };
}

function fault({ faults }: Walk, sentence: string): void {
  if (faults.length < MOST_FAULTS && !faults.includes(sentence)) faults.push(sentence);
}

function shown(boundary: string): string {
  return boundary.slice(0, 70);
}
