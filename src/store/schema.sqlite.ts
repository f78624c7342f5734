import { sqliteKit } from './kit.ts';
import { defineSchema } from './schema.ts';

/** The tables as SQLite has them. */
export const sqliteSchema = defineSchema(sqliteKit);
