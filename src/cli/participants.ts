/** `desk participant`: who else hears the answers of a ticket. */
import type { Call, Json } from './call.ts';
import { carryOut } from './carry-out.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { jsonText } from './json.ts';
import { oneLine, person } from './one-line.ts';
import { parseRequester } from './requester.ts';
import { silence } from './silence.ts';
import { asOperator, noTicket, withDesk } from './with-desk.ts';

export function listParticipants(call: Call<readonly [number], Json>): Promise<Exit> {
  const { terminal, args, options } = call;
  return withDesk(call, async desk => {
    const ticket = await desk.show(args[0]);
    if (!ticket) return noTicket(terminal, args[0]);
    const { requester, participants } = ticket;
    if (options.json) await terminal.print(jsonText({ requester, participants }));
    else {
      await terminal.print(`${person(requester)}  requester${silence(requester)}`);
      for (const one of participants) await terminal.print(`${person(one)}  participant${silence(one)}`);
    }
    return OK;
  });
}

type Change = Call<readonly [number, string], Json>;

export function addParticipant(call: Change): Promise<Exit> {
  return change(call, 'join');
}

export function removeParticipant(call: Change): Promise<Exit> {
  return change(call, 'leave');
}

async function change(call: Change, verb: 'join' | 'leave'): Promise<Exit> {
  const [ticket, text] = call.args;
  const who = parseRequester(text);
  if (!who) {
    call.terminal.say(`${oneLine(text)} is not an address such as "Ann <ann@example.org>" or ann@example.org`);
    return USAGE;
  }
  return asOperator(call, (desk, login) => carryOut(desk, { do: verb, ticket, person: who }, login, call));
}
