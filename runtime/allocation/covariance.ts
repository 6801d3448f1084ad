/** Covariances of the returns of several names over one window. */
import { dot } from '../numeric/vectors.ts';

/** Returns by name: those of name i are `values[i * sessions .. (i + 1) * sessions)`, oldest first; NaN is missing. */
export interface ReturnWindow {
  readonly values: Float64Array;
  readonly names: number;
  readonly sessions: number;
}

/**
 * The sample covariance, over n − 1, as a row-major matrix names × names. A name that misses a return has NaN in its
 * row and column: a window with a missing value is missing. All of it is NaN with fewer than two sessions.
 */
export function sampleCovariance(returns: ReturnWindow): Float64Array {
  return products(centred(returns), returns.names, returns.sessions - 1);
}

/**
 * Ledoit and Wolf's shrinkage towards a multiple of the identity: (1 − ρ) S + ρ m I, S the covariance over n, m the
 * mean variance, ρ the share that minimises the expected squared error ("A well-conditioned estimator for
 * large-dimensional covariance matrices", J. of Multivariate Analysis 88(2), 2004, section 3.3). Positive definite even
 * with more names than sessions. Of a name that misses a return, all is missing, and so it is of the others, whose
 * shrinkage depends on it: leave such names out before.
 */
export function shrunkCovariance(returns: ReturnWindow): Float64Array {
  const { names, sessions } = returns;
  const deviations = centred(returns);
  const covariance = products(deviations, names, sessions);
  let trace = 0;
  for (let i = 0; i < names; i++) trace += covariance[i * names + i]!;
  const variance = trace / names;
  const squares = dot(covariance, covariance);
  // Both of the paper's norms carry a factor of 1 / names, which cancels.
  const distance = squares - names * variance * variance;
  const error = (meanSquaredNorm(deviations, returns) - squares) / sessions;
  const share = distance > 0 ? Math.min(error / distance, 1) : 1;
  for (let i = 0; i < covariance.length; i++) covariance[i]! *= 1 - share;
  for (let i = 0; i < names; i++) covariance[i * names + i]! += share * variance;
  return covariance;
}

/** The square roots of the diagonal. */
export function volatilities(covariance: Float64Array): Float64Array {
  const n = Math.sqrt(covariance.length);
  return Float64Array.from({ length: n }, (_, i) => Math.sqrt(covariance[i * n + i]!));
}

/** Covariances over the product of both volatilities. */
export function correlations(covariance: Float64Array): Float64Array {
  const sd = volatilities(covariance);
  const n = sd.length;
  const matrix = new Float64Array(covariance.length);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) matrix[i * n + j] = covariance[i * n + j]! / (sd[i]! * sd[j]!);
  return matrix;
}

/** Each return less its name's mean, laid out as they are. */
function centred({ values, names, sessions }: ReturnWindow): Float64Array {
  const deviations = new Float64Array(values.length);
  for (let start = 0; start < names * sessions; start += sessions) {
    let sum = 0;
    for (let t = start; t < start + sessions; t++) sum += values[t]!;
    const mean = sum / sessions;
    for (let t = start; t < start + sessions; t++) deviations[t] = values[t]! - mean;
  }
  return deviations;
}

/**
 * D Dᵀ / divisor, D the deviations; every sum runs in the order of sessions. Four names at a time, since a sum by itself
 * waits for each addition.
 */
function products(deviations: Float64Array, names: number, divisor: number): Float64Array {
  const sessions = deviations.length / names;
  const matrix = new Float64Array(names * names);
  const set = (i: number, j: number, sum: number) => {
    matrix[i * names + j] = sum / divisor;
    matrix[j * names + i] = sum / divisor;
  };
  for (let i = 0; i < names; i++) {
    const own = deviations.subarray(i * sessions, (i + 1) * sessions);
    let j = 0;
    for (; j <= i && j + 4 <= names; j += 4) {
      const from = j * sessions;
      let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
      for (let t = 0; t < sessions; t++) {
        const at = from + t;
        sum0 += own[t]! * deviations[at]!;
        sum1 += own[t]! * deviations[at + sessions]!;
        sum2 += own[t]! * deviations[at + 2 * sessions]!;
        sum3 += own[t]! * deviations[at + 3 * sessions]!;
      }
      set(i, j, sum0);
      set(i, j + 1, sum1);
      set(i, j + 2, sum2);
      set(i, j + 3, sum3);
    }
    for (; j <= i; j++) set(i, j, dot(own, deviations.subarray(j * sessions, (j + 1) * sessions)));
  }
  return matrix;
}

/** The mean over sessions of (Σ of the squared deviations of the names)²: of |d dᵀ|², d one session's deviations. */
function meanSquaredNorm(deviations: Float64Array, { names, sessions }: ReturnWindow): number {
  let total = 0;
  for (let t = 0; t < sessions; t++) {
    let norm = 0;
    for (let i = 0; i < names; i++) norm += deviations[i * sessions + t]! ** 2;
    total += norm * norm;
  }
  return total / sessions;
}
