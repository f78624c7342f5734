import { isatty } from 'node:tty';
import { styleText } from 'node:util';

/**
 * Where a command prints: data to stdout, everything else to stderr. Nothing here cleans text:
 * words from a mail go through forTerminal before they come here.
 */
export interface Terminal {
  /** Data: a line without its line feed. Resolves when stdout takes more. */
  print(line: string): Promise<void>;
  /** Data as it is, e.g. a mail's bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** A word to the person, on stderr. */
  say(line: string): void;
  /** Colours when stdout shows them, else the text itself. */
  paint(style: Style, text: string): string;
  /** Columns; undefined when stdout is no terminal: then nothing is cut. */
  readonly width: number | undefined;
  /** stdin is a person's keyboard. */
  readonly asks: boolean;
  /** Nobody reads stdout any more (`desk try … | head`): printing does nothing, long work may stop. */
  closed(): boolean;
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'inverse';

export function processTerminal(colour: boolean): Terminal {
  const paints = colour && showsColour(process.env, process.stdout.isTTY);
  let closed = false;
  process.stdout.once('error', () => {
    closed = true;
  });
  return {
    print: async line => (closed ? undefined : put(`${line}\n`)),
    write: async bytes => (closed ? undefined : put(bytes)),
    say: line => void process.stderr.write(`${line}\n`),
    paint: (style, text) => (paints ? styleText(style, text, { validateStream: false }) : text),
    width: process.stdout.isTTY ? process.stdout.columns || 80 : undefined,
    asks: isatty(0),
    closed: () => closed,
  };
}

/** NO_COLOR (no-color.org) wins over FORCE_COLOR, and that over what stdout is. */
export function showsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return isTerminal && env.TERM !== 'dumb';
}

/** Resolves when the data has left, or cannot leave any more. */
function put(data: string | Uint8Array): Promise<void> {
  return new Promise(resolve => process.stdout.write(data, () => resolve()));
}
