/** The guess of a mail's category, without the packages it takes as long as nothing was learned. */
import type { CategoryGuess, Mail } from '../mail/mail.ts';
import { countCategorised } from '../store/categories.ts';
import type { Database } from '../store/database.ts';
import type { Learner } from './open-guess.ts';

export interface Guess {
  /** The mail with what category it seems to be of, when somebody wrote it and enough was learned. */
  withGuess(mail: Mail): Promise<Mail>;
  guessCategory(subject: string, text: string): Promise<CategoryGuess | undefined>;
  save(): Promise<boolean>;
}

/** As many as category-guess.ts wants at least. */
const FEWEST_TICKETS = 20;
/** ms between two looks at what was said since. */
const A_WHILE = 5_000;

export function createGuess({ database, clock }: { readonly database: Database; readonly clock: () => number }): Guess {
  let learner: Learner | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let following: Promise<void> = Promise.resolve();

  const look = async () => {
    if (learner === undefined) {
      if ((await countCategorised(database)) < FEWEST_TICKETS) return;
      learner = (await import('./open-guess.ts')).createLearner({ database, clock });
    }
    await learner.follow();
  };
  const freshen = () => {
    if (performance.now() - lookedAt >= A_WHILE) {
      lookedAt = performance.now();
      following = following.then(look, look);
    }
    return following;
  };
  const guessCategory = async (subject: string, text: string) => {
    await freshen();
    return learner?.guess(subject, text);
  };
  return {
    guessCategory,
    withGuess: async mail => {
      if (mail.kind !== 'person' || mail.unread) return mail;
      const guess = await guessCategory(mail.subject, mail.newWords);
      return guess === undefined ? mail : { ...mail, guess };
    },
    save: async () => (await learner?.save()) ?? false,
  };
}
