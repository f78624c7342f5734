import { closest } from '../desk/closest.ts';
import { keyText, type Path } from './fault.ts';
import type { Keys, Section } from './kind.ts';
import type { Toml } from './toml.ts';

/** Keys that nobody reads: a typing slip, or a key under the wrong [table]. Only the key is told, never its value. */
export interface UnknownKey {
  readonly path: Path;
  readonly message: string;
}

export function unknownKeys(value: Toml, keys: Keys, top: Keys = keys, path: Path = []): UnknownKey[] {
  return strangersIn(value, { keys, top, beside: {}, path });
}

/** A table of the configuration: the keys it may have, those of what is around it, and where it is. */
interface Spot {
  readonly keys: Keys;
  readonly top: Keys;
  /** Keys of the table that holds this one, unless that is the whole. */
  readonly beside: Keys;
  readonly path: Path;
}

function strangersIn(value: Toml, at: Spot): UnknownKey[] {
  return Object.keys(value).flatMap(key => {
    const known = Object.hasOwn(at.keys, key) ? at.keys[key] : undefined;
    const path = [...at.path, key];
    if (!known) return [{ path, message: `unknown key${advice(key, at)}` }];
    return 'keys' in known
      ? inside(value[key], known, { ...at, keys: known.keys, beside: at.keys === at.top ? {} : at.keys, path })
      : [];
  });
}

/** What has another shape than its section is complained of elsewhere, and its keys mean nothing. */
function inside(value: unknown, { shape }: Section, at: Spot): UnknownKey[] {
  if (shape !== 'many') return isTable(value) ? strangersIn(value, at) : [];
  const tables: unknown[] = Array.isArray(value) ? value : [];
  return tables.flatMap((item, i) => (isTable(item) ? strangersIn(item, { ...at, path: [...at.path, i] }) : []));
}

function isTable(value: unknown): value is Toml {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function advice(key: string, { keys, top, beside, path }: Spot): string {
  const homes = keys === top ? [] : homesOf(key, { ...beside, ...keys });
  if (homes.length > 0) return `: ${keyText(key)} belongs in ${homes.join(' or ')}`;
  const near = closest(key, Object.keys(keys));
  if (near) return `, did you mean ${keyText(near)}?`;
  if (path.length > 0 && Object.hasOwn(top, key))
    return `: ${keyText(key)} belongs at the top, above the first [table]`;
  const home = Object.keys(top).find(name => holds(top, name, key));
  return home ? `, did you mean the ${keyText(key)} of ${headerOf(top, home)}?` : `: known are ${known(keys)}`;
}

/** The tables in or beside this one that have such a key. */
function homesOf(key: string, around: Keys): string[] {
  return Object.keys(around).filter(name => holds(around, name, key));
}

function holds(top: Keys, section: string, key: string): boolean {
  const entry = top[section]!;
  return 'keys' in entry && Object.hasOwn(entry.keys, key);
}

function headerOf(top: Keys, name: string): string {
  const entry = top[name]!;
  return 'shape' in entry && entry.shape === 'many' ? `[[${name}]]` : `[${name}]`;
}

function known(keys: Keys): string {
  return Object.keys(keys).map(keyText).join(', ');
}
