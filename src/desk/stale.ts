/**
 * The stale guard: an answer is written to what its writer has read. What came since, from anybody else, stops it, and so
 * does a colleague who is at it when the writer never looked at the ticket at all. `force` is the operator's word that it
 * is right all the same.
 */

/** How a ticket stands to the operator who is about to answer. */
export interface Standing {
  /** Whether the operator was ever shown the ticket. */
  readonly read: boolean;
  /**
   * What others did since it was read, oldest first; of a ticket that was never read, what colleagues answered within the
   * last minutes.
   */
  readonly news: readonly News[];
  /** Colleagues who answer it now. */
  readonly answering: readonly { readonly login: string; readonly since: number }[];
}

export interface News {
  readonly at: number;
  /** A name or address that came by mail, a login, or `desk`. */
  readonly who: string;
  readonly did: 'wrote' | 'answered' | 'noted' | 'set status' | 'moved messages here';
  /** The first of their words, or the status; not cleaned. */
  readonly words: string;
}

export function whyStale(
  ticket: number,
  force: boolean,
  standing: Standing | undefined,
): { readonly refused: string; readonly stale: Standing } | undefined {
  if (force || standing === undefined) return undefined;
  if (standing.news.length > 0)
    return {
      refused: standing.read
        ? `ticket ${ticket} went on since you read it`
        : `you have not looked at ticket ${ticket}, and somebody has just answered it`,
      stale: standing,
    };
  if (!standing.read && standing.answering.length > 0)
    return { refused: `you have not looked at ticket ${ticket}, and somebody is answering it`, stale: standing };
  return undefined;
}
