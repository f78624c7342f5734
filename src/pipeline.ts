/**
 * READ FIRST. receive, operate, release, retry, tick and settle are the only ways anything changes (but who people are:
 * open-people.ts, in the same manner). Each is one transaction:
 * look up (store) → decide (desk, pure) → commit (store). What was decided appears together or not at all, and only
 * then may a mailbox be touched, a 250 be said, a letter leave.
 */
import { randomBytes } from 'node:crypto';
import type { Command } from './desk/command.ts';
import { addresseeOf } from './desk/continue-ticket.ts';
import type { Action, Decision, MailEnd, Refusal } from './desk/decision.ts';
import type { Letter } from './desk/letter.ts';
import { operate } from './desk/operate.ts';
import type { Policy } from './desk/policy.ts';
import { couldNotBeHandled } from './desk/quarantine.ts';
import { receive } from './desk/receive.ts';
import { ticketActedOn } from './desk/repair.ts';
import type { CannedWords } from './desk/rules/canned-words.ts';
import type { Due, MailSituation } from './desk/situation.ts';
import { tick } from './desk/tick.ts';
import type { Mail } from './mail/mail.ts';
import type { Composed } from './outbox/compose.ts';
import { commandSituation } from './store/command-situation.ts';
import { commit } from './store/commit.ts';
import type { Database } from './store/database.ts';
import { keepFile } from './store/files.ts';
import { ticketsByNumber } from './store/find-tickets.ts';
import { notesIn, notesInSubject, WordsOfANote } from './store/last-scan.ts';
import { type Ending, enterMail, ledgerRow, letBe, noteArrival, type Route, refile } from './store/ledger.ts';
import { mailSituation } from './store/mail-situation.ts';
import type { Packed } from './store/originals.ts';
import { supersedeHeader } from './store/quarantine.ts';
import { repairSituation } from './store/repair-situation.ts';
import { restoreMail } from './store/restore.ts';
import { findSeen } from './store/seen-before.ts';
import { type Basis, situation } from './store/situation.ts';
import { standingOf } from './store/standing.ts';
import { isTrouble } from './store/trouble.ts';

export interface Pipeline {
  receive(incoming: Incoming): Promise<Filed>;
  /**
   * Mails in their order under one commit. At the first that fails it stops and keeps those before; resolves with these,
   * and whoever called brings the next one in alone to see what is wrong with it.
   */
  receiveTogether(mails: readonly Incoming[]): Promise<Filed[]>;
  /** Receive threw over this mail: it goes to quarantine with what was thrown, and the staff hear of it if that can be. */
  putAside(mail: Mail, original: Packed, route: Route, fault: string): Promise<Filed>;
  /** A quarantined mail was read again; what becomes of it is what becomes of any mail. `who`: a login, or `desk`. */
  retry(row: number, mail: Mail, who: string, files?: readonly Packed[]): Promise<Filed | Refusal>;
  /** Retry threw over this mail: it stays where it is, and the try counts. */
  stayAside(row: number, mail: Mail, who: string, fault: string): Promise<Filed | Refusal>;
  /** An operator lets a quarantined mail be. */
  letBe(row: number, login: string): Promise<Filed | Refusal>;
  /** Receives a mail that should be in already: one whose row in the ledger was lost gets it back and nothing else happens. */
  recover(incoming: Incoming): Promise<Filed>;
  /** The decision receive would come to now; writes nothing. */
  foresee(mail: Mail, queue?: string): Promise<Decision>;
  /**
   * The same under another policy, of a mail that came in before: at its time, as if it were not here yet. What happened
   * lately is not what happened then, so no limit is counted.
   */
  weigh(mail: Mail, as: { readonly policy: Policy; readonly queue?: string; readonly at?: number }): Promise<Decision>;
  /** An operator's word on a held mail. */
  release(
    row: number,
    mail: Mail,
    how: Exclude<Release, { how: 'ham' }> | { how: 'ham' } | { how: 'drop' },
    login: string,
  ): Promise<Filed | Refusal>;
  /** Nobody released it in time: it is in no list any more. */
  forgetSpam(row: number): Promise<void>;
  /** `files` are kept in the same transaction. */
  operate(
    command: Command,
    login: string,
    files?: readonly Packed[],
  ): Promise<{ readonly ticket: number; readonly decision: Decision } | Refusal>;
  /** The decision operate would come to now; writes nothing. */
  foreseeCommand(
    command: Command,
    login: string,
  ): Promise<{ readonly ticket: number; readonly decision: Decision } | Refusal>;
  /** The letters of that decision as they would leave, or why they would not; writes nothing. Without their files. */
  foreseeLetters(command: Command, decision: Decision): Promise<readonly ForeseenLetter[] | Refusal>;
  tick(due: (basis: Basis) => Promise<Due | undefined>): Promise<void>;
}

type Release = NonNullable<MailSituation['release']>;

export interface Incoming {
  readonly mail: Mail;
  readonly original: Packed;
  readonly route: Route;
  /** Its files, where a letter may have to carry them. */
  readonly files?: readonly Packed[];
}

export interface ForeseenLetter {
  readonly audience: Letter['audience'];
  readonly bytes: Uint8Array;
}

const ALREADY = 'the same content came in before';

export interface Filed {
  readonly mail: number;
  readonly end: MailEnd;
  readonly ticket: number | null;
  readonly because: readonly string[];
}

export interface Means {
  readonly database: Database;
  readonly policy: Policy;
  readonly compose: (letter: Letter, date: number) => Promise<Composed | { readonly unsendable: string }>;
  readonly clock: () => number;
  /** Where rules send canned replies. */
  readonly canned?: CannedWords;
}

export function createPipeline({ database, policy, compose, clock, canned }: Means): Pipeline {
  const ready = canned ? { canned } : {};
  const basis = (): Basis => ({ policy, now: clock(), nonce: randomBytes(6).toString('hex'), ...ready });

  return {
    receive: incoming => database.grouped(() => receiveOne(incoming)),

    receiveTogether: mails =>
      database.grouped(async () => {
        const done: Filed[] = [];
        for (const one of mails) {
          const filed = await database.transaction(() => receiveOne(one)).catch(() => undefined);
          if (!filed) break;
          done.push(filed);
        }
        return done;
      }),

    recover: incoming =>
      database.grouped(async () => {
        const { mail, original, route } = incoming;
        const restored = await restoreMail(database, mail, original, route, clock());
        return restored ? { mail: restored.row, ...restored.ending } : receiveOne(incoming);
      }),

    putAside: async (mail, original, route, fault) => {
      const { messageId: _, ...rest } = mail;
      const bare = { ...rest, from: [], subject: '', headers: [], faults: [], envelope: { to: [] } };
      // what was stumbled over may be a letter, or the very words of the mail: each go leaves out more of it
      return firstThatWorks([
        () => aside(mail, original, route, fault, withLetters),
        () => aside(mail, original, route, fault, withoutLetters),
        () => aside(bare, original, route, fault, withoutLetters),
      ]);
    },

    retry: (row, mail, who, files = []) =>
      database.transaction(async () => {
        const base = basis();
        const kept = await ledgerRow(database, row);
        if (kept?.end !== 'quarantined') return { refused: `mail ${row} is not in quarantine` };
        const { seen: _, ...at } = await mailSituation(database, base, mail, kept.queue ?? undefined);
        const decision = receive(mail, { ...at, retries: kept.tries + 1 });
        await refile(database, row, endingOf(decision), mail, kept.tries + 1);
        await keepFiles(decision, files);
        await commit(database, decision, { ...base, who, mail: { row, parsed: mail }, compose });
        return filed(row, decision);
      }),

    stayAside: (row, mail, who, fault) =>
      database.transaction(async () => {
        const base = basis();
        const kept = await ledgerRow(database, row);
        if (kept?.end !== 'quarantined') return { refused: `mail ${row} is not in quarantine` };
        const decision = couldNotBeHandled(mail, await situation(database, base), fault, kept.tries + 1);
        await refile(database, row, endingOf(decision), mail, kept.tries + 1);
        await commit(database, decision, { ...base, who, mail: { row }, compose });
        return filed(row, decision);
      }),

    letBe: (row, login) =>
      database.transaction(async () => {
        const kept = await ledgerRow(database, row);
        if (kept?.end !== 'quarantined') return { refused: `mail ${row} is not in quarantine` };
        const decision = dropped(login);
        await letBe(database, row, decision.because);
        await commit(database, decision, { ...basis(), who: login, mail: { row }, compose });
        return filed(row, decision);
      }),

    weigh: async (mail, { policy: other, queue, at }) => {
      const base = { policy: other, now: at ?? clock(), nonce: 'weighed', ...ready };
      const { seen: _, recent: __, ...now } = await mailSituation(database, base, mail, queue);
      return receive(mail, now);
    },

    foresee: async (mail, queue) => receive(mail, await mailSituation(database, basis(), mail, queue)),

    release: (row, mail, how, login) =>
      database.transaction(async () => {
        const base = basis();
        const held = await ledgerRow(database, row);
        const from = how.how === 'ham' ? 'spam' : 'held';
        if (held?.end !== from) return { refused: `mail ${row} is not ${from === 'spam' ? 'filed as spam' : 'held'}` };
        const release = how.how === 'drop' ? undefined : how.how === 'ham' ? { how: how.how, mail: row } : how;
        const at = release && (await released(base, mail, release as Release, held.queue));
        const refused = at && whyNotReleased(mail, at);
        if (refused !== undefined) return { refused };
        const decision = at ? receive(mail, at) : dropped(login);
        await refile(database, row, endingOf(decision), mail);
        await commit(database, decision, { ...base, who: login, mail: { row, parsed: mail }, compose });
        return filed(row, decision);
      }),

    forgetSpam: row =>
      database.transaction(async () => {
        const kept = await ledgerRow(database, row);
        if (kept?.end !== 'spam') return;
        const days = Math.round(policy.keepSpam / 86_400_000);
        const because = [`it was taken for spam, and nobody released it within ${days} days (spam.keep)`];
        await letBe(database, row, because);
        const decision: Decision = { actions: [{ do: 'fileMail', as: 'ignored' }], because };
        await commit(database, decision, { ...basis(), who: 'desk', mail: { row }, compose });
      }),

    operate: (command, login, files = []) =>
      orRefusal(
        database.transaction(async () => {
          const base = basis();
          const done = await decide(command, login, base);
          if ('refused' in done) return done;
          for (const file of files) await keepFile(database, file);
          const published = publishedBy(command);
          await commit(database, done.decision, { ...base, who: login, compose: strictly(compose), ...published });
          return done;
        }),
      ),

    foreseeCommand: (command, login) => decide(command, login, basis()),

    foreseeLetters: (command, { actions }) =>
      orRefusal(
        database.transaction(async () => {
          const made = strictly(compose);
          const found: ForeseenLetter[] = [];
          for (const action of actions) {
            if (action.do !== 'send') continue;
            const letter = withoutFiles(action.letter);
            const composed = await made(letter, clock());
            if ('unsendable' in composed) continue;
            const { bytes } = composed;
            const leak = await notesIn(database, letter, bytes, {
              carried: null,
              now: clock(),
              ...publishedBy(command),
            });
            if (leak) throw new WordsOfANote(leak);
            found.push({ audience: letter.audience, bytes });
          }
          return found;
        }),
      ),

    tick: find =>
      database.transaction(async () => {
        const base = basis();
        const due = await find(base);
        if (!due) return;
        await commit(database, tick(due, await situation(database, base)), { ...base, who: 'desk', compose });
      }),
  };

  async function decide(command: Command, login: string, base: Basis) {
    const by = policy.operators.find(operator => operator.login === login);
    if (!by) return { refused: `${login} is not an operator of this desk` };
    const number = command.do === 'new' ? undefined : command.ticket;
    const repair = await repairSituation(database, command);
    const found = await commandSituation(database, base, number, personIn(command));
    const guarded = command.do === 'reply' && command.force !== true ? found.ticket?.number : undefined;
    const at = {
      ...found,
      ...(repair ? { repair } : {}),
      ...(guarded === undefined ? {} : { standing: await standingOf(database, guarded, login, base.now) }),
    };
    const decision = operate(command, by, at);
    if ('refused' in decision) return decision;
    const subject = command.do === 'split' ? command.subject : undefined;
    const leak = subject && at.ticket && (await notesInSubject(database, at.ticket, subject, base.now));
    if (leak)
      return { refused: `not done: the subject holds words of a note, which only staff may read: "${leak.words}"` };
    return { ticket: ticketActedOn(command, at), decision };
  }

  async function receiveOne({ mail, original, route, files = [] }: Incoming): Promise<Filed> {
    const base = basis();
    const at = await mailSituation(database, base, mail, route.queue);
    const decision = receive(mail, route.quiet ? { ...at, quiet: true } : at);
    const row = at.seen?.mail ?? (await enterMail(database, mail, original, endingOf(decision), base.now, route.queue));
    const header = await noteArrival(database, row, route, base.now);
    await keepFiles(decision, files);
    await commit(database, decision, { ...base, who: 'mail', mail: { row, parsed: mail }, compose });
    const done = filed(row, decision);
    if (header !== undefined) await supersedeHeader(database, header, done, base.now);
    return done;
  }

  /** Before the letters that carry them are made. */
  async function keepFiles({ actions }: Decision, files: readonly Packed[]): Promise<void> {
    if (actions.some(carriesFiles)) for (const file of files) await keepFile(database, file);
  }

  /** Once more for the same content changes nothing, as ever. */
  function aside(mail: Mail, original: Packed, route: Route, fault: string, what: (decision: Decision) => Decision) {
    return database.transaction(async () => {
      const base = basis();
      const decision = what(couldNotBeHandled(mail, await situation(database, base), fault));
      const seen = await findSeen(database, mail.contentKey);
      const row = seen?.mail ?? (await enterMail(database, mail, original, endingOf(decision), base.now, route.queue));
      await noteArrival(database, row, route, base.now);
      if (seen) return { mail: row, end: 'duplicate' as const, ticket: seen.ticket, because: [ALREADY] };
      await commit(database, decision, { ...base, who: 'mail', mail: { row }, compose });
      return filed(row, decision);
    });
  }

  /** The held mail's own row must not make it a duplicate of itself. */
  async function released(
    base: Basis,
    mail: Mail,
    how: NonNullable<MailSituation['release']>,
    queue: string | null,
  ): Promise<MailSituation> {
    const { seen: _, ...at } = await mailSituation(database, base, mail, queue ?? undefined);
    const tickets = how.how === 'approve' ? await ticketsByNumber(database, [how.ticket]) : at.tickets;
    return { ...at, tickets, release: how };
  }
}

/** Those that a command brings along are kept only when it is carried out. */
function withoutFiles(letter: Letter): Letter {
  if (!('files' in letter)) return letter;
  const { files: _, ...rest } = letter;
  return rest;
}

function publishedBy(command: Command): { readonly published?: string } {
  return command.do === 'reply' && command.wordsArePublic ? { published: command.text } : {};
}

function carriesFiles(action: Action): boolean {
  return action.do === 'send' && 'files' in action.letter && action.letter.files !== undefined;
}

/** An operator may say who a sender is, but not that two people we know are one: that is another command. */
function whyNotReleased(mail: Mail, at: MailSituation): string | undefined {
  const { release, tickets, sender, staff } = at;
  if (release?.how !== 'approve') return undefined;
  const ticket = tickets.get(release.ticket);
  if (!ticket) return `there is no ticket ${release.ticket}`;
  if (release.as !== 'same-person') return undefined;
  const addressee = addresseeOf(mail, ticket, at);
  const operator = [...staff].find(([, { id }]) => id === addressee.id)?.[0];
  if (operator !== undefined) return `${operator} is an operator, whose one address stands in the config`;
  if (!sender) return undefined;
  return `${mail.from[0]?.address} is somebody we know (person ${sender.id}): desk requester merge makes two people one`;
}

/** An operator hears at once that a letter cannot be sent, and nothing of the command is done. */
class Unsendable extends Error {}

function strictly(compose: Means['compose']): Means['compose'] {
  return async (letter, date) => {
    const composed = await compose(letter, date);
    if ('unsendable' in composed && letter.audience === 'requester') throw new Unsendable(composed.unsendable);
    return composed;
  };
}

async function orRefusal<T>(work: Promise<T>): Promise<T | Refusal> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Unsendable) return { refused: error.message };
    if (error instanceof WordsOfANote)
      return {
        refused: `not sent: it holds words of a note, which only staff may read: "${error.words}"\nwrite it in other words; or say that the requester may read these: --these-words-are-public`,
      };
    throw error;
  }
}

/** The address of whom a command names. */
function personIn(command: Command): string | undefined {
  if (command.do === 'new') return command.requester.address;
  return command.do === 'join' ? command.person.address : undefined;
}

function withLetters(decision: Decision): Decision {
  return decision;
}

function withoutLetters({ actions, because }: Decision): Decision {
  return { actions: actions.filter(action => action.do !== 'send'), because };
}

/** Trouble is nobody's fault and ends it at once; of other throws the last is told. */
async function firstThatWorks<T>(goes: readonly (() => Promise<T>)[]): Promise<T> {
  let last: unknown;
  for (const go of goes) {
    try {
      return await go();
    } catch (error) {
      if (isTrouble(error)) throw error;
      last = error;
    }
  }
  throw last;
}

function dropped(login: string): Decision {
  return { actions: [{ do: 'fileMail', as: 'ignored' }], because: [`${login} dropped it`] };
}

function filed(mail: number, decision: Decision): Filed {
  const action = filing(decision);
  return { mail, end: action.as, ticket: action.ticket ?? null, because: decision.because };
}

/** How the ledger has it: a duplicate has no row of its own, only one more arrival. */
function endingOf(decision: Decision): Ending {
  const action = filing(decision);
  if (action.as === 'duplicate') throw new Error('only a mail that was seen before is a duplicate');
  const { retryAt } = action;
  const end = { end: action.as, ticket: action.ticket ?? null, because: decision.because };
  return retryAt === undefined ? end : { ...end, retryAt };
}

function filing({ actions }: Decision): Extract<Action, { do: 'fileMail' }> {
  const action = actions.find(each => each.do === 'fileMail');
  if (!action) throw new Error('a decision about a mail must file it');
  return action;
}
