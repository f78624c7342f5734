/**
 * Who looks at a ticket, who answers it, and up to which line of the journal each operator has read it. One row for each
 * operator and ticket, written by one statement; what is over by the clock needs nobody to end it, so whoever dies or
 * loses the connection is forgotten by itself.
 */
import { and, asc, eq, gt, ne, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';

const MINUTE = 60_000;
/** ms after the last look that somebody counts as viewing. */
export const VIEWING = 2 * MINUTE;
/** ms after the last sign of life that somebody counts as answering. */
export const ANSWERING = 5 * MINUTE;

export interface Look {
  readonly ticket: number;
  readonly login: string;
  /** The last line of the ticket's journal that the operator was shown; 0 when that is not to be said. */
  readonly line: number;
  /** `done`: the answer was sent, or given up. */
  readonly doing: 'viewing' | 'answering' | 'done';
}

/** Who has to do with a ticket now. */
export interface Present {
  readonly login: string;
  readonly doing: 'viewing' | 'answering';
  readonly since: number;
}

/** What was read stays read; `since` is when it began, however often it is said again. */
export async function noteLook({ db, schema: { looks } }: Database, look: Look, now: number): Promise<void> {
  const { doing, ...row } = look;
  const latest = sql`case when ${looks.line} > ${look.line} then ${looks.line} else ${look.line} end`;
  const since = (began: typeof looks.viewingSince, until: typeof looks.viewingUntil) =>
    sql`case when ${until} >= ${now} then ${began} else ${now} end`;
  const set = {
    viewing: {
      viewingSince: since(looks.viewingSince, looks.viewingUntil),
      viewingUntil: now + VIEWING,
    },
    answering: {
      answeringSince: since(looks.answeringSince, looks.answeringUntil),
      answeringUntil: now + ANSWERING,
    },
    done: { answeringUntil: 0 },
  }[doing];
  const fresh = {
    viewing: { viewingSince: now, viewingUntil: now + VIEWING },
    answering: { answeringSince: now, answeringUntil: now + ANSWERING },
    done: {},
  }[doing];
  await db
    .insert(looks)
    .values({ ...row, ...fresh })
    .onConflictDoUpdate({ target: [looks.ticket, looks.login], set: { line: latest, ...set } });
}

/** Whoever answers is not said to view as well. Those who answer first. */
export async function presentAt(
  { db, schema: { looks } }: Database,
  ticket: number,
  now: number,
  but?: string,
): Promise<Present[]> {
  const rows = await db
    .select()
    .from(looks)
    .where(
      and(
        eq(looks.ticket, ticket),
        or(gt(looks.viewingUntil, now), gt(looks.answeringUntil, now)),
        but === undefined ? undefined : ne(looks.login, but),
      ),
    )
    .orderBy(asc(looks.login));
  const present = rows.map(({ login, answeringUntil, answeringSince, viewingSince }) =>
    answeringUntil > now
      ? ({ login, doing: 'answering', since: answeringSince } as const)
      : ({ login, doing: 'viewing', since: viewingSince } as const),
  );
  return present.sort((a, b) => Number(a.doing === 'viewing') - Number(b.doing === 'viewing'));
}

/** The last line that was shown; undefined: the operator never looked at it. */
export async function lineRead(
  { db, schema: { looks } }: Database,
  ticket: number,
  login: string,
): Promise<number | undefined> {
  const [row] = await db
    .select({ line: looks.line })
    .from(looks)
    .where(and(eq(looks.ticket, ticket), eq(looks.login, login), gt(looks.line, 0)));
  return row?.line;
}
