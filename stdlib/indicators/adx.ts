/**
 * Wilder's directional movement. Averages are seeded with the plain mean of the first n sessions that have one before
 * them, as in Wilder's own worksheet; some programs seed with n − 1 and agree after the seed has faded.
 */
import { carrying, windowOf } from '../define.ts';
import { wilderAverage } from '../kernels/recursive.ts';
import { Scratch } from '../kernels/scratch.ts';
import type { Builtin } from '../types.ts';
import { ratioOfSame } from '../units.ts';
import { close, high, low } from './parameters.ts';
import { trueRangeOf } from './true_range.ts';

const ranges = new Scratch();
const averageRanges = new Scratch();
const moves = new Scratch();
const ups = new Scratch();
const downs = new Scratch();

/** +DI (`direction` 1) or −DI (−1): 100 × Wilder's average of the movement that way over that of the true range. */
function directionalIndicator(
  h: Float64Array,
  l: Float64Array,
  c: Float64Array,
  n: number,
  direction: 1 | -1,
  out: Float64Array,
): void {
  const length = out.length;
  const range = ranges.column(length);
  const averageRange = averageRanges.column(length);
  const move = moves.column(length);
  trueRangeOf(h, l, c, range);
  move.fill(Number.NaN, 0, 1);
  for (let t = 1; t < length; t++) {
    const up = h[t]! - h[t - 1]!;
    const down = l[t - 1]! - l[t]!;
    const ahead = direction === 1 ? up : down;
    const behind = direction === 1 ? down : up;
    // Range and movement are averaged over the same sessions: where one is missing, so is the other.
    if (Number.isNaN(up) || Number.isNaN(down) || Number.isNaN(range[t]!)) range[t] = move[t] = Number.NaN;
    else move[t] = ahead > behind && ahead > 0 ? ahead : 0;
  }
  wilderAverage(range, n, averageRange);
  wilderAverage(move, n, out);
  for (let t = 0; t < length; t++) {
    out[t] = averageRange[t] === 0 ? Number.NaN : (100 * out[t]!) / averageRange[t]!;
  }
}

const shared = {
  version: 1,
  source: 'Wilder (1978), New Concepts in Technical Trading Systems',
  parameters: [high, low, close, windowOf(1, 'Sessions n of the averages.', 14)],
  result: 'widest',
  range: { lo: 0, hi: 100 },
  unit: ratioOfSame('compared'),
} as const;

export const plusDi: Builtin = {
  ...shared,
  name: 'plus_di',
  summary: 'How much of the movement of a price is to new highs, from 0 to 100.',
  formula:
    "100 A(+DM) / A(TR), A Wilder's average over n; +DM = high's rise where it is positive and exceeds low's fall, else 0",
  example: 'plus_di(high, low, close, 14d) > minus_di(high, low, close, 14d)',
  lookBack: ([n]) => carrying(n!),
  kernel: { shape: 'column', run: ([h, l, c], [n], out) => directionalIndicator(h!, l!, c!, n!, 1, out) },
};

export const minusDi: Builtin = {
  ...shared,
  name: 'minus_di',
  summary: 'How much of the movement of a price is to new lows, from 0 to 100.',
  formula:
    "100 A(−DM) / A(TR), A Wilder's average over n; −DM = low's fall where it is positive and exceeds high's rise, else 0",
  example: 'minus_di(high, low, close, 14d)',
  lookBack: ([n]) => carrying(n!),
  kernel: { shape: 'column', run: ([h, l, c], [n], out) => directionalIndicator(h!, l!, c!, n!, -1, out) },
};

export const adx: Builtin = {
  ...shared,
  name: 'adx',
  summary: 'Average directional index: how strong a trend is, whichever way it goes, from 0 to 100.',
  formula: "A(100 |+DI − −DI| / (+DI + −DI)), A Wilder's average over n; a session without movement is missing",
  example: 'adx(high, low, close, 14d) > 25',
  lookBack: ([n]) => carrying(2 * n! - 1),
  kernel: {
    shape: 'column',
    run([h, l, c], [n], out) {
      const length = out.length;
      const up = ups.column(length);
      const down = downs.column(length);
      directionalIndicator(h!, l!, c!, n!, 1, up);
      directionalIndicator(h!, l!, c!, n!, -1, down);
      for (let t = 0; t < length; t++) {
        const both = up[t]! + down[t]!;
        up[t] = both === 0 ? Number.NaN : (100 * Math.abs(up[t]! - down[t]!)) / both;
      }
      wilderAverage(up, n!, out);
    },
  },
};
