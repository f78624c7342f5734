import { type Attach, withFiles } from './attach.ts';
import type { Call } from './call.ts';
import { carryOut, type Order } from './carry-out.ts';
import { Drafts } from './draft-files.ts';
import { type Exit, USAGE } from './exits.ts';
import { oneLine, person } from './one-line.ts';
import { parseRequester } from './requester.ts';
import { changesOf, type SortingOptions, sayFault } from './sorting-options.ts';
import { asOperator } from './with-desk.ts';
import { type Message, withWords } from './words.ts';

interface NewOptions extends Order, Message, Attach, SortingOptions {
  readonly for?: string;
  readonly subject?: string;
  readonly confirm?: boolean;
}

export async function newTicket(call: Call<readonly [], NewOptions>): Promise<Exit> {
  const { queue, ...options } = call.options;
  const { subject, confirm } = options;
  const requester = parseRequester(call.options.for ?? '');
  const missing = requester === undefined ? '--for "Ann <ann@example.org>"' : subject?.trim() ? undefined : '--subject';
  if (missing !== undefined || requester === undefined || subject === undefined) {
    call.terminal.say(`desk new: it needs ${missing}`);
    return USAGE;
  }
  const below = [`New ticket for ${person(requester)}`, oneLine(subject), 'The requester can read these words.'];
  return asOperator(call, async (desk, login) => {
    const also = changesOf(options, desk.config.policy);
    if ('fault' in also) return sayFault(call.terminal, 'new', also);
    const source = { name: 'new', drafts: new Drafts(desk.config, login), below: async () => below };
    const how = {
      requester,
      subject,
      confirm: confirm === true,
      ...(queue === undefined ? {} : { queue }),
      ...also,
    };
    return withFiles(desk, call, ({ files, packed }) =>
      withWords(call, source, text => {
        const enclosed = files.length === 0 ? {} : { files };
        return carryOut(desk, { do: 'new', ...how, text, ...enclosed }, login, call, { files: packed });
      }),
    );
  });
}
