/**
 * Walks the cross-sections of a panel: for each session the members that have a value, in ticker order, all together or
 * group by group. Panels are stock-major, so sessions are gathered several at a time, as many as share a cache line.
 */
import type { CrossSectionContext } from '../types.ts';
import { Scratch } from './scratch.ts';

const GROUP = 8;
const gathered = new Scratch();
let whose = new Int32Array(0);
const sizes = new Int32Array(GROUP);

const sorted = new Scratch();
let sortedWho = new Int32Array(0);
/** Of each group its first place among the sorted, and the next one to fill. */
let starts = new Int32Array(0);
let next = new Int32Array(0);

/** The members of one cross-section that have a value: `values[0 .. count)`, and `who` they are. */
type Visit = (session: number, values: Float64Array, who: Int32Array, count: number) => void;

/**
 * Calls `visit` for every session with the values of its members (`values[0 .. count)`) and their stock indices. Both
 * are reused: they hold until `visit` returns.
 */
export function eachCrossSection(
  x: Float64Array,
  { stocks, sessions, members }: CrossSectionContext,
  visit: Visit,
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

/**
 * Likewise for every group of every session, in the order of the groups' numbers; whoever is in none is left out. Without
 * groups all members of a session are one.
 */
export function eachGroup(
  x: Float64Array,
  groups: Float64Array | undefined,
  context: CrossSectionContext,
  visit: Visit,
): void {
  if (groups === undefined) {
    eachCrossSection(x, context, visit);
    return;
  }
  const { stocks, sessions } = context;
  const count = numberOfGroups(groups);
  if (starts.length <= count) [starts, next] = [new Int32Array(count + 1), new Int32Array(count + 1)];
  if (sortedWho.length < stocks) sortedWho = new Int32Array(stocks);
  const values = sorted.atLeast(stocks);
  eachCrossSection(x, context, (session, all, who, members) => {
    // A counting sort, which keeps the order of tickers within a group.
    starts.fill(0);
    for (let i = 0; i < members; i++) {
      const group = groups[who[i]! * sessions + session]!;
      if (!Number.isNaN(group)) starts[group + 1]!++;
    }
    for (let g = 0; g < count; g++) starts[g + 1]! += starts[g]!;
    next.set(starts);
    for (let i = 0; i < members; i++) {
      const group = groups[who[i]! * sessions + session]!;
      if (Number.isNaN(group)) continue;
      const at = next[group]!++;
      values[at] = all[i]!;
      sortedWho[at] = who[i]!;
    }
    for (let g = 0; g < count; g++) {
      const [from, to] = [starts[g]!, starts[g + 1]!];
      if (to > from) visit(session, values.subarray(from, to), sortedWho.subarray(from, to), to - from);
    }
  });
}

/** Groups are numbered from 0. */
export function numberOfGroups(groups: Float64Array): number {
  let most = -1;
  for (let i = 0; i < groups.length; i++) if (groups[i]! > most) most = groups[i]!;
  return most + 1;
}
