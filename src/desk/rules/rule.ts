/** A rule: what it asks of a mail, and what it does then. Read from [[rule]] of the config; everything in it exists there. */
import type { MailKind, SpamJudgement, Trust } from '../../mail/mail.ts';

/** How words, names and addresses are looked for. Case never matters, but in an expression that says so. */
export type Pattern =
  /** In words: as whole words. In an address or a name: all of it. Lower case, single spaces. */
  | { readonly by: 'literal'; readonly text: string }
  /** Of an address or a name: `*` any letters, `?` one. Lower case. */
  | { readonly by: 'glob'; readonly text: string }
  | Expression;

/** Made at the edge and opaque here: takes time that grows with the text and never with its cunning. */
export interface Expression {
  readonly by: 'expression';
  readonly source: string;
  /** `words`: lower case with single spaces; `lines`: as it was written. */
  readonly reads: 'words' | 'lines';
  /** Steps for each character of a text, at most. */
  readonly size: number;
  /** Words without which it finds nothing. */
  readonly needs?: string;
  test(text: string): boolean;
}

export interface Range {
  readonly above?: number;
  readonly below?: number;
}

/** What is wanted of one file; all that is given. */
export interface FileCondition {
  readonly type?: readonly Pattern[];
  readonly name?: readonly Pattern[];
  readonly size?: Range;
}

export type Condition =
  | { readonly ask: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly ask: 'not'; readonly of: Condition }
  | { readonly ask: 'words'; readonly where: 'subject' | 'body' | 'anywhere'; readonly any: readonly Pattern[] }
  /** Without patterns: that there is such a header. */
  | { readonly ask: 'header'; readonly name: string; readonly any?: readonly Pattern[] }
  | { readonly ask: 'address'; readonly where: 'from' | 'to' | 'cc' | 'recipient'; readonly any: readonly Pattern[] }
  | { readonly ask: 'domain' | 'organisation'; readonly any: readonly Pattern[] }
  /** false: that there is none. */
  | { readonly ask: 'files'; readonly some: boolean; readonly any?: readonly FileCondition[] }
  | { readonly ask: 'size'; readonly range: Range }
  | { readonly ask: 'spam'; readonly any: readonly SpamJudgement['verdict'][] }
  | { readonly ask: 'trust'; readonly any: readonly Trust['verdict'][] }
  | { readonly ask: 'writtenBy'; readonly any: readonly MailKind[] }
  | { readonly ask: 'mail'; readonly any: readonly ('new' | 'follow-up')[] }
  /** A level may be `none`. */
  | { readonly ask: 'language' | 'level' | 'queue'; readonly any: readonly string[] }
  /** Minutes of a day, from the first to before the second; over midnight when the first is larger. 0 is Sunday. */
  | { readonly ask: 'time'; readonly zone: string; readonly any: readonly (readonly [from: number, to: number])[] }
  | { readonly ask: 'weekday'; readonly zone: string; readonly any: readonly number[] }
  | { readonly ask: 'guess'; readonly any: readonly string[]; readonly above: number };

/** Who is to own the ticket: one operator, or the next or the least busy of several. `name` is whose turns are counted. */
export type OwnerChoice =
  | { readonly by: 'name'; readonly login: string }
  | { readonly by: 'turn' | 'load'; readonly name: string; readonly among: readonly string[] };

export const RULE_FIELDS = ['queue', 'group', 'category', 'criticality', 'complexity', 'kind', 'status'] as const;
export type RuleField = (typeof RULE_FIELDS)[number];

export interface Effects {
  readonly fields: { readonly [F in RuleField]?: string };
  readonly owner?: OwnerChoice;
  /** ms after the ticket is opened that it is due. */
  readonly dueIn?: number;
  readonly tags: readonly string[];
  readonly helpers: readonly string[];
  readonly watchers: readonly string[];
  /** Name of a canned reply that goes to who wrote. */
  readonly canned?: string;
  readonly note?: string;
  readonly webhook?: string;
  /** What becomes of the mail instead of a ticket; the text says why. */
  readonly hold?: string;
  readonly reject?: string;
  /** Opens a ticket although it is taken for spam or was written by a machine. */
  readonly accept: boolean;
  /** No rule after it is looked at. */
  readonly stop: boolean;
}

export interface Rule {
  readonly name: string;
  readonly when: Condition;
  readonly does: Effects;
  /** What a rule is not for unless its conditions speak of it. */
  readonly asksOf: { readonly followUps: boolean; readonly machines: boolean; readonly spam: boolean };
}

/** All that fire, or only the first. */
export type RuleMode = 'all' | 'first';

/** What an answer to a ticket may never change: who hears of its notes. */
export function changesWhoHears({ fields, owner, helpers, watchers }: Effects): boolean {
  return (
    fields.queue !== undefined ||
    fields.group !== undefined ||
    owner !== undefined ||
    helpers.length > 0 ||
    watchers.length > 0
  );
}

/** What has to be true together. */
export function partsOf(condition: Condition): readonly Condition[] {
  return condition.ask === 'all' ? condition.of.flatMap(partsOf) : [condition];
}

/** Every condition in it, itself and those inside. */
export function conditionsIn(condition: Condition): readonly Condition[] {
  if (condition.ask === 'not') return [condition, ...conditionsIn(condition.of)];
  if (condition.ask === 'all' || condition.ask === 'any') return [condition, ...condition.of.flatMap(conditionsIn)];
  return [condition];
}
