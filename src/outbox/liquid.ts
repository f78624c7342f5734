/**
 * Liquid as the desk speaks it, for frames of letters and for canned replies: prints what it is given and nothing else.
 * No files, no other templates, bounded time and memory. What is given is a value: a `{{` in it is never read again.
 * Faults are told as `file:line:column: what`, in the file as it lies there and not in the part that was parsed.
 */
import { Drop, Liquid, LiquidError, type Template } from 'liquidjs';
import { closest } from '../desk/closest.ts';
import { isPiece, type Piece } from './pieces.ts';

/** A piece of a file that is a template, and where it stands in it. */
export interface Part extends Place {
  readonly parsed: Template[];
}

export interface Place {
  /** Lines of the file before this part. */
  readonly above: number;
  /** Columns before it in its first line. */
  readonly before: number;
}

/** How a value is printed while a template is rendered, when not as it is. */
let print: ((value: unknown) => string) | undefined;

const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  // `{% if name %}` may ask whether there is one.
  lenientIf: true,
  parseLimit: 100_000,
  renderLimit: 1_000,
  memoryLimit: 50_000_000,
  // An empty set of partials in place of the file system.
  templates: {},
  outputEscape: value => (print === undefined ? (value as string) : print(value)),
});
for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag];
// Nothing goes round the way a value is printed.
delete engine.filters.raw;

export const NOTHING: Part = { parsed: [], above: 0, before: 0 };

/** What cannot be parsed becomes an empty part and a line in `faults`. */
export function parsePart(file: string, source: string, at: Place, faults: string[]): Part {
  try {
    return { parsed: engine.parse(source), ...at };
  } catch (error) {
    faults.push(faultOf(file, at, error));
    return { parsed: [], ...at };
  }
}

/**
 * Throws with file, line and column. With `hold` every value that is printed becomes what `hold` makes of it; to the
 * template itself a piece is its text, and what a filter makes of it is a text like any other.
 */
export function renderPart(file: string, part: Part, view: object, hold?: (value: string | Piece) => string): string {
  try {
    if (hold !== undefined) print = value => hold(value instanceof Held ? value.piece() : textOf(value));
    return engine.renderSync(part.parsed, withPieces(view)) as string;
  } catch (error) {
    throw new Error(faultOf(file, part, error), { cause: error });
  } finally {
    print = undefined;
  }
}

class Held extends Drop {
  readonly #piece: Piece;

  constructor(piece: Piece) {
    super();
    this.#piece = piece;
  }

  piece(): Piece {
    return this.#piece;
  }

  override valueOf(): string {
    return this.#piece.text;
  }
}

function withPieces(view: object): object {
  return Object.fromEntries(Object.entries(view).map(([name, value]) => [name, forLiquid(value)]));
}

function forLiquid(value: unknown): unknown {
  if (isPiece(value)) return new Held(value);
  if (Array.isArray(value)) return value.map(forLiquid);
  return typeof value === 'object' && value !== null ? withPieces(value) : value;
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(textOf).join('') : String(value ?? '');
}

/** A variable as it is used in a part: `requester.name`. */
export interface Use {
  readonly variable: string;
  readonly segments: readonly unknown[];
  readonly line: number;
  readonly column: number;
}

/** Asked of the parse tree, since a try shows only the branch that is taken. */
export function variablesIn(part: Part): Use[] {
  const uses = Object.values(engine.analyzeSync(part.parsed).globals).flat();
  return uses.map(use => {
    const [line, column] = placeOf(part, use.location.row, use.location.col);
    return { variable: use.toString(), segments: use.segments, line, column };
  });
}

/** Whether a view of this shape has it. */
export function isKnown(value: unknown, segments: readonly unknown[]): boolean {
  const [first, ...rest] = segments;
  if (first === undefined) return true;
  // Properties that Liquid itself gives to texts and lists.
  if (typeof value === 'string')
    return rest.length === 0 && (first === 'size' || first === 'first' || first === 'last');
  if (isPiece(value)) return false;
  if (Array.isArray(value))
    return (
      first === 'size' ||
      ((first === 'first' || first === 'last' || typeof first === 'number') && isKnown(value[0], rest))
    );
  if (typeof first !== 'string' || typeof value !== 'object' || value === null || !Object.hasOwn(value, first))
    return false;
  return isKnown((value as Readonly<Record<string, unknown>>)[first], rest);
}

/** The fault of a use that no view of this shape has, with the variable that may be meant. */
export function unknownVariable(file: string, { variable, line, column }: Use, knows: string, view: object): string {
  const names = Object.keys(view);
  const near = closest(variable, names);
  const meant = near === undefined ? '' : `, did you mean ${near}?`;
  return `${file}:${line}:${column}: unknown variable ${variable}${meant || `; ${knows} ${names.join(', ')}`}`;
}

function faultOf(file: string, at: Place, error: unknown): string {
  if (!(error instanceof LiquidError))
    return `${file}:${at.above + 1}:1: ${error instanceof Error ? error.message : error}`;
  const [row = 1, column = 1] = error.token.getPosition();
  const [line, col] = placeOf(at, row, column);
  const message = error.originalError?.message ?? error.message;
  // it counts the lines of the part, and quotes the end of a line as such
  return `${file}:${line}:${col}: ${message.replace(/, line:\d+, col:\d+$/, '').replace(/\s*\n\s*/g, ' ')}`;
}

function placeOf(at: Place, row: number, column: number): [line: number, column: number] {
  return [at.above + row, row === 1 ? at.before + column : column];
}
