import { OF_BODY } from './token-set.ts';

/**
 * What the filter has learned: a table of tokens, each with how many spam and ham mails had it and with two weights.
 * Open addressing in typed arrays; id 0 is a free slot. All of it is one value that is changed in place.
 *
 * The score z is a log-odds: over all tokens, the ratio of its counts times a weight, and a second weight for its mere
 * presence. Header and body are damped by their own sizes, so that a long text does not drown a telling header.
 * Learning corrects both weights by how wrong the score was, then it counts. The same labels in the same order give
 * the same bits.
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
const FARTHEST = 1000;
/** Added to the counts, shared out as the classes are: a word seen once must not look like spam because ham is rare. */
const SMOOTHING = 0.6;
/** Long mails have more tokens, not more evidence. */
const RATIO_DAMPING = -0.7;
const PRESENCE_DAMPING = -0.6;
/** A header or a body of few tokens is no surer than one of so many. */
const FEWEST_TOKENS = 40;
const PRESENCE_STEP = 0.4;
const FIRST_SQUARE = 0.001;
/** Beyond it a contradiction is more likely a wrong label than news. */
const FAR = 6;
const FAR_STEP = 0.25;

/** Slots and contributions of the mail that is being scored. */
let at = new Int32Array(4096);
let ratio = new Float64Array(4096);
let presence = new Float64Array(4096);

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

/** What a token says of a mail: how much it adds to the score, and in how many mails of each kind it was. */
export interface Contribution {
  readonly adds: number;
  readonly spam: number;
  readonly ham: number;
}

/** In the order of `ids`. */
export function contributions(model: Model, ids: Float64Array): Contribution[] {
  weigh(model, ids);
  const { s, h, w, u } = model.slots;
  return Array.from(ids, (_, i) => {
    const slot = at[i]!;
    if (slot < 0) return { adds: 0, spam: 0, ham: 0 };
    return { adds: ratio[i]! * (1 + w[slot]!) + u[slot]! * presence[i]!, spam: s[slot]!, ham: h[slot]! };
  });
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
    if (slot < 0) continue;
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

/** Leaves in `at` the slot of each token, -1 where it is unknown, in `ratio` its damped ratio, in `presence` its damping. */
function weigh(model: Model, ids: Float64Array): number {
  growScratch(ids.length);
  const { id, s, h, w, u } = model.slots;
  const { spam, ham, base } = prior(model);
  const { header, body } = dampings(ids);
  let z = 0;
  for (let i = 0; i < ids.length; i++) {
    const token = ids[i]!;
    const slot = slotOf(id, token);
    const damping = token < OF_BODY ? header : body;
    presence[i] = damping.presence;
    if (id[slot] !== token) {
      at[i] = -1;
      ratio[i] = 0;
      continue;
    }
    const r = (Math.log((s[slot]! + spam) / (h[slot]! + ham)) - base) * damping.ratio;
    at[i] = slot;
    ratio[i] = r;
    z += r * (1 + w[slot]!) + u[slot]! * damping.presence;
  }
  return z;
}

function growScratch(count: number): void {
  if (count <= at.length) return;
  at = new Int32Array(count * 2);
  ratio = new Float64Array(count * 2);
  presence = new Float64Array(count * 2);
}

interface Damping {
  readonly ratio: number;
  readonly presence: number;
}

function dampings(ids: Float64Array): { readonly header: Damping; readonly body: Damping } {
  let ofBody = 0;
  for (let i = 0; i < ids.length; i++) if (ids[i]! >= OF_BODY) ofBody++;
  return { header: damping(ids.length - ofBody), body: damping(ofBody) };
}

function damping(tokens: number): Damping {
  const count = Math.max(tokens, FEWEST_TOKENS);
  return { ratio: count ** RATIO_DAMPING, presence: count ** PRESENCE_DAMPING };
}

function correct(model: Model, ids: Float64Array, error: number): void {
  const { w, g, u, e } = model.slots;
  for (let i = 0; i < ids.length; i++) {
    if (at[i]! < 0) at[i] = newSlot(model, ids[i]!);
    const slot = at[i]!;
    if (slot < 0) continue;
    const d = error * ratio[i]!;
    if (d !== 0) {
      g[slot]! += d * d;
      w[slot]! += d / Math.sqrt(g[slot]! + FIRST_SQUARE);
    }
    const p = error * presence[i]!;
    e[slot]! += p * p;
    u[slot]! += (PRESENCE_STEP * p) / Math.sqrt(e[slot]! + FIRST_SQUARE);
  }
}

function newSlot(model: Model, token: number): number {
  const slot = slotOf(model.slots.id, token);
  if (slot < 0) return slot;
  if (model.slots.id[slot] === 0) model.size++;
  model.slots.id[slot] = token;
  return slot;
}

/**
 * Where the token is, or the free slot where it would be. -1 when neither is near: so many ids end alike only when
 * somebody made up words for it, and those are not learned.
 */
export function slotOf(id: Float64Array, token: number): number {
  const mask = id.length - 1;
  let slot = (token >>> 0) & mask;
  for (let looked = 0; looked < FARTHEST; looked++) {
    const found = id[slot];
    if (found === token || found === 0) return slot;
    slot = (slot + 1) & mask;
  }
  return -1;
}

function makeRoom(model: Model, more: number): void {
  const slots = slotsFor(model.size + more);
  if (slots > model.slots.id.length) rehash(model, slots, () => true);
}

/** Slots of a table for so many tokens. */
export function slotsFor(tokens: number): number {
  return Math.max(FEWEST_SLOTS, 2 ** Math.ceil(Math.log2(tokens / FULL)));
}

/** Moves what `keeps` wants to a table of `count` slots. */
export function rehash(model: Model, count: number, keeps: (slot: number) => boolean): void {
  const old = model.slots;
  const fresh = emptySlots(count);
  model.size = 0;
  for (let from = 0; from < old.id.length; from++) {
    if (old.id[from] === 0 || !keeps(from)) continue;
    const to = slotOf(fresh.id, old.id[from]!);
    if (to < 0) continue;
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
