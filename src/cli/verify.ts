/** `desk verify`: do the guarantees hold in what is stored? Reads only, also while the daemon works. */
import type { CheckResult } from '../store/verify.ts';
import { count } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK, REFUSED } from './exits.ts';
import { jsonText } from './json.ts';
import { oneLine } from './one-line.ts';
import type { Terminal } from './terminal.ts';
import { withDesk } from './with-desk.ts';

interface VerifyOptions extends Json {
  readonly deep?: boolean;
}

export function verify(call: Call<readonly [], VerifyOptions>): Promise<Exit> {
  const { terminal, options } = call;
  return withDesk(call, async desk => {
    const results = await desk.verify({ deep: options.deep === true });
    if (options.json) await terminal.print(jsonText(results));
    else for (const line of results.flatMap(result => checkLines(result, terminal.paint))) await terminal.print(line);
    const broken = results.filter(result => result.broken.length > 0).length;
    terminal.say(
      broken === 0 ? `${count(results.length, 'check')}, all well` : `${broken} of ${results.length} checks BROKEN`,
    );
    return broken === 0 ? OK : REFUSED;
  });
}

export function checkLines({ name, guarantee, holds, broken, more }: CheckResult, paint: Terminal['paint']): string[] {
  const verdict = broken.length === 0 ? paint('green', 'ok    ') : paint('red', 'BROKEN');
  return [
    `${verdict} ${guarantee} ${name}: ${holds}`,
    ...broken.map(row => `         ${oneLine(row)}`),
    ...(more ? ['         … and more'] : []),
  ];
}
