/** Plots of the predictions: rank IC over time and summed, and what each tenth of the stocks returned. */
import { runningSum } from '../columns.ts';
import { count, percent, plural, signedPercent, signedRatio } from '../format.ts';
import type { ReportInput, Signal } from '../input.ts';
import { colour } from '../palette.ts';
import {
  type Bars,
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
import type { Canvas, Plot, View } from './plot.ts';

const NOTHING = 'No session of the test has both predictions and labels.';

export function rankIcPlot({ signal, rollingWindow }: ReportInput): Plot {
  const known = signal?.rankIc.filter((v) => v !== null) ?? [];
  const bars = barsOf(signal?.sessions ?? [], signal?.rankIc ?? []);
  return {
    id: 'rank-ic',
    title: 'Rank IC over time',
    caption:
      signal === null || known.length === 0
        ? NOTHING
        : `Rank correlation of predictions with what came after, ${bars.by === 'session' ? 'session by session' : 'as means by month'}: ${signedRatio(signal.mean, 3)} on average, ` +
          `above zero in ${percent(signal.positiveShare, 0)} of sessions. The line is the mean of ${count(rollingWindow)} sessions.`,
    legend: [
      { role: 'soft', label: bars.by === 'session' ? 'Session' : 'Month', mark: 'bar' },
      { role: 'ink', label: `Mean of ${count(rollingWindow)}`, mark: 'line' },
    ],
    size: 'half',
    height: 220,
    draw: signal === null || known.length === 0 ? null : (canvas) => drawRankIc(signal, bars, canvas),
  };
}

function drawRankIc(signal: Signal, bars: Bars, canvas: Canvas): View {
  const rows = rowsOf(signal.sessions, { rolling: signal.rollingRankIc });
  const axis = { axis: numberAxis('.2~f') };
  const lined = signal.rollingRankIc.some((value) => value !== null);
  return {
    data: { values: thinned(rows, canvas.points, 'rolling') },
    encoding: { x: timeAxis(rows, canvas) },
    layer: [barLayer(bars, canvas, axis), level(0), ...(lined ? [line('rolling', 'ink', {}, axis)] : [])],
  };
}

export function cumulativeIcPlot({ signal }: ReportInput): Plot {
  const ics = signal?.rankIc ?? [];
  const planted = signal?.planted ?? null;
  const cumulative = runningSum(ics.map((ic) => ic ?? 0));
  const expected = planted === null ? null : runningSum(ics.map((ic) => (ic === null ? 0 : planted)));
  const judged = ics.filter((ic) => ic !== null).length;
  const rows = rowsOf(signal?.sessions ?? [], { cumulative, expected });
  return {
    id: 'cumulative-ic',
    title: 'Cumulative rank IC',
    caption:
      rows.length < 2
        ? NOTHING
        : `Running sum of the rank IC: ${signedRatio(cumulative.at(-1), 2)} after ${plural(judged, 'session')}. A straight climb is a signal that lasts.` +
          (planted === null
            ? ''
            : ` The planted signal itself would have reached ${signedRatio(expected?.at(-1), 2)}.`),
    legend:
      planted === null
        ? []
        : [
            { role: 'ink', label: 'Achieved', mark: 'line' },
            { role: 'gross', label: 'Planted', mark: 'dashed' },
          ],
    size: 'half',
    height: 220,
    draw:
      rows.length < 2
        ? null
        : (canvas) => ({
            data: { values: thinned(rows, canvas.points, 'cumulative') },
            encoding: { x: timeAxis(rows, canvas) },
            layer: [
              level(0),
              ...(expected ? [line('expected', 'gross', { strokeWidth: 1.25, strokeDash: [4, 3] })] : []),
              line('cumulative', 'ink', {}, { axis: numberAxis('.2~f') }),
            ],
          }),
  };
}

export function decilePlot({ signal, windows }: ReportInput): Plot {
  const deciles = signal?.deciles ?? [];
  const known = deciles.some((v) => v !== null);
  const lowest = deciles[0] ?? null;
  const highest = deciles.at(-1) ?? null;
  const gap = lowest === null || highest === null ? null : highest - lowest;
  const horizon = plural(windows.horizon, 'session');
  return {
    id: 'deciles',
    title: 'What followed, by prediction',
    caption: known
      ? `Mean ${windows.label} over ${horizon} of each tenth of the stocks: from ${signedPercent(lowest, 3)} for the lowest predictions ` +
        `to ${signedPercent(highest, 3)} for the highest, ${signedPercent(gap, 3)} apart.`
      : NOTHING,
    legend: known
      ? [
          { role: 'short', label: 'Lowest predictions', mark: 'bar' },
          { role: 'long', label: 'Highest predictions', mark: 'bar' },
        ]
      : [],
    size: 'half',
    height: 220,
    draw: known ? () => drawDeciles(deciles) : null,
  };
}

function drawDeciles(deciles: readonly (number | null)[]): View {
  const values = deciles.map((mean, i) => ({
    tenth: i + 1,
    mean,
    fill: colour(i === 0 ? 'short' : i === deciles.length - 1 ? 'long' : 'soft'),
  }));
  return {
    data: { values },
    layer: [
      {
        mark: { type: 'bar', width: { band: 0.74 } },
        encoding: {
          x: { field: 'tenth', type: 'ordinal', title: null, axis: { labelAngle: 0, ticks: false } },
          y: {
            field: 'mean',
            type: 'quantitative',
            title: null,
            axis: percentAxis(percentDecimals(deciles)),
          },
          color: { field: 'fill', type: 'nominal', scale: null },
        },
      },
      level(0),
    ],
  };
}
