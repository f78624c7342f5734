import { isNoRendering } from './alternative.ts';
import { decodeText } from './charset.ts';
import { type FileInText, filesInText, type Parted } from './files-in-text.ts';
import { unflowed } from './flowed.ts';
import { htmlWords } from './html-words.ts';
import { metaCharset } from './meta-charset.ts';
import type { Leaf } from './outline.ts';
import type { PartHead } from './part-head.ts';

/** The readable text of a mail, out of the decoded bytes of its text parts. */
export interface Piece {
  readonly leaf: Pick<Leaf, 'alternative' | 'branch'>;
  readonly isHtml: boolean;
  /** LF line ends; HTML with its tags. */
  readonly text: string;
  /** The same without the files that are written in it, and those (files-in-text.ts). */
  readonly words: string;
  readonly packed: string;
}

export interface Readable {
  readonly text: string;
  /** Where files are written in the text: what remains, and they. */
  readonly apart?: { readonly words: string; readonly packed: string };
  /** The HTML was longer than the limit. */
  readonly cut: boolean;
}

export interface ReadPiece {
  readonly piece: Piece;
  /** What was uuencoded in it. */
  readonly files: readonly FileInText[];
  readonly faults: readonly string[];
}

export function readPiece(bytes: Uint8Array, { head, alternative, branch }: Leaf): ReadPiece {
  const isHtml = head.type === 'text/html';
  const { text, guessed } = decodeText(bytes, head.charset || (isHtml ? metaCharset(bytes) : ''));
  const lines = text.includes('\r') ? text.replaceAll('\r\r\n', '\n').replace(/\r\n?/g, '\n') : text;
  const parted = isHtml ? wholly(lines) : filesInText(plainWords(lines, head));
  const unknown = `The charset “${head.charset.slice(0, 40)}” is not known: the text was read as Windows-1252.`;
  const { files, ...words } = parted;
  return { piece: { leaf: { alternative, branch }, isHtml, ...words }, files, faults: guessed ? [unknown] : [] };
}

function wholly(text: string): Parted {
  return { words: text, files: [], packed: '', text };
}

/** What is read of the pieces, in their order. HTML makes at most `limit` letters. */
export function readableText(pieces: readonly Piece[], limit: number): Readable {
  const unread = new Set(alternatives(pieces).flatMap(passedOver));
  let room = limit;
  let cut = false;
  const texts = pieces.flatMap(piece => {
    if (unread.has(piece)) return [];
    if (!piece.isHtml) return [piece];
    const words = htmlWords(piece.text, Math.max(0, room));
    room -= words.text.length;
    cut ||= words.cut;
    return [{ text: words.text, words: words.text, packed: '' }];
  });
  const text = inOne(texts.map(({ text }) => text));
  const packed = texts.map(one => one.packed).join('');
  return packed === ''
    ? { text, cut }
    : { text, cut, apart: { words: inOne(texts.map(({ words }) => words)), packed } };
}

function inOne(texts: readonly string[]): string {
  return texts.length === 1 ? (texts[0] ?? '') : texts.filter(text => text !== '').join('\n');
}

function plainWords(lines: string, { flowed, deleteSpace }: PartHead): string {
  return flowed ? unflowed(lines, deleteSpace) : lines;
}

function alternatives(pieces: readonly Piece[]): Piece[][] {
  const groups = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const { alternative } = piece.leaf;
    if (alternative === 0) continue;
    const group = groups.get(alternative);
    if (group === undefined) groups.set(alternative, [piece]);
    else group.push(piece);
  }
  return [...groups.values()];
}

/** The HTML, or the plain parts that are no rendering of it. Plain parts in a branch with HTML are parts of that. */
function passedOver(group: readonly Piece[]): readonly Piece[] {
  const html = group.filter(({ isHtml }) => isHtml);
  const branches = new Set(html.map(({ leaf }) => leaf.branch));
  const plain = group.filter(({ leaf }) => !branches.has(leaf.branch));
  if (html.length === 0 || plain.length === 0) return [];
  const isStub = isNoRendering(plain.map(joined).join('\n'), html.map(joined).join('\n'));
  return isStub ? plain : html;
}

function joined({ text }: Piece): string {
  return text;
}
