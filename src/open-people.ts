/** Requesters and organisations over the store: look up, decide, commit, each order one transaction. */
import { randomBytes } from 'node:crypto';
import type { Refusal } from './desk/decision.ts';
import { domainName, editOrganisation, newOrganisation, type OrganisationEdit } from './desk/organisations.ts';
import {
  addressesIn,
  editPerson,
  mergePeople,
  noOrganisation,
  type PeopleDecision,
  type PersonEdit,
  tidyName,
} from './desk/people.ts';
import type { Policy } from './desk/policy.ts';
import type { PeopleDesk } from './front-desk.ts';
import { lockCounters } from './store/counters.ts';
import type { Database } from './store/database.ts';
import { peopleByAddress } from './store/find-people.ts';
import { listOrganisations, nearOrganisations, showOrganisation } from './store/organisation-lists.ts';
import { domainHolders, domainsOf, organisationNamed } from './store/organisations.ts';
import { commitPeople, findRequester, type Who } from './store/people.ts';
import { firstAddresses, listRequesters, nearRequesters, showRequester } from './store/requester-lists.ts';

export interface PeopleMeans {
  readonly database: Database;
  readonly policy: Policy;
  readonly clock: () => number;
  readonly founded: () => Promise<unknown>;
}

export function openPeople(means: PeopleMeans): PeopleDesk {
  const { database, policy } = means;
  return {
    listRequesters: filter =>
      listRequesters(
        database,
        filter,
        policy.operators.map(({ address }) => address.toLowerCase()),
      ),
    addressesOf: people => firstAddresses(database, people),
    showRequester: async who => {
      const found = await findRequester(database, who);
      const view = found && (await showRequester(database, found.id));
      return view ?? nobody(database, who);
    },
    editRequester: (who, edit, login) => order(means, login, () => decideEdit(means, who, edit, login)),
    mergeRequesters: (one, into, login) => order(means, login, () => decideMerge(means, one, into, login)),
    listOrganisations: () => listOrganisations(database),
    showOrganisation: async name => (await showOrganisation(database, name)) ?? noneSoNamed(database, name),
    newOrganisation: (given, login) =>
      order(means, login, async () => {
        const at = await organisationSituation(means, given.domains, given.name);
        return about({ organisation: tidyName(given.name) }, newOrganisation(given, login, at));
      }),
    editOrganisation: (name, edit, login) => order(means, login, () => decideOrganisation(means, name, edit, login)),
  };
}

/** What was decided, and about whom. */
type Decided<About> = { readonly decision: PeopleDecision; readonly about: About } | Refusal;

function about<About>(whom: About, decision: PeopleDecision | Refusal): Decided<About> {
  return 'refused' in decision ? decision : { decision, about: whom };
}

async function order<About extends object>(
  { database, policy, clock, founded }: PeopleMeans,
  login: string,
  decide: () => Promise<Decided<About>>,
): Promise<(About & { readonly because: readonly string[] }) | Refusal> {
  const known = policy.operators.some(operator => operator.login === login && operator.active);
  if (!known) return { refused: `${login} is not an active operator of this desk` };
  await founded();
  return database.transaction(async () => {
    await lockCounters(database);
    const decided = await decide();
    if ('refused' in decided) return decided;
    const { decision } = decided;
    await commitPeople(database, decision, { now: clock(), nonce: randomBytes(6).toString('hex'), who: login });
    return { ...decided.about, because: decision.because };
  });
}

async function decideEdit(
  { database, policy }: PeopleMeans,
  who: Who,
  edit: PersonEdit,
  login: string,
): Promise<Decided<{ requester: number }>> {
  const person = await findRequester(database, who);
  if (!person) return nobody(database, who);
  const { organisation: name } = edit;
  const organisation = name == null ? undefined : await organisationNamed(database, name);
  if (name != null && !organisation) return noneSoNamed(database, name);
  const holders = await peopleByAddress(database, addressesIn(edit));
  const at = { policy, person, holders, ...(organisation ? { organisation } : {}) };
  return about({ requester: person.id }, editPerson(edit, login, at));
}

async function decideMerge(
  { database, policy }: PeopleMeans,
  one: Who,
  into: Who,
  login: string,
): Promise<Decided<{ requester: number }>> {
  const [first, second] = [await findRequester(database, one), await findRequester(database, into)];
  if (!first) return nobody(database, one);
  if (!second) return nobody(database, into);
  return about({ requester: second.id }, mergePeople(login, { policy, one: first, into: second }));
}

async function decideOrganisation(
  means: PeopleMeans,
  name: string,
  edit: OrganisationEdit,
  login: string,
): Promise<Decided<{ organisation: string }>> {
  const { database } = means;
  const own = await organisationNamed(database, name);
  if (!own) return noneSoNamed(database, name);
  const at = await organisationSituation(means, edit.addDomain ?? [], edit.rename);
  const decision = editOrganisation(edit, login, { ...own, domains: await domainsOf(database, own.id) }, at);
  return about({ organisation: edit.rename === undefined ? own.name : tidyName(edit.rename) }, decision);
}

async function organisationSituation(
  { database, policy }: PeopleMeans,
  domains: readonly string[],
  name: string | undefined,
) {
  const namesake = name === undefined ? undefined : await organisationNamed(database, name);
  const holders = await domainHolders(
    database,
    domains.flatMap(domain => domainName(domain) ?? []),
  );
  return { levels: policy.dictionary.levels, holders, ...(namesake ? { namesake } : {}) };
}

async function nobody(database: Database, who: Who): Promise<Refusal> {
  if ('id' in who) return { refused: `there is no requester ${who.id}` };
  const near = await nearRequesters(database, who.address);
  const lines = near.map(({ name, address }) => `  ${address}${name === '' ? '' : ` (${name.replace(/\s+/g, ' ')})`}`);
  return { refused: [`nobody has the address ${who.address}`, ...maybe(lines)].join('\n') };
}

async function noneSoNamed(database: Database, name: string): Promise<Refusal> {
  const near = await nearOrganisations(database, name);
  return { refused: [noOrganisation(name), ...maybe(near.map(each => `  ${each}`))].join('\n') };
}

function maybe(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['did you mean', ...lines];
}
