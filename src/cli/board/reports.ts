/** What comes back from the desk: tickets read, commands done, what others did meanwhile. Pure. */
import type { Command } from '../../desk/command.ts';
import type { Change } from '../../store/changed-since.ts';
import type { TicketView } from '../../store/views.ts';
import { count } from '../amounts.ts';
import { oneLine } from '../one-line.ts';
import { BROWSE, type Event, type Order, type Result, type State, type Step, say, still } from './state.ts';

/** Only what was asked for last is shown: an answer that took long must not show another ticket. */
export function loadedTicket(state: State, number: number, ticket: TicketView | null): State {
  if (number !== state.selected) return state;
  const fresh = new Set(state.fresh);
  fresh.delete(number);
  if (ticket === null) return say({ ...state, fresh, ticket: null }, `there is no ticket ${number}`, 'refused');
  return { ...state, fresh, ticket };
}

/** Lists and the ticket that is shown are read anew; what others did is told, what this operator did was told before. */
export function changed(state: State, changes: readonly Change[], letters: boolean): Step {
  const ofOthers = changes.filter(({ who }) => who !== state.setting.me);
  const touched = new Set(changes.flatMap(({ ticket, action }) => (action === 'many' ? state.selected : ticket) ?? []));
  const shown = state.selected !== null && (letters || touched.has(state.selected));
  const orders: Order[] = [
    ...(changes.length > 0 ? [{ do: 'loadList', view: state.view } as const] : []),
    ...(shown ? [{ do: 'loadTicket', number: state.selected, soon: false } as const] : []),
  ];
  const fresh = new Set(state.fresh);
  for (const { ticket, who } of ofOthers)
    if (who === 'mail' && ticket !== null && !(ticket === state.selected && state.focus === 'ticket'))
      fresh.add(ticket);
  const about = ofOthers.filter(({ ticket }) => ticket !== null && ticket === state.ticket?.number);
  const next = { ...state, fresh };
  // what was refused stays until a key was pressed: it may say the same, and more
  const isTold = about.length > 0 && state.said?.tone !== 'refused';
  return { state: isTold ? say(next, changeWords(about), 'news') : next, orders };
}

function changeWords(changes: readonly Change[]): string {
  const { ticket, who } = changes.at(-1)!;
  if (changes.some(one => one.who === 'mail')) return `#${ticket}: new mail just came in`;
  return `#${ticket}: ${who === 'desk' ? 'the desk' : oneLine(who)} just changed it`;
}

/** One result is told in its words, several are counted, and what was refused is named. */
export function done(state: State, results: readonly Result[]): Step {
  const refused = results.filter(result => 'refused' in result);
  const well = results.filter(result => 'ticket' in result);
  const [only] = results;
  const meant = results.length === 1 && only && insisting(only);
  if (meant && state.mode.is === 'browse') return still(insist(state, meant));
  const orders: Order[] = [
    { do: 'loadList', view: state.view },
    ...(state.selected === null ? [] : [{ do: 'loadTicket', number: state.selected, soon: false } as const]),
  ];
  const next = {
    ...state,
    kept: withoutSent(
      state.kept,
      well.map(({ command }) => command),
    ),
  };
  if (results.length === 1 && only) return { state: told(next, only), orders };
  const words = [`${count(well.length, 'ticket')} done`, ...refused.map(result => oneLine(result.refused))];
  return { state: say(next, words.join('; '), refused.length > 0 ? 'refused' : 'done'), orders };
}

function told(state: State, result: Result): State {
  if ('refused' in result) return say(state, oneLine(result.refused), 'refused');
  const letters = result.letters > 0 ? `; ${count(result.letters, 'letter')} queued` : '';
  const wrote = result.command.do === 'reply' || result.command.do === 'note';
  const isRead = state.focus === 'ticket' && state.selected === result.ticket;
  // who wrote sees it stand there, at the end
  const next = wrote && isRead ? { ...state, scroll: Number.MAX_SAFE_INTEGER } : state;
  return say(next, `#${result.ticket}: ${result.because.map(oneLine).join('; ')}${letters}`, 'done');
}

/** The desk has them now. */
function withoutSent(kept: State['kept'], commands: readonly Command[]): State['kept'] {
  const sent = commands.flatMap(command =>
    command.do === 'reply' || command.do === 'note' ? `${command.do} ${command.ticket}` : [],
  );
  return new Map([...kept].filter(([name]) => !sent.includes(name)));
}

/** A command the desk refuses until it is told that it is meant, as it then is. */
interface Insisting {
  readonly question: string;
  readonly command: Command;
}

function insisting(result: Result): Insisting | undefined {
  if (!('refused' in result)) return undefined;
  const { command, refused } = result;
  const asks = (option: string) => oneLine(refused.replace(new RegExp(`[;\\n][^;\\n]*${option}[^]*$`), ''));
  if (command.do === 'merge' && !command.together && refused.includes('--together'))
    return { question: `${asks('--together')}. Merge all the same?`, command: { ...command, together: true } };
  const isScanned = refused.includes('--these-words-are-public');
  if (command.do !== 'reply' || command.wordsArePublic || !isScanned) return undefined;
  const question = `${oneLine(refused.split('\n', 1)[0]!)}. May the requester read these words?`;
  return { question, command: { ...command, wordsArePublic: true } };
}

function insist(state: State, { question, command }: Insisting): State {
  return { ...state, mode: { is: 'confirm', confirm: { for: 'commands', question, commands: [command] } } };
}

/** A note stays in the house and is kept at once; of an answer it is asked first who would get it. */
export function written(state: State, { write, text }: Extract<Event, { is: 'written' }>): Step {
  const { what, ticket } = write;
  if (what === 'reply') return asked(state, { write, text, inline: false });
  return {
    state: { ...state, busy: { words: 'keeping the note', stops: false } },
    orders: [{ do: 'operate', commands: [{ do: 'note', ticket, text }] }],
  };
}

type Foreseen = Extract<Event, { is: 'foreseen' }>;

/** The words are remembered: until the desk has taken them they are there to be gone on with. */
export function asked(state: State, { write, text, inline }: Omit<Foreseen, 'is' | 'outcome'>): Step {
  const kept = new Map(state.kept).set(`reply ${write.ticket}`, text);
  const busy = { words: 'looking who gets it', stops: false };
  return { state: { ...state, kept, mode: BROWSE, busy }, orders: [{ do: 'foresee', write, text, inline }] };
}

export function foreseen(state: State, { write, text, inline, outcome }: Foreseen): Step {
  if ('refused' in outcome) {
    // it is shown as it is now, so that it is read before the words are sent all the same
    const words = `${oneLine(outcome.refused)}; R goes on with your words`;
    const orders: Order[] = [{ do: 'keepDraft' }];
    if (state.selected !== null) orders.push({ do: 'loadTicket', number: state.selected, soon: false });
    return { state: say(state, words, 'refused'), orders };
  }
  // somebody who is typing something else already is not interrupted, or the next key would send it
  if (state.mode.is !== 'browse')
    return {
      state: say(state, `the answer to #${write.ticket} waits: R goes on with it`, 'news'),
      orders: [{ do: 'keepDraft' }],
    };
  return still({ ...state, mode: { is: 'confirm', confirm: { for: 'send', write, outcome, text, inline } } });
}
