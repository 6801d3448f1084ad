/** Plots of the book: how much it held, how much it traded, what that cost. */
import { trailingMean } from '../columns.ts';
import { bps, count, percent, plural } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { colour } from '../palette.ts';
import { level, line, numberAxis, percentAxis, percentDecimals, rowsOf, thinned, timeAxis } from './parts.ts';
import type { Plot } from './plot.ts';

export function exposurePlot({ exposure, figures }: ReportInput): Plot {
  const { sessions, long, short } = exposure;
  const net = long.map((value, i) => value + short[i]!);
  const gross = long.map((value, i) => value - short[i]!);
  const rows = rowsOf(sessions, { long, short, net, gross });
  const oneSided = figures.shortNet === null ? 'long' : figures.longNet === null ? 'short' : null;
  const axis = { axis: percentAxis(percentDecimals([...gross, ...short])) };
  return {
    id: 'exposure',
    title: 'Exposure',
    caption:
      rows.length === 0
        ? 'No order was filled in the test.'
        : `Weights just after each fill, of equity: long ${percent(mean(long), 1)}, short ${percent(mean(short), 1)}, ` +
          `net ${percent(mean(net), 1)}, gross ${percent(mean(gross), 1)} on average.`,
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

/** A figure per session as a filled outline, with its running mean. */
function activityPlot(activity: Activity): Plot {
  const { sessions, values, window } = activity;
  const top = clampedTop(values);
  const rolling = trailingMean(values, window);
  const rows = rowsOf(sessions, { value: values, rolling });
  const beyond =
    top === null
      ? ''
      : ` Beyond the axis: ${activity.shown(Math.max(...values))} on ${sessions[values.indexOf(Math.max(...values))]}.`;
  const lined = rolling.some((v) => v !== null);
  return {
    id: activity.id,
    title: activity.title,
    caption:
      rows.length < 2 ? `Too few holdings to plot (${plural(rows.length, 'session')}).` : activity.caption + beyond,
    legend: [
      { role: 'soft', label: 'Session', mark: 'bar' },
      ...(lined ? [{ role: 'ink', label: `Mean of ${count(window)}`, mark: 'line' } as const] : []),
    ],
    size: 'half',
    height: 220,
    draw:
      rows.length < 2
        ? null
        : (canvas) => ({
            data: { values: thinned(rows, canvas.points, 'value') },
            encoding: { x: timeAxis(rows, canvas) },
            layer: [
              {
                mark: { type: 'area', interpolate: 'step', color: colour('soft'), fillOpacity: 0.8, clip: true },
                encoding: {
                  y: {
                    field: 'value',
                    type: 'quantitative',
                    title: null,
                    scale: top === null ? { zero: true } : { domain: [0, top], nice: true },
                    axis: activity.axis,
                  },
                },
              },
              ...(lined ? [line('rolling', 'ink', { clip: true })] : []),
            ],
          }),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
