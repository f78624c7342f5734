import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/**
 * Somebody else's mail server, playing a part: takes letters and answers as told. It speaks through smtp-server, so it
 * shows a courier what a well-behaved server says, and `vanish` what a dying one does.
 */
export interface SunkLetter {
  readonly from: string;
  readonly to: readonly string[];
  readonly bytes: Buffer;
}

/** `vanish`: takes the data and hangs up without an answer. */
export type SinkAnswer = 'accept' | 'vanish' | { readonly code: number; readonly text: string };

export interface Sink {
  readonly port: number;
  /** Every letter that was answered 250, in order. */
  readonly letters: SunkLetter[];
  /** Asked at each RCPT. */
  atRecipient: (address: string) => SinkAnswer;
  /** Asked when a letter is there. */
  atData: (letter: SunkLetter) => SinkAnswer | Promise<SinkAnswer>;
  close(): Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const server: SMTPServer = new SMTPServer({
    name: 'sink.example',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onRcptTo: ({ address }, session, callback) =>
      act(sink.atRecipient(address), callback, () => hangUp(server, session.id)),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', chunk => chunks.push(chunk));
      stream.on('error', () => undefined);
      stream.once('end', async () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        const letter = { from, to: rcptTo.map(one => one.address), bytes: Buffer.concat(chunks) };
        const answer = await sink.atData(letter);
        if (answer === 'accept') sink.letters.push(letter);
        act(answer, callback, () => hangUp(server, session.id));
      });
    },
  });
  server.on('error', () => undefined);
  const sink: Sink = {
    port: 0,
    letters: [],
    atRecipient: () => 'accept',
    atData: () => 'accept',
    close: () => new Promise(resolve => server.close(resolve)),
  };
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  return Object.assign(sink, { port: typeof address === 'object' && address !== null ? address.port : 0 });
}

function act(answer: SinkAnswer, callback: (error?: Error | null) => void, vanish: () => void): void {
  if (answer === 'vanish') vanish();
  else if (answer === 'accept') callback();
  else callback(Object.assign(new Error(answer.text), { responseCode: answer.code }));
}

function hangUp(server: SMTPServer, session: string): void {
  for (const connection of server.connections) if (connection.session.id === session) connection._socket.destroy();
}
