/** A question to the person at the keyboard; on stderr, for stdout is for data. */
import { createInterface } from 'node:readline/promises';

/** What was typed, without blanks around it; '' for Enter, and when the keyboard is gone. */
export async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const gone = new Promise<string>(resolve => lines.once('close', () => resolve('')));
  try {
    return (await Promise.race([lines.question(question), gone])).trim();
  } finally {
    lines.close();
  }
}
