/**
 * Steps 1 and 2 for all portfolios of a strategy. Each sleeve has a target and a smoothed book of its own; the book's are
 * their sums, each times its share. A session in which any of them is rebalanced is a rebalance of the book: the others
 * then go back to their smoothed weights, which did not change.
 */
import { smooth } from './smoothing.ts';
import { type Packed, pack, unpack } from './state.ts';
import type { Support } from './support.ts';
import { buildTarget, type TargetScratch, targetScratch } from './target.ts';
import type { BookSession, SleeveRules } from './types.ts';

interface Sleeve {
  readonly rules: SleeveRules;
  /** Of its last rebalance. */
  readonly target: Float64Array;
  readonly smoothed: Float64Array;
  hasSmoothed: boolean;
  /** Rebalanced at this decision. */
  aimed: boolean;
}

export interface SleeveState {
  readonly target: Packed;
  /** Null before the first rebalance. */
  readonly smoothed: Packed | null;
}

export class Sleeves {
  /** What the book aims at, and what it has smoothed that to. */
  readonly target: Float64Array;
  readonly smoothed: Float64Array;
  readonly #sleeves: readonly Sleeve[];
  readonly #scratch: TargetScratch;

  constructor(rules: readonly SleeveRules[], stocks: number) {
    this.#sleeves = rules.map((own) => ({
      rules: own,
      target: new Float64Array(stocks),
      smoothed: new Float64Array(stocks),
      hasSmoothed: false,
      aimed: false,
    }));
    const [only] = this.#sleeves;
    // A sleeve that is all of the book is the book: nothing to add up.
    const alone = only !== undefined && rules.length === 1 && only.rules.share === 1;
    this.target = alone ? only.target : new Float64Array(stocks);
    this.smoothed = alone ? only.smoothed : new Float64Array(stocks);
    this.#scratch = targetScratch(stocks);
  }

  /** The smoothed book of each sleeve. */
  get memories(): readonly Float64Array[] {
    return this.#sleeves.map(({ smoothed }) => smoothed);
  }

  /** Step 1 for the sleeves that are scheduled; answers the size of the largest cross-section, 0 when all are empty. */
  aim(session: BookSession): number {
    let most = 0;
    for (const [k, sleeve] of this.#sleeves.entries()) {
      const names =
        session.scheduled[k] === true ? buildTarget(sleeve.rules, session, this.#scratch, sleeve.target) : 0;
      sleeve.aimed = names > 0;
      most = Math.max(most, names);
    }
    return most;
  }

  /** Step 2 for the sleeves that were given a target. */
  smooth(session: BookSession, support: Support): void {
    for (const sleeve of this.#sleeves) if (sleeve.aimed) support.include(sleeve.target);
    for (const sleeve of this.#sleeves) {
      if (!sleeve.aimed) continue;
      smooth(sleeve.smoothed, sleeve.target, session.eligible, sleeve.rules.alpha, !sleeve.hasSmoothed, support);
      sleeve.hasSmoothed = true;
    }
    this.#mix();
  }

  save(): readonly SleeveState[] {
    return this.#sleeves.map(({ target, smoothed, hasSmoothed }) => ({
      target: pack(target),
      smoothed: hasSmoothed ? pack(smoothed) : null,
    }));
  }

  restore(states: readonly SleeveState[]): void {
    for (const [k, sleeve] of this.#sleeves.entries()) {
      const { target, smoothed } = states[k]!;
      unpack(target, sleeve.target);
      sleeve.hasSmoothed = smoothed !== null;
      if (smoothed === null) sleeve.smoothed.fill(0);
      else unpack(smoothed, sleeve.smoothed);
    }
    this.#mix();
  }

  #mix(): void {
    this.#sum(this.target, 'target');
    this.#sum(this.smoothed, 'smoothed');
  }

  #sum(into: Float64Array, part: 'target' | 'smoothed'): void {
    if (this.#sleeves[0]?.[part] === into) return;
    into.fill(0);
    for (const sleeve of this.#sleeves) {
      const { share } = sleeve.rules;
      const weights = sleeve[part];
      for (let i = 0; i < into.length; i++) into[i]! += share * weights[i]!;
    }
  }
}
