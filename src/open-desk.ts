/**
 * Puts a desk together from its config. What a command does not need is not loaded: a list touches the database and
 * nothing else; the parser, the templates and the mail composer come with the first mail or letter.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFaqNaming } from './advice/faq-for-mail.ts';
import { createGuess } from './advice/guess.ts';
import type { Config } from './config/config.ts';
import type { Decision, Refusal } from './desk/decision.ts';
import { explainAudience } from './desk/explain-audience.ts';
import type { Letter } from './desk/letter.ts';
import type { FrontDesk, SpamDesk } from './front-desk.ts';
import type { Arrival, Reception } from './intake/arrival.ts';
import type { Mail } from './mail/mail.ts';
import { openAbsences } from './open-absences.ts';
import { type Left, openOrders, openOutbox, settleLeft } from './open-outbox.ts';
import { openPeople } from './open-people.ts';
import type { Composed, Composer } from './outbox/compose.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { WebhookBox } from './outbox/webhooks.ts';
import { enclosed, filesToPassOn } from './outgoing-files.ts';
import { createPipeline, type Filed, type Incoming, type Pipeline } from './pipeline.ts';
import { createQuarantine, faultOf } from './quarantine.ts';
import { openDatabase, readingsOf } from './reading-desk.ts';
import { receiveInOrder } from './receive-in-order.ts';
import { ensureRoom } from './room.ts';
import { archivedMails, knownContents, latestMails } from './store/archive.ts';
import { changedSince } from './store/changed-since.ts';
import type { Database } from './store/database.ts';
import { enteredMails } from './store/entered.ts';
import { FairLock } from './store/fair-lock.ts';
import { ticketsByNumber } from './store/find-tickets.ts';
import { found } from './store/founding.ts';
import { listKeys, retireKey, rotateKey, turnKeys } from './store/keys.ts';
import { cursor, ledgerRow, setCursor } from './store/ledger.ts';
import { countOpenQuestions, journalOf, listLetters, listMails, showMail, standingSince } from './store/lists.ts';
import { openSqlite } from './store/open-sqlite.ts';
import { pack, readOriginal } from './store/originals.ts';
import { instantOf, noteInstant } from './store/recent.ts';
import { situation } from './store/situation.ts';
import { countSpam, listSpam, PARTS, spamSeenBefore } from './store/spam.ts';
import { standingOf } from './store/standing.ts';
import { isTrouble } from './store/trouble.ts';
import { listWebhooks, orderWebhook, webhookBox } from './store/webhooks.ts';
import { createScreen } from './with-screening.ts';
import { createTrustGiver } from './with-trust.ts';

const A_DAY = 24 * 3_600_000;
/** Messages that are brought into the index each time the clock has its say: some seconds' work. */
const SEARCH_AT_ONCE = 20_000;
/** Bytes. */
const LARGE = 1_000_000;

/** The front desk, and what only the daemon does: take letters out, let time pass. */
export interface OpenDesk extends FrontDesk, Reception {
  readonly outbox: Outbox;
  /** Calls of other programs that are due. */
  readonly webhookBox: WebhookBox;
  /** Letters left in sending by a daemon that died. Only for the one daemon of a desk, at its start. */
  settleAllSending(): Promise<Left>;
  /** Lets the clock have its say; how many changes it made. The signal ends what takes long; the rest is due next time. */
  passTime(signal?: AbortSignal): Promise<number>;
}

export interface DeskOptions {
  readonly clock?: () => number;
  /** A desk that is empty and leaves nothing behind: for trying mails where there is no desk. */
  readonly passing?: boolean;
  readonly database?: Database;
  /** Something stopped by itself that somebody has to look at. */
  readonly alarm?: (why: string) => void;
}

type Kept = NonNullable<Awaited<ReturnType<typeof ledgerRow>>>;

export async function openDesk(config: Config, options: DeskOptions = {}): Promise<OpenDesk> {
  const clock = options.clock ?? Date.now;
  const { policy, limits } = config;
  const database = options.database ?? (await (options.passing ? openPassing() : openDatabase(config)));
  const readings = readingsOf(database, clock);
  const founded = once(() => found(database, policy.operators, clock()));
  const composer = once(() => openComposer(config));
  const parser = once(async () => (await import('./intake/parser.ts')).createParser(limits));
  const compose = async (letter: Letter, date: number): Promise<Composed | { unsendable: string }> =>
    (await composer()).compose(letter, date, await enclosed(database, letter)).catch(unsendable);
  const sendsCanned = policy.rules.some(({ does }) => does.canned !== undefined);
  const canned = sendsCanned ? { canned: (await import('./advice/canned-words.ts')).cannedWords(config) } : {};
  const pipeline = createPipeline({ database, policy, compose, clock, ...canned });
  const me = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`;

  const alarm = options.alarm === undefined ? {} : { alarm: options.alarm };
  const outboxMeans = { database, pipeline, policy, me, clock, ...alarm };
  const outbox = openOutbox(outboxMeans);

  const trust = createTrustGiver(config.trust);
  const screen = createScreen(config);
  const read = async (arrival: Arrival): Promise<Mail> => {
    const { bytes, envelope, oversize } = arrival;
    const mail = await (await parser()).parse(bytes, envelope, oversize);
    const [trusted] = await Promise.all([trust.withTrust(mail, arrival), founded()]);
    return trusted;
  };

  /** As it came in: whether its sender was proven is not asked again, for DNS may say something else by now. */
  const readKept = async (bytes: Uint8Array, kept: Kept): Promise<Mail> => {
    const mail = await (await parser()).parse(bytes, kept.envelope);
    await founded();
    return { ...mail, trust: { verdict: kept.trust, because: kept.trustBecause } };
  };

  const quarantine = createQuarantine({
    config,
    database,
    pipeline,
    clock,
    founded,
    withTrust: trust.withTrust,
    screen,
  });
  const large = new FairLock();
  const spam = once(async () => (await import('./open-spam.ts')).createSpam({ database, clock }));
  const guess = createGuess({ database, clock });
  const withFaq = createFaqNaming(config);
  /** What is brought in from an archive is history: nobody is asked. */
  const judged = async (mail: Mail, { bytes, quiet }: Arrival): Promise<Mail> => {
    if (quiet || mail.unread) return mail;
    const guessed = await guess.withGuess(await withFaq(mail));
    if (!config.spam.filter) return guessed;
    const filter = await spam();
    await filter.freshen();
    return filter.judged(guessed, bytes);
  };
  const prepareOne = async (arrival: Arrival): Promise<Incoming> => {
    await ensureRoom(config);
    const mail = await judged(await screen.byAll(await read(arrival), arrival.bytes), arrival);
    const original = await pack(arrival.bytes, mail.sha256);
    const files = await filesToPassOn(config, mail, arrival.bytes);
    return { mail, original, route: arrival, ...(files.length === 0 ? {} : { files }) };
  };
  // several copies of a mail are in memory while it is read and packed: of large ones, only of one at a time
  const prepare = (arrival: Arrival) =>
    arrival.bytes.length > LARGE ? large.hold(() => prepareOne(arrival)) : prepareOne(arrival);

  const desk: OpenDesk = {
    config,
    receive: async arrival => receive(pipeline, await prepare(arrival)),
    receiveInOrder: (arrivals, taken, signal) =>
      receiveInOrder(arrivals, taken, signal, {
        prepare,
        together: pipeline.receiveTogether,
        alone: incoming => receive(pipeline, incoming),
      }),
    known: mails => knownContents(database, mails),
    archive: ticket => archivedMails(database, ticket),
    books: {
      cursor: route => cursor(database, route),
      setCursor: (route, uidValidity, uid) => setCursor(database, route, uidValidity, uid),
      entered: (route, uidValidity) => enteredMails(database, route, uidValidity),
      recover: async arrival => pipeline.recover(await prepare(arrival)),
    },
    entered: (route, uidValidity) => enteredMails(database, route, uidValidity),
    cursor: route => cursor(database, route),
    setCursor: (route, uidValidity, uid) => setCursor(database, route, uidValidity, uid),

    foresee: async arrival => {
      const { mail, queue } = await judgedArrival(arrival);
      return { mail, decision: await pipeline.foresee(mail, queue) };
    },

    weigh: async (of, policies) => {
      const kept = 'mail' in of ? await readForWeighing(of.mail) : await judgedArrival(of);
      if (!kept) return undefined;
      // one instant for all of them, or each would be due a little later than the one before
      const { mail, ...as } = { at: clock(), ...kept };
      const decisions: Decision[] = [];
      for (const policy of policies) decisions.push(await pipeline.weigh(mail, { policy, ...as }));
      return { mail, decisions };
    },
    latestMails: limit => latestMails(database, limit),
    webhookBox: webhookBox(database, me, clock),
    webhooks: limit => listWebhooks(database, limit),
    retryWebhook: (id, login) =>
      isActive(login) ? orderWebhook(database, 'retry', id, login, clock()) : Promise.resolve(notActive(login)),
    dropWebhook: (id, login) =>
      isActive(login) ? orderWebhook(database, 'drop', id, login, clock()) : Promise.resolve(notActive(login)),

    operate: async (command, login, files) => {
      await founded();
      const done = await pipeline.operate(command, login, files);
      if ('refused' in done) return done;
      const { actions, because } = done.decision;
      const letters = actions.filter(action => action.do === 'send').length;
      const takenBack = actions.find(action => action.do === 'takeBack')?.message;
      return { ticket: done.ticket, because, letters, ...(takenBack === undefined ? {} : { takenBack }) };
    },
    standing: (ticket, login) => standingOf(database, ticket, login, clock()),
    follow: async since => (await import('./store/follow.ts')).follow(database, clock, since),

    foreseeCommand: async (command, login) => {
      await founded();
      return pipeline.foreseeCommand(command, login);
    },
    foreseeLetters: (command, decision) => pipeline.foreseeLetters(command, decision),

    release: async (row, how, login) => {
      const original = await readOriginal(database, row);
      const held = await ledgerRow(database, row);
      if (!original || held?.end !== 'held') return { refused: `mail ${row} is not held` };
      const ticket = how.how === 'approve' ? (how.ticket ?? held.ticket) : null;
      if (how.how === 'approve' && ticket === null)
        return { refused: `mail ${row} names no ticket: --ticket names one, desk held split ${row} makes it one` };
      const mail = await readKept(original, held);
      if (mail.unread) return { refused: `mail ${row} could not be read now: ${mail.faults.join(' ')}` };
      return pipeline.release(row, mail, how.how === 'approve' ? { ...how, ticket: ticket! } : { how: how.how }, login);
    },

    ...readings,
    why: number => journalOf(database, number),
    audience: async number => {
      await founded();
      const ticket = (await ticketsByNumber(database, [number])).get(number);
      return ticket && explainAudience(ticket, await situation(database, { policy, now: clock(), nonce: '' }));
    },
    letters: filter => listLetters(database, filter),
    mails: filter => listMails(database, filter),
    mail: number => showMail(database, number),
    retryMail: (row, login, wishes) => quarantine.retry(row, login, wishes),
    dropMail: (row, login) => quarantine.drop(row, login),
    changedSince: mark => changedSince(database, clock(), mark),
    ...openOrders(outboxMeans),
    ...lazily(async () => (await import('./open-spam.ts')).openSpamDesk({ database, clock }, releaseSpam, isActive)),
    ...openPeople({ database, policy, clock, founded }),
    ...openAbsences({ database, policy, clock }),
    outbox,
    keys: () => listKeys(database),
    rotateKey: async login => {
      await founded();
      return isActive(login) ? rotateKey(database, login, `${login} asked for it`, clock()) : notActive(login);
    },
    retireKey: async (id, login) => {
      if (!isActive(login)) return notActive(login);
      if (await retireKey(database, id, login, `${login} retired it`, clock())) return true;
      return {
        refused: `there is no key ${JSON.stringify(id)} to retire: desk keys lists them; the one that signs stays`,
      };
    },
    guessCategory: guess.guessCategory,
    verify: async options => (await import('./store/verify.ts')).verify(database, options),
    settleAllSending: () => settleLeft(outboxMeans, outbox, Number.MAX_SAFE_INTEGER),

    passTime: async signal => {
      await founded();
      const left = await settleLeft(outboxMeans, outbox, clock());
      const turned = await turnKeys(database, policy.keys, clock());
      const filter = config.spam.filter ? await spam() : undefined;
      await filter?.freshen();
      const kept = Number((await filter?.save()) ?? false) + Number(await guess.save());
      const changes =
        left.queued +
        left.uncertain +
        turned +
        kept +
        (await closeWaiting()) +
        Number((await readings.fillSearch(SEARCH_AT_ONCE)) > 0) +
        (await forgetSpam()) +
        (await tellWhatWaits());
      // last, because it takes longest
      return changes + (await quarantine.retryDue(signal));
    },

    close: async () => {
      trust.close();
      if (parser.called()) await (await parser()).close();
      await database.close();
    },
  };
  return desk;

  async function judgedArrival(arrival: Arrival) {
    const mail = await judged(screen.byFiles(await read(arrival)), arrival);
    return { mail, ...(arrival.queue === undefined ? {} : { queue: arrival.queue }) };
  }

  /** As it came in: neither the DNS nor the filter is asked again. */
  async function readForWeighing(row: number) {
    const [original, kept] = [await readOriginal(database, row), await ledgerRow(database, row)];
    // of what could not be read there is nothing that a rule could ask about
    if (!original || !kept || kept.unread !== null) return undefined;
    // what a category seems to be is told by what is known now
    const mail = await guess.withGuess(screen.byFiles(await readKept(original, kept)));
    const spam =
      kept.spam === null ? null : { probability: (kept.spamScore ?? 0) / PARTS, verdict: kept.spam, because: [] };
    return { mail: { ...mail, spam }, at: kept.seenAt, ...(kept.queue === null ? {} : { queue: kept.queue }) };
  }

  /** What nobody released for so long leaves the list; its original stays. */
  async function forgetSpam(): Promise<number> {
    if (policy.keepSpam === 0) return 0;
    const rows = await spamSeenBefore(database, clock() - policy.keepSpam, 500);
    for (const row of rows) await pipeline.forgetSpam(row);
    return rows.length;
  }

  /** Once a day, and only when something waits. The first day begins when the desk does. */
  async function tellWhatWaits(): Promise<number> {
    if (!policy.digest) return 0;
    const now = clock();
    const last = await instantOf(database, 'digest');
    if (last !== 0 && now - last < A_DAY) return 0;
    await noteInstant(database, 'digest', now);
    const { held, quarantined } = await countOpenQuestions(database);
    const spam = await countSpam(database);
    if (last === 0 || held + quarantined + spam === 0) return 0;
    const latest = await listSpam(database, 20);
    await pipeline.tick(async () => ({ kind: 'digest', held, quarantined, spam, latest }));
    return 1;
  }

  async function releaseSpam(row: number, login: string): Promise<Filed | Refusal> {
    const original = await readOriginal(database, row);
    const kept = await ledgerRow(database, row);
    if (!original || kept?.end !== 'spam') return { refused: `mail ${row} is not filed as spam` };
    const mail = await readKept(original, kept);
    if (mail.unread) return { refused: `mail ${row} could not be read now: ${mail.faults.join(' ')}` };
    return pipeline.release(row, mail, { how: 'ham' }, login);
  }

  function isActive(login: string): boolean {
    return policy.operators.some(operator => operator.login === login && operator.active);
  }

  async function closeWaiting(): Promise<number> {
    return (
      (await closeStanding('waiting', policy.closeWaitingAfter)) +
      (await closeStanding('solved', policy.closeSolvedAfter))
    );
  }

  async function closeStanding(status: 'waiting' | 'solved', after: number): Promise<number> {
    if (after === 0) return 0;
    let changes = 0;
    const days = Math.round(after / 86_400_000);
    for (const number of await standingSince(database, status, clock() - after)) {
      await pipeline.tick(async () => {
        const ticket = (await ticketsByNumber(database, [number])).get(number);
        return ticket?.status === status ? { kind: 'waitingTooLong', ticket, days } : undefined;
      });
      changes++;
    }
    return changes;
  }
}

/** The methods of something that is made when the first of them is called. */
function lazily(make: () => Promise<SpamDesk>): SpamDesk {
  const made = once(make);
  return {
    spamList: async (...args) => (await made()).spamList(...args),
    releaseSpam: async (...args) => (await made()).releaseSpam(...args),
    spamWhy: async (...args) => (await made()).spamWhy(...args),
    learnMail: async (...args) => (await made()).learnMail(...args),
    unlearnMail: async (...args) => (await made()).unlearnMail(...args),
    spamStats: async (...args) => (await made()).spamStats(...args),
    spamQuestions: async (...args) => (await made()).spamQuestions(...args),
    answerQuestion: async (...args) => (await made()).answerQuestion(...args),
  };
}

function notActive(login: string) {
  return { refused: `${login} is not an active operator of this desk` };
}

/** Nothing is kept: a desk of its own, gone when it is closed. */
async function openPassing(): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'postdesk-try-'));
  const database = await openSqlite({ file: join(folder, 'desk.db'), synchronous: 'normal' });
  const close = async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...database, close };
}

async function openComposer({ policy, templates, courier }: Config): Promise<Composer> {
  const [{ createComposer }, { loadTemplates }, { readDkimKey }, { packageRoot }] = await Promise.all([
    import('./outbox/compose.ts'),
    import('./outbox/templates.ts'),
    import('./outbox/dkim.ts'),
    import('./config/package-root.ts'),
  ]);
  const folders = [...(templates === undefined ? [] : [templates]), join(packageRoot(), 'templates')];
  const dkim = courier.kind === 'smtp' && courier.dkim ? { dkim: readDkimKey(courier.dkim) } : {};
  return createComposer({ policy, templates: loadTemplates({ folders, language: policy.language }), ...dkim });
}

/** Nobody can be mailed at such an address: an answer about the letter, where anything else thrown is a fault. */
function unsendable(error: unknown): { unsendable: string } {
  if (error instanceof Error && error.name === 'UnmailableAddress') return { unsendable: error.message };
  throw error;
}

/**
 * A throw of the store (locked, full, gone) is trouble and goes to the caller: nothing happened, the mail stays where it
 * was. Any other throw is about this mail: it is put aside in quarantine, so that it stops only itself (G7).
 */
async function receive(pipeline: Pipeline, incoming: Incoming): Promise<Filed> {
  const { mail, original, route } = incoming;
  try {
    return await pipeline.receive(incoming);
  } catch (error) {
    if (isTrouble(error)) throw error;
    return pipeline.putAside(mail, original, route, faultOf(error));
  }
}

function once<T>(make: () => Promise<T>): (() => Promise<T>) & { called(): boolean } {
  let made: Promise<T> | undefined;
  const get = () => {
    made ??= make().catch(error => {
      // a database that was locked or a disk that was full is tried again the next time
      made = undefined;
      throw error;
    });
    return made;
  };
  return Object.assign(get, { called: () => made !== undefined });
}
