/** A lock that is handed on in the order it was asked for. The event loop is the only scheduler: a chain of promises is enough. */
export class FairLock {
  #tail: Promise<void> = Promise.resolve();

  /** Waits for its turn; the lock is held until the returned function is called. */
  async acquire(): Promise<() => void> {
    const turn = this.#tail;
    const { promise, resolve } = promised();
    this.#tail = promise;
    await turn;
    return resolve;
  }

  /** Holds the lock while the work runs. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** Resolves when everybody who asked before has had the lock. */
  async passed(): Promise<void> {
    (await this.acquire())();
  }
}

function promised(): { promise: Promise<void>; resolve: () => void } {
  let resolve!: () => void;
  const promise = new Promise<void>(settle => {
    resolve = settle;
  });
  return { promise, resolve };
}
