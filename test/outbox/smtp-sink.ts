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
/** A reply line; `drop` hangs up, `stall` says nothing for ever. */
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
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const counts = new Map<Verb, number>();
  let opened = 0;

  const say = (verb: Verb, line: string): Answer | undefined => {
    const nth = (counts.get(verb) ?? 0) + 1;
    counts.set(verb, nth);
    return script(verb, line, nth);
  };
  const onSocket = (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    serve(socket, { taken, lines, say, extensions: options.extensions ?? [], secure: options.implicitTls === true });
  };
  const server: Server = options.implicitTls
    ? createTlsServer({ key: KEY, cert: CERTIFICATE }, onSocket).on('tlsClientError', () => {})
    : createServer(onSocket);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    taken,
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
      if (session.say('BODY', '') === 'drop') socket.destroy();
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
    if (respond('DOT', '', '250 2.0.0 taken as q1')) session.taken.push({ from, to, bytes, secure: session.secure });
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
        else if (respond('STARTTLS', line, '220 go ahead')) upgrade();
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
        inData = respond('DATA', line, '354 go on');
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

  /** Whether the answer is a good one. */
  function respond(verb: Verb, line: string, good: string): boolean {
    const answer = session.say(verb, line) ?? good;
    if (answer === 'drop') socket.destroy();
    else if (answer !== 'stall') socket.write(`${answer}\r\n`);
    return /^[23]/.test(answer);
  }

  function upgrade(): void {
    socket.removeListener('data', onData);
    const secure = new TLSSocket(socket, { isServer: true, key: KEY, cert: CERTIFICATE });
    const extensions = session.extensions.filter(name => name !== 'STARTTLS');
    serve(secure, { ...session, extensions, secure: true }, false);
  }
}
