/**
 * Works on several items at once and gives the results in the order of the items. Never more than `width` are under
 * way or waiting for their turn, so memory is bounded however long the source is. `work` must not reject.
 */
export async function* inOrder<Item, Result>(
  source: AsyncIterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for await (const item of source) {
    underWay.push(work(item));
    if (underWay.length >= width) yield await underWay.shift()!;
  }
  for (const result of underWay) yield await result;
}
