/**
 * What may be bound to a statement. Drivers take other values too and store something else without a word: sqlite3 binds
 * a bigint and a NaN as NULL. So anything unexpected throws here, before it can become a row.
 */
export type Parameter = null | number | string | boolean | Buffer;

/** @throws when a value cannot be stored as it is; the message names the place and type, never the value. */
export function checkedParameters(values: readonly unknown[]): Parameter[] {
  return values.map(checked);
}

/** The same for SQLite, which has no booleans. */
export function sqliteParameters(values: readonly unknown[]): Exclude<Parameter, boolean>[] {
  return values.map((value, at) => {
    const parameter = checked(value, at);
    return typeof parameter === 'boolean' ? Number(parameter) : parameter;
  });
}

function checked(value: unknown, at: number): Parameter {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return withoutNul(value);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value instanceof Uint8Array) return asBuffer(value);
  throw new Error(
    `parameter ${at + 1} is ${described(value)} and cannot be stored; give a number, text, bytes or null`,
  );
}

/** PostgreSQL's text cannot hold U+0000; both dialects keep the replacement character, so that they stay alike. */
function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

/** An empty Buffer without memory behind it is bound as NULL by sqlite3; a view of something is not. */
const EMPTY = Buffer.alloc(1).subarray(0, 0);

function asBuffer(bytes: Uint8Array): Buffer {
  if (bytes.byteLength === 0) return EMPTY;
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function described(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' ? `a ${value?.constructor?.name ?? 'object'}` : `a ${typeof value}`;
}
