/**
 * Indicators against Tulip's regression files. Where Tulip means something else by a name, the slow definition is shown
 * to give Tulip's figures with Tulip's choice; with ours it is what the kernels are held to in definitions.test.ts.
 */
import { expect, it } from 'vitest';
import { slidingMeanDeviation } from '../../stdlib/kernels/meanDeviation.ts';
import { wilderAverage } from '../../stdlib/kernels/recursive.ts';
import { slidingMean } from '../../stdlib/kernels/sums.ts';
import { builtin } from '../../stdlib/registry.ts';
import { tulipCases } from '../support/tulip.ts';
import { describeWithShared } from '../support/vectors.ts';
import { runColumn } from './columns.ts';
import { directional, exponential, macdLine } from './oracles.ts';

type Numbers = ArrayLike<number>;
/** Our columns for Tulip's inputs and options, one for each of its outputs. */
type Ours = (inputs: readonly (readonly number[])[], options: readonly number[]) => readonly Numbers[];

const run = (name: string, inputs: readonly Numbers[], constants: readonly number[] = []) =>
  runColumn(builtin(name)!, inputs, constants);
const same =
  (...names: string[]): Ours =>
  (inputs, options) =>
    names.map((name) => run(name, inputs, options));
const scaled = (values: Numbers, by: number) => Array.from(values, (value) => value * by);

/** A session before the first, closing inside the first one's range: its true range becomes high − low, as Tulip has it. */
function withSessionBefore([high, low, close]: readonly (readonly number[])[]): number[][] {
  return [high!, low!, close!].map((column) => [(high![0]! + low![0]!) / 2, ...column]);
}

const population: Ours = ([x], [n]) => [scaled(run('stdev', [x!], [n!]), Math.sqrt((n! - 1) / n!))];

const OURS: Readonly<Record<string, { readonly inputs: number; readonly ours: Ours }>> = {
  abs: { inputs: 1, ours: same('abs') },
  add: { inputs: 2, ours: same('add') },
  sub: { inputs: 2, ours: same('subtract') },
  mul: { inputs: 2, ours: same('multiply') },
  div: { inputs: 2, ours: same('divide') },
  ln: { inputs: 1, ours: same('log') },
  exp: { inputs: 1, ours: same('exp') },
  sqrt: { inputs: 1, ours: same('sqrt') },
  lag: { inputs: 1, ours: same('lag') },
  mom: { inputs: 1, ours: same('change') },
  max: { inputs: 1, ours: same('highest') },
  min: { inputs: 1, ours: same('lowest') },
  sum: { inputs: 1, ours: same('sum') },
  sma: { inputs: 1, ours: same('mean') },
  ema: { inputs: 1, ours: same('ewma') },
  linregslope: { inputs: 1, ours: same('slope') },
  rsi: { inputs: 1, ours: same('rsi') },
  cci: { inputs: 3, ours: same('cci') },
  willr: { inputs: 3, ours: same('williams_r') },
  stoch: {
    inputs: 3,
    ours: (inputs, [n, smooth, signal]) => [
      run('stochastic_k', inputs, [n!, smooth!]),
      run('stochastic_d', inputs, [n!, smooth!, signal!]),
    ],
  },
  // A fraction there, percent points here.
  roc: { inputs: 1, ours: (inputs, options) => [scaled(run('roc', inputs, options), 0.01)] },
  // The population deviation there, the sample deviation here.
  stddev: { inputs: 1, ours: population },
  bbands: {
    inputs: 1,
    ours: ([x], [n, width]) => {
      const constants = [n!, width! * Math.sqrt((n! - 1) / n!)];
      return [
        run('bollinger_lower', [x!], constants),
        run('mean', [x!], [n!]),
        run('bollinger_upper', [x!], constants),
      ];
    },
  },
  // high − low for the first session there, missing here.
  tr: { inputs: 3, ours: (inputs) => [run('true_range', withSessionBefore(inputs)).subarray(1)] },
  atr: { inputs: 3, ours: (inputs, options) => [run('atr', withSessionBefore(inputs), options).subarray(1)] },
  // 0 for the first session there, missing here.
  obv: { inputs: 2, ours: (inputs) => [[0, ...run('obv', inputs).subarray(1)]] },
  // Seeded with n − 1 sessions there, with n here. DX does not depend on the close.
  di: {
    inputs: 3,
    ours: (inputs, [n]) => {
      const { plus, minus } = directional(inputs, n!, n! - 1);
      return [plus, minus];
    },
  },
  adx: { inputs: 2, ours: ([high, low], [n]) => [directional([high!, low!, low!], n!, n! - 1).adx] },
  // 12 and 26 sessions stand for weights 0.15 and 0.075 there, for 2 / 13 and 2 / 27 here.
  macd: {
    inputs: 1,
    ours: ([x], [fast, slow, signal]) => {
      if (fast !== 12 || slow !== 26) {
        return ['macd', 'macd_signal', 'macd_histogram'].map((name) =>
          run(name, [x!], name === 'macd' ? [fast!, slow!] : [fast!, slow!, signal!]),
        );
      }
      const line = macdLine(x!, fast, slow, [0.15, 0.075]);
      const signals = exponential(line, signal!);
      return [line, signals, line.map((value, t) => value - signals[t]!)];
    },
  },
  // Of the close there, of the typical price here.
  vwma: { inputs: 2, ours: ([close, volume], options) => [run('vwap', [close!, close!, close!, volume!], options)] },
  wilders: {
    inputs: 1,
    ours: ([x], [n]) => {
      const out = new Float64Array(x!.length);
      wilderAverage(Float64Array.from(x!), n!, out);
      return [out];
    },
  },
  md: {
    inputs: 1,
    ours: ([x], [n]) => {
      const values = Float64Array.from(x!);
      const [means, out] = [new Float64Array(values.length), new Float64Array(values.length)];
      slidingMean(values, n!, means);
      slidingMeanDeviation(values, means, n!, out);
      return [out];
    },
  },
};

describeWithShared("Tulip's regression files", () => {
  const files = ['untest.txt', 'atoz.txt', 'extra.txt'];
  const cases = files.flatMap(tulipCases).filter(({ name }) => name in OURS);

  it('cover what we have', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(Object.keys(OURS).length);
  });

  it.each(cases.map((each) => [each.title, each] as const))('%s', (_title, { name, options, columns }) => {
    const { inputs, ours } = OURS[name]!;
    const outputs = columns.slice(inputs);
    const found = ours(columns.slice(0, inputs), options);
    expect(found.length).toBe(outputs.length);
    for (const [i, expected] of outputs.entries()) {
      const actual = Array.from(found[i]!).slice(found[i]!.length - expected.length);
      for (const [t, value] of expected.entries()) {
        const tolerance = Math.max(0.00101, 1e-9 * Math.abs(value));
        expect(Math.abs(actual[t]! - value), `output ${i} at ${t}: ${actual[t]} instead of ${value}`).toBeLessThan(
          tolerance,
        );
      }
    }
  });
});
