/**
 * What the filter has learned: a table of tokens, each with how many spam and ham mails had it and with two weights.
 * Open addressing in typed arrays; id 0 is a free slot. All of it is one value that is changed in place.
 *
 * The score z is a log-odds: the ratio of counts of each token, weighed by what the token was worth before, and a
 * second, linear weight. Learning corrects both weights by how wrong the score was and then counts. The same labels in the same order give the
 * same bits, so a model can be rebuilt.
 */
export interface Model {
  /** Mails learned. */
  spam: number;
  ham: number;
  /** Tokens in the table. */
  size: number;
  slots: Slots;
}

export interface Slots {
  readonly id: Float64Array;
  /** How many spam and ham mails had it. */
  readonly s: Uint32Array;
  readonly h: Uint32Array;
  /** Weight of its ratio, less one, and the sum of squared steps that made it (AdaGrad). */
  readonly w: Float32Array;
  readonly g: Float32Array;
  /** Weight of its presence, and its squared steps. */
  readonly u: Float32Array;
  readonly e: Float32Array;
  /** The number of the mail that had it last. */
  readonly at: Uint32Array;
}

const FEWEST_SLOTS = 1024;
const FULL = 0.7;
/** Added to the counts, shared out as the classes are: a word seen once must not look like spam because ham is rare. */
const SMOOTHING = 0.6;
/** Long mails have more tokens, not more evidence. */
const RATIO_DAMPING = -0.6;
const PRESENCE_DAMPING = -0.5;
const PRESENCE_STEP = 0.6;
const FIRST_SQUARE = 0.001;
/** Beyond it a contradiction is more likely a wrong label than news. */
const FAR = 6;
const FAR_STEP = 0.25;

/** Slots and contributions of the mail that is being scored. */
let at = new Int32Array(4096);
let ratio = new Float64Array(4096);

export function createModel(): Model {
  return { spam: 0, ham: 0, size: 0, slots: emptySlots(FEWEST_SLOTS) };
}

export function emptySlots(count: number): Slots {
  return {
    id: new Float64Array(count),
    s: new Uint32Array(count),
    h: new Uint32Array(count),
    w: new Float32Array(count),
    g: new Float32Array(count),
    u: new Float32Array(count),
    e: new Float32Array(count),
    at: new Uint32Array(count),
  };
}

/** Positive is spam; 0 knows nothing. */
export function scoreOf(model: Model, ids: Float64Array): number {
  return weigh(model, ids);
}

export function probability(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** What one token adds to the score of a mail with `count` tokens. */
export function contribution(model: Model, id: number, count: number): number {
  const slot = slotOf(model.slots.id, id);
  if (model.slots.id[slot] !== id) return 0;
  const { s, h, w, u } = model.slots;
  const { spam, ham, base } = prior(model);
  const r = Math.log((s[slot]! + spam) / (h[slot]! + ham)) - base;
  return r * count ** RATIO_DAMPING * (1 + w[slot]!) + u[slot]! * count ** PRESENCE_DAMPING;
}

/** Learns a mail once and gives back the score it had before. */
export function learn(model: Model, ids: Float64Array, isSpam: boolean): number {
  makeRoom(model, ids.length);
  const z = weigh(model, ids);
  correct(model, ids, step(z, isSpam));
  const counts = isSpam ? model.slots.s : model.slots.h;
  const now = model.spam + model.ham + 1;
  for (let i = 0; i < ids.length; i++) {
    const slot = at[i]!;
    counts[slot]!++;
    model.slots.at[slot] = now;
  }
  if (isSpam) model.spam++;
  else model.ham++;
  return z;
}

function step(z: number, isSpam: boolean): number {
  const error = (isSpam ? 1 : 0) - probability(z);
  const isFarOff = Math.abs(z) > FAR && z > 0 !== isSpam;
  return isFarOff ? error * (FAR / Math.abs(z)) * FAR_STEP : error;
}

function prior(model: Model): { readonly spam: number; readonly ham: number; readonly base: number } {
  const all = model.spam + model.ham + 2;
  const spam = (SMOOTHING * (model.spam + 1)) / all;
  const ham = (SMOOTHING * (model.ham + 1)) / all;
  return { spam, ham, base: Math.log((model.spam + spam) / (model.ham + ham)) };
}

/** Leaves in `at` the slot of each token, -1 where it is unknown, and in `ratio` its damped ratio. */
function weigh(model: Model, ids: Float64Array): number {
  if (ids.length > at.length) {
    at = new Int32Array(ids.length * 2);
    ratio = new Float64Array(ids.length * 2);
  }
  const { id, s, h, w, u } = model.slots;
  const { spam, ham, base } = prior(model);
  const damping = damped(ids.length, RATIO_DAMPING);
  let ratios = 0;
  let presences = 0;
  for (let i = 0; i < ids.length; i++) {
    const token = ids[i]!;
    const slot = slotOf(id, token);
    if (id[slot] !== token) {
      at[i] = -1;
      ratio[i] = 0;
      continue;
    }
    const r = (Math.log((s[slot]! + spam) / (h[slot]! + ham)) - base) * damping;
    at[i] = slot;
    ratio[i] = r;
    ratios += r * (1 + w[slot]!);
    presences += u[slot]!;
  }
  return ratios + presences * damped(ids.length, PRESENCE_DAMPING);
}

function damped(count: number, power: number): number {
  return count === 0 ? 1 : count ** power;
}

function correct(model: Model, ids: Float64Array, error: number): void {
  const { id, w, g, u, e } = model.slots;
  const present = error * damped(ids.length, PRESENCE_DAMPING);
  for (let i = 0; i < ids.length; i++) {
    if (at[i]! < 0) {
      const slot = slotOf(id, ids[i]!);
      id[slot] = ids[i]!;
      model.size++;
      at[i] = slot;
    }
    const slot = at[i]!;
    const d = error * ratio[i]!;
    if (d !== 0) {
      g[slot]! += d * d;
      w[slot]! += d / Math.sqrt(g[slot]! + FIRST_SQUARE);
    }
    e[slot]! += present * present;
    u[slot]! += (PRESENCE_STEP * present) / Math.sqrt(e[slot]! + FIRST_SQUARE);
  }
}

/** Where the token is, or the free slot where it would be. */
export function slotOf(id: Float64Array, token: number): number {
  const mask = id.length - 1;
  let slot = (token >>> 0) & mask;
  while (id[slot] !== token && id[slot] !== 0) slot = (slot + 1) & mask;
  return slot;
}

function makeRoom(model: Model, more: number): void {
  const needed = (model.size + more) / FULL;
  if (needed > model.slots.id.length) rehash(model, slotsFor(needed), () => true);
}

export function slotsFor(count: number): number {
  return Math.max(FEWEST_SLOTS, 2 ** Math.ceil(Math.log2(count)));
}

/** Moves what `keeps` wants to a table of `count` slots. */
export function rehash(model: Model, count: number, keeps: (slot: number) => boolean): void {
  const old = model.slots;
  const fresh = emptySlots(count);
  model.size = 0;
  for (let from = 0; from < old.id.length; from++) {
    if (old.id[from] === 0 || !keeps(from)) continue;
    const to = slotOf(fresh.id, old.id[from]!);
    fresh.id[to] = old.id[from]!;
    fresh.s[to] = old.s[from]!;
    fresh.h[to] = old.h[from]!;
    fresh.w[to] = old.w[from]!;
    fresh.g[to] = old.g[from]!;
    fresh.u[to] = old.u[from]!;
    fresh.e[to] = old.e[from]!;
    fresh.at[to] = old.at[from]!;
    model.size++;
  }
  model.slots = fresh;
}
