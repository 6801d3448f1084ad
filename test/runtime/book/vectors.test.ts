/** Every worked case of kind `book`: each field of each decision and holding, and the figures. */
import { expect, it } from 'vitest';
import type { ReturnFigures } from '../../../runtime/results.ts';
import { describeWithShared, RETURN_FIGURES, vectors } from '../../support/vectors.ts';
import { type BookCase, type RunOfCase, readBookCase, runCase, tickerOrder } from './vectors.ts';

describeWithShared('worked cases of the book', () => {
  const cases = vectors<{ name: string; kind: string }[]>('book/index.json');
  const names = cases.filter(({ kind }) => kind === 'book').map(({ name }) => name);

  it('are all there', () => {
    expect(names).toHaveLength(24);
  });

  it.each(names)('%s', (name) => {
    const bookCase = readBookCase(name);
    const run = runCase(bookCase);
    checkDecisions(bookCase, run);
    checkHoldings(bookCase, run);
    checkFigures(bookCase, run);
  });
});

const WEIGHTS = ['target', 'smoothed', 'limited', 'drifted', 'held'] as const;
const FILL_FIGURES = {
  scale: 'scale',
  turnover: 'turnover',
  cost: 'cost',
  borrow: 'borrow',
  equity_before_fill: 'equityBeforeFill',
} as const;

function checkDecisions({ inputs, expected }: BookCase, { decisions }: RunOfCase): void {
  const order = tickerOrder(inputs.tickers);
  expect(decisions.count).toBe(expected.decisions.length);
  expected.decisions.forEach((row, d) => {
    const at = `decision of ${row.decided}`;
    expect(inputs.dates[decisions.decided[d]!], at).toBe(row.decided);
    expect(inputs.dates[decisions.filled[d]!], at).toBe(row.filled);
    const { rebalance, whyNot, resumed, flat } = decisions.flags[d]!;
    expect({ rebalance, why_not: whyNot, resumed, flat }, at).toEqual({
      rebalance: row.rebalance,
      why_not: row.why_not,
      resumed: row.resumed,
      flat: row.flat,
    });
    const stops = row.stops as { stop: string; figure: number; limit: number }[];
    expect(
      decisions.stops[d]!.map(({ text }) => text),
      at,
    ).toEqual(stops.map(({ stop }) => stop));
    stops.forEach(({ figure, limit }, s) => {
      near(decisions.stops[d]![s]!.figure, figure, 1e-9, 1e-12, `${at}: figure`);
      near(decisions.stops[d]![s]!.limit, limit, 1e-9, 1e-12, `${at}: limit`);
    });
    for (const [theirs, ours] of Object.entries(FILL_FIGURES)) {
      near(decisions[ours][d]!, row[theirs] as number | null, 1e-12, 1e-14, `${at}: ${theirs}`);
    }
    for (const step of WEIGHTS) {
      const weights = row[step] as number[] | null;
      order.forEach((theirs, ours) => {
        const weight = decisions[step][d * order.length + ours]!;
        near(weight, weights?.[theirs] ?? null, 1e-12, 1e-14, `${at}: ${step} of ${inputs.tickers[theirs]}`);
      });
    }
  });
}

const HOLDING_FIGURES = {
  gross: 'gross',
  cost: 'cost',
  borrow: 'borrow',
  net: 'net',
  long_gross: 'longGross',
  short_gross: 'shortGross',
  long_net: 'longNet',
  short_net: 'shortNet',
  turnover: 'turnover',
  turnover_long: 'turnoverLong',
  turnover_short: 'turnoverShort',
  equity: 'equity',
} as const;

function checkHoldings({ inputs, expected, parameters }: BookCase, { holdings }: RunOfCase): void {
  expect(holdings.count).toBe(expected.holdings.length);
  expected.holdings.forEach((row, h) => {
    const at = `holding from ${row.from}`;
    expect(inputs.dates[holdings.from[h]!], at).toBe(row.from);
    expect(inputs.dates[holdings.to[h]!], at).toBe(row.to);
    expect(Object.keys(row).sort(), at).toEqual(['from', 'to', ...Object.keys(HOLDING_FIGURES)].sort());
    for (const [theirs, ours] of Object.entries(HOLDING_FIGURES)) {
      near(holdings[ours][h]!, row[theirs] as number, 1e-12, 1e-14, `${at}: ${theirs}`);
    }
  });
  [parameters.capital, ...holdings.equity].forEach((equity, e) => {
    near(equity, expected.equity[e]!, 1e-12, 1e-14, `equity ${e}`);
  });
}

function checkFigures({ expected: { metrics } }: BookCase, { figures }: RunOfCase): void {
  const legs = {
    net: figures.net,
    gross: figures.gross,
    long_net: figures.longNet,
    long_gross: figures.longGross,
    short_net: figures.shortNet,
    short_gross: figures.shortGross,
  };
  for (const [leg, ours] of Object.entries(legs)) {
    const theirs = metrics[leg] as Record<string, number | null> | null;
    expect(ours === null, `${leg} is declared`).toBe(theirs === null);
    if (ours === null || theirs === null) continue;
    expect(Object.keys(theirs).sort()).toEqual(Object.keys(RETURN_FIGURES).sort());
    for (const [name, figure] of Object.entries(RETURN_FIGURES)) {
      near((ours as ReturnFigures)[figure], theirs[name]!, 1e-9, 1e-12, `${leg}: ${name}`);
    }
  }
  near(figures.averageTurnover, metrics.average_turnover as number, 1e-9, 1e-12, 'average turnover');
  near(figures.averageTurnoverLong, metrics.average_turnover_long as number, 1e-9, 1e-12, 'long turnover');
  near(figures.averageTurnoverShort, metrics.average_turnover_short as number, 1e-9, 1e-12, 'short turnover');
  near(figures.averageCost, metrics.average_cost as number, 1e-9, 1e-12, 'average cost');
}

/** Null and NaN are the same missing value. */
function near(ours: number | null, theirs: number | null, relative: number, absolute: number, at: string): void {
  if (theirs === null || ours === null || Number.isNaN(ours)) {
    expect(ours === null || Number.isNaN(ours) ? null : ours, at).toBe(theirs);
    return;
  }
  const allowed = Math.max(absolute, relative * Math.abs(theirs));
  if (!(Math.abs(ours - theirs) <= allowed)) expect(ours, at).toBe(theirs);
}
