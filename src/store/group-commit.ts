/**
 * Group commit: works that wait while another commit reaches the disk share the next one, so many mails cost one fsync.
 * Each runs in a nested transaction of its own: one that fails is undone alone. Nobody is told of success before the commit.
 */
interface Waiting {
  /** Runs the work and returns what to tell its caller once the commit is done. */
  run(): Promise<() => void>;
  fail(error: unknown): void;
}

type Transaction = <T>(work: () => Promise<T>) => Promise<T>;

/** Works that share one commit at most, so that the first does not wait for ever. */
const MOST_TOGETHER = 32;

export class GroupCommit {
  readonly #transaction: Transaction;
  readonly #waiting: Waiting[] = [];
  #pumping = false;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  /** Resolves when the work is committed. The works of a group run one after the other. */
  join<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = async () => {
        const value = await this.#transaction(work);
        return () => resolve(value);
      };
      this.#waiting.push({ run, fail: reject });
      if (!this.#pumping) void this.#pump();
    });
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    while (this.#waiting.length > 0) await this.#commitTogether();
    this.#pumping = false;
  }

  async #commitTogether(): Promise<void> {
    const together: Waiting[] = [];
    const outcomes: (() => void)[] = [];
    try {
      await this.#transaction(async () => {
        while (together.length < MOST_TOGETHER && this.#waiting.length > 0) {
          const waiting = this.#waiting.shift()!;
          together.push(waiting);
          outcomes.push(await waiting.run().catch(error => () => waiting.fail(error)));
        }
      });
    } catch (error) {
      // the commit failed, or the transaction could not even begin: then those who wait are told, not kept waiting
      const concerned = together.length > 0 ? together : this.#waiting.splice(0);
      for (const waiting of concerned) waiting.fail(error);
      return;
    }
    for (const tell of outcomes) tell();
  }
}
