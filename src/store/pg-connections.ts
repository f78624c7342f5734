import type pg from 'pg';
import type { Connections, Lease } from './connections.ts';
import type { Handle } from './handle.ts';
import { checkedParameters } from './parameters.ts';

/** A pool of connections to a PostgreSQL server. The package pg is optional and loaded here only. */
const MOST_CONNECTIONS = 8;
/** ms */
const CONNECT_TIMEOUT = 10_000;
/** The type number of PostgreSQL's bigint, which pg gives as text. */
const INT8 = 20;
export const PG_SNAPSHOT = 'begin isolation level repeatable read read only';

export async function connectPostgres(url: string): Promise<Connections> {
  const { default: driver } = await loadPg();
  const pool = new driver.Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    application_name: 'postdesk',
  });
  // an idle connection that breaks is replaced by the pool; without a listener it would end the process
  pool.on('error', () => {});
  const types = typesOf(driver);
  const lease = async (): Promise<Lease> => {
    const client = await pool.connect();
    return { handle: handleOf(client, types), release: spoiled => client.release(spoiled) };
  };
  return {
    begin: 'begin',
    beginReading: PG_SNAPSHOT,
    writer: lease,
    reader: lease,
    snapshot: lease,
    close: () => pool.end(),
  };
}

async function loadPg(): Promise<{ default: typeof pg }> {
  try {
    return await import('pg');
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : error;
    throw new Error(
      `the database is on PostgreSQL and the package pg cannot be loaded (${reason}): run npm install pg`,
    );
  }
}

function handleOf(client: pg.PoolClient, types: pg.CustomTypesConfig): Handle {
  const query = (text: string, values: readonly unknown[]) =>
    client.query({ text, values: checkedParameters(values), rowMode: 'array', types });
  return {
    exec: async sql => void (await client.query(sql)),
    run: async (sql, params) => ({ changes: (await query(sql, params)).rowCount ?? 0 }),
    all: async (sql, params) => (await query(sql, params)).rows,
    close: async () => client.release(),
  };
}

function typesOf(driver: typeof pg): pg.CustomTypesConfig {
  const standard = driver.types;
  const getTypeParser = (type: number, format?: 'text' | 'binary') =>
    type === INT8 && format !== 'binary' ? wholeNumber : standard.getTypeParser(type, format as 'text');
  return { getTypeParser } as pg.CustomTypesConfig;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new Error(`the database gave ${text}, which is too large to be exact`);
  return number;
}
