import { forTerminal } from '../mail/clean.ts';
import type { Call } from './call.ts';
import { configured } from './configured.ts';
import { BAD_CONFIG, type Exit, OK } from './exits.ts';
import { answerFaults, letterFaults } from './template-faults.ts';
import { untilStopped } from './until-stopped.ts';

export async function serveDesk(call: Call<readonly []>): Promise<Exit> {
  const config = await configured(call.globals);
  // a letter that cannot be written would be found out by the mail it answers
  const faults = await letterFaults(config);
  for (const fault of faults) call.terminal.say(forTerminal(fault, { multiline: false }));
  if (faults.length > 0) return BAD_CONFIG;
  const { serve } = await import('../daemon/serve.ts');
  const warnings = await answerFaults(config);
  await untilStopped(signal => serve(config, { signal, warnings }));
  return OK;
}
