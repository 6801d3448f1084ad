/** What two lists have in common in the same order: the longest common subsequence. */

/** Of lists with more pairs than this the table would not fit in memory: only their ends are compared. */
const MOST_PAIRS = 25_000_000;

/** Places in both lists, ascending in both. */
export type CommonPlaces = readonly (readonly [inA: number, inB: number])[];

/** Lists mostly agree at both ends, which leaves a short stretch to look at closely. */
export function longestCommon<T>(a: readonly T[], b: readonly T[], equal: (a: T, b: T) => boolean): CommonPlaces {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && equal(a[head]!, b[head]!)) head++;
  let tail = 0;
  while (tail < shorter - head && equal(a.at(-1 - tail)!, b.at(-1 - tail)!)) tail++;
  const pairs = (inA: number, inB: number, count: number) =>
    Array.from({ length: count }, (_, i) => [inA + i, inB + i] as const);
  const middle = longestCommonMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), equal);
  return [
    ...pairs(0, 0, head),
    ...middle.map(([i, j]) => [head + i, head + j] as const),
    ...pairs(a.length - tail, b.length - tail, tail),
  ];
}

/** `common[i][j]`: how much of what is left behind i and j is common. */
function longestCommonMiddle<T>(a: readonly T[], b: readonly T[], equal: (a: T, b: T) => boolean): CommonPlaces {
  if (a.length * b.length > MOST_PAIRS) return [];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const best = equal(a[i]!, b[j]!) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
      common[i * width + j] = best;
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (equal(a[i]!, b[j]!)) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
