/**
 * Asks the terminal how many pixels a character has (XTWINOPS 16) and what it can (DA1). Every terminal answers the second
 * question, so its answer ends the waiting; the first is answered before it or not at all.
 */
export interface Answer {
  readonly sixel: boolean;
  readonly cell?: { readonly width: number; readonly height: number };
}

const QUESTIONS = '\x1b[16t\x1b[c';
/** ms; a terminal far away takes some tenths of a second. */
const PATIENCE = 1_000;
const CTRL_C = '\x03';
const LONGEST = 1_000;

/** undefined: nobody is there who could answer, or nobody did. */
export function askTerminal(): Promise<Answer | undefined> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return Promise.resolve(undefined);
  return new Promise(resolve => {
    let heard = '';
    const end = (answer: Answer | undefined) => {
      clearTimeout(timer);
      stdin.off('data', hear);
      stdin.setRawMode(false);
      stdin.pause();
      resolve(answer);
    };
    const hear = (bytes: Buffer) => {
      heard += bytes.toString('latin1');
      const answer = readAnswer(heard);
      const stopped = heard.includes(CTRL_C);
      if (answer !== undefined || stopped || heard.length > LONGEST) end(answer);
      if (stopped) process.kill(process.pid, 'SIGINT');
    };
    const timer = setTimeout(() => end(undefined), PATIENCE);
    stdin.setRawMode(true);
    stdin.on('data', hear);
    stdout.write(QUESTIONS);
  });
}

/** Among whatever was typed meanwhile; undefined as long as the last answer is not there. */
export function readAnswer(heard: string): Answer | undefined {
  const abilities = /\x1b\[\?([\d;]{1,100})c/.exec(heard)?.[1];
  if (abilities === undefined) return undefined;
  const [, height = 0, width = 0] = (/\x1b\[6;(\d{1,4});(\d{1,4})t/.exec(heard) ?? []).map(Number);
  const sixel = abilities.split(';').slice(1).includes('4');
  return width > 0 && height > 0 ? { sixel, cell: { width, height } } : { sixel };
}
