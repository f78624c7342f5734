/**
 * What an operator changes about requesters: name, addresses, organisation, and that two of them are one person.
 * Several changes of one order are looked at one after the other, each as if those before it were done; a single one
 * that is refused refuses all.
 */
import { addrSpec } from '../mail/addresses.ts';
import { forHeader } from '../mail/clean.ts';
import type { Refusal } from './decision.ts';
import { whyNotLevel } from './dictionary.ts';
import type { Policy } from './policy.ts';
import { isAddressOf } from './queues.ts';
import type { Person } from './ticket.ts';

export interface PersonEdit {
  readonly name?: string;
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  /** Letters go there from now on. */
  readonly first?: string;
  /** No letter goes there any more. */
  readonly refuse?: readonly string[];
  /** Letters go there again, whoever silenced it. */
  readonly accept?: readonly string[];
  /** Its name; null: nothing by hand, the domains of the addresses tell. */
  readonly organisation?: string | null;
  /** Of support; null: that of the organisation. */
  readonly level?: string | null;
  /** A tag of RFC 5646; null: what they write in tells. */
  readonly language?: string | null;
  /** Whether they want confirmations, and answers by mail. */
  readonly confirmation?: boolean;
  readonly answers?: boolean;
}

export type PeopleAction =
  | { readonly do: 'renamePerson'; readonly person: number; readonly name: string }
  | { readonly do: AddressChange; readonly person: number; readonly address: string }
  | {
      readonly do: 'setOrganisation';
      readonly person: number;
      readonly from: number | null;
      readonly to: number | null;
    }
  | { readonly do: 'setLevel'; readonly person: number; readonly level: string | null }
  | { readonly do: 'setLanguage'; readonly person: number; readonly language: string | null }
  | { readonly do: 'setWish'; readonly person: number; readonly wish: Wish; readonly wanted: boolean }
  | { readonly do: 'mergePerson'; readonly person: number; readonly into: number }
  | {
      readonly do: 'newOrganisation';
      readonly name: string;
      readonly domains: readonly string[];
      readonly level?: string;
    }
  | { readonly do: 'setOrganisationLevel'; readonly organisation: number; readonly level: string | null }
  | { readonly do: 'renameOrganisation'; readonly organisation: number; readonly name: string }
  | { readonly do: 'addDomain' | 'removeDomain'; readonly organisation: number; readonly domain: string };

export type Wish = 'confirmation' | 'answers';

type AddressChange = 'addAddress' | 'removeAddress' | 'putAddressFirst' | 'refuseLetters' | 'acceptLetters';

export interface PeopleDecision {
  readonly actions: readonly PeopleAction[];
  readonly because: readonly string[];
}

export interface NamedOrganisation {
  readonly id: number;
  readonly name: string;
}

/** A person with what such an order has to know. */
export interface Requester extends Person {
  /** Set by hand. */
  readonly organisation: NamedOrganisation | null;
  /** One's own, of support. */
  readonly level: string | null;
  /** How many tickets of this requester are not closed. */
  readonly open: number;
  /** The id that was asked for, when it was merged into this person. */
  readonly askedFor?: number;
}

export interface EditSituation {
  readonly policy: Pick<Policy, 'operators' | 'queues' | 'dictionary'>;
  readonly person: Requester;
  /** Whose the addresses are that the order names, as far as they are somebody's. */
  readonly holders: ReadonlyMap<string, Person>;
  /** The organisation the order names, when there is one of that name. */
  readonly organisation?: NamedOrganisation;
}

const LONGEST_NAME = 300;
const NOTHING_BY_HAND = 'the domains of the addresses tell the organisation';

/** As addresses are kept: lower-cased; undefined when it is none. */
export function keptAddress(text: string): string | undefined {
  return addrSpec(text)?.toLowerCase();
}

/** Every address the order names, as kept; what is no address is left out. */
export function addressesIn({ add = [], remove = [], refuse = [], accept = [], first }: PersonEdit): string[] {
  const named = [...add, ...remove, ...refuse, ...accept, ...(first === undefined ? [] : [first])];
  return named.flatMap(address => keptAddress(address) ?? []);
}

/** One line, blanks made one. */
export function tidyName(name: string): string {
  return forHeader(name.normalize('NFC'), LONGEST_NAME).replace(/\s+/g, ' ');
}

export function editPerson(edit: PersonEdit, by: string, at: EditSituation): PeopleDecision | Refusal {
  const refused = refusedAtOnce(edit, at);
  if (refused !== undefined) return { refused };
  let draft: Draft = { person: at.person, actions: [], because: [] };
  for (const step of STEPS) {
    const next = step(draft, edit, by, at);
    if ('refused' in next) return next;
    draft = next;
  }
  const { person, actions, because } = draft;
  if (actions.length === 0) return { refused: `nothing to change about ${named(at.person)}: it is so already` };
  if (person.addresses.length === 0 && at.person.addresses.length > 0 && person.open > 0)
    return { refused: `${named(at.person)} has open tickets: the last address cannot be taken away` };
  return { actions, because };
}

function refusedAtOnce(edit: PersonEdit, { policy, person }: EditSituation): string | undefined {
  const { add = [], remove = [], refuse = [], accept = [], first } = edit;
  const operator = operatorOf(person, policy);
  if (operator !== undefined) return isOperator(person, operator);
  const every = [...add, ...remove, ...refuse, ...accept, ...(first === undefined ? [] : [first])];
  const malformed = every.find(address => keptAddress(address) === undefined);
  if (malformed !== undefined) return `${JSON.stringify(malformed)} is no mail address`;
  const { language } = edit;
  if (typeof language === 'string' && !isLanguageTag(language))
    return `${JSON.stringify(language)} is no language tag such as en or nl-BE (RFC 5646)`;
  const strange = whyNotLevel(edit.level, policy.dictionary.levels);
  if (strange !== undefined) return strange;
  const torn = inBoth(add, remove) ?? inBoth(refuse, accept);
  return torn === undefined ? undefined : `${torn} cannot be both: say one thing about it`;
}

function isLanguageTag(text: string): boolean {
  return /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/.test(text);
}

function inBoth(one: readonly string[], other: readonly string[]): string | undefined {
  const kept = other.map(keptAddress);
  return one.map(keptAddress).find(address => kept.includes(address));
}

interface Draft extends PeopleDecision {
  /** As the person will be. */
  readonly person: Requester;
}

type Step = (draft: Draft, edit: PersonEdit, by: string, at: EditSituation) => Draft | Refusal;

const STEPS: readonly Step[] = [
  (draft, { name }, by) => (name === undefined ? draft : rename(draft, tidyName(name), by)),
  (draft, { add = [] }, by, at) => forEach(draft, add, (next, address) => addAddress(next, address, by, at)),
  (draft, { remove = [] }, by) => forEach(draft, remove, (next, address) => removeAddress(next, address, by)),
  (draft, { first }, by) => forEach(draft, first === undefined ? [] : [first], (next, a) => putFirst(next, a, by)),
  (draft, { refuse = [] }, by) => forEach(draft, refuse, (next, address) => refuseLetters(next, address, by)),
  (draft, { accept = [] }, by) => forEach(draft, accept, (next, address) => acceptLetters(next, address, by)),
  (draft, { organisation }, by, at) =>
    organisation === undefined ? draft : setOrganisation(draft, organisation, by, at.organisation),
  (draft, { level }, by) => (level === undefined ? draft : setLevel(draft, level, by)),
  (draft, { language }, by) => (language === undefined ? draft : setLanguage(draft, language, by)),
  (draft, { confirmation }, by) => setWish(draft, 'confirmation', confirmation, by),
  (draft, { answers }, by) => setWish(draft, 'answers', answers, by),
];

function forEach(
  draft: Draft,
  addresses: readonly string[],
  change: (draft: Draft, address: string) => Draft | Refusal,
): Draft | Refusal {
  let next: Draft = draft;
  for (const address of addresses) {
    const changed = change(next, keptAddress(address)!);
    if ('refused' in changed) return changed;
    next = changed;
  }
  return next;
}

function rename(draft: Draft, name: string, by: string): Draft {
  const { person } = draft;
  if (person.name === name) return draft;
  const because = `${by} ${name === '' ? 'took the name away' : 'gave another name'}`;
  return changed(draft, { do: 'renamePerson', person: person.id, name }, because, { name });
}

function addAddress(draft: Draft, address: string, by: string, at: EditSituation): Draft | Refusal {
  const { person } = draft;
  if (person.addresses.includes(address)) return draft;
  const queue = at.policy.queues.find(each => isAddressOf(each, address));
  if (queue) return { refused: `${address} is an address of this desk, of its queue ${queue.name}` };
  const holder = at.holders.get(address);
  if (holder && holder.id !== person.id) return { refused: belongsTo(address, holder, person, at) };
  const because = `${by} added ${address}`;
  return changed(draft, on('addAddress', person, address), because, { addresses: [...person.addresses, address] });
}

function belongsTo(address: string, holder: Person, person: Person, { policy }: EditSituation): string {
  const operator = operatorOf(holder, policy);
  if (operator !== undefined) return `${address} belongs to the operator ${operator}`;
  const merge = `if they are one person: desk requester merge ${holder.id} ${person.id}`;
  return `${address} belongs to requester ${holder.id}\n${merge}`;
}

function removeAddress(draft: Draft, address: string, by: string): Draft | Refusal {
  const { person } = draft;
  if (!person.addresses.includes(address)) return notTheirs(person, address);
  const addresses = person.addresses.filter(each => each !== address);
  return changed(draft, on('removeAddress', person, address), `${by} took ${address} away`, { addresses });
}

function putFirst(draft: Draft, address: string, by: string): Draft | Refusal {
  const { person } = draft;
  if (!person.addresses.includes(address)) return notTheirs(person, address);
  if (person.addresses[0] === address) return draft;
  const addresses = [address, ...person.addresses.filter(each => each !== address)];
  return changed(draft, on('putAddressFirst', person, address), `${by} put ${address} first`, { addresses });
}

function refuseLetters(draft: Draft, address: string, by: string): Draft | Refusal {
  const { person } = draft;
  if (!person.addresses.includes(address)) return notTheirs(person, address);
  if (person.silent?.includes(address)) return draft;
  const because = `${by} noted that ${address} wants no letters`;
  return changed(draft, on('refuseLetters', person, address), because, { silent: [...(person.silent ?? []), address] });
}

function acceptLetters(draft: Draft, address: string, by: string): Draft | Refusal {
  const { person } = draft;
  if (!person.addresses.includes(address)) return notTheirs(person, address);
  if (!person.silent?.includes(address)) return draft;
  const silent = person.silent.filter(each => each !== address);
  return changed(draft, on('acceptLetters', person, address), `${by} lets letters go to ${address} again`, { silent });
}

function setOrganisation(
  draft: Draft,
  wanted: string | null,
  by: string,
  found: NamedOrganisation | undefined,
): Draft | Refusal {
  const { person } = draft;
  const to = wanted === null ? null : found;
  if (to === undefined) return { refused: noOrganisation(wanted ?? '') };
  if ((person.organisation?.id ?? null) === (to?.id ?? null)) return draft;
  const because = to === null ? `${by} took the organisation away: ${NOTHING_BY_HAND}` : `${by} put them in ${to.name}`;
  return changed(draft, organisationOf(person, to), because, { organisation: to });
}

function setLevel(draft: Draft, level: string | null, by: string): Draft {
  const { person } = draft;
  if (person.level === level) return draft;
  const because = level === null ? `${by} took the level away` : `${by} gave the level ${level}`;
  return changed(draft, { do: 'setLevel', person: person.id, level }, because, { level });
}

function setLanguage(draft: Draft, language: string | null, by: string): Draft {
  const { person } = draft;
  if ((person.language ?? null) === language) return draft;
  const { language: _, ...rest } = person;
  const because = language === null ? `${by} took the language away` : `${by} set the language ${language}`;
  return {
    person: language === null ? rest : { ...rest, language },
    actions: [...draft.actions, { do: 'setLanguage', person: person.id, language }],
    because: [...draft.because, because],
  };
}

const WISH_WORDS: Readonly<Record<Wish, string>> = { confirmation: 'confirmations', answers: 'answers by mail' };

/** What was never said is wanted. */
function setWish(draft: Draft, wish: Wish, wanted: boolean | undefined, by: string): Draft {
  const { person } = draft;
  if (wanted === undefined || (person.wishes?.[wish] ?? true) === wanted) return draft;
  const because = `${by} noted that they want ${wanted ? '' : 'no '}${WISH_WORDS[wish]}`;
  const wishes = { ...person.wishes, [wish]: wanted };
  return changed(draft, { do: 'setWish', person: person.id, wish, wanted }, because, { wishes });
}

export function noOrganisation(name: string): string {
  return `there is no organisation ${JSON.stringify(name)}; desk organisation list, or desk organisation new`;
}

function organisationOf(person: Requester, to: NamedOrganisation | null): PeopleAction {
  return { do: 'setOrganisation', person: person.id, from: person.organisation?.id ?? null, to: to?.id ?? null };
}

function on(change: AddressChange, person: Person, address: string): PeopleAction {
  return { do: change, person: person.id, address };
}

function changed(draft: Draft, action: PeopleAction, because: string, person: Partial<Requester>): Draft {
  return {
    person: { ...draft.person, ...person },
    actions: [...draft.actions, action],
    because: [...draft.because, because],
  };
}

export interface MergeSituation {
  readonly policy: Pick<Policy, 'operators'>;
  readonly one: Requester;
  /** Who stays. */
  readonly into: Requester;
}

/** They were one person all along: everything of the first is the second's, and tokens made for either lead there. */
export function mergePeople(by: string, { policy, one, into }: MergeSituation): PeopleDecision | Refusal {
  for (const person of [one, into]) {
    if (person.askedFor !== undefined)
      return { refused: `requester ${person.askedFor} was merged into ${named(person)} already` };
    const operator = operatorOf(person, policy);
    if (operator !== undefined) return { refused: isOperator(person, operator) };
  }
  if (one.id === into.id) return { refused: `${named(one)} cannot be merged into themselves` };
  const takesName = into.name === '' && one.name !== '';
  const takesOrganisation = into.organisation === null && one.organisation !== null;
  const takesLevel = into.level === null && one.level !== null;
  return {
    actions: [
      { do: 'mergePerson', person: one.id, into: into.id },
      ...(takesName ? [{ do: 'renamePerson', person: into.id, name: one.name } as const] : []),
      ...(takesOrganisation ? [organisationOf(into, one.organisation)] : []),
      ...(takesLevel ? [{ do: 'setLevel', person: into.id, level: one.level } as const] : []),
    ],
    because: [
      `${by} said that requester ${one.id} is ${named(into)}`,
      ...(takesName ? [`the name of requester ${one.id} is kept, for there was none`] : []),
      ...(takesOrganisation ? [`requester ${one.id} was put in ${one.organisation.name} by hand`] : []),
      ...(takesLevel ? [`requester ${one.id} had the level ${one.level}`] : []),
    ],
  };
}

/** The login; operators' names and addresses come from the configuration. */
function operatorOf(person: Person, { operators }: Pick<Policy, 'operators'>): string | undefined {
  return operators.find(({ address }) => person.addresses.includes(address.toLowerCase()))?.login;
}

function isOperator(person: Person, login: string): string {
  return `${named(person)} is the operator ${login}: the configuration says the name and the address`;
}

function notTheirs(person: Person, address: string): Refusal {
  return { refused: `${address} is no address of ${named(person)}` };
}

/** By the first address, else the id: never by the name, which anybody may choose. */
function named({ id, addresses }: Person): string {
  return addresses[0] ?? `requester ${id}`;
}
