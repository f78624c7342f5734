import type { Path } from './fault.ts';
import type { Settings } from './keys.ts';

/**
 * What a cross check reads and says. It runs on what is sound so far: a value with a fault of its own is missing from
 * the draft, so a missing value is not yet one that nobody wrote; `given` tells the difference.
 */
export type Draft<T> = T extends readonly (infer Item)[]
  ? readonly (Draft<Item> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: Draft<T[K]> | undefined }
    : T;

export interface Complaint {
  readonly path: Path;
  readonly message: string;
  readonly at: 'key' | 'value';
}

/** Whether something was written at this path, sound or not. */
export type Given = (path: Path) => boolean;

export type Check = (draft: Draft<Settings>, given: Given) => Complaint[];

/** A value somewhere, in the form in which it is compared. */
export interface Written {
  readonly path: Path;
  readonly text: string;
}

export function wrong(path: Path, message: string, at: 'key' | 'value' = 'value'): Complaint {
  return { path, message, at };
}

/** One key of every table of a kind; case is no difference between names or addresses. */
export function spots<K extends string>(
  kind: string,
  key: K,
  tables: readonly ({ readonly [P in K]?: string | undefined } | undefined)[] = [],
): Written[] {
  return tables.flatMap((one, i) => {
    const text = one?.[key];
    return text === undefined ? [] : [{ path: [kind, i, key], text: text.toLowerCase() }];
  });
}

export function repeated(written: readonly Written[], what: string): Complaint[] {
  const first = new Map<string, Path>();
  return written.flatMap(({ path, text }) => {
    const earlier = first.get(text);
    if (!earlier) first.set(text, path);
    return earlier ? [wrong(path, `is ${what} of ${owner(earlier)} already`)] : [];
  });
}

export function owner(path: Path): string {
  return `${path[0]}[${path[1]}]`;
}
