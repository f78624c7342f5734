/** `desk suggest`: ready answers that suit a ticket, what its request lacks, what category it seems to be of. */
import { lacksOf } from '../advice/first-request.ts';
import { matterOf, suggestFor } from '../advice/ready-answers.ts';
import type { TicketView } from '../store/views.ts';
import type { Call, Json } from './call.ts';
import { type Exit, OK } from './exits.ts';
import { guessWords } from './hints.ts';
import { jsonText } from './json.ts';
import { oneLine } from './one-line.ts';
import { table } from './table.ts';
import { noTicket, showStanding, withDesk } from './with-desk.ts';

interface SuggestOptions extends Json {
  readonly limit: number;
}

export function suggest(call: Call<readonly [number], SuggestOptions>): Promise<Exit> {
  const { options, terminal } = call;
  return withDesk(call, async desk => {
    const ticket = await showStanding(desk, call.args[0]);
    if (ticket === undefined) return noTicket(terminal, call.args[0]);
    const matter = matterOf(ticket);
    const suggestions = await suggestFor(desk.config, matter, ticket.queue, options.limit);
    const lacks = lacksOf(ticket);
    const guess = await desk.guessCategory(matter.subject, matter.text);
    if (options.json)
      await terminal.print(jsonText({ ticket: ticket.number, suggestions, lacks, guess: guess ?? null }));
    else {
      for (const line of guessLines(ticket, guess)) await terminal.print(line);
      for (const { what, because } of lacks) await terminal.print(`lacks      ${what}: ${oneLine(because)}`);
      if (lacks.length > 0)
        await terminal.print(`           desk reply ${ticket.number} --canned need-info asks for it`);
      const columns = [
        { title: 'SCORE', align: 'right' as const },
        { title: '' },
        { title: 'NAME' },
        { title: 'TITLE', gives: 1 },
        { title: 'BECAUSE', gives: 2 },
      ];
      const rows = suggestions.map(({ score, kind, name, title, because }) =>
        [score.toFixed(2), kind, oneLine(name), oneLine(title), oneLine(because.join(', '))].map(text => ({ text })),
      );
      if (rows.length > 0)
        for (const line of await table(columns, rows, terminal.width, terminal.paint)) await terminal.print(line);
      else terminal.say('no canned reply and no entry of the FAQ has its words');
    }
    return OK;
  });
}

type Guess = TicketView['guess'];

function guessLines({ category }: TicketView, guess: Guess | undefined): string[] {
  return guess ? [`category   ${category === null ? '' : `it is ${oneLine(category)}; `}${guessWords(guess)}`] : [];
}
