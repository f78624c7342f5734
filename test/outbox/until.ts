/** Waits for a condition, looking often; fails with its name when the deadline has passed. */
export async function until(what: string, holds: () => boolean, within = 5_000): Promise<void> {
  const deadline = Date.now() + within;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Not within ${within} ms: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
