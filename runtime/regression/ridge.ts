/**
 * Ridge regression: Hoerl and Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", Technometrics
 * 12(1), 1970; as a baseline for return prediction, Gu, Kelly and Xiu, "Empirical Asset Pricing via Machine Learning",
 * Review of Financial Studies 33(5), 2020. Features are standardised over train, the intercept is not penalised, and
 * the penalty is the one of a fixed grid with the least squared error on validation.
 */

import { invariant } from '../invariant.ts';
import type { Panel } from '../market.ts';
import type { CrossSections, FeatureTensor } from '../models/model.ts';
import { CholeskyFactor } from '../numeric/cholesky.ts';
import { dot } from '../numeric/vectors.ts';
import type { JointMoments } from './moments.ts';

export interface Ridge {
  /** In units of the features as they are: what is predicted is intercept + Σ weight · feature. */
  readonly intercept: number;
  readonly weights: Float64Array;
  /** λ of (XᵀX / n + λ I) b = Xᵀy / n, X standardised: 1 halves the weight of a feature that stands alone. */
  readonly penalty: number;
  /** Mean squared error on validation. */
  readonly validationError: number;
}

/** Half decades from 0.00001 to 100. */
export const PENALTIES: readonly number[] = Array.from({ length: 15 }, (_, i) => 10 ** (i / 2 - 5));

/**
 * Fits on `train` with every penalty and keeps the best on `validate`, of equals the largest. A feature that does not
 * vary in train has weight 0. Null when train has fewer than two rows or validation none.
 */
export function fitRidge(train: JointMoments, validate: JointMoments): Ridge | null {
  if (train.count < 2 || validate.count === 0) return null;
  let best: Ridge | null = null;
  for (const penalty of PENALTIES.toReversed()) {
    const weights = weightsFor(train, penalty);
    const features = train.size - 1;
    const intercept = train.mean[features]! - dot(weights, train.mean);
    const validationError = meanSquaredError(validate, weights, intercept);
    if (best === null || validationError < best.validationError)
      best = { intercept, weights, penalty, validationError };
  }
  return best;
}

function weightsFor({ size, count, products }: JointMoments, penalty: number): Float64Array {
  const features = size - 1;
  const sd = Float64Array.from({ length: features }, (_, k) => Math.sqrt(products[k * size + k]! / count));
  const scale = sd.map((value) => (value > 0 ? 1 / value : 0));
  const matrix = new Float64Array(features * features);
  const right = new Float64Array(features);
  for (let k = 0; k < features; k++) {
    right[k] = (products[features * size + k]! / count) * scale[k]!;
    for (let l = 0; l < features; l++) {
      matrix[k * features + l] = (products[k * size + l]! / count) * scale[k]! * scale[l]! + (k === l ? penalty : 0);
    }
  }
  const factor = CholeskyFactor.of(matrix, features);
  invariant(factor !== null, 'a covariance with a penalty is positive definite');
  return factor.solve(right).map((weight, k) => weight * scale[k]!);
}

/** From moments alone: of the residual y − a − bᵀx, the variance and the square of the mean. */
function meanSquaredError(
  { size, count, mean, products }: JointMoments,
  weights: Float64Array,
  intercept: number,
): number {
  const features = size - 1;
  const residual = (k: number) => (k === features ? 1 : -weights[k]!);
  let squares = 0;
  for (let k = 0; k < size; k++) {
    for (let l = 0; l < size; l++) squares += residual(k) * residual(l) * products[k * size + l]!;
  }
  return squares / count + (mean[features]! - intercept - dot(weights, mean)) ** 2;
}

/** A panel, stock-major: predictions for the stocks of the cross-sections, NaN elsewhere. */
export function predictRidge({ intercept, weights }: Ridge, tensor: FeatureTensor, sections: CrossSections): Panel {
  const { values, stocks, sessions, features } = tensor;
  const panel = new Float64Array(stocks * sessions).fill(Number.NaN);
  for (let s = 0; s < sections.sessions.length; s++) {
    for (let i = sections.offsets[s]!; i < sections.offsets[s + 1]!; i++) {
      const at = sections.stocks[i]! * sessions + sections.sessions[s]!;
      let prediction = intercept;
      for (let f = 0; f < features; f++) prediction += weights[f]! * values[at * features + f]!;
      panel[at] = prediction;
    }
  }
  return panel;
}
