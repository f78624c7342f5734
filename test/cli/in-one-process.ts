/** Many commands of the program in one process: hundreds of starts would only cost time. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from './desk.ts';

const run = promisify(execFile);

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export async function runInOne(
  folder: string,
  commands: readonly (readonly string[])[],
  env: Readonly<Record<string, string>>,
): Promise<Ran[]> {
  const program = pathToFileURL(join(ROOT, 'dist/src/cli/program.js')).href;
  const script = `const { runProgram } = await import(${JSON.stringify(program)});
    const { explainFailure } = await import(${JSON.stringify(program.replace('program.js', 'failure.js'))});
    const ran = [];
    let said = { out: '', err: '' };
    const hear = to => (words, ...rest) => { said[to] += words; rest.at(-1)?.call?.(); return true; };
    process.stdout.write = hear('out');
    process.stderr.write = hear('err');
    for (const words of ${JSON.stringify(commands)}) {
      said = { out: '', err: '' };
      const exit = await runProgram(words).catch(error => {
        const failure = explainFailure(error, false);
        said.err += failure.lines.join('\\n');
        return failure.exit;
      });
      ran.push({ exit, ...said });
    }
    (await import('node:fs')).writeSync(1, JSON.stringify(ran));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    env: {
      ...process.env,
      DESK_OPERATOR: '',
      DESK_CONFIG: '',
      SUDO_USER: '',
      EDITOR: 'false',
      NODE_NO_WARNINGS: '1',
      ...env,
    },
    maxBuffer: 50_000_000,
  });
  return JSON.parse(stdout);
}
