/** Who is away, over the store: each order one transaction. Of somebody else's absence, only who leads may give one. */
import { type Absence, whyNotAway } from './desk/absence.ts';
import type { Policy } from './desk/policy.ts';
import type { AbsenceDesk } from './front-desk.ts';
import { endAbsence, listAbsences, setAbsence } from './store/absences.ts';
import type { Database } from './store/database.ts';

interface Means {
  readonly database: Database;
  readonly policy: Policy;
  readonly clock: () => number;
}

export function openAbsences({ database, policy, clock }: Means): AbsenceDesk {
  return {
    absences: () => listAbsences(database, clock()),
    goAway: async (of, absence, by) => {
      const now = clock();
      const since = absence.since ?? now;
      const wanted: Absence = { until: absence.until ?? null, deputy: absence.deputy ?? null };
      const refused = whyNotAway(of, by, policy) ?? whyNoAbsence(of, since, wanted, now, policy);
      if (refused !== undefined) return { refused };
      const because = of === by ? `${by} is away` : `${by} says that ${of} is away`;
      const row = { login: of, since, ...wanted };
      await setAbsence(database, row, { who: by, now, because });
      return row;
    },
    comeBack: async (of, by) => {
      const refused = whyNotAway(of, by, policy);
      if (refused !== undefined) return { refused };
      const because = of === by ? `${by} is back` : `${by} says that ${of} is back`;
      const was = await endAbsence(database, of, { who: by, now: clock(), because });
      return was || { refused: `nothing is known of ${of} being away` };
    },
  };
}

function whyNoAbsence(
  of: string,
  since: number,
  { until, deputy }: Absence,
  now: number,
  { operators }: Policy,
): string | undefined {
  if (until !== null && until <= Math.max(since, now)) return 'that ends before it begins, or is over already';
  if (deputy === null) return undefined;
  if (deputy === of) return `${of} cannot be the deputy of ${of}`;
  const active = operators.filter(operator => operator.active).map(({ login }) => login);
  return active.includes(deputy)
    ? undefined
    : `there is no operator ${JSON.stringify(deputy)}; there is ${active.join(', ')}`;
}
