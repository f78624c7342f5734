/**
 * `desk rules test`: what the rules would make of mails that came in before, or of files; and, against another
 * configuration, what would be decided differently. Asks and never writes.
 */
import { availableParallelism } from 'node:os';
import type { Decision } from '../desk/decision.ts';
import type { Policy } from '../desk/policy.ts';
import { type Difference, differences, ruleLines, rulesThatDiffer, summaryOf } from '../desk/rules/differences.ts';
import type { FrontDesk, Weighed } from '../front-desk.ts';
import { count, instant } from './amounts.ts';
import type { Call, Json } from './call.ts';
import { BAD_DATA, type Exit, OK, REFUSED, USAGE } from './exits.ts';
import { explainFailure } from './failure.ts';
import { inOrder } from './in-order.ts';
import { jsonLine } from './json.ts';
import { keepTelling } from './keep-telling.ts';
import { mailsIn } from './mail-files.ts';
import { oneLine, person } from './one-line.ts';
import { noSuchRule, ruleNamed } from './rules.ts';
import { wrap } from './width.ts';
import { withForesight } from './with-foresight.ts';

interface TestOptions extends Json {
  readonly last: number;
  readonly against?: string;
  readonly rule?: string;
}

/** A mail to look at: of the ledger by its number, or of a file. */
type Source =
  | { readonly name: string; readonly of: Parameters<FrontDesk['weigh']>[0] }
  | { readonly name: string; readonly unread: string };

type Outcome = ({ readonly name: string } & Weighed) | { readonly name: string; readonly unread: string };

export async function testRules(call: Call<readonly [readonly string[]], TestOptions>): Promise<Exit> {
  const { terminal, options } = call;
  if (options.rule !== undefined && options.against !== undefined) {
    terminal.say('desk rules test: --rule asks about one configuration, --against about two');
    return USAGE;
  }
  const against = options.against === undefined ? undefined : await policyIn(options.against);
  return withForesight(call, async desk => {
    const { policy, timeZone } = desk.config;
    const asked = options.rule === undefined ? undefined : ruleNamed(options.rule, policy.rules);
    if (asked === null) {
      terminal.say(noSuchRule(options.rule!, policy.rules));
      return REFUSED;
    }
    const own = asked === undefined ? policy : { ...policy, askedRule: asked };
    const policies = [own, ...(against ? [against] : [])];
    const tally = { mails: 0, different: 0, fired: 0, unread: 0 };
    const stop = keepTelling(terminal, () => tally.mails);
    for await (const outcome of inOrder(sources(desk, call), availableParallelism() + 2, one =>
      weigh(desk, one, policies),
    )) {
      if (terminal.closed()) break;
      tally.mails++;
      if ('unread' in outcome) tally.unread++;
      else if (against && differences(outcome.decisions[0]!, outcome.decisions[1]!).length > 0) tally.different++;
      else if (asked !== undefined && ruleSaid(outcome.decisions[0]!, asked).fires) tally.fired++;
      const width = options.json ? undefined : terminal.width;
      for (const line of linesOf(outcome, options.json, timeZone, asked).flatMap(one => broken(one, width)))
        await terminal.print(line);
    }
    stop();
    terminal.say(summing(tally, { compared: against !== undefined, asked }));
    if (tally.unread > 0) return BAD_DATA;
    return tally.different > 0 ? REFUSED : OK;
  });
}

async function policyIn(file: string): Promise<Policy> {
  const { loadConfig } = await import('../config/load-config.ts');
  return (await loadConfig(file)).policy;
}

async function* sources(
  desk: FrontDesk,
  { args: [files], options, terminal }: Call<readonly [readonly string[]], TestOptions>,
): AsyncGenerator<Source> {
  if (files.length === 0) {
    for (const mail of await desk.latestMails(options.last)) yield { name: `mail ${mail}`, of: { mail } };
    return;
  }
  let passedOver = 0;
  for await (const one of mailsIn(files, desk.config.limits.mailSize, () => passedOver++)) {
    if ('unreadable' in one) yield { name: one.file, unread: one.unreadable };
    else {
      const { file, bytes, oversize } = one;
      const size = oversize === undefined ? {} : { oversize };
      yield { name: file, of: { route: 'inject', bytes, envelope: { to: [] }, ...size } };
    }
  }
  if (passedOver > 0) terminal.say(`passed over ${count(passedOver, 'file')} that by their names are no mails`);
}

/** Never rejects: a mail that breaks something gets its line like any other. */
async function weigh(desk: FrontDesk, source: Source, policies: readonly Policy[]): Promise<Outcome> {
  const { name } = source;
  if ('unread' in source) return source;
  try {
    const weighed = await desk.weigh(source.of, policies);
    return weighed ? { name, ...weighed } : { name, unread: 'its original is not kept' };
  } catch (error) {
    return { name, unread: explainFailure(error, false).lines[0] ?? 'unknown trouble' };
  }
}

function linesOf(
  outcome: Outcome,
  json: boolean | undefined,
  zone: string | undefined,
  asked: string | undefined,
): string[] {
  if ('unread' in outcome) return json ? [jsonLine(outcome)] : [`${oneLine(outcome.name)}: ${oneLine(outcome.unread)}`];
  const { decisions } = outcome;
  const [before, after] = decisions as [Decision, Decision?];
  if (asked !== undefined) {
    const said = ruleSaid(before, asked);
    if (json) return [jsonLine({ ...headRecord(outcome), rule: asked, ...said })];
    return [headLine(outcome), labelled(said.fires ? 'fires' : 'does not', said.because)];
  }
  if (!after) return json ? [jsonLine(foreseenRecord(outcome, before))] : foreseenLines(outcome, before, zone);
  const changed = differences(before, after);
  if (changed.length === 0) return [];
  const rules = rulesThatDiffer(before, after);
  return json ? [jsonLine({ ...headRecord(outcome), changed, rules })] : changedLines(outcome, changed, rules, zone);
}

/** What one rule did, or why nothing: rules are not asked of every mail. */
function ruleSaid(decision: Decision, name: string): { readonly fires: boolean; readonly because: string } {
  const passed = `rule ${JSON.stringify(name)} did not fire: `;
  const why = decision.because.find(line => line.startsWith(passed));
  if (why !== undefined) return { fires: false, because: why.slice(passed.length) };
  const did = ruleLines(decision).get(name);
  return did === undefined
    ? { fires: false, because: `no rule is asked: ${decision.because.join('; ')}` }
    : { fires: true, because: did };
}

function headRecord({ name, mail }: { readonly name: string } & Weighed) {
  return { mail: name, from: mail.from[0]?.address ?? '', subject: mail.subject };
}

function headLine({ name, mail }: { readonly name: string } & Weighed): string {
  const from = mail.from[0] ? person(mail.from[0]) : '(nobody)';
  return `${oneLine(name)}, from ${from}: ${oneLine(mail.subject) || '(no subject)'}`;
}

function foreseenRecord(outcome: { readonly name: string } & Weighed, decision: Decision) {
  const rules = Object.fromEntries(ruleLines(decision));
  return { ...headRecord(outcome), would: Object.fromEntries(summaryOf(decision)), rules };
}

function foreseenLines(outcome: { readonly name: string } & Weighed, decision: Decision, zone?: string): string[] {
  const rules = [...ruleLines(decision)].map(([name, said]) => `${name}: ${said}`);
  return [
    headLine(outcome),
    ...[...summaryOf(decision)].map(([what, word]) => labelled(what, inWords(what, word, zone))),
    ...(rules.length === 0 ? [labelled('rule', 'none')] : rules.map(rule => labelled('rule', rule))),
  ];
}

function changedLines(
  outcome: { readonly name: string } & Weighed,
  changed: readonly Difference[],
  rules: readonly string[],
  zone?: string,
): string[] {
  return [
    headLine(outcome),
    ...changed.map(({ what, before, after }) => {
      const [was, is] = [before, after].map(word => inWords(what, word, zone) || '(nothing)');
      return labelled(what, `${was} → ${is}`);
    }),
    ...rules.map(rule => labelled('rule', rule)),
  ];
}

/** An instant on the clock of the desk. */
function inWords(what: string, word: string, zone: string | undefined): string {
  const at = what === 'due' ? Date.parse(word) : Number.NaN;
  return Number.isNaN(at) ? word : instant(at, zone);
}

function labelled(label: string, words: string): string {
  return `  ${label.padEnd(LABEL)}${oneLine(words)}`;
}

const LABEL = 12;

/** Where a terminal ends a line goes on below its words. */
function broken(line: string, width: number | undefined): string[] {
  const indent = line.startsWith('  ') ? LABEL + 2 : 0;
  if (width === undefined || line.length <= width) return [line];
  const [first, ...others] = wrap(line.slice(indent), Math.max(20, width - indent));
  return [line.slice(0, indent) + first!, ...others.map(other => ' '.repeat(indent) + other)];
}

function summing(
  { mails, different, fired, unread }: { mails: number; different: number; fired: number; unread: number },
  of: { readonly compared: boolean; readonly asked: string | undefined },
): string {
  const lost = unread === 0 ? '' : `, ${count(unread, 'mail')} could not be read`;
  const differ = of.compared ? `, ${different} would be decided differently` : '';
  const fires = of.asked === undefined ? '' : `, the rule fires for ${fired}`;
  return `${count(mails, 'mail')} looked at${differ}${fires}${lost}`;
}
