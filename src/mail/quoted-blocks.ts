import { attributionAt } from './attribution.ts';
import { type Line, writtenBelow } from './written-lines.ts';

/** Runs of quoted lines, and the signs besides `>` that some programs quote with. */
export interface Block {
  readonly from: number;
  /** Behind its last line. */
  readonly to: number;
}

/** Empty lines between quoted ones belong to the run. */
export function quotedBlocks(lines: readonly Line[], end: number): readonly Block[] {
  const blocks: { from: number; to: number }[] = [];
  let within = false;
  for (let n = 0; n < end; n++) {
    const line = lines[n];
    if (line === undefined || line.blank) continue;
    const block = blocks.at(-1);
    if (line.depth > 0 && within && block !== undefined) block.to = n + 1;
    else if (line.depth > 0) blocks.push({ from: n, to: n + 1 });
    within = line.depth > 0;
  }
  return blocks;
}

const OTHER_SIGN = /^(?:[|:»](?=\s|$)|\p{Lu}{1,3}>)/u;

/** `| words`, `: words`, `AB> words` are quotes when an attribution says so; a table or a list begins like that, too. */
export function withOtherSigns(lines: readonly Line[]): readonly Line[] {
  if (!lines.some(({ text }) => OTHER_SIGN.test(text))) return lines;
  for (const [n, line] of lines.entries()) {
    if (line.blank || line.depth > 0) continue;
    const below = writtenBelow(lines, n + 1, 2);
    const sign = OTHER_SIGN.exec(lines[below]?.text ?? '')?.[0];
    if (sign === undefined || line.text.startsWith(sign) || attributionAt(lines, n) === undefined) continue;
    return lines.map((old, at) =>
      at >= below && old.text.startsWith(sign)
        ? { ...old, text: old.text.slice(sign.length).trim(), depth: 1, blank: false }
        : old,
    );
  }
  return lines;
}
