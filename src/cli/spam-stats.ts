/** `desk spam stats`: what the filter learned, where it draws its lines, how right it was. */
import type { SpamStats } from '../front-desk.ts';
import { count } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { jsonText } from './json.ts';
import { percent } from './spam-words.ts';
import { withDesk } from './with-desk.ts';

export function spamStats({ terminal, options, ...rest }: Call<readonly [], Json>): Promise<Exit> {
  return withDesk({ terminal, options, ...rest }, async desk => {
    const stats = await desk.spamStats();
    if (options.json) await terminal.print(jsonText({ ...stats, filter: desk.config.spam.filter }));
    else for (const line of statsLines(stats, desk.config.spam.filter)) await terminal.print(line);
    return OK;
  });
}

function statsLines(stats: SpamStats, isOn: boolean): string[] {
  const { ham, spam, tokens, thresholds, judged, filedAsSpam, unsure, falseSpam, missed } = stats;
  return [
    ...(isOn ? [] : ['switched off       spam.filter = false: no mail is judged']),
    `labels             ${ham} ham, ${spam} spam`,
    `tokens             ${tokens}`,
    `spam from          ${thresholds ? scoreWords(thresholds.spam) : NOT_YET}`,
    ...(thresholds ? [`no spam up to      ${scoreWords(thresholds.ham)}; between the two it is unsure`] : []),
    'in the last 30 days',
    `  judged           ${count(judged, 'mail')}: ${filedAsSpam} spam, ${unsure} unsure`,
    `  wrongly spam     ${falseSpam}`,
    `  missed           ${missed}`,
  ];
}

/** The score is what `desk spam why` shows: near the ends the percentages all look the same. */
function scoreWords(probability: number): string {
  return `score ${Math.log(probability / (1 - probability)).toFixed(3)} (${percent(probability)})`;
}

const NOT_YET = 'not known yet: the filter needs 20 labels of ham and 10 of spam';
