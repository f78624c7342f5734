/** The program. Its last word on anything that was thrown: trouble, bad configuration or a bug. */
import { explainFailure } from './failure.ts';
import { runProgram } from './program.ts';

try {
  process.exitCode = await runProgram(process.argv.slice(2));
} catch (error) {
  const failure = explainFailure(error, Boolean(process.env.DESK_DEBUG));
  for (const line of failure.lines) process.stderr.write(`${line}\n`);
  process.exitCode = failure.exit;
}
