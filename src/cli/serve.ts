import type { Call } from './call.ts';
import { configured } from './configured.ts';
import { type Exit, OK } from './exits.ts';
import { untilStopped } from './until-stopped.ts';

export async function serveDesk(call: Call<readonly []>): Promise<Exit> {
  const config = await configured(call.globals);
  const { serve } = await import('../daemon/serve.ts');
  await untilStopped(signal => serve(config, { signal }));
  return OK;
}
