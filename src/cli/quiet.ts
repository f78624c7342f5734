/** Lists of which only the numbers are wanted, for other commands: `desk held -q | xargs desk held drop`. */
import type { Json } from './call.ts';
import type { Terminal } from './terminal.ts';

export interface Quiet extends Json {
  readonly quiet?: boolean;
}

export async function printNumbers(terminal: Terminal, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) await terminal.print(String(number));
}
