/**
 * Message-IDs as header fields hold them, without angle brackets. Some programs lose the brackets on the way; then
 * every word with an @ counts. An id that is too long to be one is left out rather than cut: half an id is another id.
 */
const LONGEST_ID = 998;
const MOST_IDS = 100;

/** In the order of the field, the last hundred at most. */
export function messageIds(value: string): string[] {
  const bracketed = Array.from(value.matchAll(/<([^<>\s]*)>/g), match => match[1] ?? '');
  const ids = bracketed.length > 0 ? bracketed : value.split(/[\s,;]+/).map(word => word.replace(/^<|>$/g, ''));
  return ids
    .filter(id => id.length <= LONGEST_ID && (id.includes('@') || bracketed.length > 0) && id !== '')
    .slice(-MOST_IDS);
}
