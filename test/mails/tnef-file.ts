/** Writes a winmail.dat (MS-OXTNEF), so that none of a real person need lie here. */
export interface Written {
  readonly plain?: string;
  readonly html?: string | Buffer;
  readonly rtf?: string;
  readonly files?: readonly { readonly name: string; readonly bytes: Buffer }[];
}

export function tnef({ plain, html, rtf, files = [] }: Written): Buffer {
  const message = [
    ...(plain === undefined ? [] : [property(0x1f, 0x1000, Buffer.from(`${plain}\0`, 'utf16le'))]),
    ...(html === undefined ? [] : [property(0x102, 0x1013, typeof html === 'string' ? Buffer.from(html) : html)]),
    ...(rtf === undefined ? [] : [property(0x102, 0x1009, compressed(rtf))]),
    // A number and a named property stand in between, as they do.
    Buffer.concat([u16(3), u16(0x0e07), u32(1)]),
    Buffer.concat([
      u16(3),
      u16(0x8001),
      Buffer.alloc(16),
      u32(1),
      u32(6),
      Buffer.from('ab\0', 'utf16le'),
      u16(0),
      u32(7),
    ]),
  ];
  return Buffer.concat([
    u32(0x223e9f78),
    u16(1),
    attribute(1, 0x00069007, Buffer.concat([u32(1252), u32(0)])),
    attribute(1, 0x00069003, Buffer.concat([u32(message.length), ...message])),
    ...files.flatMap(({ name, bytes }) => [
      attribute(2, 0x00069002, Buffer.alloc(14)),
      attribute(2, 0x00018010, Buffer.from('SHORT~1.DAT\0')),
      attribute(2, 0x0006800f, bytes),
      attribute(2, 0x00069005, Buffer.concat([u32(1), property(0x1f, 0x3707, Buffer.from(`${name}\0`, 'utf16le'))])),
    ]),
  ]);
}

function attribute(level: number, id: number, data: Buffer): Buffer {
  const checksum = data.reduce((sum, byte) => (sum + byte) & 0xffff, 0);
  return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(checksum)]);
}

function property(type: number, id: number, data: Buffer): Buffer {
  return Buffer.concat([u16(type), u16(id), u32(1), u32(data.length), data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
}

/** Letters only, but for the first five, which are a reference into what the ring begins with. */
export function compressed(rtf: string): Buffer {
  const isUsual = rtf.startsWith('{\\rtf1');
  const tokens: { readonly bytes: readonly number[]; readonly isReference: boolean }[] = [];
  if (isUsual) tokens.push({ bytes: [0, 4], isReference: true });
  for (const byte of Buffer.from(rtf.slice(isUsual ? 6 : 0), 'latin1'))
    tokens.push({ bytes: [byte], isReference: false });
  const out: number[] = [];
  for (let at = 0; at < tokens.length; at += 8) {
    const run = tokens.slice(at, at + 8);
    out.push(run.reduce((flags, { isReference }, bit) => flags | (isReference ? 1 << bit : 0), 0));
    for (const { bytes } of run) out.push(...bytes);
  }
  const data = Buffer.from(out);
  return Buffer.concat([u32(data.length + 12), u32(rtf.length), Buffer.from('LZFu'), u32(0), data]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
