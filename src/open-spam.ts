/**
 * The spam filter of a running desk: a model in memory, made from the snapshot and the labels behind it, that follows
 * the log of labels. Judging reads nothing from the database. Whatever process says something writes a row; whoever judges reads the
 * rows it has not seen. When a row says something again of a content, the model is made anew: unlearned is as if never learned.
 */
import type { SpamDesk, SpamStats, SpamWhy } from './front-desk.ts';
import { contentKey } from './mail/content-key.ts';
import { readHeaderBlock } from './mail/header-block.ts';
import { addresses } from './mail/header-fields.ts';
import type { Mail, SpamJudgement } from './mail/mail.ts';
import { hamUpTo, spamFrom, verdictOf } from './spam/calibrate.ts';
import { type Explanation, explain, type Reason } from './spam/explain.ts';
import { createFilter, type Filter, judge, teach } from './spam/filter.ts';
import { probability } from './spam/learn.ts';
import { fromSnapshot, snapshot } from './spam/snapshot.ts';
import { namedTokens, tokensOf } from './spam/tokens.ts';
import type { Database } from './store/database.ts';
import { readOriginal } from './store/originals.ts';
import * as log from './store/spam.ts';

export interface Spam {
  /** Reads what was said since; how many rows. The first call loads the model. */
  follow(): Promise<number>;
  /** The same, unless that was done within a second. */
  freshen(): Promise<void>;
  /** The mail with what the filter says of it; call follow before. */
  judged(mail: Mail, bytes: Uint8Array): Mail;
  /** Writes the model down when enough was learned since it was last written. */
  save(): Promise<boolean>;
}

interface Parts {
  readonly database: Database;
  readonly clock: () => number;
}

const AT_ONCE = 500;
/** Labels between two snapshots. */
const SAVE_EVERY = 100;
const MOST_SIGNS = 3;
const NONE = new Float64Array(0);
/** ms. */
const A_SECOND = 1_000;

export function createSpam({ database, clock }: Parts): Spam & { filter(): Filter } {
  let filter: Filter | undefined;
  let seq = 0;
  let saved = 0;
  let following: Promise<number> = Promise.resolve(0);

  const start = async () => {
    const kept = await log.loadSnapshot(database);
    // a snapshot of another version is no loss: the labels are the truth
    const known = kept && fromSnapshot(kept.bytes);
    seq = saved = known && kept ? kept.seq : 0;
    filter = known ?? createFilter();
  };
  const again = async (upTo: number) => {
    // mails are judged meanwhile, and by what was known before: half a model knows the words of half the mails
    const fresh = createFilter();
    for await (const row of log.labelsThatCount(database, upTo)) learn(fresh, row);
    [filter, seq] = [fresh, upTo];
  };
  const step = async () => {
    if (filter === undefined) await start();
    let seen = 0;
    for (;;) {
      const rows = await log.labelsAfter(database, seq, AT_ONCE);
      if (rows.length === 0) return seen;
      seen += rows.length;
      if (await log.saysAgain(database, rows)) await again(rows.at(-1)!.id);
      else for (const row of rows) if (row.label !== 'forget') learn(filter!, { ...row, label: row.label });
      seq = rows.at(-1)!.id;
    }
  };

  const follow = () => {
    // one after the other: two that read the same rows would teach them twice
    following = following.catch(() => 0).then(step);
    return following;
  };
  let lookedAt = 0;

  return {
    filter: () => filter ?? createFilter(),
    follow,
    freshen: async () => {
      if (filter === undefined || performance.now() - lookedAt >= A_SECOND) {
        lookedAt = performance.now();
        void follow().catch(() => 0);
      }
      await following;
    },
    judged: (mail, bytes) => ({ ...mail, spam: filter === undefined ? null : judgement(filter, bytes) }),
    save: async () => {
      if (filter === undefined || seq - saved < SAVE_EVERY) return false;
      await log.saveSnapshot(database, { seq, bytes: Buffer.from(snapshot(filter)) }, clock());
      saved = seq;
      return true;
    },
  };
}

type Learned = log.LabelRow & { readonly label: log.Label };

function learn(filter: Filter, { tokens, label, confirmed, sender }: Learned): { readonly contradicts: boolean } {
  // who wrote no address is not one sender
  return teach(filter, tokens, label, { confirmed, sender: sender || undefined });
}

function thresholdsOf({ calibration }: Filter): SpamStats['thresholds'] {
  if (verdictOf(calibration, 0) === 'unjudged') return undefined;
  return { ham: probability(hamUpTo(calibration)), spam: probability(spamFrom(calibration)) };
}

function explained({ probability, verdict, z, forSpam, forHam }: Explanation): SpamWhy {
  const signs = (reasons: readonly Reason[]) => reasons.map(({ name, adds }) => ({ name, weight: adds }));
  return { probability, verdict, z, for: signs(forSpam), against: signs(forHam) };
}

function judgement(filter: Filter, bytes: Uint8Array): SpamJudgement {
  const { probability, verdict } = judge(filter, tokensOf(bytes));
  if (verdict !== 'spam' && verdict !== 'unsure') return { probability, verdict, because: [] };
  const signs = explain(filter, namedTokens(bytes)).forSpam.slice(0, MOST_SIGNS);
  return { probability, verdict, because: signs.map(({ name }) => name) };
}

/** What the terminal asks of the filter. */
export function openSpamDesk(
  { database, clock }: Parts,
  releaseSpam: SpamDesk['releaseSpam'],
  isActive: (login: string) => boolean,
): SpamDesk {
  const spam = createSpam({ database, clock });
  const loaded = async () => {
    await spam.follow();
    return spam.filter();
  };
  const notActive = (login: string) => ({ refused: `${login} is not an active operator of this desk` });
  return {
    spamList: limit => log.listSpam(database, limit),
    releaseSpam,
    spamWhy: async of => {
      const bytes = 'bytes' in of ? of.bytes : await readOriginal(database, of.mail);
      if (bytes === undefined) return undefined;
      const filter = await loaded();
      return explained(explain(filter, namedTokens(bytes)));
    },
    learnMail: async (bytes, label, login) => {
      if (!isActive(login)) return notActive(login);
      const key = contentKey(bytes);
      const words = { ...fileLabel(bytes, key, login), label, tokens: tokensOf(bytes) };
      return database.grouped(async () => {
        if ((await log.labelOf(database, key)) === label) return 'known';
        await log.addLabel(database, words, clock());
        return 'learned';
      });
    },
    unlearnMail: async (of, login) => {
      if (!isActive(login)) return notActive(login);
      const bytes = 'bytes' in of ? of.bytes : await readOriginal(database, of.mail);
      if (bytes === undefined) return { refused: 'the ledger keeps no such mail' };
      const key = contentKey(bytes);
      return database.grouped(async () => {
        if ((await log.labelOf(database, key)) === undefined) return 'known';
        await log.addLabel(database, { ...fileLabel(bytes, key, login), label: 'forget', tokens: NONE }, clock());
        return 'forgotten';
      });
    },
    spamStats: async () => {
      const filter = await loaded();
      const counts = await log.spamCounts(database, clock() - 30 * 86_400_000);
      return { ...counts, tokens: filter.model.size, thresholds: thresholdsOf(filter) };
    },
    spamQuestions: async () => {
      const filter = createFilter();
      const questions: { label: number; said: log.Label; probability: number }[] = [];
      for await (const row of log.labelsThatCount(database, await log.newestLabel(database))) {
        const { probability } = judge(filter, row.tokens);
        if (learn(filter, row).contradicts) questions.push({ label: row.id, said: row.label, probability });
      }
      return log.aboutLabels(database, questions);
    },
    answerQuestion: async (label, answer, login) => {
      if (!isActive(login)) return notActive(login);
      return database.transaction(async () => {
        const row = await log.labelById(database, label);
        if (!row || row.said.label === 'forget') return { refused: `there is no label ${label}` };
        if (!row.isLast) return { refused: `label ${label} is old: something else was said of that mail since` };
        const said = { ...row.said, who: login, how: 'second look' };
        const again =
          answer === 'confirm' ? { ...said, confirmed: true } : { ...said, label: 'forget' as const, tokens: NONE };
        await log.addLabel(database, again, clock());
        return true as const;
      });
    },
  };

  function fileLabel(bytes: Uint8Array, key: string, login: string): Omit<log.NewLabel, 'label' | 'tokens'> {
    const sender = addresses(readHeaderBlock(bytes).fields, 'from')[0]?.address ?? '';
    return { contentKey: key, mail: null, sender, who: login, how: 'file', confirmed: true };
  }
}
