import { pgKit } from './kit-pg.ts';
import { defineSchema } from './schema.ts';

/** The tables as PostgreSQL has them. */
export const pgSchema = defineSchema(pgKit);
