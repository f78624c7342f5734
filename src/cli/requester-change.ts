/** `desk requester edit` and `merge`. */
import { whyUnwritten } from '../config/language-warnings.ts';
import type { PersonEdit } from '../desk/people.ts';
import type { RequesterDone } from '../front-desk.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { jsonLine } from './json.ts';
import { oneLine } from './one-line.ts';
import type { Terminal } from './terminal.ts';
import { whoOf } from './who.ts';
import { asOperator, refuse } from './with-desk.ts';

interface EditOptions
  extends Json,
    Omit<PersonEdit, 'organisation' | 'level' | 'language' | 'confirmation' | 'answers'> {
  /** false: --no-organisation, --no-level, --no-language. */
  readonly organisation?: string | false;
  readonly level?: string | false;
  readonly language?: string | false;
  readonly confirmation?: string;
  readonly answers?: string;
}

export async function editRequester(call: Call<readonly [string], EditOptions>): Promise<Exit> {
  const { terminal, options } = call;
  const { json, organisation, level, language, confirmation, answers, ...rest } = options;
  const unclear = [confirmation, answers].find(word => word !== undefined && word !== 'yes' && word !== 'no');
  if (unclear !== undefined) {
    terminal.say(`desk requester edit: say yes or no, not ${oneLine(unclear)}`);
    return USAGE;
  }
  const edit: PersonEdit = {
    ...rest,
    ...(organisation === undefined ? {} : { organisation: organisation === false ? null : organisation }),
    ...(level === undefined ? {} : { level: level === false ? null : level }),
    ...(language === undefined ? {} : { language: language === false ? null : language }),
    ...(confirmation === undefined ? {} : { confirmation: confirmation === 'yes' }),
    ...(answers === undefined ? {} : { answers: answers === 'yes' }),
  };
  if (Object.keys(edit).length === 0) {
    terminal.say('desk requester edit: say what to change; --help shows what can be');
    return USAGE;
  }
  return asOperator(call, async (desk, login) => {
    const done = await desk.editRequester(whoOf(call.args[0]), edit, login);
    if ('refused' in done) return refuse(terminal, done);
    const unwritten = language ? whyUnwritten(language, desk.config) : undefined;
    if (unwritten !== undefined) terminal.say(unwritten);
    return tell(terminal, done, json);
  });
}

export function mergeRequesters(call: Call<readonly [string, string], Json>): Promise<Exit> {
  const { terminal, options } = call;
  const [one, into] = call.args;
  return asOperator(call, async (desk, login) => {
    const done = await desk.mergeRequesters(whoOf(one), whoOf(into), login);
    return 'refused' in done ? refuse(terminal, done) : tell(terminal, done, options.json);
  });
}

async function tell(terminal: Terminal, done: RequesterDone, json: boolean | undefined): Promise<Exit> {
  const words = `requester ${done.requester}: ${done.because.map(oneLine).join('; ')}`;
  await terminal.print(json ? jsonLine(done) : words);
  return OK;
}
