/**
 * Where the base64 of a text ends. Mailing lists and gateways put plain words below it, and some programs say base64
 * and write plain words; decoded, both would be noise. One pass.
 */
const BASE64 = /^[a-z0-9+/]*={0,2}[ \t\r]*$/i;
/** Somebody's remark behind the last letters. */
const REMARK = /^(?=[a-z0-9+/=]{16})(?:[a-z0-9+/]{4})*(?:[a-z0-9+/]{2}==|[a-z0-9+/]{3}=)[ \t]/i;
const LONGEST_LINE = 1000;

/** Whether the first words are base64; the rest of a large file is not looked at. */
export function beginsAsBase64(bytes: Uint8Array): boolean {
  const beginning = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LONGEST_LINE)).toString(
    'latin1',
  );
  const [line = ''] = beginning.trimStart().split('\n', 1);
  return BASE64.test(line) || REMARK.test(line);
}

/** 0 when it is no base64 at all, the length when all of it is. */
export function base64End(bytes: Uint8Array): number {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let seen = false;
  let last = 0;
  let width = 0;
  let ended = false;
  for (let at = 0; at < whole.length; ) {
    const found = whole.indexOf(10, at);
    const end = found < 0 ? whole.length : found + 1;
    const line = whole.toString('latin1', at, Math.min(end, at + LONGEST_LINE)).trimEnd();
    const isBase64 = end - at > LONGEST_LINE || BASE64.test(line) || REMARK.test(line);
    if (!isBase64 && !seen) return 0;
    // A wrong letter in the middle is a wrong letter; words come after a short line, an empty one or the padding.
    if (!isBase64 && ended) return last;
    if (line === '') ended ||= seen;
    else {
      ended = line.length < width || line.endsWith('=');
      width = Math.max(width, line.length);
      seen = true;
    }
    last = end;
    at = end;
  }
  return whole.length;
}
