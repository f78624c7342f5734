/**
 * Asks clamd whether there is a virus in a mail (clamd(8), INSTREAM): pieces with their length before them, a length
 * of zero at the end, and one answer. clamd may answer and close before it has all of it, when its StreamMaxLength is
 * reached: a write that comes too late then breaks the connection before the answer was read. So a connection that
 * broke is tried again, with time to answer after each piece.
 */
import { connect, type Socket } from 'node:net';

export type Scanned =
  | { readonly found: 'nothing' | 'too-large' }
  /** `name`: the scanner's name for it, data of its signatures. */
  | { readonly found: 'virus'; readonly name: string };

export interface Scanner {
  /** host:port or absolute path of a unix socket. */
  readonly clamd: string;
  /** ms for one mail. */
  readonly timeout: number;
}

/**
 * Stands before every mail: clamd takes bytes for a mail by their first lines, and does not look into the files of one
 * that begins with a field it does not know.
 */
export const BEGINNING = Buffer.from('Received: by desk\r\n');

/** The scanner could not be asked, or said nothing that can be understood: about the scanner, never about the mail. */
export class ScanTrouble extends Error {
  readonly code = 'ESCAN';
  /** It broke off while the bytes were on their way. */
  readonly brokeOff: boolean;
  constructor(what: string, brokeOff = false) {
    super(`the virus scanner (clamd) ${what}`);
    this.brokeOff = brokeOff;
  }
}

/** Small enough to go into a socket in one go with its length: clamd answers, and closes, on the length alone. */
const PIECE = 16 * 1024;
/** ms after each piece, in each try. */
const PAUSES = [0, 2, 20];
const LONGEST_ANSWER = 4096;
const LONGEST_NAME = 200;

/** @throws ScanTrouble */
export async function scan(bytes: Uint8Array, scanner: Scanner): Promise<Scanned> {
  const until = Date.now() + scanner.timeout;
  const whole = [BEGINNING, withoutBlankBeginning(bytes)];
  for (let tries = 0; ; tries++) {
    try {
      return await ask(whole, scanner, Math.max(1, until - Date.now()), PAUSES[tries]!);
    } catch (error) {
      const again = error instanceof ScanTrouble && error.brokeOff && tries + 1 < PAUSES.length;
      if (!again) throw error;
    }
  }
}

/** After what stands before it, a blank line would end the header. */
function withoutBlankBeginning(bytes: Uint8Array): Uint8Array {
  let at = 0;
  while (at < bytes.length && ' \t\r\n'.includes(String.fromCharCode(bytes[at]!))) at++;
  return bytes.subarray(at);
}

function ask(parts: readonly Uint8Array[], scanner: Scanner, left: number, pause: number): Promise<Scanned> {
  const { clamd, timeout } = scanner;
  return new Promise((resolve, reject) => {
    // half open: clamd may close its side while we still write, and its answer must not be lost with that
    const socket = connect({ ...where(clamd), allowHalfOpen: true });
    let answer = '';
    const timer = setTimeout(() => fail(`did not answer within ${timeout} ms`), left);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    const fail = (what: string, brokeOff = false) => end(() => reject(new ScanTrouble(what, brokeOff)));
    const answered = () => {
      const scanned = understood(answer);
      if (scanned) end(() => resolve(scanned));
      else if (answer === '') fail('broke off without an answer', true);
      else fail(`said ${JSON.stringify(answer.slice(0, LONGEST_NAME))}`);
    };
    socket.setEncoding('utf8');
    socket.on('connect', () => send(socket, parts, pause));
    socket.on('data', (words: string) => {
      answer += words;
      if (answer.includes('\0') || answer.length > LONGEST_ANSWER) answered();
    });
    socket.on('end', answered);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const brokeOff = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      if (answer !== '') answered();
      else fail(`${brokeOff ? 'broke off' : 'cannot be reached'} (${error.code ?? error.message})`, brokeOff);
    });
  });
}

function where(clamd: string) {
  if (clamd.startsWith('/')) return { path: clamd };
  const colon = clamd.lastIndexOf(':');
  return { host: clamd.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(clamd.slice(colon + 1)) };
}

/** One piece at a time, with a look at what clamd says between them. */
function send(socket: Socket, parts: readonly Uint8Array[], pause: number): void {
  const pieces = piecesOf(parts);
  const next = () => {
    if (socket.destroyed) return;
    const piece = pieces.next().value;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece?.length ?? 0);
    socket.cork();
    socket.write(length);
    if (piece) socket.write(piece, () => (pause === 0 ? setImmediate(next) : setTimeout(next, pause)));
    socket.uncork();
  };
  socket.write('zINSTREAM\0');
  next();
}

function* piecesOf(parts: readonly Uint8Array[]): Generator<Uint8Array, undefined> {
  for (const part of parts) for (let at = 0; at < part.length; at += PIECE) yield part.subarray(at, at + PIECE);
}

function understood(answer: string): Scanned | undefined {
  const line = answer.split('\0', 1)[0]!.trim();
  if (line === 'stream: OK') return { found: 'nothing' };
  if (/size limit exceeded/i.test(line)) return { found: 'too-large' };
  const name = /^stream: (.+) FOUND$/.exec(line)?.[1];
  return name === undefined ? undefined : { found: 'virus', name: name.slice(0, LONGEST_NAME) };
}
