/** A Content-Type field taken apart (RFC 2045 §5.1); a Map, for parameter names are a stranger's words. */
export interface ContentType {
  /** Lower case, '' when it cannot be read. */
  readonly type: string;
  readonly params: ReadonlyMap<string, string>;
}

const MOST_PARAMS = 50;
const PARAM = /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))/g;

export function parseContentType(value: string): ContentType {
  const bounded = value.slice(0, 8192);
  const type = /^\s*([^\s;/]+\/[^\s;/]+)/.exec(bounded)?.[1]?.toLowerCase() ?? '';
  const params = new Map<string, string>();
  for (const [, name = '', quoted, bare] of bounded.matchAll(PARAM)) {
    if (params.size === MOST_PARAMS) break;
    const key = name.toLowerCase();
    if (!params.has(key)) params.set(key, quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1'));
  }
  return { type, params };
}
