/**
 * The log of labelled mails and the model's snapshot. A label is a row with the tokens of its mail, written in the
 * transaction of what caused it; to take one back is another row. What counts is the last row of each content, in the order of those
 * rows: from them the model can be made again, bit for bit.
 */
import { and, asc, count, desc, eq, gt, inArray, isNotNull, lte, max, sql } from 'drizzle-orm';
import type { Database } from './database.ts';

export type Label = 'ham' | 'spam';

export interface LabelRow {
  readonly id: number;
  readonly contentKey: string;
  readonly sender: string;
  readonly label: Label | 'forget';
  readonly confirmed: boolean;
  readonly tokens: Float64Array;
}

export interface NewLabel {
  readonly contentKey: string;
  readonly mail: number | null;
  readonly sender: string;
  readonly label: Label | 'forget';
  /** Said by an operator about this very mail, and not concluded from what was done with it. */
  readonly confirmed: boolean;
  readonly tokens: Float64Array;
  readonly who: string;
  readonly how: string;
}

export async function addLabel(database: Database, label: NewLabel, at: number): Promise<number> {
  const { db, dialect, schema } = database;
  const { spamLabels } = schema;
  const { tokens, ...rest } = label;
  // PostgreSQL gives numbers before the commit: whoever reads up to one must never meet a lower one later
  if (dialect === 'pg') await database.all(`select pg_advisory_xact_lock(hashtext('postdesk labels'))`);
  const bytes = Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  const [row] = await db
    .insert(spamLabels)
    .values({ ...rest, tokens: bytes, at })
    .returning({ id: spamLabels.id });
  return row!.id;
}

/** What was last said of a content; undefined when nothing, or when it was taken back. */
export async function labelOf(
  { db, schema: { spamLabels } }: Database,
  contentKey: string,
): Promise<Label | undefined> {
  const [row] = await db
    .select({ label: spamLabels.label })
    .from(spamLabels)
    .where(eq(spamLabels.contentKey, contentKey))
    .orderBy(desc(spamLabels.id))
    .limit(1);
  return row === undefined || row.label === 'forget' ? undefined : row.label;
}

export async function newestLabel({ db, schema: { spamLabels } }: Database): Promise<number> {
  const [row] = await db.select({ id: max(spamLabels.id) }).from(spamLabels);
  return row?.id ?? 0;
}

/** Rows above `after`, at most `limit`, in their order. */
export async function labelsAfter(
  { db, schema: { spamLabels } }: Database,
  after: number,
  limit: number,
): Promise<LabelRow[]> {
  const rows = await db
    .select(columns(spamLabels))
    .from(spamLabels)
    .where(gt(spamLabels.id, after))
    .orderBy(asc(spamLabels.id))
    .limit(limit);
  return rows.map(asRow);
}

/** Whether one of these rows says something again about a content that had a row before. */
export async function saysAgain({ db, schema: { spamLabels } }: Database, rows: readonly LabelRow[]): Promise<boolean> {
  const keys = rows.map(row => row.contentKey);
  if (new Set(keys).size < keys.length) return true;
  const [first] = rows;
  if (!first) return false;
  const [before] = await db
    .select({ n: count() })
    .from(spamLabels)
    .where(and(inArray(spamLabels.contentKey, keys), sql`${spamLabels.id} < ${first.id}`));
  return (before?.n ?? 0) > 0;
}

const AT_ONCE = 500;

/** The rows that count, up to and including `upTo`, in their order. */
export async function* labelsThatCount(
  { db, schema: { spamLabels } }: Database,
  upTo: number,
): AsyncGenerator<LabelRow & { readonly label: Label }> {
  const last = await db
    .select({ id: max(spamLabels.id) })
    .from(spamLabels)
    .where(lte(spamLabels.id, upTo))
    .groupBy(spamLabels.contentKey);
  const ids = last.map(row => row.id!).sort((a, b) => a - b);
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const rows = await db
      .select(columns(spamLabels))
      .from(spamLabels)
      .where(inArray(spamLabels.id, ids.slice(at, at + AT_ONCE)))
      .orderBy(asc(spamLabels.id));
    for (const row of rows.map(asRow)) if (row.label !== 'forget') yield { ...row, label: row.label };
  }
}

type Table = Database['schema']['spamLabels'];

function columns({ id, contentKey, sender, label, confirmed, tokens }: Table) {
  return { id, contentKey, sender, label, confirmed, tokens };
}

function asRow({ tokens, ...row }: Omit<LabelRow, 'tokens'> & { tokens: Buffer }): LabelRow {
  return { ...row, tokens: asTokens(tokens) };
}

/** Of a copy, for what the database gives need not begin where a number of eight bytes may. */
function asTokens(bytes: Buffer): Float64Array {
  return new Float64Array(Uint8Array.from(bytes).buffer);
}

/** Bytes of a model and the row it reaches. */
export interface Snapshot {
  readonly seq: number;
  readonly bytes: Buffer;
}

/** What was learned: of spam, and of categories. */
type Model = 'desk' | 'categories';

export async function loadSnapshot(
  { db, schema: { spamModels } }: Database,
  model: Model = 'desk',
): Promise<Snapshot | undefined> {
  const [row] = await db
    .select({ seq: spamModels.seq, bytes: spamModels.bytes })
    .from(spamModels)
    .where(eq(spamModels.name, model));
  return row;
}

/** One that reaches less far than what is there is not written. */
export async function saveSnapshot(
  { db, schema: { spamModels } }: Database,
  { seq, bytes }: Snapshot,
  at: number,
  model: Model = 'desk',
): Promise<void> {
  await db
    .insert(spamModels)
    .values({ name: model, seq, bytes, at })
    .onConflictDoUpdate({
      target: spamModels.name,
      set: { seq, bytes, at },
      setWhere: sql`${spamModels.seq} <= ${seq}`,
    });
}

export interface SpamRow {
  readonly mail: number;
  readonly sender: string;
  readonly subject: string;
  /** 0 to 1. */
  readonly probability: number;
  readonly seenAt: number;
}

/** Mails that were taken for spam and wait, newest last. */
export async function listSpam({ db, schema: { ledger } }: Database, limit: number): Promise<SpamRow[]> {
  const rows = await db
    .select({
      mail: ledger.id,
      sender: ledger.sender,
      subject: ledger.subject,
      score: ledger.spamScore,
      seenAt: ledger.seenAt,
    })
    .from(ledger)
    .where(eq(ledger.end, 'spam'))
    .orderBy(desc(ledger.id))
    .limit(limit);
  return rows.reverse().map(({ score, ...row }) => ({ ...row, probability: (score ?? 0) / PARTS }));
}

export async function countSpam({ db, schema: { ledger } }: Database): Promise<number> {
  const [row] = await db.select({ n: count() }).from(ledger).where(eq(ledger.end, 'spam'));
  return row?.n ?? 0;
}

/** Probabilities are kept as whole parts of this. */
export const PARTS = 1_000_000;

export async function spamSeenBefore(
  { db, schema: { ledger } }: Database,
  before: number,
  limit: number,
): Promise<number[]> {
  const rows = await db
    .select({ id: ledger.id })
    .from(ledger)
    .where(and(eq(ledger.end, 'spam'), lte(ledger.seenAt, before)))
    .orderBy(asc(ledger.id))
    .limit(limit);
  return rows.map(row => row.id);
}

/** The mail of a ticket's first request: what an operator does with the ticket says what it was. */
export async function openingMail({ db, schema }: Database, ticket: number) {
  const { ledger, messages } = schema;
  const [row] = await db
    .select({ mail: ledger.id, contentKey: ledger.contentKey, verdict: ledger.spam })
    .from(messages)
    .innerJoin(ledger, eq(ledger.id, messages.mail))
    .where(and(eq(messages.ticket, ticket), eq(messages.kind, 'request')))
    .orderBy(asc(messages.id))
    .limit(1);
  return row;
}

export interface LabelCounts {
  readonly ham: number;
  readonly spam: number;
  readonly judged: number;
  readonly filedAsSpam: number;
  readonly unsure: number;
  /** Called spam, and an operator said that it was none; called ham, and it was spam. */
  readonly falseSpam: number;
  readonly missed: number;
}

/** Labels that count, and what was judged since that instant, and how often that was wrong. */
export async function spamCounts(database: Database, since: number): Promise<LabelCounts> {
  const { db, schema } = database;
  const { ledger, spamLabels } = schema;
  const lastOfEach = db
    .select({ id: max(spamLabels.id) })
    .from(spamLabels)
    .groupBy(spamLabels.contentKey);
  const labels = await db
    .select({ label: spamLabels.label, n: count() })
    .from(spamLabels)
    .where(inArray(spamLabels.id, lastOfEach))
    .groupBy(spamLabels.label);
  const labelled = (label: Label) => labels.find(row => row.label === label)?.n ?? 0;
  const rows = await db
    .select({ verdict: ledger.spam, n: count() })
    .from(ledger)
    .where(and(isNotNull(ledger.spam), gt(ledger.seenAt, since)))
    .groupBy(ledger.spam);
  const of = (verdict: string) => rows.find(row => row.verdict === verdict)?.n ?? 0;
  const judged = rows.reduce((sum, row) => sum + row.n, 0);
  const wrong = await db
    .select({ verdict: ledger.spam, n: count() })
    .from(ledger)
    .innerJoin(spamLabels, eq(spamLabels.contentKey, ledger.contentKey))
    .where(
      and(
        gt(ledger.seenAt, since),
        sql`${spamLabels.id} = (select max(l.id) from spam_labels l where l.content_key = ${ledger.contentKey})`,
        sql`(${ledger.spam} = 'spam' and ${spamLabels.label} = 'ham' or ${ledger.spam} = 'ham' and ${spamLabels.label} = 'spam')`,
      ),
    )
    .groupBy(ledger.spam);
  const wrongly = (verdict: string) => wrong.find(row => row.verdict === verdict)?.n ?? 0;
  return {
    ham: labelled('ham'),
    spam: labelled('spam'),
    judged,
    filedAsSpam: of('spam'),
    unsure: of('unsure'),
    falseSpam: wrongly('spam'),
    missed: wrongly('ham'),
  };
}

/** One row, to say it again or to take it back; whether nothing was said of its mail since. */
export async function labelById(
  { db, schema: { spamLabels } }: Database,
  id: number,
): Promise<{ readonly said: NewLabel; readonly isLast: boolean } | undefined> {
  const [row] = await db.select().from(spamLabels).where(eq(spamLabels.id, id));
  if (!row) return undefined;
  const { id: _, at: __, tokens, ...said } = row;
  const [last] = await db
    .select({ id: max(spamLabels.id) })
    .from(spamLabels)
    .where(eq(spamLabels.contentKey, row.contentKey));
  return { said: { ...said, tokens: asTokens(tokens) }, isLast: last?.id === id };
}

export interface SpamQuestion {
  /** The label's number. */
  readonly label: number;
  readonly said: Label;
  /** What the filter thought of it then. */
  readonly probability: number;
  readonly sender: string;
  readonly mail: number | null;
  readonly who: string;
  readonly at: number;
}

export async function aboutLabels(
  { db, schema: { spamLabels } }: Database,
  questions: readonly Pick<SpamQuestion, 'label' | 'said' | 'probability'>[],
): Promise<SpamQuestion[]> {
  if (questions.length === 0) return [];
  const { id, sender, mail, who, at } = spamLabels;
  const rows = await db
    .select({ id, sender, mail, who, at })
    .from(spamLabels)
    .where(
      inArray(
        spamLabels.id,
        questions.map(question => question.label),
      ),
    );
  return questions.flatMap(question => {
    const row = rows.find(one => one.id === question.label);
    return row ? [{ ...question, sender: row.sender, mail: row.mail, who: row.who, at: row.at }] : [];
  });
}
