/**
 * Small convex quadratic programs, solved exactly by a primal active-set method (Nocedal and Wright, "Numerical
 * Optimization", 2nd ed., 2006, section 16.5): weights at a bound are held there, the others solve a linear system
 * whose Cholesky factor grows and shrinks by one row at a time. It starts with as few free weights as can be, since
 * most solutions under bounds have few.
 */
import { CholeskyFactor } from '../numeric/cholesky.ts';
import { sum } from '../numeric/vectors.ts';

/** Minimise ½ wᵀ Q w − gainᵀ w with 0 ≤ w ≤ upper and, where `budget` is a number, Σ w = budget. */
export interface QuadraticProgram {
  /** Row-major n × n, symmetric; it need be positive definite only among weights that are off their bounds. */
  readonly quadratic: Float64Array;
  readonly gain: Float64Array;
  readonly upper: Float64Array;
  /** At most Σ upper. Null: the weights need not sum to anything. */
  readonly budget: number | null;
}

export type Solution = Float64Array | 'singular' | 'not-converged';

export function solveQuadraticProgram(program: QuadraticProgram): Solution {
  const search = new ActiveSet(program);
  const limit = 100 + 20 * program.gain.length;
  for (let step = 0; step < limit; step++) {
    if (!search.settle()) continue;
    const entering = search.worstHeld();
    if (entering < 0) return search.weights;
    if (!search.release(entering)) return 'singular';
  }
  return 'not-converged';
}

/** A slope within rounding of zero; a weight this far outside is at its bound. */
const ROUNDING = 1e-12;

class ActiveSet {
  readonly weights: Float64Array;
  private readonly program: QuadraticProgram;
  /** Names off their bounds, in the order of the factor's rows. */
  private readonly free: number[] = [];
  private readonly isFree: Uint8Array;
  private readonly factor = new CholeskyFactor();
  /** What the objective loses per unit of budget: the multiplier of Σ w = budget. */
  private price = 0;
  /** The last step had no length: several bounds meet here, and the choice must not go round in circles. */
  private stalled = false;

  constructor(program: QuadraticProgram) {
    this.program = program;
    this.weights = new Float64Array(program.gain.length);
    this.isFree = new Uint8Array(program.gain.length);
    if (program.budget !== null) this.spend(program.budget);
  }

  /** Fills the names up to their bounds, those first that are best alone; the last one is free. */
  private spend(budget: number): void {
    const { quadratic, gain, upper } = this.program;
    const n = gain.length;
    const alone = gain.map((value, i) => quadratic[i * n + i]! / 2 - value);
    const order = Array.from(alone.keys()).sort((a, b) => alone[a]! - alone[b]! || a - b);
    let left = budget;
    for (const i of order) {
      const weight = Math.min(left, upper[i]!);
      this.weights[i] = weight;
      left -= weight;
      if (left > ROUNDING) continue;
      this.release(i);
      return;
    }
  }

  /** Lets a weight off its bound. False when its row depends on those of the free ones. */
  release(i: number): boolean {
    const { quadratic, gain } = this.program;
    const n = gain.length;
    const row = new Float64Array(this.free.length + 1);
    this.free.forEach((j, place) => {
      row[place] = quadratic[i * n + j]!;
    });
    row[this.free.length] = quadratic[i * n + i]!;
    if (!this.factor.append(row)) return false;
    this.free.push(i);
    this.isFree[i] = 1;
    return true;
  }

  /** Moves the free weights to their minimum. False when one met a bound on the way and is now held there. */
  settle(): boolean {
    const { weights, free } = this;
    const { upper } = this.program;
    const goal = this.minimum();
    let share = 1;
    let blocking = -1;
    free.forEach((i, place) => {
      const outside = goal[place]! < -ROUNDING || goal[place]! > upper[i]! + ROUNDING;
      const reach = outside ? (boundTowards(goal[place]!, upper[i]!) - weights[i]!) / (goal[place]! - weights[i]!) : 1;
      if (reach < share || (reach === share && blocking >= 0 && i < free[blocking]!)) {
        share = reach;
        blocking = place;
      }
    });
    this.stalled = share === 0;
    free.forEach((i, place) => {
      const moved = weights[i]! + share * (goal[place]! - weights[i]!);
      weights[i] = Math.min(Math.max(moved, 0), upper[i]!);
    });
    if (blocking < 0) return true;
    this.hold(blocking, boundTowards(goal[blocking]!, upper[free[blocking]!]!));
    return false;
  }

  private hold(place: number, bound: number): void {
    const [i] = this.free.splice(place, 1) as [number];
    this.weights[i] = bound;
    this.isFree[i] = 0;
    this.factor.remove(place);
  }

  /** Of the free weights, while the others stay where they are. */
  private minimum(): Float64Array {
    const { quadratic, gain, budget } = this.program;
    const n = gain.length;
    const goal = Float64Array.from(this.free, (i) => gain[i]!);
    let left = budget ?? 0;
    this.weights.forEach((weight, j) => {
      if (weight === 0 || this.isFree[j] === 1) return;
      left -= weight;
      this.free.forEach((i, place) => {
        goal[place]! -= quadratic[i * n + j]! * weight;
      });
    });
    this.factor.solve(goal);
    if (budget === null) return goal;
    const perUnit = this.factor.solve(new Float64Array(this.free.length).fill(1));
    this.price = (left - sum(goal)) / sum(perUnit);
    return goal.map((value, place) => value + this.price * perUnit[place]!);
  }

  /** The held weight that the objective most wants off its bound; −1 when there is none: this is the minimum. */
  worstHeld(): number {
    const { quadratic, gain, upper } = this.program;
    const n = gain.length;
    const support = Array.from(this.weights.keys()).filter((j) => this.weights[j] !== 0);
    let worst = -1;
    let most = 0;
    for (let i = 0; i < n; i++) {
      if (this.isFree[i] === 1 || upper[i] === 0) continue;
      let slope = -gain[i]! - this.price;
      let size = Math.abs(gain[i]!) + Math.abs(this.price);
      for (const j of support) {
        const term = quadratic[i * n + j]! * this.weights[j]!;
        slope += term;
        size += Math.abs(term);
      }
      const wanted = this.weights[i] === 0 ? -slope : slope;
      if (wanted <= ROUNDING * size || wanted <= most) continue;
      worst = i;
      most = wanted;
      if (this.stalled) break;
    }
    return worst;
  }
}

function boundTowards(goal: number, upper: number): number {
  return goal < 0 ? 0 : upper;
}
