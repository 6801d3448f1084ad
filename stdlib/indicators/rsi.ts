import { carrying, windowOf } from '../define.ts';
import { wilderAverage } from '../kernels/recursive.ts';
import { Scratch } from '../kernels/scratch.ts';
import type { Builtin } from '../types.ts';
import { unitRatio } from '../units.ts';
import { price } from './parameters.ts';

const gains = new Scratch();
const losses = new Scratch();
const averageLosses = new Scratch();

export const rsi: Builtin = {
  name: 'rsi',
  version: 1,
  summary:
    'Relative strength index: the share of gains in all movement, from 0 (only losses) to 100 (only gains); missing while nothing moves.',
  formula: "100 G / (G + L), G and L Wilder's averages of gains and losses over n sessions",
  source: 'Wilder (1978), New Concepts in Technical Trading Systems',
  example: 'rsi(close, 14d)',
  parameters: [price, windowOf(1, 'Sessions n of the averages.', 14)],
  range: { lo: 0, hi: 100 },
  result: 'widest',
  unit: unitRatio,
  lookBack: ([n]) => carrying(n!),
  kernel: {
    shape: 'column',
    run([x], [n], out) {
      const length = out.length;
      const gain = gains.column(length);
      const loss = losses.column(length);
      gain.fill(Number.NaN, 0, 1);
      loss.fill(Number.NaN, 0, 1);
      for (let t = 1; t < length; t++) {
        const change = x![t]! - x![t - 1]!;
        gain[t] = Math.max(change, 0);
        loss[t] = Math.max(-change, 0);
      }
      const averageLoss = averageLosses.column(length);
      wilderAverage(gain, n!, out);
      wilderAverage(loss, n!, averageLoss);
      for (let t = 0; t < length; t++) {
        const movement = out[t]! + averageLoss[t]!;
        out[t] = movement === 0 ? Number.NaN : (100 * out[t]!) / movement;
      }
    },
  },
};
