/**
 * The part of a desk that only reads, for the commands people wait for: neither the rules nor the reader of mails,
 * neither templates nor couriers are loaded. The whole desk (open-desk.ts) gives the same answers, for it asks here.
 */
import { join } from 'node:path';
import type { Config } from './config/config.ts';
import type { FrontDesk } from './front-desk.ts';
import type { Database } from './store/database.ts';
import { countOpenQuestions, listTickets, showTicket } from './store/lists.ts';
import { noteLook } from './store/looks.ts';
import { openSqlite } from './store/open-sqlite.ts';
import { queuesOf } from './store/places.ts';
import { isTrouble } from './store/trouble.ts';

type Readings = Pick<
  FrontDesk,
  | ('list' | 'countTickets' | 'countTicketsBy' | 'search' | 'fillSearch' | 'show' | 'openQuestions' | 'queuesOf')
  | ('original' | 'letterBytes' | 'file' | 'look')
>;

export interface ReadingDesk
  extends Readings,
    Pick<FrontDesk, 'config' | 'showOrganisation' | 'showRequester' | 'close'> {}

export async function openReadingDesk(config: Config): Promise<ReadingDesk> {
  const database = await openDatabase(config);
  const { policy } = config;
  const people = async () => {
    const { openPeople } = await import('./open-people.ts');
    return openPeople({ database, policy, clock: Date.now, founded: async () => undefined });
  };
  return {
    config,
    ...readingsOf(database, Date.now),
    showOrganisation: async name => (await people()).showOrganisation(name),
    showRequester: async who => (await people()).showRequester(who),
    close: () => database.close(),
  };
}

export function readingsOf(database: Database, clock: () => number): Readings {
  return {
    list: filter => listTickets(database, filter),
    countTickets: async filter => (await import('./store/list-counts.ts')).countTickets(database, filter),
    countTicketsBy: async (filter, column) =>
      (await import('./store/list-counts.ts')).countTicketsBy(database, filter, column),
    search: async wish => (await import('./store/search.ts')).searchTickets(database, wish),
    fillSearch: async (most = Number.POSITIVE_INFINITY, told) =>
      (await import('./store/search-backlog.ts')).fillSearch(database, most, told),
    show: number => showTicket(database, number, clock()),
    openQuestions: () => countOpenQuestions(database),
    queuesOf: places => queuesOf(database, places),
    original: async mail => (await import('./store/originals.ts')).readOriginal(database, mail),
    look: look =>
      noteLook(database, look, clock()).catch(error => {
        // a database that is busy or may only be read: nobody hears of it, and nothing else fails
        if (!isTrouble(error)) throw error;
      }),
    file: async sha256 => (await import('./store/files.ts')).readFileKept(database, sha256),
    letterBytes: async letter => (await import('./store/letters.ts')).letterBytes(database, letter),
  };
}

export async function openDatabase({ store, state }: Config): Promise<Database> {
  // loaded only here, so that a desk on SQLite starts without it
  if (store.url !== undefined) return (await import('./store/open-postgres.ts')).openPostgres({ url: store.url });
  return openSqlite({ file: join(state, 'desk.db'), synchronous: store.synchronous });
}
