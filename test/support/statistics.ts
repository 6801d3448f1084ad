/** Means and correlations, the short way. */

export function average(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function correlations(a: Float64Array, b: Float64Array, t: number, sessions: number, stocks: number) {
  const x = Array.from({ length: stocks }, (_, i) => a[i * sessions + t]!);
  const y = Array.from({ length: stocks }, (_, i) => b[i * sessions + t]!);
  return { ic: correlation(x, y), rankIc: correlation(ranksOf(x), ranksOf(y)) };
}

/** Ranks of values without ties; of missing ones, missing. */
function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => (Number.isNaN(value) ? value : values.filter((other) => other < value).length));
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [average(Float64Array.from(x)), average(Float64Array.from(y))];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    xy += (value - mx) * (y[i]! - my);
    xx += (value - mx) ** 2;
    yy += (y[i]! - my) ** 2;
  });
  return xy / Math.sqrt(xx * yy);
}
