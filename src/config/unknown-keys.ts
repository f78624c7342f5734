import { closest } from '../desk/closest.ts';
import { keyText, type Path } from './fault.ts';
import type { Keys } from './kind.ts';
import type { Toml } from './toml.ts';

/** Keys that nobody reads: a typing slip, or a key under the wrong [table]. Only the key is told, never its value. */
export interface UnknownKey {
  readonly path: Path;
  readonly message: string;
}

export function unknownKeys(value: Toml, keys: Keys, top: Keys = keys, path: Path = []): UnknownKey[] {
  return Object.keys(value).flatMap(key => {
    const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (!known) return [{ path: [...path, key], message: `unknown key${advice(key, keys, top, path)}` }];
    return 'keys' in known ? inside(value[key], known.keys, top, [...path, key]) : [];
  });
}

function inside(value: unknown, keys: Keys, top: Keys, path: Path): UnknownKey[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => inside(item, keys, top, [...path, i]));
  return isTable(value) ? unknownKeys(value, keys, top, path) : [];
}

function isTable(value: unknown): value is Toml {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

function advice(key: string, keys: Keys, top: Keys, path: Path): string {
  const near = closest(key, Object.keys(keys));
  if (near) return `, did you mean ${keyText(near)}?`;
  if (path.length > 0 && Object.hasOwn(top, key))
    return `: ${keyText(key)} belongs at the top, above the first [table]`;
  const home = Object.keys(top).find(name => holds(top, name, key));
  return home ? `, did you mean the ${keyText(key)} of ${headerOf(top, home)}?` : `: known are ${known(keys)}`;
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
