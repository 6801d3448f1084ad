/**
 * Step 4. Limits bind what will be held, after the scale. What they cut stays in cash. The turnover limit is not among
 * them: it binds the orders (step 6).
 *
 * In this order: weight, volume, correlation, names, sector, beta, net, gross, value at risk, expected shortfall. Each only
 * makes weights smaller, so those of single names, of sectors and of the whole book undo none before them. Net may move the
 * beta, by making one side smaller: all weights then shrink until it is within its limit again, and the net with them.
 */
import { limitBeta, limitBetaOfAll } from './betaLimit.ts';
import { limitCorrelation } from './correlationLimit.ts';
import { type CutLog, WHOLE_BOOK } from './cuts.ts';
import { byWeight } from './names.ts';
import { widened } from './room.ts';
import { longPart, shortPart } from './sides.ts';
import type { Support } from './support.ts';
import { limitTail } from './tailLimit.ts';
import type { BookLimits, BookRules, BookSession } from './types.ts';

/** What a book would be without limits, and what they look at. */
export interface Unlimited {
  readonly smoothed: Float64Array;
  readonly scale: number;
  /** 1 for a name that a stop keeps out; null: none is. */
  readonly out: Uint8Array | null;
  /** USD, for limits that are a part of a volume. */
  readonly equity: number;
  readonly session: BookSession;
  readonly support: Support;
}

export class Limiter {
  readonly #limits: BookLimits;
  /** Scratch: one for each group, and the first for stocks in none. */
  #sizes = new Float64Array(1);

  constructor({ limits }: Pick<BookRules, 'limits'>) {
    this.#limits = limits;
  }

  /** Fills `limited` with scale · smoothed within all limits. @param cuts who was cut is added to it. */
  apply(unlimited: Unlimited, limited: Float64Array, cuts: CutLog | null): void {
    const { session, support, equity } = unlimited;
    const { volume, correlation, names, sector, beta, net, gross, valueAtRisk, expectedShortfall } = this.#limits;
    this.#clip(unlimited, limited, cuts);
    if (volume !== null) limitVolume(limited, volume.most, session.row(volume.of), equity, support, cuts);
    if (correlation !== null) limitCorrelation(limited, correlation, session, support, cuts);
    if (names !== null) limitNames(limited, names, support, cuts);
    if (sector !== null) this.#limitGroups(limited, sector.most, session.row(sector.of), support, cuts);
    if (beta !== null) limitBeta(limited, beta.most, session.row(beta.of), support, cuts);
    if (net !== null || gross !== null) limitSides(limited, net, gross, support, cuts);
    if (beta !== null && net !== null) limitBetaOfAll(limited, beta.most, session.row(beta.of), support, cuts);
    if (valueAtRisk !== null) limitTail('value_at_risk', limited, valueAtRisk, session, support, cuts);
    if (expectedShortfall !== null) limitTail('expected_shortfall', limited, expectedShortfall, session, support, cuts);
  }

  /** Each |w| to the weight limit, and whoever a stop keeps out to nothing. */
  #clip({ smoothed, scale, out, support }: Unlimited, limited: Float64Array, cuts: CutLog | null): void {
    const { stocks, count } = support;
    const most = this.#limits.weight ?? Number.POSITIVE_INFINITY;
    let clipped = 0;
    for (let k = 0; k < count; k++) {
      const i = stocks[k]!;
      const asked = scale * smoothed[i]!;
      const weight = Math.max(-most, Math.min(most, asked));
      limited[i] = weight;
      // A count instead of a branch: who is above is as good as random to a processor.
      clipped += Number(weight !== asked);
    }
    if (clipped > 0 && cuts !== null) tellClipped(smoothed, scale, out, limited, most, support, cuts);
    if (out !== null) for (let k = 0; k < count; k++) if (out[stocks[k]!] === 1) limited[stocks[k]!] = 0;
  }

  /** Shrinks the Σ|w| of a group. Whoever is in none, a missing number, is in no limit of one. */
  #limitGroups(weights: Float64Array, most: number, groups: Float64Array, support: Support, cuts: CutLog | null): void {
    const { stocks, count } = support;
    let sizes = this.#sizes.fill(0);
    for (let k = 0; k < count; k++) {
      const i = stocks[k]!;
      const place = placeOf(groups[i]!);
      if (place >= sizes.length) sizes = this.#sizes = widened(sizes, new Float64Array(place + 1));
      sizes[place]! += Math.abs(weights[i]!);
    }
    sizes[placeOf(Number.NaN)] = 0;
    if (!sizes.some((size) => size > most)) return;
    for (let k = 0; k < count; k++) {
      const i = stocks[k]!;
      const size = sizes[placeOf(groups[i]!)]!;
      if (size <= most) continue;
      const before = weights[i]!;
      weights[i] = before * (most / size);
      if (before !== 0) cuts?.limit('sector', i, size, most, before, weights[i]!);
    }
  }
}

/** Groups are numbered from 0; a missing number comes before them. */
function placeOf(group: number): number {
  return (group + 1) | 0;
}

function tellClipped(
  smoothed: Float64Array,
  scale: number,
  out: Uint8Array | null,
  limited: Float64Array,
  most: number,
  { stocks, count }: Support,
  cuts: CutLog,
): void {
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const asked = scale * smoothed[i]!;
    if (limited[i] === asked || (out !== null && out[i] === 1)) continue;
    cuts.limit('weight', i, Math.abs(asked), most, asked, limited[i]!);
  }
}

/** Positions in USD as a part of a volume in USD. Of a name whose volume is not known, or zero, nothing is held. */
function limitVolume(
  weights: Float64Array,
  most: number,
  volume: Float64Array,
  equity: number,
  { stocks, count }: Support,
  cuts: CutLog | null,
): void {
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const before = weights[i]!;
    if (before === 0) continue;
    const known = volume[i]! > 0;
    const allowed = known ? (most * volume[i]!) / equity : 0;
    if (Math.abs(before) <= allowed) continue;
    weights[i] = Math.sign(before) * allowed + 0;
    const figure = known ? (Math.abs(before) * equity) / volume[i]! : Number.NaN;
    cuts?.limit('volume', i, figure, most, before, weights[i]!);
  }
}

/** The largest |w| stay, of equal ones the first tickers. */
function limitNames(weights: Float64Array, most: number, support: Support, cuts: CutLog | null): void {
  const held = byWeight(weights, support);
  for (const i of held.subarray(most)) {
    cuts?.limit('names', i, held.length, most, weights[i]!, 0);
    weights[i] = 0;
  }
}

/** Net: the heavier side shrinks until it exceeds the other by the limit. Gross: both shrink by one factor. */
function limitSides(
  weights: Float64Array,
  net: number | null,
  gross: number | null,
  { stocks, count }: Support,
  cuts: CutLog | null,
): void {
  let longs = 0;
  let shorts = 0;
  for (let k = 0; k < count; k++) {
    const weight = weights[stocks[k]!]!;
    longs += longPart(weight);
    shorts -= shortPart(weight);
  }
  let ofLongs = 1;
  let ofShorts = 1;
  if (net !== null && longs - shorts > net) ofLongs = (shorts + net) / longs;
  if (net !== null && shorts - longs > net) ofShorts = (longs + net) / shorts;
  const size = ofLongs * longs + ofShorts * shorts;
  const ofBoth = gross !== null && size > gross ? gross / size : 1;
  if (ofLongs === 1 && ofShorts === 1 && ofBoth === 1) return;
  for (let k = 0; k < count; k++) {
    const i = stocks[k]!;
    const before = weights[i]!;
    const ofSide = before > 0 ? ofLongs : ofShorts;
    // A side without a counterpart may have to go altogether: a zero is then no minus zero, which has other bits.
    weights[i] = before * (ofSide * ofBoth) + 0;
    if (ofSide !== 1 && before !== 0) cuts?.limit('net', i, Math.abs(longs - shorts), net!, before, before * ofSide);
  }
  if (ofBoth !== 1) cuts?.limit('gross', WHOLE_BOOK, size, gross!, size, size * ofBoth);
}
