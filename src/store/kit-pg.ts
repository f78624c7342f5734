import * as p from 'drizzle-orm/pg-core';
import type { Kit } from './kit.ts';

/**
 * The kit for PostgreSQL. Every whole number is a bigint: IMAP's UIDs and instants do not fit PostgreSQL's integer.
 * Apart from kit.ts so that a desk on SQLite never loads it.
 */
const bigint = (name?: string) => p.bigint(name!, { mode: 'number' });

const bytea = p.customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: value => (Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength)),
});

const jsonText = p.customType<{ data: unknown; driverData: string }>({
  dataType: () => 'text',
  toDriver: value => JSON.stringify(value),
  fromDriver: text => JSON.parse(text),
});

/** The part of a drizzle select that locks; only PostgreSQL's builder has it. */
interface Lockable<Q> {
  for(strength: 'update', config?: { skipLocked: true }): Q;
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

const kit = {
  dialect: 'pg',
  table: p.pgTable,
  index: p.index,
  uniqueIndex: p.uniqueIndex,
  alias: p.alias,
  id: () => bigint().primaryKey().generatedByDefaultAsIdentity(),
  number: bigint,
  ref: bigint,
  int: bigint,
  text: p.text,
  time: bigint,
  bool: (name?: string) => p.boolean(name!),
  json: (name?: string) => jsonText(name!),
  bytes: (name?: string) => bytea(name!),
  forUpdate: <Q>(query: Lockable<Q>) => query.for('update'),
  skipLocked: <Q>(query: Lockable<Q>) => query.for('update', { skipLocked: true }),
  /** unique_violation */
  isUnique: (error: unknown) => codeOf(error) === '23505',
  /** serialization_failure, deadlock_detected, lock_not_available */
  isBusy: (error: unknown) => ['40001', '40P01', '55P03'].includes(codeOf(error) as string),
};

export const pgKit = kit as unknown as Kit;
