/**
 * An SMTP server that does what a test tells it: refuses a command, stalls, hangs up. It takes a letter only at a true
 * CRLF.CRLF, undoes the dot-stuffing and keeps the bytes (RFC 5321 §4.5.2).
 */
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';

export type Verb =
  | 'CONNECT'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'BODY'
  | 'DOT'
  | 'RSET'
  | 'QUIT';
/** A reply line; `drop` hangs up, `stall` says nothing until `resume`. */
export type Answer = string | 'drop' | 'stall';
export type Script = (verb: Verb, line: string, nth: number) => Answer | undefined;

export interface Taken {
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
  readonly secure: boolean;
}

export interface Sink {
  readonly port: number;
  readonly taken: Taken[];
  /** Every letter whose dot came in, whatever was answered to it: a copy that somebody may read. */
  readonly arrived: Taken[];
  /** Gives the answer that was stalled last. */
  resume(answer: Answer): void;
  /** Every command line that came in. */
  readonly lines: string[];
  connections(): number;
  close(): Promise<void>;
}

const TLS = new URL('../../../test/outbox/tls/', import.meta.url);
export const CERTIFICATE = readFileSync(new URL('cert.pem', TLS), 'utf8');
const KEY = readFileSync(new URL('key.pem', TLS), 'utf8');

interface Options {
  readonly extensions?: readonly string[];
  readonly implicitTls?: boolean;
}

export async function openSink(script: Script = () => undefined, options: Options = {}): Promise<Sink> {
  const taken: Taken[] = [];
  const arrived: Taken[] = [];
  let stalled: ((answer: Answer) => void) | undefined;
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const counts = new Map<Verb, number>();
  let opened = 0;

  const say = (verb: Verb, line: string): Answer | undefined => {
    const nth = (counts.get(verb) ?? 0) + 1;
    counts.set(verb, nth);
    return script(verb, line, nth);
  };
  const stall = (later: (answer: Answer) => void) => {
    stalled = later;
  };
  const onSocket = (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    serve(socket, {
      taken,
      arrived,
      lines,
      say,
      stall,
      extensions: options.extensions ?? [],
      secure: options.implicitTls === true,
    });
  };
  const server: Server = options.implicitTls
    ? createTlsServer({ key: KEY, cert: CERTIFICATE }, onSocket).on('tlsClientError', () => {})
    : createServer(onSocket);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    arrived,
    resume: answer => stalled?.(answer),
    lines,
    connections: () => opened,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}

interface Session {
  readonly taken: Taken[];
  readonly arrived: Taken[];
  readonly stall: (later: (answer: Answer) => void) => void;
  readonly lines: string[];
  readonly say: (verb: Verb, line: string) => Answer | undefined;
  readonly extensions: readonly string[];
  readonly secure: boolean;
}

function serve(raw: Socket, session: Session, greet = true): void {
  let buffer = Buffer.alloc(0);
  let inData = false;
  let bodySeen = false;
  let from = '';
  let to = '';
  const socket = raw;
  socket.on('error', () => {});
  socket.on('data', onData);
  if (greet) respond('CONNECT', '', '220 sink.example ESMTP');

  function onData(chunk: Buffer): void {
    buffer = Buffer.concat([buffer, chunk]);
    while (inData ? takeBody() : takeLine());
  }

  function takeLine(): boolean {
    const end = buffer.indexOf('\r\n');
    if (end === -1) return false;
    const line = buffer.subarray(0, end).toString('latin1');
    buffer = buffer.subarray(end + 2);
    session.lines.push(line);
    command(line);
    return true;
  }

  function takeBody(): boolean {
    if (!bodySeen && buffer.length > 0) {
      bodySeen = true;
      const answer = session.say('BODY', '');
      if (answer !== undefined) give(answer, () => {});
    }
    const end = buffer.indexOf('\r\n.\r\n');
    if (end === -1) return false;
    const bytes = Buffer.from(
      buffer
        .subarray(0, end + 2)
        .toString('latin1')
        .replace(/(^|\r\n)\./g, '$1'),
      'latin1',
    );
    buffer = buffer.subarray(end + 5);
    inData = false;
    bodySeen = false;
    const letter = { from, to, bytes, secure: session.secure };
    session.arrived.push(letter);
    respond('DOT', '', '250 2.0.0 taken as q1', () => session.taken.push(letter));
    return true;
  }

  function command(line: string): void {
    const verb = line.split(' ', 1)[0]?.toUpperCase() ?? '';
    const path = /<([^>]*)>/.exec(line)?.[1] ?? '';
    switch (verb) {
      case 'EHLO':
        respond(
          'EHLO',
          line,
          ['250-sink.example', ...session.extensions.map(name => `250-${name}`), '250 HELP'].join('\r\n'),
        );
        return;
      case 'STARTTLS':
        if (!session.extensions.includes('STARTTLS')) respond('STARTTLS', line, '502 5.5.1 no such command');
        else respond('STARTTLS', line, '220 go ahead', upgrade);
        return;
      case 'AUTH':
        respond('AUTH', line, '235 2.7.0 welcome');
        return;
      case 'MAIL':
        from = path;
        respond('MAIL', line, '250 2.1.0 ok');
        return;
      case 'RCPT':
        to = path;
        respond('RCPT', line, '250 2.1.5 ok');
        return;
      case 'DATA':
        respond('DATA', line, '354 go on', () => {
          inData = true;
        });
        return;
      case 'RSET':
        respond('RSET', line, '250 2.0.0 forgotten');
        return;
      case 'QUIT':
        respond('QUIT', line, '221 2.0.0 bye');
        socket.end();
        return;
      default:
        socket.write('502 5.5.1 no such command\r\n');
    }
  }

  /** What follows when the answer is a good one. */
  function respond(verb: Verb, line: string, good: string, then: () => void = () => {}): void {
    give(session.say(verb, line) ?? good, then);
  }

  function give(answer: Answer, then: () => void): void {
    if (answer === 'drop') socket.destroy();
    else if (answer === 'stall') session.stall(later => give(later, then));
    else socket.write(`${answer}\r\n`);
    if (/^[23]/.test(answer)) then();
  }

  function upgrade(): void {
    socket.removeListener('data', onData);
    const secure = new TLSSocket(socket, { isServer: true, key: KEY, cert: CERTIFICATE });
    const extensions = session.extensions.filter(name => name !== 'STARTTLS');
    serve(secure, { ...session, extensions, secure: true }, false);
  }
}
