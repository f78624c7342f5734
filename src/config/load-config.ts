import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';
import { ConfigFaults } from './fault.ts';
import { parseConfig } from './parse-config.ts';

/** The configuration in `file`; throws ConfigFaults with everything that is wrong with it. Reads no other file. */
export async function loadConfig(file: string): Promise<Config> {
  const text = textOf(file);
  // RE2 takes longer to load than all else here
  const expressions = /\brule\b/.test(text) ? await import('./pattern.ts') : undefined;
  const result = parseConfig(text, file, expressions);
  if ('faults' in result) throw new ConfigFaults(result.faults);
  return result.config;
}

/** Every command waits for it, and to wait for another thread takes longer than to read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const message = unreadable((error as NodeJS.ErrnoException).code);
    throw new ConfigFaults([{ file, line: 0, column: 0, path: '', message }]);
  }
}

function unreadable(code: string | undefined): string {
  switch (code) {
    case 'ENOENT':
      return 'cannot be read: there is no such file';
    case 'EACCES':
      return 'cannot be read: permission denied';
    case 'EISDIR':
      return 'cannot be read: it is a folder';
    default:
      return `cannot be read: ${code ?? 'no reason given'}`;
  }
}
