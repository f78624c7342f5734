import type { Who } from '../store/people.ts';
import { parseRequester } from './requester.ts';

/** A requester as named on the command line: the id, an address, or `Ann <ann@example.org>`. */
export function whoOf(text: string): Who {
  const id = /^#?([1-9][0-9]{0,14})$/.exec(text.trim())?.[1];
  return id === undefined ? { address: parseRequester(text)?.address ?? text.trim() } : { id: Number(id) };
}
