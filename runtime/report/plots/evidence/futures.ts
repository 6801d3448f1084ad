/** Plots of what else might have been: paths drawn from the returns, more capital, longer horizons. */
import { money, percent, plural, ratio, signedRatio } from '../../format.ts';
import type { ReportInput } from '../../input.ts';
import { colour } from '../../palette.ts';
import { level, numberAxis, percentAxis, percentDecimals } from '../parts.ts';
import type { Plot, View } from '../plot.ts';

export function pathsPlot({ evidence }: ReportInput): Plot {
  const paths = evidence?.paths ?? null;
  const values = paths?.fan.map(({ session, ...at }) => ({ session, ...scaled(at) })) ?? [];
  return {
    id: 'paths',
    title: 'Other histories of the same returns',
    caption:
      paths === null
        ? 'Too few returns to draw others from.'
        : `Equity of 100 over ${plural(paths.count, 'path')} of blocks drawn from these returns: ` +
          `half of them end between ${ratio(100 * paths.finalEquity.p25, 1)} and ${ratio(100 * paths.finalEquity.p75, 1)}, ` +
          `${percent(paths.loss, 0)} below 100; one in twenty falls by more than ${percent(-paths.maxDrawdown.p5, 1)}.`,
    legend: [
      { role: 'ink', label: 'Median', mark: 'line' },
      { role: 'soft', label: '25% to 75%', mark: 'bar' },
      { role: 'grid', label: '5% to 95%', mark: 'bar' },
    ],
    size: 'half',
    height: 220,
    draw:
      values.length < 2
        ? null
        : (canvas) => ({
            data: { values },
            encoding: {
              x: {
                field: 'session',
                type: 'quantitative',
                title: 'Sessions',
                scale: { nice: false },
                axis: { tickCount: canvas.ticks },
              },
            },
            layer: [
              band('p5', 'p95', 'grid'),
              band('p25', 'p75', 'soft'),
              level(100),
              curve('p50', numberAxis(',.0f')),
            ],
          }),
  };
}

function scaled<Name extends string>(quantiles: Readonly<Record<Name, number>>): Record<Name, number> {
  const entries = Object.entries<number>(quantiles).map(([name, value]) => [name, 100 * value]);
  return Object.fromEntries(entries) as Record<Name, number>;
}

function band(low: string, high: string, role: 'grid' | 'soft'): View {
  return {
    mark: { type: 'area', color: colour(role) },
    encoding: { y: { field: low, type: 'quantitative', title: null, scale: { zero: false } }, y2: { field: high } },
  };
}

function curve(field: string, axis: View): View {
  return {
    mark: { type: 'line', color: colour('ink') },
    encoding: { y: { field, type: 'quantitative', title: null, scale: { zero: false }, axis } },
  };
}

export function capacityPlot({ evidence }: ReportInput): Plot {
  const points = evidence?.capacity?.points ?? [];
  const values = points.flatMap(({ capital, annualReturn }) =>
    annualReturn === null ? [] : [{ capital, annualReturn }],
  );
  const breakEven = evidence?.capacity?.breakEven ?? null;
  return {
    id: 'capacity',
    title: 'Capacity',
    caption:
      values.length < 2
        ? 'The data have no dollar volume to price the impact by.'
        : `Annual return, arithmetic, at more capital, when every order also pays the square root of its share of the day's volume times the day's volatility. ` +
          (breakEven === null ? 'There is nothing to lose.' : `It is gone at ${money(breakEven)}.`),
    legend: [],
    size: 'half',
    height: 220,
    draw:
      values.length < 2
        ? null
        : (canvas) => ({
            data: { values },
            encoding: {
              x: {
                field: 'capital',
                type: 'quantitative',
                title: 'Capital, USD',
                scale: { type: 'log', nice: false },
                axis: {
                  format: '~s',
                  tickCount: canvas.ticks,
                  labelExpr: "replace(format(datum.value, '~s'), 'G', 'B')",
                  values: values.map(({ capital }) => capital).filter((value) => Number.isInteger(Math.log10(value))),
                },
              },
            },
            layer: [
              level(0),
              {
                mark: { type: 'line', color: colour('ink'), point: { color: colour('ink'), size: 18 } },
                encoding: {
                  y: {
                    field: 'annualReturn',
                    type: 'quantitative',
                    title: null,
                    axis: percentAxis(percentDecimals(values.map(({ annualReturn }) => annualReturn))),
                  },
                },
              },
            ],
          }),
  };
}

export function decayPlot({ evidence, windows }: ReportInput): Plot {
  const decay = evidence?.decay ?? [];
  const values = decay.flatMap(({ horizon, rankIc }) => (rankIc === null ? [] : [{ horizon, rankIc }]));
  const first = values[0];
  const last = values.at(-1);
  return {
    id: 'ic-decay',
    title: 'How long the signal lasts',
    caption:
      first === undefined || last === undefined
        ? 'No session of the test has both predictions and returns.'
        : `Mean rank IC of the predictions with the return from the fill over so many sessions: ${signedRatio(first.rankIc, 3)} over ` +
          `${plural(first.horizon, 'session')}, ${signedRatio(last.rankIc, 3)} over ${last.horizon}. The model was trained on ${windows.horizon}.`,
    legend: [],
    size: 'half',
    height: 220,
    draw:
      values.length < 2
        ? null
        : () => ({
            data: { values },
            layer: [
              {
                mark: { type: 'bar', color: colour('soft'), width: { band: 0.7 } },
                encoding: {
                  x: { field: 'horizon', type: 'ordinal', title: 'Sessions', axis: { labelAngle: 0, ticks: false } },
                  y: { field: 'rankIc', type: 'quantitative', title: null, axis: numberAxis('.3~f') },
                },
              },
              level(0),
            ],
          }),
  };
}
