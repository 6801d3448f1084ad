/** Plots of the book: how much it held, how much it traded, what that cost. */
import { mean } from '../../figures/moments.ts';
import { trailingMean } from '../columns.ts';
import { bps, count, percent, plural } from '../format.ts';
import type { ReportInput } from '../input.ts';
import {
  barLayer,
  barsOf,
  level,
  line,
  numberAxis,
  percentAxis,
  percentDecimals,
  rowsOf,
  thinned,
  timeAxis,
} from './parts.ts';
import type { Plot } from './plot.ts';

export function exposurePlot({ exposure, figures }: ReportInput): Plot {
  const { sessions, long, short } = exposure;
  const net = long.map((value, i) => value + short[i]!);
  const gross = long.map((value, i) => value - short[i]!);
  const rows = rowsOf(sessions, { long, short, net, gross });
  const oneSided = figures.shortNet === null ? 'long' : figures.longNet === null ? 'short' : null;
  const axis = { axis: percentAxis(percentDecimals([...gross, ...short])) };
  const average = (weights: readonly number[]) => percent(mean(Float64Array.from(weights)), 1);
  return {
    id: 'exposure',
    title: 'Exposure',
    caption:
      rows.length === 0
        ? 'No order was filled in the test.'
        : `Weights just after each fill, of equity: long ${average(long)}, short ${average(short)}, ` +
          `net ${average(net)}, gross ${average(gross)} on average.`,
    legend: [
      ...(oneSided === 'short' ? [] : [{ role: 'long', label: 'Long', mark: 'line' } as const]),
      ...(oneSided === 'long' ? [] : [{ role: 'short', label: 'Short', mark: 'line' } as const]),
      { role: 'ink', label: 'Net', mark: 'line' },
      { role: 'gross', label: 'Gross', mark: 'dashed' },
    ],
    size: 'half',
    height: 220,
    draw:
      rows.length < 2
        ? null
        : (canvas) => ({
            data: { values: thinned(rows, canvas.points, 'gross') },
            encoding: { x: timeAxis(rows, canvas) },
            layer: [
              level(0),
              line('gross', 'gross', { interpolate: 'step-after', strokeWidth: 1.25, strokeDash: [4, 3] }, axis),
              ...(oneSided === 'short' ? [] : [line('long', 'long', { interpolate: 'step-after' }, axis)]),
              ...(oneSided === 'long' ? [] : [line('short', 'short', { interpolate: 'step-after' }, axis)]),
              line('net', 'ink', { interpolate: 'step-after', strokeWidth: 1.5 }, axis),
            ],
          }),
  };
}

export function turnoverPlot({ returns, figures, rollingWindow }: ReportInput): Plot {
  const axis = percentAxis(percentDecimals(returns.turnover));
  return activityPlot({
    id: 'turnover',
    title: 'Turnover',
    sessions: returns.sessions,
    values: returns.turnover,
    window: rollingWindow,
    caption: `Traded per session, bought and sold together, of equity: ${percent(figures.averageTurnover, 1)} on average.`,
    axis,
    shown: (value) => percent(value, 0),
  });
}

export function costPlot({ returns, figures, rollingWindow, universe }: ReportInput): Plot {
  const yearly = figures.averageCost * universe.sessionsPerYear;
  return activityPlot({
    id: 'cost',
    title: 'Cost',
    sessions: returns.sessions,
    values: returns.cost.map((value) => value * 10_000),
    window: rollingWindow,
    caption:
      `Trading cost and borrow per session, in basis points of equity: ${bps(figures.averageCost)} on average, ` +
      `about ${percent(yearly, 1)} a year.`,
    axis: numberAxis('.2~f'),
    shown: (value) => bps(value / 10_000),
  });
}

interface Activity {
  readonly id: string;
  readonly title: string;
  readonly sessions: readonly string[];
  readonly values: readonly number[];
  readonly window: number;
  readonly caption: string;
  readonly axis: Readonly<Record<string, unknown>>;
  readonly shown: (value: number) => string;
}

/**
 * The first fill buys the whole book at once; a scale that held it would flatten every other session. When the
 * greatest value is more than three times the 98th percentile, the axis ends a little above that percentile.
 */
function clampedTop(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const usual = sorted[Math.floor(0.98 * (sorted.length - 1))] ?? 0;
  return usual > 0 && sorted.at(-1)! > 3 * usual ? 1.15 * usual : null;
}

/** A figure per session as bars, with its running mean. */
function activityPlot({ id, title, sessions, values, window, caption, axis, shown }: Activity): Plot {
  const bars = barsOf(sessions, values);
  const top = clampedTop(bars.rows.map((row) => row.bar!));
  const rolling = trailingMean(values, window);
  const rows = rowsOf(sessions, { rolling });
  const lined = rolling.some((value) => value !== null);
  const greatest = values.indexOf(Math.max(...values));
  const beyond = top === null ? '' : ` Beyond the axis: ${shown(values[greatest]!)} on ${sessions[greatest]}.`;
  const y = { scale: top === null ? { zero: true } : { domain: [0, top] }, axis };
  return {
    id,
    title,
    caption: rows.length < 2 ? `Too few holdings to plot (${plural(rows.length, 'session')}).` : caption + beyond,
    legend: [
      { role: 'soft', label: bars.by === 'session' ? 'Session' : 'Mean of the month', mark: 'bar' },
      ...(lined ? [{ role: 'ink', label: `Mean of ${count(window)}`, mark: 'line' } as const] : []),
    ],
    size: 'half',
    height: 220,
    draw:
      rows.length < 2
        ? null
        : (canvas) => ({
            data: { values: thinned(rows, canvas.points, 'rolling') },
            encoding: { x: timeAxis(rows, canvas) },
            layer: [
              barLayer(bars, canvas, y, { clip: true }),
              level(0),
              ...(lined ? [line('rolling', 'ink', { clip: true }, y)] : []),
            ],
          }),
  };
}
