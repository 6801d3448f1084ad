/** x[t] / x[t − n] − 1, missing where x[t − n] = 0 and where the quotient overflows. */
export function simpleReturns(x: Float64Array, n: number, out: Float64Array): void {
  out.fill(Number.NaN, 0, n);
  for (let t = n; t < out.length; t++) {
    const quotient = x[t]! / x[t - n]!;
    // The last term is 0, or makes an infinity missing (see `divide`).
    out[t] = quotient - 1 + (quotient - quotient);
  }
}
