/**
 * The part of a desk that only reads, for the commands people wait for: neither the rules nor the reader of mails,
 * neither templates nor couriers are loaded. The whole desk (open-desk.ts) gives the same answers, for it asks here.
 */
import { join } from 'node:path';
import type { Config } from './config/config.ts';
import type { FrontDesk } from './front-desk.ts';
import type { Database } from './store/database.ts';
import { countOpenQuestions, listTickets, showTicket } from './store/lists.ts';
import { openSqlite } from './store/open-sqlite.ts';
import { queuesOf } from './store/places.ts';

type Readings = Pick<
  FrontDesk,
  'list' | 'search' | 'fillSearch' | 'show' | 'openQuestions' | 'queuesOf' | 'original' | 'letterBytes'
>;

export interface ReadingDesk extends Readings, Pick<FrontDesk, 'config' | 'showOrganisation' | 'close'> {}

export async function openReadingDesk(config: Config): Promise<ReadingDesk> {
  const database = await openDatabase(config);
  const { policy } = config;
  return {
    config,
    ...readingsOf(database),
    showOrganisation: async name => {
      const { openPeople } = await import('./open-people.ts');
      return openPeople({ database, policy, clock: Date.now, founded: async () => undefined }).showOrganisation(name);
    },
    close: () => database.close(),
  };
}

export function readingsOf(database: Database): Readings {
  return {
    list: filter => listTickets(database, filter),
    search: async wish => (await import('./store/search.ts')).searchTickets(database, wish),
    fillSearch: async (most = Number.POSITIVE_INFINITY, told) =>
      (await import('./store/search-backlog.ts')).fillSearch(database, most, told),
    show: number => showTicket(database, number),
    openQuestions: () => countOpenQuestions(database),
    queuesOf: places => queuesOf(database, places),
    original: async mail => (await import('./store/originals.ts')).readOriginal(database, mail),
    letterBytes: async letter => (await import('./store/letters.ts')).letterBytes(database, letter),
  };
}

export async function openDatabase({ store, state }: Config): Promise<Database> {
  // loaded only here, so that a desk on SQLite starts without it
  if (store.url !== undefined) return (await import('./store/open-postgres.ts')).openPostgres({ url: store.url });
  return openSqlite({ file: join(state, 'desk.db'), synchronous: store.synchronous });
}
