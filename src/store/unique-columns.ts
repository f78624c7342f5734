import { Column, is, SQL } from 'drizzle-orm';

/**
 * sqlite3 keys rows by column name, so the two ids of `select tickets.id, messages.id` would collapse into one and every
 * later value would move. Where names may be equal, the select is wrapped so that its columns are called c0, c1, ….
 */
export function withUniqueColumns(sql: string, fields: readonly { readonly field: unknown }[]): string {
  if (fields.length < 2 || !/^\s*(select|with)\b/i.test(sql)) return sql;
  if (allDifferent(fields.map(({ field }) => nameOf(field)))) return sql;
  const names = fields.map((_, at) => `"c${at}"`).join(', ');
  return `with "unique_columns"(${names}) as (${sql}) select * from "unique_columns"`;
}

/** The name SQLite gives the column; undefined for an expression, whose name is its text. */
function nameOf(field: unknown): string | undefined {
  if (is(field, SQL.Aliased)) return field.fieldAlias;
  return is(field, Column) ? field.name : undefined;
}

function allDifferent(names: readonly (string | undefined)[]): boolean {
  return new Set(names).size === names.length && names.every(name => name !== undefined && !/^\d+$/.test(name));
}
