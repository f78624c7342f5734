/**
 * `desk spam questions`: the second look. A label that says the opposite of what the filter is sure of was not learned:
 * it is a slip more often than news. Whoever looks again confirms it or takes it back.
 */
import type { SpamQuestion } from '../store/spam.ts';
import { instantAndAge } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK, USAGE } from './exits.ts';
import { jsonLine, jsonText } from './json.ts';
import { addressLine, oneLine } from './one-line.ts';
import { percent } from './spam-words.ts';
import { asOperator, refuse, withDesk } from './with-desk.ts';

interface QuestionOptions extends Json {
  readonly confirm?: number;
  readonly withdraw?: number;
}

type Questions = Call<readonly [], QuestionOptions>;

export function spamQuestions(call: Questions): Promise<Exit> {
  const { confirm, withdraw } = call.options;
  if (confirm !== undefined && withdraw !== undefined) {
    call.terminal.say('desk spam questions: --confirm or --withdraw, not both');
    return Promise.resolve(USAGE);
  }
  if (confirm !== undefined) return answer(call, confirm, 'confirm');
  return withdraw === undefined ? ask(call) : answer(call, withdraw, 'withdraw');
}

function ask(call: Questions): Promise<Exit> {
  const { terminal, options } = call;
  return withDesk(call, async desk => {
    const questions = await desk.spamQuestions();
    if (options.json) await terminal.print(jsonText(questions));
    else
      for (const line of questions.flatMap(one => questionLines(one, Date.now(), desk.config.timeZone)))
        await terminal.print(line);
    terminal.say(questions.length === 0 ? 'no label is in doubt' : 'desk spam questions --confirm|--withdraw LABEL');
    return OK;
  });
}

function questionLines(
  { label, said, probability, sender, mail, who, at }: SpamQuestion,
  now: number,
  zone: string | undefined,
): string[] {
  const what = mail === null ? 'a file' : `mail ${mail}`;
  return [
    `label ${label}: ${said}, said ${oneLine(who)}; the filter was sure of the opposite (${percent(probability)} spam)`,
    `  ${what} from ${addressLine(sender) || '(nobody)'}, ${instantAndAge(at, now, zone)}`,
  ];
}

function answer(call: Questions, label: number, word: 'confirm' | 'withdraw'): Promise<Exit> {
  const { terminal, options } = call;
  return asOperator(call, async (desk, login) => {
    const done = await desk.answerQuestion(label, word, login);
    if (done !== true) return refuse(terminal, done);
    const outcome = word === 'confirm' ? 'confirmed' : 'withdrawn';
    await terminal.print(options.json ? jsonLine({ label, outcome }) : `label ${label}: ${outcome}`);
    return OK;
  });
}
