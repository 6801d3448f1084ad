/**
 * Walks the cross-sections of a panel: for each session the members that have a value, in ticker order. Panels are
 * stock-major, so sessions are gathered several at a time, as many as share a cache line.
 */
import type { CrossSectionContext } from '../types.ts';
import { Scratch } from './scratch.ts';

const GROUP = 8;
const gathered = new Scratch();
let whose = new Int32Array(0);
const sizes = new Int32Array(GROUP);

/**
 * Calls `visit` for every session with the values of its members (`values[0 .. count)`) and their stock indices. Both
 * are reused: they hold until `visit` returns.
 */
export function eachCrossSection(
  x: Float64Array,
  { stocks, sessions, members }: CrossSectionContext,
  visit: (session: number, values: Float64Array, who: Int32Array, count: number) => void,
): void {
  const values = gathered.atLeast(GROUP * stocks);
  if (whose.length < GROUP * stocks) whose = new Int32Array(GROUP * stocks);
  for (let first = 0; first < sessions; first += GROUP) {
    const width = Math.min(GROUP, sessions - first);
    sizes.fill(0);
    for (let stock = 0; stock < stocks; stock++) {
      const base = stock * sessions + first;
      for (let lane = 0; lane < width; lane++) {
        const value = x[base + lane]!;
        if (members[base + lane] !== 1 || Number.isNaN(value)) continue;
        const slot = lane * stocks + sizes[lane]!++;
        values[slot] = value;
        whose[slot] = stock;
      }
    }
    for (let lane = 0; lane < width; lane++) {
      const from = lane * stocks;
      const to = from + sizes[lane]!;
      visit(first + lane, values.subarray(from, to), whose.subarray(from, to), to - from);
    }
  }
}
