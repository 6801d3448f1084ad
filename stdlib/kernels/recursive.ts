/**
 * Averages that carry everything before: exponential and Wilder's. A session without a value has no average; the
 * average goes on from where it was when values come back.
 */

/**
 * out[t] = average + alpha (x[t] − average), seeded with the first present value. Missing until `warmUp` values have
 * been seen, and wherever x is.
 */
export function exponentialAverage(x: Float64Array, alpha: number, warmUp: number, out: Float64Array): void {
  let seen = 0;
  let average = 0;
  for (let t = 0; t < out.length; t++) {
    const v = x[t]!;
    if (Number.isNaN(v)) {
      out[t] = Number.NaN;
      continue;
    }
    average = seen === 0 ? v : average + alpha * (v - average);
    seen++;
    out[t] = seen < warmUp ? Number.NaN : average;
  }
}

/** The usual weight of an exponential average of n sessions. */
export function alphaOf(n: number): number {
  return 2 / (n + 1);
}

/**
 * Wilder's average: the plain mean of the first n present values, then average + (x[t] − average) / n. Missing before
 * there are n, and wherever x is. (Wilder, New Concepts in Technical Trading Systems, 1978.)
 */
export function wilderAverage(x: Float64Array, n: number, out: Float64Array): void {
  let seen = 0;
  let average = 0;
  for (let t = 0; t < out.length; t++) {
    const v = x[t]!;
    if (Number.isNaN(v)) {
      out[t] = Number.NaN;
      continue;
    }
    seen++;
    if (seen <= n) {
      average += v;
      if (seen === n) average /= n;
      out[t] = seen < n ? Number.NaN : average;
    } else {
      average += (v - average) / n;
      out[t] = average;
    }
  }
}
