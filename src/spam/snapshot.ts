import { createFilter, type Filter } from './filter.ts';
import { emptySlots, type Slots, slotOf, slotsFor } from './learn.ts';

/**
 * The whole filter as bytes: a head of numbers, the past, then column after column of the tokens. It is a cache, the
 * labels are the truth: bytes of another version, byte order or length are no snapshot, and the filter is rebuilt.
 */
const MAGIC = 0x5a4d4153;
const VERSION = 2;
const HEAD = 11;
const BYTES_OF_A_TOKEN = 8 + 7 * 4;

type Column = Float64Array | Float32Array | Uint32Array;

export function snapshot({ model, calibration: { ham, spam }, senders }: Filter): Uint8Array {
  const { slots, size } = model;
  const seen = [ham.learned, ham.scored, spam.learned, spam.scored, senders.seen];
  const head = Float64Array.of(MAGIC, VERSION, model.spam, model.ham, size, slots.id.length, ...seen);
  const used = usedSlots(slots.id, size);
  const columns = [
    head,
    ham.scores,
    spam.scores,
    senders.keys,
    ...columnsOf(slots).map(column => picked(column, used)),
  ];
  const bytes = new Uint8Array(columns.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteLength } of columns) {
    bytes.set(new Uint8Array(buffer, 0, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** Undefined when these are not the bytes of a snapshot that can be read here. */
export function fromSnapshot(bytes: Uint8Array): Filter | undefined {
  const filter = createFilter();
  const { model, calibration, senders } = filter;
  const { ham, spam } = calibration;
  const past = [ham.scores, spam.scores, senders.keys];
  const pastBytes = past.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (bytes.length < HEAD * 8 + pastBytes) return undefined;
  const head = new Float64Array(HEAD);
  take(bytes, 0, head);
  const [magic, version, learnedSpam = 0, learnedHam = 0, size = 0, count = 0, ...seen] = head;
  const whole = HEAD * 8 + pastBytes + size * BYTES_OF_A_TOKEN;
  if (magic !== MAGIC || version !== VERSION || bytes.length !== whole || !isSlotCount(count, size)) return undefined;
  model.spam = learnedSpam;
  model.ham = learnedHam;
  model.size = size;
  [ham.learned = 0, ham.scored = 0, spam.learned = 0, spam.scored = 0, senders.seen = 0] = seen;
  let at = HEAD * 8;
  for (const column of past) at = take(bytes, at, column);
  model.slots = filled(bytes, at, size, count);
  return filter;
}

/** A power of two with room for them, and not so large that wrong bytes could fill the memory. */
function isSlotCount(count: number, size: number): boolean {
  return Number.isInteger(Math.log2(count)) && count > size && count <= 4 * slotsFor(size);
}

function filled(bytes: Uint8Array, from: number, size: number, count: number): Slots {
  const slots = emptySlots(count);
  const ids = new Float64Array(size);
  let at = take(bytes, from, ids);
  const places = ids.map(id => {
    const slot = slotOf(slots.id, id);
    if (slot >= 0) slots.id[slot] = id;
    return slot;
  });
  for (const column of columnsOf(slots).slice(1)) {
    const values = column.slice(0, size);
    at = take(bytes, at, values);
    for (let i = 0; i < size; i++) column[places[i]!] = values[i]!;
  }
  return slots;
}

/** The ids first. */
function columnsOf({ id, s, h, w, g, u, e, at }: Slots): readonly Column[] {
  return [id, s, h, w, g, u, e, at];
}

function usedSlots(id: Float64Array, size: number): Uint32Array {
  const used = new Uint32Array(size);
  for (let slot = 0, n = 0; slot < id.length; slot++) if (id[slot] !== 0) used[n++] = slot;
  return used;
}

function picked(column: Column, slots: Uint32Array): Column {
  const values = column.slice(0, slots.length);
  for (let i = 0; i < slots.length; i++) values[i] = column[slots[i]!]!;
  return values;
}

/** Fills `column` from the bytes and says where it ended. */
function take(bytes: Uint8Array, from: number, column: Column): number {
  const to = from + column.byteLength;
  new Uint8Array(column.buffer).set(bytes.subarray(from, to));
  return to;
}
