/** What an operator changes about organisations. A domain makes everybody who writes from it a colleague of the others. */
import type { Refusal } from './decision.ts';
import { whyNotLevel } from './dictionary.ts';
import { isMailProvider } from './mail-providers.ts';
import type { NamedOrganisation, PeopleAction, PeopleDecision } from './people.ts';
import { tidyName } from './people.ts';

export interface NewOrganisation {
  readonly name: string;
  readonly domains: readonly string[];
  /** Of support. */
  readonly level?: string;
}

export interface OrganisationEdit {
  readonly rename?: string;
  readonly addDomain?: readonly string[];
  readonly removeDomain?: readonly string[];
  /** Of support; null: none. */
  readonly level?: string | null;
}

export interface OrganisationSituation {
  /** Of the dictionary. */
  readonly levels: readonly string[];
  /** Whose the domains are that belong to somebody. */
  readonly holders: ReadonlyMap<string, NamedOrganisation>;
  /** The organisation that has the new name already, in whatever case. */
  readonly namesake?: NamedOrganisation;
}

const LONGEST_DOMAIN = 253;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u;

/** In lower case, without the final dot; undefined when it is no domain of two labels or more (RFC 1035 §2.3.1, or IDN). */
export function domainName(text: string): string | undefined {
  const name = text.trim().normalize('NFC').toLowerCase().replace(/^@/, '').replace(/\.$/, '');
  const labels = name.split('.');
  const isDomain = name.length <= LONGEST_DOMAIN && labels.length > 1 && labels.every(label => LABEL.test(label));
  return isDomain && !/^\d+$/.test(labels.at(-1)!) ? name : undefined;
}

export function newOrganisation(
  given: NewOrganisation,
  by: string,
  at: OrganisationSituation,
): PeopleDecision | Refusal {
  const name = tidyName(given.name);
  const refused =
    whyNotNamed(name, at.namesake) ??
    firstOf(given.domains, domain => whyNotDomain(domain, at)) ??
    whyNotLevel(given.level, at.levels);
  if (refused !== undefined) return { refused };
  const domains = kept(given.domains);
  const level = given.level === undefined ? {} : { level: given.level };
  return {
    actions: [{ do: 'newOrganisation', name, domains, ...level }],
    because: [
      `${by} made the organisation ${name}`,
      ...domains.map(domain => `whoever writes from ${domain} is in it`),
      ...(given.level === undefined ? [] : [`its level is ${given.level}`]),
    ],
  };
}

/** `own`: with the domains it has. */
export function editOrganisation(
  edit: OrganisationEdit,
  by: string,
  own: NamedOrganisation & { readonly domains: readonly string[]; readonly level: string | null },
  at: OrganisationSituation,
): PeopleDecision | Refusal {
  const { addDomain = [], removeDomain = [] } = edit;
  const name = edit.rename === undefined ? own.name : tidyName(edit.rename);
  const namesake = at.namesake?.id === own.id ? undefined : at.namesake;
  const torn = kept(addDomain).find(domain => kept(removeDomain).includes(domain));
  const refused =
    whyNotNamed(name, namesake) ??
    firstOf(addDomain, domain => whyNotDomain(domain, at, own)) ??
    firstOf(removeDomain, domain => whyNotTheirs(domain, own)) ??
    whyNotLevel(edit.level, at.levels) ??
    (torn === undefined ? undefined : `${torn} cannot be both: say one thing about it`);
  if (refused !== undefined) return { refused };
  const added = kept(addDomain).filter(domain => !own.domains.includes(domain));
  const removed = kept(removeDomain);
  const renamed: PeopleAction[] =
    name === own.name ? [] : [{ do: 'renameOrganisation', organisation: own.id, name } as const];
  const levelled = edit.level === undefined || edit.level === own.level ? [] : [edit.level];
  const actions: PeopleAction[] = [
    ...renamed,
    ...added.map(domain => ({ do: 'addDomain', organisation: own.id, domain }) as const),
    ...removed.map(domain => ({ do: 'removeDomain', organisation: own.id, domain }) as const),
    ...levelled.map(level => ({ do: 'setOrganisationLevel', organisation: own.id, level }) as const),
  ];
  if (actions.length === 0) return { refused: `nothing to change about ${own.name}: it is so already` };
  return {
    actions,
    because: [
      ...renamed.map(() => `${by} calls ${own.name} ${name}`),
      ...added.map(domain => `${by} put whoever writes from ${domain} in ${name}`),
      ...removed.map(domain => `${by} took ${domain} from ${name}`),
      ...levelled.map(level =>
        level === null ? `${by} took the level away` : `${by} gave ${name} the level ${level}`,
      ),
    ],
  };
}

function whyNotNamed(name: string, namesake: NamedOrganisation | undefined): string | undefined {
  if (name === '') return 'an organisation needs a name';
  return namesake && `there is an organisation ${JSON.stringify(namesake.name)} already`;
}

function whyNotDomain(text: string, at: OrganisationSituation, own?: NamedOrganisation): string | undefined {
  const domain = domainName(text);
  if (domain === undefined) return `${JSON.stringify(text)} is no domain such as example.org`;
  if (isMailProvider(domain))
    return `${domain} is a mail provider for everybody: all who write from there would be colleagues`;
  const holder = at.holders.get(domain);
  return holder && holder.id !== own?.id ? `${domain} belongs to the organisation ${holder.name}` : undefined;
}

function whyNotTheirs(text: string, own: { readonly name: string; readonly domains: readonly string[] }) {
  const domain = domainName(text) ?? text;
  return own.domains.includes(domain) ? undefined : `${domain} is no domain of ${own.name}`;
}

function firstOf(texts: readonly string[], why: (text: string) => string | undefined): string | undefined {
  return texts.map(why).find(refused => refused !== undefined);
}

/** Each once. */
function kept(domains: readonly string[]): string[] {
  return [...new Set(domains.flatMap(domain => domainName(domain) ?? []))];
}
