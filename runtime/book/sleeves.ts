/**
 * Steps 1 and 2 for all portfolios of a strategy. Each sleeve has a target and a smoothed book of its own; the book's are
 * their sums, each times its share. A session in which any of them is rebalanced is a rebalance of the book: the others
 * then go back to their smoothed weights, which did not change.
 */
import { smooth } from './smoothing.ts';
import { type Packed, pack, unpack } from './state.ts';
import type { Support } from './support.ts';
import { type Aim, buildTarget, type TargetScratch, targetScratch } from './target.ts';
import type { BookSession, SleeveRules } from './types.ts';

interface Weights {
  /** Of its last rebalance. */
  readonly target: Float64Array;
  readonly smoothed: Float64Array;
  hasSmoothed: boolean;
}

interface Sleeve extends Weights {
  readonly rules: SleeveRules;
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
  /** What the sleeves remember: smoothed weights, and targets, which these may have cancelled to zero. */
  readonly memories: readonly Float64Array[];
  /** The turnover that a rebalance must come to, or it does not take place; null: any. */
  readonly drift: number | null;
  readonly #sleeves: readonly Sleeve[];
  /** Before this decision, for when it is withdrawn; null where none ever is. */
  readonly #before: readonly Weights[] | null;
  readonly #scratch: TargetScratch;

  constructor(rules: readonly SleeveRules[], stocks: number) {
    this.#sleeves = rules.map((own) => ({ rules: own, aimed: false, ...emptyWeights(stocks) }));
    this.drift = rules[0]?.drift ?? null;
    this.#before = this.drift === null ? null : rules.map(() => emptyWeights(stocks));
    const [only] = this.#sleeves;
    // A sleeve that is all of the book is the book: nothing to add up.
    const alone = only !== undefined && rules.length === 1 && only.rules.share === 1;
    this.target = alone ? only.target : new Float64Array(stocks);
    this.smoothed = alone ? only.smoothed : new Float64Array(stocks);
    this.memories = this.#sleeves.flatMap(({ smoothed, target }) => [smoothed, target]);
    this.#scratch = targetScratch(stocks);
  }

  /**
   * Step 1 for the sleeves that are scheduled; what it came to in all of them.
   * @throws UserError `weights-failed`.
   */
  aim(session: BookSession): Aim {
    const all = { names: 0, few: false, unweighed: 0 };
    this.#sleeves.forEach((sleeve, k) => {
      const before = this.#before?.[k];
      if (before !== undefined) copyWeights(sleeve, before);
      sleeve.aimed = false;
      if (session.scheduled[k] !== true) return;
      const { names, few, unweighed } = buildTarget(sleeve.rules, session, this.#scratch, sleeve.target);
      sleeve.aimed = names > 0;
      all.names = Math.max(all.names, names);
      all.few ||= few;
      all.unweighed += unweighed;
    });
    return all;
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

  /** Takes back steps 1 and 2 of this decision: the rebalance does not take place. */
  withdraw(): void {
    this.#sleeves.forEach((sleeve, k) => {
      copyWeights(this.#before![k]!, sleeve);
      sleeve.aimed = false;
    });
    this.#mix();
  }

  save(): readonly SleeveState[] {
    return this.#sleeves.map(({ target, smoothed, hasSmoothed }) => ({
      target: pack(target),
      smoothed: hasSmoothed ? pack(smoothed) : null,
    }));
  }

  restore(states: readonly SleeveState[]): void {
    this.#sleeves.forEach((sleeve, k) => {
      const { target, smoothed } = states[k]!;
      unpack(target, sleeve.target);
      sleeve.hasSmoothed = smoothed !== null;
      if (smoothed === null) sleeve.smoothed.fill(0);
      else unpack(smoothed, sleeve.smoothed);
    });
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

function emptyWeights(stocks: number): Weights {
  return { target: new Float64Array(stocks), smoothed: new Float64Array(stocks), hasSmoothed: false };
}

function copyWeights(from: Weights, to: Weights): void {
  to.target.set(from.target);
  to.smoothed.set(from.smoothed);
  to.hasSmoothed = from.hasSmoothed;
}
