/**
 * `desk spam learn` and `unlearn`: mails that were sorted by hand teach the filter and do nothing else. What was said
 * of a content before is told by the content, so the same command again goes on where it stopped.
 */
import type { Refusal } from '../desk/decision.ts';
import type { FrontDesk } from '../front-desk.ts';
import { count } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { BAD_DATA, type Exit, OK, TROUBLE, USAGE } from './exits.ts';
import { inOrder } from './in-order.ts';
import { faultOf } from './inject.ts';
import { jsonLine } from './json.ts';
import { keepTelling } from './keep-telling.ts';
import { type FoundMail, mailsIn, type Unreadable } from './mail-files.ts';
import { oneLine } from './one-line.ts';
import { untilStopped } from './until-stopped.ts';
import { asOperator, refuse } from './with-desk.ts';

interface LearnOptions extends Json {
  readonly ham?: boolean;
  readonly spam?: boolean;
}

interface UnlearnOptions extends Json {
  readonly mail?: number;
}

type Files<Options> = Call<readonly [readonly string[]], Options>;

export async function learnFiles(call: Files<LearnOptions>): Promise<Exit> {
  const { ham, spam } = call.options;
  if (Boolean(ham) === Boolean(spam)) {
    call.terminal.say('desk spam learn: --ham or --spam says what they are');
    return USAGE;
  }
  const label = ham ? 'ham' : 'spam';
  return asOperator(call, (desk, login) =>
    say(call, desk, { done: 'learned', as: ` as ${label}` }, bytes => desk.learnMail(bytes, label, login)),
  );
}

export async function unlearnFiles(call: Files<UnlearnOptions>): Promise<Exit> {
  const { mail } = call.options;
  if (mail !== undefined && call.args[0].length > 0) {
    call.terminal.say('desk spam unlearn: files or --mail MAIL, not both');
    return USAGE;
  }
  return asOperator(call, async (desk, login) => {
    if (mail === undefined)
      return say(call, desk, { done: 'forgotten', as: '' }, bytes => desk.unlearnMail({ bytes }, login));
    const outcome = await desk.unlearnMail({ mail }, login);
    if (typeof outcome !== 'string') return refuse(call.terminal, outcome);
    if (outcome === 'known') return refuse(call.terminal, { refused: `nothing was said of mail ${mail}` });
    await call.terminal.print(call.options.json ? jsonLine({ mail, outcome }) : `mail ${mail}: forgotten`);
    return OK;
  });
}

interface Progress {
  done: number;
  known: number;
  unread: number;
}

interface Words {
  readonly done: 'learned' | 'forgotten';
  readonly as: string;
}

type Outcome = 'learned' | 'forgotten' | 'known' | { readonly fault: string; readonly file: string } | Refusal;

/** So many share a commit, and are in memory. */
const TOGETHER = 32;

async function say(
  call: Files<Json>,
  desk: FrontDesk,
  words: Words,
  tell: (bytes: Uint8Array) => Promise<'learned' | 'forgotten' | 'known' | Refusal>,
): Promise<Exit> {
  const { mailSize } = desk.config.limits;
  const progress: Progress = { done: 0, known: 0, unread: 0 };
  const silence = keepTelling(call.terminal, () => progress.done + progress.known + progress.unread);
  let refusal: Refusal | undefined;
  let stopped = false;
  const one = async (mail: FoundMail | Unreadable): Promise<Outcome> => {
    const fault = faultOf(mail, mailSize);
    return fault === undefined && 'bytes' in mail ? tell(mail.bytes) : { file: mail.file, fault: fault ?? '' };
  };
  try {
    await untilStopped(async signal => {
      const found = until(
        signal,
        mailsIn(call.args[0], mailSize, () => {}, { unquote: true }),
      );
      for await (const outcome of inOrder(found, TOGETHER, one)) {
        if (typeof outcome === 'string') outcome === 'known' ? progress.known++ : progress.done++;
        else if ('refused' in outcome) refusal ??= outcome;
        else {
          progress.unread++;
          call.terminal.say(`${oneLine(outcome.file)}: ${oneLine(outcome.fault)}`);
        }
      }
      stopped = signal.aborted;
    });
  } finally {
    silence();
  }
  if (refusal) return refuse(call.terminal, refusal);
  await call.terminal.print(call.options.json ? jsonLine(record(progress, words)) : summary(progress, words));
  if (stopped) call.terminal.say('stopped; what was done is kept, and the same command goes on from here');
  return stopped ? TROUBLE : progress.unread > 0 ? BAD_DATA : OK;
}

async function* until<T>(signal: AbortSignal, source: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of source) {
    if (signal.aborted) return;
    yield item;
  }
}

function record({ done, known, unread }: Progress, words: Words) {
  return { [words.done]: done, known, unread };
}

function summary({ done, known, unread }: Progress, words: Words): string {
  const before = words.done === 'learned' ? 'known as that before' : 'of which nothing was said';
  return [
    `${words.done} ${count(done, 'mail')}${words.as}`,
    ...(known > 0 ? [`${known} ${before}`] : []),
    ...(unread > 0 ? [`${unread} not read`] : []),
  ].join(', ');
}
