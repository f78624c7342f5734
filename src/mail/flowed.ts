/**
 * Text of format=flowed (RFC 3676): a line that ends in a blank goes on in the next one of the same quote depth. The
 * blank that was put before `>`, `From` and blanks is taken away again; the mark of a signature is never joined.
 */
interface Line {
  readonly depth: number;
  readonly text: string;
}

/** `deleteSpace`: the blank at the line's end was only put there for the break. */
export function unflowed(text: string, deleteSpace: boolean): string {
  const done: string[] = [];
  let open: { readonly depth: number; readonly pieces: string[] } | undefined;
  const close = () => {
    if (open !== undefined) done.push(quoted(open.depth, open.pieces.join('')));
    open = undefined;
  };
  for (const written of text.split('\n')) {
    const line = readLine(written);
    const isMark = line.text === '-- ';
    if (open !== undefined && (open.depth !== line.depth || isMark)) close();
    open ??= { depth: line.depth, pieces: [] };
    const flows = line.text.endsWith(' ') && !isMark;
    open.pieces.push(flows && deleteSpace ? line.text.slice(0, -1) : line.text);
    if (!flows) close();
  }
  close();
  return done.join('\n');
}

function readLine(written: string): Line {
  let depth = 0;
  while (written[depth] === '>') depth++;
  const stuffed = written[depth] === ' ';
  return { depth, text: written.slice(depth + (stuffed ? 1 : 0)) };
}

function quoted(depth: number, text: string): string {
  return depth === 0 ? text : `${'>'.repeat(depth)}${text === '' ? '' : ' '}${text}`;
}
