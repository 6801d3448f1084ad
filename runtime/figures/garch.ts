/**
 * Volatility that clusters: GARCH(1,1) with a constant mean (Bollerslev, J. of Econometrics 31(3), 1986),
 *
 *   r_t = μ + ε_t,   h_t = ω + α ε²_{t−1} + β h_{t−1},   ε_t ~ N(0, h_t),
 *
 * fitted by maximum likelihood. As in the published benchmark for it (Brooks, Burke and Persand, Int. J. of
 * Forecasting 17(1), 2001, after Fiorentini, Calzolari and Panattoni, J. of Applied Econometrics 11(4), 1996), what
 * precedes the first session is the mean of the squared ε, for h and for ε².
 */
import { CholeskyFactor } from '../numeric/cholesky.ts';
import { mean, standardDeviation } from './moments.ts';

export interface GarchFit {
  readonly mean: number;
  /** ω, α and β: of returns as fractions, per session. */
  readonly omega: number;
  readonly alpha: number;
  readonly beta: number;
  /** Of the returns given, without constants left out. */
  readonly logLikelihood: number;
  /** h_t, one per return. */
  readonly variances: Float64Array;
  /** h of the session after the last. */
  readonly nextVariance: number;
}

/** With fewer returns there is nothing to tell four parameters by. */
export const FEWEST_RETURNS = 30;

/**
 * Fisher scoring, damped as by Levenberg and Marquardt, from the best point of a small grid; always the same steps.
 * Parameters are free within 0 ≤ α, 0 ≤ β, α + β < 1. Null with fewer than `FEWEST_RETURNS` or with equal returns.
 */
export function fitGarch(returns: Float64Array): GarchFit | null {
  const centre = mean(returns);
  const sd = standardDeviation(returns);
  if (returns.length < FEWEST_RETURNS || centre === null || !(sd! > 0)) return null;
  // In units of their sd, so that no step depends on the size of returns.
  const scaled = returns.map((value) => (value - centre) / sd!);
  const best = maximize(scaled);
  const { mu, omega, alpha, beta } = parametersOf(best.point);
  const variance = sd! * sd!;
  const variances = best.variances.map((h) => h * variance);
  const last = scaled.at(-1)! - mu;
  return {
    mean: centre + mu * sd!,
    omega: omega * variance,
    alpha,
    beta,
    logLikelihood: best.value - returns.length * Math.log(sd!),
    variances,
    nextVariance: (omega + alpha * last * last + beta * best.variances.at(-1)!) * variance,
  };
}

/**
 * Without bounds: μ, the logarithm of the long-run variance ω / (1 − α − β), and the logits of α + β and of α's share
 * of it.
 */
type Point = readonly [mu: number, level: number, persistence: number, share: number];

interface Parameters {
  readonly mu: number;
  readonly omega: number;
  readonly alpha: number;
  readonly beta: number;
}

function parametersOf([mu, level, persistence, share]: Point): Parameters {
  const together = logistic(persistence);
  const alpha = together * logistic(share);
  return { mu, omega: Math.exp(level) * (1 - together), alpha, beta: together - alpha };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}

interface Likelihood {
  readonly point: Point;
  readonly value: number;
  readonly variances: Float64Array;
  /** By the free parameters. */
  readonly gradient: Float64Array;
  /** Expected, row-major 4 × 4. */
  readonly information: Float64Array;
}

const START_PERSISTENCE = [0.5, 0.8, 0.95, 0.99];
const START_SHARES = [0.02, 0.1, 0.3];
const MOST_STEPS = 500;
const LEAST_DAMPING = 1e-9;
const MOST_DAMPING = 1e6;
/** Of the log-likelihood: closer to the maximum than a hundred-thousandth of the parameters' standard errors. */
const TOLERANCE = 1e-11;

function maximize(returns: Float64Array): Likelihood {
  let best = bestStart(returns);
  let damping = 1e-3;
  for (let step = 0; step < MOST_STEPS && damping < MOST_DAMPING; step++) {
    const next = likelihood(returns, stepFrom(best, damping));
    const gained = next.value - best.value;
    if (!(gained > 0)) {
      damping *= 4;
      continue;
    }
    const slope = best.point.reduce((sum, from, k) => sum + best.gradient[k]! * (next.point[k]! - from), 0);
    best = next;
    if (gained < TOLERANCE) break;
    // A step to the top of a parabola gains half of what its first slope promises: then the information is to be trusted.
    const kept = gained / slope;
    if (kept < 0.25) damping *= 2;
    else if (kept > 0.4 && kept < 0.6) damping = Math.max(damping / 3, LEAST_DAMPING);
  }
  return best;
}

function bestStart(returns: Float64Array): Likelihood {
  const starts = START_PERSISTENCE.flatMap((together) => {
    return START_SHARES.map((share): Point => [0, 0, logit(together), logit(share)]);
  });
  return starts.map((point) => likelihood(returns, point)).reduce((a, b) => (b.value > a.value ? b : a));
}

/** Beyond this a parameter is at its bound: shares of a millionth, a long-run variance of a millionth of the sample's. */
const FURTHEST = 14;

function stepFrom({ point, gradient, information }: Likelihood, damping: number): Point {
  const damped = information.slice();
  // A parameter that the others leave without effect, such as α's share of nothing, stays where it is.
  for (let k = 0; k < 4; k++) damped[k * 5]! += damping * damped[k * 5]! + 1e-8;
  const step = CholeskyFactor.of(damped, 4)?.solve(gradient.slice()) ?? gradient;
  const [mu, level, persistence, share] = point.map((value, k) => value + step[k]!) as [number, number, number, number];
  const bounded = (x: number) => Math.min(Math.max(x, -FURTHEST), FURTHEST);
  return [mu, bounded(level), bounded(persistence), bounded(share)];
}

/** Scalars all through: with arrays of four it takes three times as long, and a limit fits it at every session. */
function likelihood(returns: Float64Array, point: Point): Likelihood {
  const { mu, omega, alpha, beta } = parametersOf(point);
  const variances = new Float64Array(returns.length);
  const before = presample(returns, mu);
  let h = before.square;
  let square = before.square;
  let squareByMu = before.slope;
  // Derivatives of h by μ, ω, α and β.
  let [byMu, byOmega, byAlpha, byBeta] = [before.slope, 0, 0, 0];
  let value = 0;
  let [score0, score1, score2, score3] = [0, 0, 0, 0];
  let [i00, i10, i11, i20, i21, i22, i30, i31, i32, i33] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let t = 0; t < returns.length; t++) {
    byMu = alpha * squareByMu + beta * byMu;
    byOmega = 1 + beta * byOmega;
    byAlpha = square + beta * byAlpha;
    byBeta = h + beta * byBeta;
    h = omega + alpha * square + beta * h;
    variances[t] = h;
    const error = returns[t]! - mu;
    square = error * error;
    squareByMu = -2 * error;
    value -= (Math.log(2 * Math.PI * h) + square / h) / 2;
    const surprise = (square / h - 1) / (2 * h);
    score0 += surprise * byMu + error / h;
    score1 += surprise * byOmega;
    score2 += surprise * byAlpha;
    score3 += surprise * byBeta;
    const known = 1 / (2 * h * h);
    i00 += known * byMu * byMu + 1 / h;
    i10 += known * byOmega * byMu;
    i11 += known * byOmega * byOmega;
    i20 += known * byAlpha * byMu;
    i21 += known * byAlpha * byOmega;
    i22 += known * byAlpha * byAlpha;
    i30 += known * byBeta * byMu;
    i31 += known * byBeta * byOmega;
    i32 += known * byBeta * byAlpha;
    i33 += known * byBeta * byBeta;
  }
  const score = [score0, score1, score2, score3];
  const information = [
    [i00, i10, i20, i30],
    [i10, i11, i21, i31],
    [i20, i21, i22, i32],
    [i30, i31, i32, i33],
  ];
  return { point, value, variances, ...byFreeParameters(score, information, point) };
}

/** What stands for ε² and h before the first session, and its derivative by μ. */
function presample(returns: Float64Array, mu: number): { readonly square: number; readonly slope: number } {
  let square = 0;
  let error = 0;
  for (const value of returns) {
    square += (value - mu) ** 2;
    error += value - mu;
  }
  return { square: square / returns.length, slope: (-2 * error) / returns.length };
}

/** The chain rule from (μ, ω, α, β) to the point. */
function byFreeParameters(
  score: readonly number[],
  information: readonly (readonly number[])[],
  point: Point,
): Pick<Likelihood, 'gradient' | 'information'> {
  const { omega, alpha, beta } = parametersOf(point);
  const together = alpha + beta;
  const swap = (alpha * beta) / together;
  // Row: free parameter; column: derivative of μ, ω, α, β by it.
  const jacobian = [
    [1, 0, 0, 0],
    [0, omega, 0, 0],
    [0, -omega * together, alpha * (1 - together), beta * (1 - together)],
    [0, 0, swap, -swap],
  ];
  const inner = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  const gradient = jacobian.map((row) => inner(row, score));
  const products = jacobian.flatMap((a) => {
    const left = information.map((row) => inner(a, row));
    return jacobian.map((b) => inner(left, b));
  });
  return { gradient: Float64Array.from(gradient), information: Float64Array.from(products) };
}
