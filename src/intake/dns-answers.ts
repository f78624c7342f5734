/**
 * Answers of the DNS, kept for a while: many mails of one sender ask the same. Names come from strangers, so answers
 * are bounded in number and size. An `Asker` is for one mail and knows whether the DNS answered it at all: "there is no
 * such name" is an answer, silence is none.
 */
import { Resolver } from 'node:dns/promises';

export interface DnsAnswers {
  /** It asks nothing more once the signal says stop; what it asked before is kept for others. */
  asker(stop: AbortSignal): Asker;
  /** Ends what is still being asked. */
  close(): void;
}

export interface Asker {
  /** Rejects with the codes of node:dns. */
  readonly resolve: (name: string, type: string) => Promise<string[][]>;
  /** What came over the wire for this mail: `heard` an answer, `silence`, or nothing was asked there. */
  outcome(): 'heard' | 'silence' | 'not asked';
}

export interface DnsOptions {
  /** ip or ip:port; the system's when empty. */
  readonly servers: readonly string[];
  /** ms for one question. */
  readonly timeout: number;
  readonly clock: () => number;
}

interface Kept {
  readonly answer: Promise<string[][]>;
  until: number;
}

const MOST_KEPT = 1000;
const KEPT_FOR = 5 * 60_000;
/** A name whose servers are in trouble is asked again soon. */
const TROUBLE_KEPT_FOR = 30_000;
/** SPF alone may need ten and what hangs on them (RFC 7208 §4.6.4). */
const MOST_QUESTIONS = 60;
/** Letters of one TXT record; a key of 4096 bits has 800. */
const LONGEST_TEXT = 4000;
const MOST_RECORDS = 50;
const NO_SUCH_NAME = ['ENOTFOUND', 'ENODATA'];
const SILENT = ['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED'];

export function createDnsAnswers({ servers, timeout, clock }: DnsOptions): DnsAnswers {
  const kept = new Map<string, Kept>();
  // The second try waits twice as long.
  const resolver = new Resolver({ timeout: Math.max(200, Math.floor(timeout / 3)), tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);

  function ask(name: string, type: string): Kept & { fresh: boolean } {
    const key = `${type} ${name}`;
    const known = kept.get(key);
    kept.delete(key);
    const isKnown = known !== undefined && known.until > clock();
    const entry: Kept = isKnown ? known : { answer: lookUp(name, type), until: Number.POSITIVE_INFINITY };
    kept.set(key, entry);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
    if (!isKnown) keepFor(entry, clock);
    return { ...entry, fresh: entry.until === Number.POSITIVE_INFINITY };
  }

  async function lookUp(name: string, type: string): Promise<string[][]> {
    if (!/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(name) || name.length > 253 || name.endsWith('.null')) {
      throw Object.assign(new Error(`no name to ask for: ${type}`), { code: 'ENOTFOUND' });
    }
    const records = (await resolver.resolve(name, type)) as unknown as string[][];
    const short = type === 'TXT' ? records.filter(record => record.join('').length <= LONGEST_TEXT) : records;
    return short.slice(0, MOST_RECORDS);
  }

  return {
    asker(stop) {
      let questions = 0;
      let pending = 0;
      let heard = false;
      let silent = false;
      const resolve = async (name: string, type: string) => {
        if (stop.aborted) throw Object.assign(new Error('given up'), { code: 'ECANCELLED' });
        if (++questions > MOST_QUESTIONS) throw Object.assign(new Error('too many questions'), { code: 'ETOOMANY' });
        const { answer, fresh } = ask(name.toLowerCase().replace(/\.$/, ''), type);
        if (!fresh) return answer;
        pending++;
        try {
          const records = await answer;
          heard = true;
          return records;
        } catch (error) {
          if (SILENT.includes(codeOf(error))) silent = true;
          else heard = true;
          throw error;
        } finally {
          pending--;
        }
      };
      const outcome = () => (heard ? 'heard' : silent || pending > 0 ? 'silence' : 'not asked');
      return { resolve, outcome };
    },
    close: () => resolver.cancel(),
  };
}

function keepFor(entry: Kept, clock: () => number): void {
  entry.answer.then(
    () => {
      entry.until = clock() + KEPT_FOR;
    },
    error => {
      entry.until = clock() + (NO_SUCH_NAME.includes(codeOf(error)) ? KEPT_FOR : TROUBLE_KEPT_FOR);
    },
  );
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code ?? '');
}
