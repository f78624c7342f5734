/**
 * Reads quarantined mails again: by itself when they are due, and when an operator says so. Each reading has a parser of
 * its own with more time and memory than the last, so that new mails do not wait behind it.
 */
import type { Config, Limits } from './config/config.ts';
import type { Refusal } from './desk/decision.ts';
import { forLog } from './mail/clean.ts';
import type { Envelope, Mail } from './mail/mail.ts';
import { filesToPassOn } from './outgoing-files.ts';
import type { Filed, Pipeline } from './pipeline.ts';
import type { Database } from './store/database.ts';
import { ledgerRow } from './store/ledger.ts';
import { readOriginal } from './store/originals.ts';
import { dueForRetry } from './store/quarantine.ts';
import { isTrouble } from './store/trouble.ts';
import type { Screen } from './with-screening.ts';
import type { TrustGiver } from './with-trust.ts';

export interface Quarantine {
  retry(row: number, login: string, wishes?: RetryWishes): Promise<Filed | Refusal>;
  drop(row: number, login: string): Promise<Filed | Refusal>;
  /** How many got another end. */
  retryDue(signal?: AbortSignal): Promise<number>;
}

export interface RetryWishes {
  /** ms instead of the doubled time. */
  readonly parseTime?: number | undefined;
  /** Whatever was found in it: an operator looked. */
  readonly anyway?: boolean | undefined;
}

export interface QuarantineParts {
  readonly config: Config;
  readonly database: Database;
  readonly pipeline: Pipeline;
  readonly clock: () => number;
  readonly founded: () => Promise<unknown>;
  readonly withTrust: TrustGiver['withTrust'];
  readonly screen: Screen;
}

/** In one minute; the rest is due in the next. */
const MOST_AT_ONCE = 20;

export function createQuarantine(parts: QuarantineParts): Quarantine {
  const { config, database, pipeline, clock, founded } = parts;
  const asOperator = async (login: string, act: () => Promise<Filed | Refusal>) => {
    const known = config.policy.operators.some(operator => operator.login === login && operator.active);
    if (!known) return { refused: `${login} is not an active operator of this desk` };
    await founded();
    return act();
  };
  return {
    retry: (row, login, wishes = {}) => asOperator(login, () => retry(parts, row, login, wishes)),
    drop: (row, login) => asOperator(login, () => pipeline.letBe(row, login)),
    retryDue: async signal => {
      let ended = 0;
      for (const row of await dueForRetry(database, clock(), MOST_AT_ONCE)) {
        if (signal?.aborted) break;
        const done = await retry(parts, row, 'desk', { signal });
        if (!('refused' in done) && done.end !== 'quarantined') ended++;
      }
      return ended;
    },
  };
}

/** What was thrown over a mail, as far as its reason may hold it: one printable line. */
export function faultOf(error: unknown): string {
  return forLog(error instanceof Error ? error.message : String(error));
}

interface Wishes extends RetryWishes {
  readonly signal?: AbortSignal | undefined;
}

async function retry(
  { config, database, pipeline, withTrust, screen }: QuarantineParts,
  row: number,
  who: string,
  { parseTime, anyway, signal }: Wishes,
): Promise<Filed | Refusal> {
  const kept = await ledgerRow(database, row);
  const bytes = await readOriginal(database, row);
  if (kept?.end !== 'quarantined' || !bytes) return { refused: `mail ${row} is not in quarantine` };
  if (kept.unread === 'oversize') return { refused: onlyItsHeader(row) };
  const more = withMoreRoom(config.limits, kept.tries + 1);
  const limits = parseTime === undefined ? more : { ...more, parseTime };
  const read = await readOnce(bytes, kept.envelope, limits, signal);
  const trusted = await withTrust(read, { bytes });
  const mail = anyway ? trusted : await screen.byAll(trusted, bytes);
  try {
    return await pipeline.retry(row, mail, who, await filesToPassOn(config, mail, bytes));
  } catch (error) {
    if (isTrouble(error)) throw error;
    return pipeline.stayAside(row, mail, who, faultOf(error));
  }
}

/** Doubled with each try. */
function withMoreRoom(limits: Limits, retries: number): Limits {
  const times = 2 ** Math.min(retries, 4);
  return { ...limits, parseTime: limits.parseTime * times, parseMemory: limits.parseMemory * times };
}

async function readOnce(bytes: Uint8Array, envelope: Envelope, limits: Limits, signal?: AbortSignal): Promise<Mail> {
  const { createParser } = await import('./intake/parser.ts');
  const parser = createParser(limits);
  const stop = () => void parser.close();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await parser.parse(bytes, envelope);
  } finally {
    signal?.removeEventListener('abort', stop);
    await parser.close();
  }
}

function onlyItsHeader(row: number): string {
  return [
    `of mail ${row} only the header is here: it was larger than limits.mail_size`,
    'raise limits.mail_size, restart the desk, and desk reconcile --fix fetches it again from its mailbox;',
    'or save it there as a file and bring it in with desk inject',
    `desk quarantine show ${row} says where it lies`,
  ].join('\n');
}
