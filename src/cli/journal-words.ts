/** One line of the journal as a sentence for `desk why`; what no program of today writes is shown as it is kept. */
import { usualWord } from '../desk/dictionary.ts';
import type { Dictionary } from '../desk/policy.ts';
import type { Status } from '../desk/ticket.ts';
import type { JournalRow } from '../store/views.ts';
import { count, instant } from './amounts.ts';
import { letterName } from './letter-names.ts';
import { addressLine, oneLine } from './one-line.ts';
import { truncate } from './width.ts';

export interface Naming {
  /** First addresses, by the number of the person. */
  readonly people: ReadonlyMap<number, string>;
  /** Of instants. */
  readonly zone: string | undefined;
  /** Of the usual words for what statuses mean, which no journal keeps. */
  readonly dictionary?: Dictionary;
}

type Data = JournalRow['data'];
type Tell = (data: Data, naming: Naming) => string;

export function journalWords(row: JournalRow, naming: Naming): string {
  const tell = Object.hasOwn(SENTENCES, row.action) ? SENTENCES[row.action] : undefined;
  return tell === undefined ? rawWords(row, naming.zone) : oneLine(tell(row.data, naming));
}

/** Every person that a sentence of these lines names. */
export function peopleNamed(rows: readonly JournalRow[]): number[] {
  const named = rows.flatMap(({ action, data }) => [
    ...(PERSON_IN_TO.has(action) ? [data.to] : []),
    ...[data.person, data.requester, personOf(data.author)],
  ]);
  return [...new Set(named)].filter(id => typeof id === 'number');
}

/** Elsewhere `to` and `from` are tickets or words. */
const PERSON_IN_TO = new Set(['send', 'notSent', 'changeRequester', 'changeParticipant']);

function personOf(author: unknown): unknown {
  return typeof author === 'object' && author !== null && 'person' in author ? author.person : undefined;
}

const SENTENCES: Readonly<Record<string, Tell>> = {
  meet: ({ person }, naming) => `got to know ${personWords(person, naming)}`,
  openTicket: (data, naming) => {
    const from = `opened the ticket in ${word(data.queue)} for ${personWords(data.requester, naming)}`;
    return [from, ...sortedWords(data, naming)].join(', ');
  },
  addMessage: ({ kind, author, message }, naming) =>
    `added ${kind === 'answer' ? 'an answer' : 'a request'} by ${authorWords(author, naming)}${numbered(message)}`,
  addNote: ({ author, message }, naming) => `added a note by ${authorWords(author, naming)}${numbered(message)}`,
  setStatus: ({ from, to, fromName, toName }, naming) =>
    `set the status to ${statusWords(toName, to, naming)} (was ${statusWords(fromName, from, naming)})`,
  assign: ({ from, to }) => changed('the owner', from, to),
  setField: ({ field, from, to }) => changed(`the ${word(field)}`, from, to),
  setDue: ({ from, to }, { zone }) => changed('when it is due', instantWord(from, zone), instantWord(to, zone)),
  tag: ({ tag }) => `tagged it ${word(tag)}`,
  untag: ({ tag }) => `took the tag ${word(tag)} away`,
  involve: ({ login, as }) => `made ${word(login)} a ${word(as)}`,
  dismiss: ({ login, as }) => `let ${word(login)} be no ${word(as)} any more`,
  takeTurn: ({ name, login }) => `counted a turn of ${word(login)} in ${word(name)}`,
  callWebhook: ({ rule, url }) => `queued a call of ${word(url)} for the rule ${word(rule)}`,
  send: ({ template, to }, naming) => `queued ${letterWords(template)} to ${personWords(to, naming)}`,
  notSent: ({ template, to }, naming) => `sent no ${letterName(String(template))} to ${personWords(to, naming)}`,
  failLetter: ({ letter, reason }) => `marked letter ${word(letter)} as not delivered: ${word(reason)}`,
  doubtLetter: ({ letter, reason }) => `marked letter ${word(letter)} as uncertain: ${word(reason)}`,
  dropLetter: ({ letter, from, reason }) =>
    `dropped letter ${word(letter)}${reason === undefined ? ` (was ${word(from)})` : `: ${word(reason)}`}`,
  retryLetter: ({ letter, from }) => `queued letter ${word(letter)} once more (was ${word(from)})`,
  takeBack: ({ message }) => `took answer ${word(message)} back`,
  learn: ({ mail, label, how }) => {
    const [what, why] = [LABELS[String(label)] ?? word(label), how ? ` (${word(how)})` : ''];
    return `told the spam filter that mail ${word(mail)} ${what}${why}`;
  },
  markSpam: ({ as }) =>
    as == null ? 'took the mark of spam away' : `marked it as ${as === 'spam' ? 'spam' : 'perhaps spam'}`,
  silence: ({ address }) => `let no more letters go to ${addressLine(String(address))}`,
  unsilence: ({ address }) => `let letters go to ${addressLine(String(address))} again`,
  addAddress: ({ person }, naming) => `noted another address of ${personWords(person, naming)}`,
  revokeTokens: () => 'revoked the reply tokens given out so far',
  relate: ({ to, from }) => `linked it with #${word(to ?? from)}`,
  unrelate: ({ to, from }) => `took away the link with #${word(to ?? from)}`,
  join: ({ person }, naming) => `let ${personWords(person, naming)} hear the answers`,
  leave: ({ person }, naming) => `let ${personWords(person, naming)} hear no more answers`,
  moveMessages: ({ to, from, messages }) => {
    const many = Array.isArray(messages) ? count(messages.length, 'message') : 'messages';
    return to === undefined ? `took in ${many} of #${word(from)}` : `moved ${many} to #${word(to)}`;
  },
  mergeInto: ({ into, from }) => {
    if (from !== undefined) return `took in #${word(from)}`;
    return into == null ? 'made it a ticket of its own again' : `merged it into #${word(into)}`;
  },
  changeRequester: ({ from, to }, naming) => `its requester, person ${word(from)}, is ${personWords(to, naming)}`,
  changeParticipant: ({ from, to }, naming) => `person ${word(from)}, who takes part, is ${personWords(to, naming)}`,
  undo: ({ of }) => `took back what ${word(of)} did`,
  fileMail: ({ as }) => `filed the mail as ${word(as)}`,
};

const LABELS: Readonly<Record<string, string>> = {
  ham: 'is no spam',
  spam: 'is spam',
  forget: 'says nothing any more',
};

function letterWords(template: unknown): string {
  const name = letterName(String(template));
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

const SORTED = ['source', 'owner', 'group', 'category', 'criticality', 'complexity', 'kind'] as const;

function statusWords(name: unknown, means: unknown, { dictionary }: Naming): string {
  return word(name ?? (dictionary ? usualWord(means as Status, dictionary) : means));
}

function sortedWords(data: Data, { zone }: Naming): string[] {
  const lists = (['tags', 'helpers', 'watchers'] as const).filter(name => Array.isArray(data[name]));
  return [
    ...SORTED.filter(name => data[name] != null).map(name => `${name} ${word(data[name])}`),
    ...lists.map(name => `${name} ${(data[name] as readonly unknown[]).map(word).join(' ')}`),
    ...(data.due == null ? [] : [`due ${instantWord(data.due, zone)}`]),
  ];
}

function changed(what: string, from: unknown, to: unknown): string {
  const was = from == null ? '' : ` (was ${word(from)})`;
  return to == null ? `took away ${what}${was}` : `set ${what} to ${word(to)}${was}`;
}

function instantWord(value: unknown, zone: string | undefined): unknown {
  return typeof value === 'number' ? instant(value, zone) : value;
}

function authorWords(author: unknown, naming: Naming): string {
  const { by, login, person } = (author ?? {}) as { by?: string; login?: string; person?: number };
  if (by === 'operator') return word(login);
  return by === 'person' ? personWords(person, naming) : 'the desk';
}

function personWords(person: unknown, { people }: Naming): string {
  const address = people.get(person as number);
  return address === undefined ? `person ${word(person)}` : addressLine(address);
}

function numbered(message: unknown): string {
  return message === undefined ? '' : `, message ${word(message)}`;
}

const LONGEST_WORD = 200;

function word(value: unknown): string {
  return truncate(oneLine(String(value ?? 'none').slice(0, 20 * LONGEST_WORD)), LONGEST_WORD);
}

/** `setField field=category to=fault mail=31`, for who looks for the very words of the journal. */
export function rawWords(row: JournalRow, zone: string | undefined): string {
  const data = Object.entries(withInstants(row, zone)).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  const mail = row.mail === null ? [] : [['mail', row.mail] as const];
  const facts = [...data, ...mail].map(([name, value]) => `${oneLine(name)}=${fact(value)}`);
  return [oneLine(row.action), ...facts].join(' ');
}

/** When it is due, as people read it. */
function withInstants({ action, data }: JournalRow, zone: string | undefined): Data {
  const names = action === 'setDue' ? ['from', 'to'] : action === 'openTicket' ? ['due'] : [];
  const said = names.filter(name => typeof data[name] === 'number');
  return { ...data, ...Object.fromEntries(said.map(name => [name, instantWord(data[name], zone)])) };
}

const LONGEST_FACT = 60;

function fact(value: unknown): string {
  // a list is joined by commas as it is
  const text = isPlainObject(value) ? Object.values(value).join(':') : String(value);
  return truncate(oneLine(text.slice(0, 20 * LONGEST_FACT)), LONGEST_FACT);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
