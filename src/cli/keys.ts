/** `desk keys`: the keys that sign reply tokens. Their secrets are never shown. */
import type { KeyView } from '../store/keys.ts';
import { instantAndAge } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonLine, jsonText } from './json.ts';
import { oneLine } from './one-line.ts';
import { asOperator, refuse, withDesk } from './with-desk.ts';

export function listKeys(call: Call<readonly [], Json>): Promise<Exit> {
  return withDesk(call, async desk => {
    const keys = await desk.keys();
    if (call.options.json) await call.terminal.print(jsonText(keys));
    else for (const key of keys) await call.terminal.print(keyLine(key, Date.now(), desk.config.timeZone));
    if (keys.length === 0) call.terminal.say('no key yet: the first letter makes one');
    return OK;
  });
}

function keyLine({ id, createdAt, retiredAt, signs }: KeyView, now: number, zone: string | undefined): string {
  const state =
    retiredAt !== null ? `retired ${instantAndAge(retiredAt, now, zone)}` : signs ? 'signs' : 'still believed';
  return `${id}  since ${instantAndAge(createdAt, now, zone)}  ${state}`;
}

export function rotateKeys(call: Call<readonly [], Json>): Promise<Exit> {
  return asOperator(call, async (desk, login) => {
    const done = await desk.rotateKey(login);
    if (typeof done !== 'string') return refuse(call.terminal, done);
    await call.terminal.print(call.options.json ? jsonLine({ key: done }) : `key ${done} signs from now on`);
    return OK;
  });
}

export function retireKey(call: Call<readonly [string], Json>): Promise<Exit> {
  const [id] = call.args;
  return asOperator(call, async (desk, login) => {
    const done = await desk.retireKey(id, login);
    if (done !== true) return refuse(call.terminal, done);
    const said = `key ${oneLine(id)} is retired: who answers a letter it signed opens a new ticket`;
    await call.terminal.print(call.options.json ? jsonLine({ key: id, retired: true }) : said);
    return OK;
  });
}
