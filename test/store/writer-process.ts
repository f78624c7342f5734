import { writeSync } from 'node:fs';
import { openSqlite } from '../../src/store/open-sqlite.ts';

/**
 * A process that writes people into a SQLite file and says each id on stdout after its commit; tests start and kill it.
 * Arguments: file, first id, how many, `alone` or `grouped`.
 */
const [file, first, many, how] = process.argv.slice(2);
const database = await openSqlite({ file: file! });
const commit = how === 'grouped' ? database.grouped : database.transaction;

async function add(id: number): Promise<void> {
  await commit(async () => {
    await database.db.insert(database.schema.people).values({ id, name: `person ${id}`, since: id });
    await database.db.insert(database.schema.addresses).values({ address: `${id}@example.org`, person: id, rank: 0 });
  });
  writeSync(1, `${id}\n`);
}

const ids = Array.from({ length: Number(many) }, (_, at) => Number(first) + at);
const lanes = how === 'grouped' ? 8 : 1;
await Promise.all(
  Array.from({ length: lanes }, async (_, lane) => {
    for (const id of ids) if (id % lanes === lane) await add(id);
  }),
);
await database.close();
