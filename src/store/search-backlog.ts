/**
 * The messages that were there before the index: they are brought in newest first, a few at a time, each time in a
 * transaction of its own, so that nobody waits for it and it goes on where it was when it is interrupted.
 */
import type { Database } from './database.ts';

const AT_ONCE = 1000;

/** How many ids are not in the index yet; 0 nearly always. */
export async function searchBacklog(database: Database): Promise<number> {
  return Number((await database.all('select upto from search_backlog'))[0]?.[0] ?? 0);
}

/** Brings in at most so many; how many are left. `told` hears of each step how many it was. */
export async function fillSearch(
  database: Database,
  most: number,
  told: (messages: number) => void = () => {},
): Promise<number> {
  let left = await searchBacklog(database);
  for (let done = 0; left > 0 && done < most; done += AT_ONCE) {
    left = await database.transaction(() => fillSome(database));
    told(AT_ONCE);
  }
  return left;
}

async function fillSome(database: Database): Promise<number> {
  const lock = database.dialect === 'pg' ? ' for update' : '';
  const [row] = await database.all(`select upto from search_backlog${lock}`);
  const last = Number(row?.[0] ?? 0);
  const first = Math.max(0, last - AT_ONCE);
  const fill =
    database.dialect === 'pg'
      ? `insert into search select id, words from search_source where id > ${first} and id <= ${last} on conflict (message) do nothing`
      : `insert or replace into search (rowid, subject, words, author, requester, files)
          select * from search_source where id > ${first} and id <= ${last}`;
  await database.execute(`${fill}; update search_backlog set upto = ${first}`);
  return first;
}
