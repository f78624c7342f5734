/** All of stdin as text. An operator's words end well below the limit; more is a mistake that would fill the memory. */
const MOST = 10_000_000;

export async function readStdin(): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST) throw new Error(`stdin holds more than ${MOST} bytes: that is no message`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
