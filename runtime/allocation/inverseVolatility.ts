import { type Allocation, allocated, failureOfCovariance, normalize } from './allocation.ts';
import { volatilities } from './covariance.ts';

/** Weights in proportion to 1 / volatility: risk parity as if no two names were correlated. */
export function inverseVolatility(covariance: Float64Array): Allocation {
  const sd = volatilities(covariance);
  return failureOfCovariance(covariance, sd.length) ?? allocated(normalize(sd.map((volatility) => 1 / volatility)));
}
