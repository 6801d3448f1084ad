/**
 * Step 1, for one sleeve: each side is chosen from one end of the order of its cross-section, keeps those it held within
 * its buffer, is filtered, and divides its gross; then both are brought to what they shall have alike.
 */
import { neutralize } from './neutral.ts';
import { type End, Ordering } from './ordering.ts';
import type { BookSession, LegRules, SleeveRules } from './types.ts';
import { divideGross } from './weights/divide.ts';

/** Scratch of the step, allocated once. */
export interface TargetScratch {
  readonly ordering: Ordering;
  /** What an end of the order has. */
  readonly chosen: Int32Array;
  readonly kept: Int32Array;
  readonly isChosen: Uint8Array;
  /** The sides until both are known: what was held before is read until then. */
  readonly target: Float64Array;
}

export function targetScratch(stocks: number): TargetScratch {
  return {
    ordering: new Ordering(stocks),
    chosen: new Int32Array(stocks),
    kept: new Int32Array(stocks),
    isChosen: new Uint8Array(stocks),
    target: new Float64Array(stocks),
  };
}

export interface Aim {
  /** Size of the cross-section, of the larger where the sides have one each. */
  readonly names: number;
  /** A side had fewer to choose from than the names it takes. */
  readonly few: boolean;
  /** Names chosen that nothing could be given, for want of what their weight is made of. */
  readonly unweighed: number;
}

/**
 * Moves `target`, which is that of the last rebalance, to the new one; an empty cross-section leaves it as it was.
 * @throws UserError `weights-failed` when an optimiser finds no weights.
 */
export function buildTarget(
  sleeve: SleeveRules,
  session: BookSession,
  scratch: TargetScratch,
  target: Float64Array,
): Aim {
  const sides = new Sides(sleeve, session, scratch, target);
  const { long, short, hold, neutral } = sleeve;
  if (long !== null) sides.add(long, 'first');
  if (short !== null) sides.add(short, 'last');
  const { names, few, unweighed } = sides;
  if (names === 0) return NOTHING;
  target.set(scratch.target);
  if (hold !== null && session.scalar(hold) !== 1) target.fill(0);
  else if (neutral !== null) neutralize(target, neutral, session);
  return { names, few, unweighed };
}

const NOTHING: Aim = { names: 0, few: false, unweighed: 0 };

class Sides {
  names = 0;
  few = false;
  unweighed = 0;
  readonly #sleeve: SleeveRules;
  readonly #session: BookSession;
  readonly #scratch: TargetScratch;
  /** Of the last rebalance. */
  readonly #before: Float64Array;
  /** Both sides take from the ends of one order: then no name is on both. */
  readonly #oneOrder: boolean;

  constructor(sleeve: SleeveRules, session: BookSession, scratch: TargetScratch, before: Float64Array) {
    this.#sleeve = sleeve;
    this.#session = session;
    this.#scratch = scratch;
    this.#before = before;
    this.#oneOrder = sleeve.long?.score === sleeve.short?.score;
    scratch.target.fill(0);
  }

  add(leg: LegRules, end: End): void {
    const { ordering, chosen, target } = this.#scratch;
    const isArranged = end === 'last' && this.#oneOrder;
    if (!isArranged) ordering.arrange(this.#session.row(leg.score), this.#session.eligible);
    this.names = Math.max(this.names, ordering.names);
    const count = this.#choose(leg, end);
    const passing = leg.filter === null ? count : keepPassing(chosen, count, this.#session.row(leg.filter));
    const sign = end === 'first' ? 1 : -1;
    const { weight } = this.#sleeve;
    if (weight.method === 'equal') {
      const each = (sign * leg.gross) / passing;
      for (let c = 0; c < passing; c++) target[chosen[c]!]! += each;
      return;
    }
    const names = chosen.slice(0, passing).sort();
    const weights = divideGross(weight, leg, { names, sign, ordering }, this.#session);
    for (let c = 0; c < passing; c++) {
      const each = weights[c]!;
      if (Number.isNaN(each)) this.unweighed++;
      else target[names[c]!]! += sign * each;
    }
  }

  /** Fills `chosen`: who enters, and whoever was held and is within the buffer. */
  #choose({ take }: LegRules, end: End): number {
    const { ordering, chosen } = this.#scratch;
    const { names } = ordering;
    if (take.kind === 'all') return ordering.all(chosen);
    const most = this.#oneOrder ? Math.floor(names / 2) : names;
    const places = (taken: number): number =>
      Math.min(most, take.kind === 'part' ? Math.max(1, Math.floor(taken * names + ROUNDING)) : taken);
    const enter = places(take.enter);
    if (take.kind === 'count' && enter < take.enter) this.few = true;
    ordering.select(end, enter, chosen);
    return take.keep === take.enter ? enter : this.#keep(enter, places(take.keep), end);
  }

  #keep(count: number, places: number, end: End): number {
    const { ordering, chosen, kept, isChosen } = this.#scratch;
    const sign = end === 'first' ? 1 : -1;
    ordering.select(end, places, kept);
    for (let c = 0; c < count; c++) isChosen[chosen[c]!] = 1;
    let all = count;
    for (let c = 0; c < places; c++) {
      const stock = kept[c]!;
      if (isChosen[stock] === 0 && sign * this.#before[stock]! > 0) chosen[all++] = stock;
    }
    for (let c = 0; c < count; c++) isChosen[chosen[c]!] = 0;
    return all;
  }
}

/** 29% of 100 names is 28.999999999999996 of them, and means 29. */
const ROUNDING = 1e-9;

/** The filter is asked after the end is chosen (docs/decisions/filter-after-rank.md): it may leave fewer than K. */
function keepPassing(chosen: Int32Array, count: number, filter: Float64Array): number {
  let kept = 0;
  for (let c = 0; c < count; c++) {
    if (filter[chosen[c]!] === 1) chosen[kept++] = chosen[c]!;
  }
  return kept;
}
