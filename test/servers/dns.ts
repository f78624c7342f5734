/** A DNS server on loopback that answers from a table (RFC 1035 §4): TXT, A, AAAA and MX; all else does not exist. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface DnsServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** `TXT _dmarc.example.org` → what it says; MX as `10 mx.example.org`. */
  readonly records: Map<string, string>;
  /** Every question so far, as the keys of `records`. */
  readonly asked: string[];
  /** `silent`: hears and says nothing; `refuses`: SERVFAIL; `slow`: thinks for 150 ms. */
  mood: 'answers' | 'silent' | 'refuses' | 'slow';
  stop(): Promise<void>;
}

const TYPES: Readonly<Record<number, string>> = { 1: 'A', 15: 'MX', 16: 'TXT', 28: 'AAAA' };
const CLASS_IN = 1;
const [SERVFAIL, NXDOMAIN] = [2, 3];

export async function startDns(records: Readonly<Record<string, string>> = {}): Promise<DnsServer> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let isOpen = true;
  const server: DnsServer = {
    address: `127.0.0.1:${socket.address().port}`,
    records: new Map(Object.entries(records)),
    asked: [],
    mood: 'answers',
    stop: () => {
      isOpen = false;
      return new Promise(resolve => socket.close(resolve));
    },
  };
  socket.on('message', (query, from) => {
    const { name, type, end } = question(query);
    server.asked.push(`${type} ${name}`);
    if (server.mood === 'silent') return;
    const record = server.records.get(`${type} ${name}`);
    const code = server.mood === 'refuses' ? SERVFAIL : record === undefined ? NXDOMAIN : 0;
    const answers = code === 0 ? [resource(query.readUInt16BE(end - 4), data(type, record!))] : [];
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180 | code, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(answers.length, 6);
    const reply = Buffer.concat([head, query.subarray(12, end), ...answers]);
    const send = () => void (isOpen && socket.send(reply, from.port, from.address));
    setTimeout(send, server.mood === 'slow' ? 150 : 0);
  });
  return server;
}

function question(query: Buffer): { name: string; type: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString('latin1'));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1);
  return { name: labels.join('.').toLowerCase(), type: TYPES[type] ?? String(type), end: at + 5 };
}

function resource(type: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(12);
  // The name is that of the question (RFC 1035 §4.1.4).
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(CLASS_IN, 4);
  head.writeUInt32BE(300, 6);
  head.writeUInt16BE(bytes.length, 10);
  return Buffer.concat([head, bytes]);
}

function data(type: string, record: string): Buffer {
  switch (type) {
    case 'TXT':
      return Buffer.concat((record.match(/.{1,200}/gs) ?? ['']).map(counted));
    case 'A':
      return Buffer.from(record.split('.').map(Number));
    case 'MX': {
      const [preference, host] = record.split(' ');
      return Buffer.concat([Buffer.from([0, Number(preference)]), ...host!.split('.').map(counted), Buffer.from([0])]);
    }
    default:
      return Buffer.from(record, 'hex');
  }
}

function counted(text: string): Buffer {
  return Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);
}
