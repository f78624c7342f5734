import { expect } from 'chai';
import * as p from 'drizzle-orm/pg-core';
import * as s from 'drizzle-orm/sqlite-core';
import type { Database } from '../../src/store/database.ts';
import { describeOnEveryDatabase } from '../databases.ts';

/** Tables as plain text, so that a difference reads as one: `bytes bytea not null`. */
interface Shape {
  readonly columns: string[];
  readonly indexes: string[];
}

describeOnEveryDatabase('the migrated tables', (open, on) => {
  it('are those of schema.ts: columns, types, nulls, keys and indexes', async () => {
    const database = await open();
    const wanted = Object.values(database.schema).map(table =>
      on.dialect === 'sqlite' ? wantedSqlite(table) : wantedPg(table),
    );
    const found = on.dialect === 'sqlite' ? await foundSqlite(database) : await foundPg(database);
    expect(found).to.deep.equal(Object.fromEntries(wanted));
  });

  it('refer to each other as schema.ts says', async () => {
    const database = await open();
    const wanted = Object.values(database.schema).flatMap(table => references(table, on.dialect));
    const found = on.dialect === 'sqlite' ? await referencesSqlite(database) : await referencesPg(database);
    expect(found.sort()).to.deep.equal(wanted.sort());
  });
});

type Table = Database['schema'][keyof Database['schema']];

function column(name: string, type: string, notNull: boolean, primary: boolean): string {
  return `${name} ${type.toLowerCase()}${notNull ? ' not null' : ''}${primary ? ' primary key' : ''}`;
}

const indexed = (name: string, columns: readonly string[], unique: boolean) =>
  `${unique ? 'unique ' : ''}${name} (${columns.join(', ')})`;

function wantedSqlite(table: Table): [string, Shape] {
  return wanted(s.getTableConfig(table));
}

function wantedPg(table: Table): [string, Shape] {
  return wanted(p.getTableConfig(table as unknown as p.PgTable));
}

function wanted(config: ReturnType<typeof s.getTableConfig> | ReturnType<typeof p.getTableConfig>): [string, Shape] {
  const columns = config.columns.map(each =>
    column(each.name, each.getSQLType(), each.notNull || each.primary, each.primary),
  );
  const indexes = config.indexes.map(({ config: index }) => {
    const names = index.columns.map(each => (each as { name: string }).name);
    return indexed(index.name!, names, index.unique);
  });
  const uniques = config.columns
    .filter(each => each.isUnique)
    .map(each => indexed(each.uniqueName!, [each.name], true));
  return [config.name, { columns: columns.sort(), indexes: [...indexes, ...uniques].sort() }];
}

function references(table: Table, dialect: 'sqlite' | 'pg'): string[] {
  const config = dialect === 'sqlite' ? s.getTableConfig(table) : p.getTableConfig(table as unknown as p.PgTable);
  return config.foreignKeys.map(key => {
    const { columns, foreignTable, foreignColumns } = key.reference();
    const target =
      dialect === 'sqlite'
        ? s.getTableConfig(foreignTable as s.SQLiteTable)
        : p.getTableConfig(foreignTable as p.PgTable);
    return `${config.name}.${columns[0]!.name} -> ${target.name}.${foreignColumns[0]!.name}`;
  });
}

async function foundSqlite(database: Database): Promise<Record<string, Shape>> {
  const shapes: Record<string, Shape> = {};
  for (const name of await tablesOf(
    database,
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'",
  )) {
    const columns = await database.all(`select name, type, "notnull", pk from pragma_table_info('${name}')`);
    const indexes = await database.all(
      `select l.name, l."unique", group_concat(i.name, ', ' order by i.seqno) as columns
       from pragma_index_list('${name}') l, pragma_index_info(l.name) i where l.origin = 'c' group by l.name`,
    );
    shapes[name] = {
      columns: columns
        .map(([each, type, notNull, pk]) => column(String(each), String(type), notNull === 1, Number(pk) > 0))
        .sort(),
      indexes: indexes.map(([each, unique, names]) => indexed(String(each), [String(names)], unique === 1)).sort(),
    };
  }
  return shapes;
}

async function foundPg(database: Database): Promise<Record<string, Shape>> {
  const shapes: Record<string, Shape> = {};
  for (const name of await tablesOf(database, 'select tablename from pg_tables where schemaname = current_schema()')) {
    const columns = await database.all(
      `select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
              exists (select 1 from pg_index x where x.indrelid = a.attrelid and x.indisprimary and a.attnum = any(x.indkey))
       from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped`,
      [name],
    );
    const indexes = await database.all(
      `select c.relname, x.indisunique,
              (select string_agg(a.attname, ', ' order by k.at) from unnest(x.indkey) with ordinality k(num, at)
               join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.num)
       from pg_index x join pg_class c on c.oid = x.indexrelid where x.indrelid = $1::regclass and not x.indisprimary`,
      [name],
    );
    shapes[name] = {
      columns: columns
        .map(([each, type, notNull, pk]) => column(String(each), String(type), notNull === true, pk === true))
        .sort(),
      indexes: indexes.map(([each, unique, names]) => indexed(String(each), [String(names)], unique === true)).sort(),
    };
  }
  return shapes;
}

async function referencesSqlite(database: Database): Promise<string[]> {
  const rows = await database.all(
    `select t.name as child, f."from" as key, f."table" as parent, f."to" as target
     from sqlite_schema t, pragma_foreign_key_list(t.name) f where t.type = 'table'`,
  );
  return rows.map(([child, key, parent, target]) => `${child}.${key} -> ${parent}.${target}`);
}

async function referencesPg(database: Database): Promise<string[]> {
  const rows = await database.all(
    `select r.conrelid::regclass::text, a.attname, r.confrelid::regclass::text, b.attname from pg_constraint r
     join pg_attribute a on a.attrelid = r.conrelid and a.attnum = r.conkey[1]
     join pg_attribute b on b.attrelid = r.confrelid and b.attnum = r.confkey[1]
     where r.contype = 'f' and r.connamespace = current_schema()::regnamespace`,
  );
  return rows.map(([child, key, parent, target]) => `${child}.${key} -> ${parent}.${target}`);
}

async function tablesOf(database: Database, sql: string): Promise<string[]> {
  // the tables of the search are no tables of schema.ts: each dialect has its own
  return (await database.all(sql))
    .map(([name]) => String(name))
    .filter(name => !/^(?:migrations|search\b|search_)/.test(name));
}
