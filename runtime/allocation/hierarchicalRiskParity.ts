/**
 * Hierarchical risk parity: López de Prado, "Building Diversified Portfolios that Outperform Out of Sample", J. of
 * Portfolio Management 42(4), 2016. Names that move together are put side by side; then halves of that order share
 * the weight by their variances, down to single names. Nothing is inverted, so any covariance will do.
 */
import { type Allocation, allocated, failureOfCovariance } from './allocation.ts';
import { correlations } from './covariance.ts';

/**
 * The distance of two names is √((1 − correlation) / 2), clusters join by single linkage. (The paper clusters by the
 * distance between columns of that matrix; the libraries in use by the distance itself, and so do we.)
 *
 * @param correlation for the distances; only where it is not that of the covariance, as with gaps in the returns
 */
export function hierarchicalRiskParity(
  covariance: Float64Array,
  correlation: Float64Array = correlations(covariance),
): Allocation {
  const n = Math.sqrt(covariance.length);
  const failure = failureOfCovariance(covariance, n);
  if (failure) return failure;
  const weights = new Float64Array(n).fill(1);
  bisect(covariance, leafOrder(spanningTree(correlation, n), n), weights);
  return allocated(weights);
}

/** Each half gets the other's share of their variances. */
function bisect(covariance: Float64Array, order: Int32Array, weights: Float64Array): void {
  if (order.length < 2) return;
  const left = order.subarray(0, order.length >> 1);
  const right = order.subarray(order.length >> 1);
  const ofLeft = clusterVariance(covariance, left, weights.length);
  const ofRight = clusterVariance(covariance, right, weights.length);
  const share = 1 - ofLeft / (ofLeft + ofRight);
  for (const name of left) weights[name]! *= share;
  for (const name of right) weights[name]! *= 1 - share;
  bisect(covariance, left, weights);
  bisect(covariance, right, weights);
}

/** The variance of the names weighted by 1 / variance. */
function clusterVariance(covariance: Float64Array, names: Int32Array, n: number): number {
  let inverses = 0;
  let variance = 0;
  for (const i of names) {
    const ofFirst = 1 / covariance[i * n + i]!;
    inverses += ofFirst;
    for (const j of names) variance += (ofFirst * covariance[i * n + j]!) / covariance[j * n + j]!;
  }
  return variance / (inverses * inverses);
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly distance: number;
}

/**
 * The n − 1 edges of the minimum spanning tree, shortest first, ties in the order found: the joins of single linkage
 * (Gower and Ross 1969). Found by Prim's algorithm from the first name.
 */
function spanningTree(correlation: Float64Array, n: number): readonly Edge[] {
  const distance = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const nearest = new Int32Array(n);
  const reached = new Uint8Array(n);
  const edges: Edge[] = [];
  let last = 0;
  for (let count = 1; count < n; count++) {
    reached[last] = 1;
    let next = -1;
    for (let i = 0; i < n; i++) {
      if (reached[i] === 1) continue;
      const apart = Math.sqrt(Math.max(0, (1 - correlation[last * n + i]!) / 2));
      if (apart < distance[i]!) {
        distance[i] = apart;
        nearest[i] = last;
      }
      if (next < 0 || distance[i]! < distance[next]!) next = i;
    }
    edges.push({ from: nearest[next]!, to: next, distance: distance[next]! });
    last = next;
  }
  return edges.sort((a, b) => a.distance - b.distance);
}

interface Cluster {
  /** A single name's place, then the joins in their order. */
  readonly age: number;
  readonly names: readonly number[];
}

/** The names as the tree of joins lists them: of two clusters the older first. */
function leafOrder(joins: readonly Edge[], n: number): Int32Array {
  const clusterOf = Array.from({ length: n }, (_, i): Cluster => ({ age: i, names: [i] }));
  joins.forEach(({ from, to }, join) => {
    const a = clusterOf[from]!;
    const b = clusterOf[to]!;
    const names = a.age < b.age ? [...a.names, ...b.names] : [...b.names, ...a.names];
    for (const name of names) clusterOf[name] = { age: n + join, names };
  });
  return Int32Array.from(clusterOf[0]!.names);
}
