/** The standard normal distribution, to about 1e-15 of the value. */

/**
 * Φ(x). Near the middle the positive series erf z = 2/√π · e^(−z²) · Σ 2ⁿ z^(2n+1) / (2n+1)!!, in the tails the
 * continued fraction of erfc (Abramowitz and Stegun 1964, 7.1.6 and 7.1.14), so that small probabilities keep their
 * digits.
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const z = Math.abs(x) * Math.SQRT1_2;
  if (z < 1) return x < 0 ? 0.5 - 0.5 * erfSeries(z) : 0.5 + 0.5 * erfSeries(z);
  const tail = 0.5 * erfcFraction(z);
  return x < 0 ? tail : 1 - tail;
}

/**
 * Φ⁻¹(p): a rational first guess (Abramowitz and Stegun 26.2.23, within 4.5e-4) made exact by Halley's iteration on
 * Φ, in the lower tail, where probabilities keep their digits. ±Infinity at 0 and 1, NaN outside.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(p));
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328);
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let x = numerator / denominator - t;
  for (let i = 0; i < 3; i++) {
    const error = (normalCdf(x) - p) / normalDensity(x);
    x -= error / (1 + 0.5 * x * error);
  }
  return x;
}

export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

function erfSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * z * z) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
}

/** e^(−z²)/√π · 1/(z + ½/(z + 1/(z + 3⁄2/(z + …)))), from the inside out; 300 levels suffice from z = 1 on. */
function erfcFraction(z: number): number {
  let fraction = z;
  for (let k = 300; k >= 1; k--) fraction = z + (0.5 * k) / fraction;
  return Math.exp(-z * z) / (Math.sqrt(Math.PI) * fraction);
}
