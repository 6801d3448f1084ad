/**
 * Moving average convergence divergence. Both averages are seeded with the first price, and the line is missing until
 * the slow one has seen as many prices as it spans; the signal line is seeded with the first value of the line.
 */
import { carrying, sessions } from '../define.ts';
import { alphaOf, exponentialAverage } from '../kernels/recursive.ts';
import { Scratch } from '../kernels/scratch.ts';
import type { Builtin } from '../types.ts';
import { unitOfFirst } from '../units.ts';
import { price } from './parameters.ts';

const slowAverages = new Scratch();
const lines = new Scratch();

const fastSpan = sessions('fast', 'Span of the fast average.', { default: 12 });
const slowSpan = sessions('slow', 'Span of the slow average.', { default: 26 });
const signalSpan = sessions('signal', 'Span of the signal line.', { default: 9 });
const source = 'Appel (2005), Technical Analysis: Power Tools for Active Investors';

function line(x: Float64Array, fast: number, slow: number, out: Float64Array): void {
  const warmUp = Math.max(fast, slow);
  const slowAverage = slowAverages.column(out.length);
  exponentialAverage(x, alphaOf(slow), warmUp, slowAverage);
  exponentialAverage(x, alphaOf(fast), warmUp, out);
  for (let t = 0; t < out.length; t++) out[t] = out[t]! - slowAverage[t]!;
}

/** Fills `out` with the signal line, and returns the line it follows in a buffer of which there is one. */
function signalLine(x: Float64Array, [fast, slow, signal]: readonly number[], out: Float64Array): Float64Array {
  const macdLine = lines.column(out.length);
  line(x, fast!, slow!, macdLine);
  exponentialAverage(macdLine, alphaOf(signal!), 1, out);
  return macdLine;
}

const settled = ([fast, slow]: readonly number[]) => carrying(Math.max(fast!, slow!) - 1);

export const macd: Builtin = {
  name: 'macd',
  version: 1,
  summary: 'The MACD line: how far the fast exponential average is above the slow one.',
  formula: 'ewma(price, fast) − ewma(price, slow), from the slow-th price on',
  source,
  example: 'macd(close, 12d, 26d) / close',
  parameters: [price, fastSpan, slowSpan],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: settled,
  kernel: { shape: 'column', run: ([x], [fast, slow], out) => line(x!, fast!, slow!, out) },
};

export const macdSignal: Builtin = {
  name: 'macd_signal',
  version: 1,
  summary: 'The signal line: the exponential average of the MACD line.',
  formula: 'ewma(macd(price, fast, slow), signal)',
  source,
  example: 'macd_signal(close, 12d, 26d, 9d) / close',
  parameters: [price, fastSpan, slowSpan, signalSpan],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: settled,
  kernel: {
    shape: 'column',
    run([x], spans, out) {
      signalLine(x!, spans, out);
    },
  },
};

export const macdHistogram: Builtin = {
  name: 'macd_histogram',
  version: 1,
  summary: 'How far the MACD line is above its signal line.',
  formula: 'macd(price, fast, slow) − macd_signal(price, fast, slow, signal)',
  source,
  example: 'macd_histogram(close, 12d, 26d, 9d) > 0 USD',
  parameters: [price, fastSpan, slowSpan, signalSpan],
  result: 'widest',
  unit: unitOfFirst,
  lookBack: settled,
  kernel: {
    shape: 'column',
    run([x], spans, out) {
      const macdLine = signalLine(x!, spans, out);
      for (let t = 0; t < out.length; t++) out[t] = macdLine[t]! - out[t]!;
    },
  },
};
