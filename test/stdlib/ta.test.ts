/** Indicators against the spreadsheets of the `ta` package. Differences of definition are said where they are undone. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { builtin } from '../../stdlib/registry.ts';
import { shared } from '../support/shared.ts';
import { describeWithShared } from '../support/vectors.ts';
import { runColumn } from './columns.ts';
import { relativeStrength } from './oracles.ts';

/** A spreadsheet's columns by their head; an empty cell is missing. */
function sheet(name: string): Readonly<Record<string, number[]>> {
  const [head, ...rows] = readFileSync(shared(`vectors/ta/cs-${name}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/);
  const cells = rows.map((row) => row.split(','));
  return Object.fromEntries(
    head!.split(',').map((title, i) => [title, cells.map((row) => (row[i] ? Number(row[i]) : Number.NaN))]),
  );
}

const run = (name: string, inputs: readonly ArrayLike<number>[], constants: readonly number[] = []) =>
  runColumn(builtin(name)!, inputs, constants);

/** Every present cell from `from` on, and at least `least` of them. */
function expectCells(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
  least: number,
  from = 0,
) {
  let compared = 0;
  for (const [t, value] of expected.entries()) {
    if (t < from || Number.isNaN(value)) continue;
    compared++;
    expect(Math.abs(actual[t]! - value), `at ${t}: ${actual[t]} instead of ${value}`).toBeLessThanOrEqual(tolerance);
  }
  expect(compared).toBeGreaterThanOrEqual(least);
}

describeWithShared("the spreadsheets of 'ta'", () => {
  it('bollinger bands, with the population deviation undone', () => {
    const { Close, HighBand, LowBand, MiddleBand, WidthBand, PercentageBand } = sheet('bbands');
    const constants = [20, 2 * Math.sqrt(19 / 20)];
    expectCells(run('bollinger_upper', [Close!], constants), HighBand!, 1e-5, 20);
    expectCells(run('bollinger_lower', [Close!], constants), LowBand!, 1e-5, 20);
    expectCells(run('mean', [Close!], [20]), MiddleBand!, 1e-5, 20);
    expectCells(
      run('bollinger_width', [Close!], constants).map((width) => 100 * width),
      WidthBand!,
      1e-4,
      20,
    );
    expectCells(run('bollinger_percent', [Close!], constants), PercentageBand!, 1e-5, 20);
  });

  it.each(['atr', 'atr2'])('average true range (%s), with a close before the first session', (name) => {
    const { High, Low, Close, TR, ATR } = sheet(name);
    const before = (High![0]! + Low![0]!) / 2;
    const inputs = [High!, Low!, Close!].map((column) => [before, ...column]);
    expectCells(run('true_range', inputs).subarray(1), TR!, 1e-9, 28);
    // Their first n − 1 averages are 0: not there yet.
    expectCells(run('atr', inputs, [name === 'atr' ? 14 : 10]).subarray(1), ATR!, 1e-9, 15, name === 'atr' ? 13 : 9);
  });

  it('directional movement', () => {
    const columns = sheet('adx');
    const inputs = [columns.High!, columns.Low!, columns.Close!];
    expectCells(run('true_range', inputs), columns.TR!, 1e-9, 480);
    expectCells(run('plus_di', inputs, [14]), columns['+DI14']!, 1e-6, 480);
    expectCells(run('minus_di', inputs, [14]), columns['-DI14']!, 1e-6, 480);
    expectCells(run('adx', inputs, [14]), columns.ADX!, 1e-6, 470);
  });

  it('commodity channel index', () => {
    const { High, Low, Close, CCI } = sheet('cci');
    // Their typical prices are rounded to 4 decimals on the way.
    expectCells(run('cci', [High!, Low!, Close!], [20]), CCI!, 0.05, 10);
  });

  it('moving average convergence divergence, once the seed of the signal has faded', () => {
    const { Close, MACD_line, MACD_signal, MACD_diff } = sheet('macd');
    expectCells(run('macd', [Close!], [12, 26]), MACD_line!, 1e-7, 90, 25);
    expectCells(run('macd_signal', [Close!], [12, 26, 9]), MACD_signal!, 1e-6, 20, 100);
    expectCells(run('macd_histogram', [Close!], [12, 26, 9]), MACD_diff!, 1e-6, 20, 100);
  });

  it('on-balance volume', () => {
    const { Close, Volume, OBV } = sheet('obv');
    expectCells(run('obv', [Close!, Volume!]), OBV!, 1e-9, 29);
  });

  it('%R of Williams and the stochastic oscillator, whose early closes are missing', () => {
    const percentr = sheet('percentr');
    const { High, Low, Close, SO, SO_SIG } = sheet('soo');
    expectCells(
      run('williams_r', [percentr.High!, percentr.Low!, percentr.Close!], [14]),
      percentr['Williams_%R']!,
      1e-5,
      15,
    );
    expectCells(run('stochastic_k', [High!, Low!, Close!], [14, 1]), SO!, 1e-5, 15);
    expectCells(run('stochastic_d', [High!, Low!, Close!], [14, 1, 3]), SO_SIG!, 1e-5, 13);
  });

  it('rate of change', () => {
    const { Close, ROC } = sheet('roc');
    expectCells(run('roc', [Close!], [12]), ROC!, 1e-7, 7);
  });

  it('relative strength index, which they seed with 0 and we with the mean of n', () => {
    const { Close, RSI } = sheet('rsi');
    expectCells(relativeStrength(Close!, 14, 0), RSI!, 1e-3, 18);
  });

  it('volume-weighted average price, whose windows they let be short at the start', () => {
    const { High, Low, Close, Volume, vwap } = sheet('vwap');
    expectCells(run('vwap', [High!, Low!, Close!, Volume!], [14]), vwap!, 1e-9, 16, 13);
  });
});
