/**
 * The page that the words of an HTML mail are written on, line by line. A break is only remembered and made when the
 * next word comes (`settle`), so that blocks within blocks make one break, and a cell of a table may be a block of its
 * own and still stand beside the cell before it.
 */
export interface Place {
  readonly quotes: number;
  /** Stands before each line: below the words of a bullet, or of a block that is moved in. */
  readonly indent: string;
  /** White space counts: `pre` keeps it, `lines` keeps the line breaks only. */
  readonly space: 'flows' | 'lines' | 'pre';
}

/** A row of a table as long as its cells stand side by side. */
export interface Row {
  /** Where in the line each cell begins, and its column. */
  readonly starts: number[];
  readonly columns: number[];
  nextColumn: number;
  together: boolean;
}

export type Break = 0 | 1 | 2;

export interface Page {
  readonly lines: string[];
  /** Letters of the lines. */
  length: number;
  /** What is written now, without quote marks and indent; never looked into, for that would cost its length. */
  line: string;
  endsInBlank: boolean;
  /** Where the line began. */
  lineAt: Place;
  /** A bullet that waits for its words. */
  bullet: string;
  /** What stands before the line: the bullet or the indent. */
  before: string;
  /** White space that stands between words and is written only when a word follows. */
  gap: boolean;
  /** A sign stands at the end that letters keep a blank from. */
  afterSign: boolean;
  /** 1 ends the line, 2 wants an empty one as well. */
  pending: Break;
  blankWanted: boolean;
  /** A blank that is kept was all since the last words: what editors put into an empty paragraph. */
  onlyBlank: boolean;
  /** Empty lines at the end. */
  blanks: number;
  lastQuotes: number;
  row: Row | undefined;
  place: Place;
  /** Is told of each line that is not empty, with the number of its quote marks. */
  readonly onLine: (line: string, quotes: number) => void;
}

const MOST_QUOTES = 10;
const MOST_BLANKS = 2;

export function emptyPage(place: Place, onLine: Page['onLine']): Page {
  return {
    ...{
      lines: [],
      length: 0,
      line: '',
      endsInBlank: false,
      lineAt: place,
      bullet: '',
      before: '',
      gap: false,
      afterSign: false,
    },
    ...{ pending: 0, blankWanted: false, onlyBlank: false, blanks: 0, lastQuotes: 0, row: undefined, place, onLine },
  };
}

export function wantBreak(page: Page, much: Break): void {
  if (much > page.pending) page.pending = much;
}

/** Makes the break that was remembered. Before the first word of a cell there is none: it stands where the cell does. */
export function settle(page: Page): void {
  const { row, pending } = page;
  if (pending === 0) return;
  page.pending = 0;
  page.gap = false;
  if (row?.together && row.starts.length > 0 && row.starts.at(-1) === page.line.length) {
    page.gap = page.line.length > 0;
    return;
  }
  endLine(page);
  if (pending === 2) page.blankWanted = true;
}

/** `<br>`: ends the line; where none was begun it makes an empty one. */
export function lineBreak(page: Page, exactly = false): void {
  if (page.row?.together) {
    page.pending = page.pending === 0 ? 1 : 2;
    return;
  }
  settle(page);
  if (page.line.length > 0) endLine(page);
  else if (exactly || page.blanks < MOST_BLANKS) emptyLine(page, page.place.quotes);
}

/** The end of a paragraph: one that holds nothing but a blank is an empty line. */
export function emptyParagraph(page: Page): void {
  if (!page.onlyBlank || page.row?.together) return;
  page.onlyBlank = false;
  if (page.line.length > 0 && page.pending === 0) return;
  lineBreak(page);
}

/** Writes the line that was begun. The cells before the one that goes on below stand alone from then on. */
export function endLine(page: Page): void {
  const { line, row } = page;
  page.gap = false;
  if (line.length === 0) return;
  page.line = '';
  page.endsInBlank = false;
  const last = row?.together ? (row.starts.at(-1) ?? 0) : 0;
  if (row !== undefined) row.together = false;
  if (last === 0 || last === line.length || isSign(line.slice(0, last))) writeLine(page, line);
  else {
    writeLine(page, line.slice(0, last).trim());
    writeLine(page, line.slice(last).trimStart());
  }
}

/** `1.`, `•`: the cell of a number or a bullet, which stays with what follows it. */
export function isSign(cell: string): boolean {
  return /^[^\p{L}]{1,8}$/u.test(cell);
}

export function writeLine(page: Page, said: string): void {
  const { quotes, space, indent } = page.lineAt;
  const line = space === 'pre' ? said : said.trimEnd();
  if (page.blankWanted && page.blanks === 0) emptyLine(page, Math.min(quotes, page.lastQuotes));
  page.blankWanted = false;
  if (line.trim() === '') {
    emptyLine(page, quotes);
    return;
  }
  page.onLine(line, quotes);
  push(page, prefix(page) + line);
  page.before = indent;
  page.blanks = 0;
  page.lastQuotes = quotes;
}

/** What stands before the line that is written next. */
export function prefix({ lineAt, before }: Page): string {
  return '> '.repeat(Math.min(lineAt.quotes, MOST_QUOTES)) + before;
}

function emptyLine(page: Page, quotes: number): void {
  page.blankWanted = false;
  if (page.lines.length === 0) return;
  page.blanks++;
  push(page, '> '.repeat(Math.min(quotes, MOST_QUOTES)).trimEnd());
}

function push(page: Page, line: string): void {
  page.lines.push(line);
  page.length += line.length + 1;
}
