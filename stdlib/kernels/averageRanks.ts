import { Scratch } from './scratch.ts';

const sortedValues = new Scratch();

/** out[i] = rank of values[i] from 1, ties sharing the average of theirs. All values are present. */
export function averageRanks(values: ArrayLike<number>, count: number, out: Float64Array): void {
  const buffer = sortedValues.atLeast(count);
  // Adding 0 turns −0 into 0, which are one value.
  for (let i = 0; i < count; i++) buffer[i] = values[i]! + 0;
  const sorted = buffer.subarray(0, count).sort();
  for (let i = 0; i < count; i++) {
    const below = firstAtLeast(sorted, values[i]!, 0);
    let end = below + 1;
    if (sorted[end] === sorted[below]) end = firstAbove(sorted, values[i]!, end);
    out[i] = (below + 1 + end) / 2;
  }
}

function firstAtLeast(sorted: Float64Array, value: number, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(sorted: Float64Array, value: number, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
