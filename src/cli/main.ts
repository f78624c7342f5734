/** The program. Its last word on anything that was thrown: trouble, bad configuration or a bug. */
import { explainFailure } from './failure.ts';
import { runProgram } from './program.ts';

// A reader that goes away, as in `desk show 12 | head`, is no error; the commands look at Terminal.closed.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

runProgram(process.argv.slice(2)).then(
  exit => {
    process.exitCode = exit;
  },
  error => {
    const failure = explainFailure(error, Boolean(process.env.DESK_DEBUG));
    for (const line of failure.lines) process.stderr.write(`${line}\n`);
    process.exitCode = failure.exit;
  },
);
