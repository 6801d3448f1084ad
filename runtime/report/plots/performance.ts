/** Plots of returns: equity, drawdown, rolling figures, the two legs. */
import { DAY_MS, fromIsoDay } from '../../market.ts';
import { count, MISSING, percent, plural, ratio, signedPercent } from '../format.ts';
import type { ReportInput, ReturnColumns } from '../input.ts';
import { colour } from '../palette.ts';
import { level, line, numberAxis, percentAxis, percentDecimals, type Row, rowsOf, thinned, timeAxis } from './parts.ts';
import type { Canvas, LegendEntry, Plot, View } from './plot.ts';

/** Beyond this factor between the greatest and the least equity, equal steps should mean equal returns. */
const LOG_FACTOR = 3;

export function equityPlot(input: ReportInput): Plot {
  const { returns } = input;
  const benchmark = input.universe.benchmark;
  const rows = equityRows(returns);
  const values = valuesOf(rows);
  const log = values.length > 0 && Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > LOG_FACTOR;
  const legend: LegendEntry[] = [
    { role: 'ink', label: 'Net of costs', mark: 'line' },
    { role: 'gross', label: 'Before costs', mark: 'dashed' },
  ];
  if (returns.benchmark) legend.push({ role: 'benchmark', label: benchmark ?? 'Benchmark', mark: 'line' });
  if (input.stops.length > 0) {
    legend.push({ role: 'stop', label: 'Stop', mark: 'line' }, { role: 'cash', label: 'In cash', mark: 'bar' });
  }
  return {
    id: 'equity',
    title: 'Equity',
    caption: equityCaption(input, log),
    legend,
    size: 'full',
    height: 340,
    draw: rows.length < 2 ? null : (canvas) => drawEquity(rows, input, log, canvas),
  };
}

function equityRows(returns: ReturnColumns): Row[] {
  if (returns.start === null) return [];
  const hundred = (values: readonly (number | null)[]) => [100, ...values.map((v) => (v === null ? null : v * 100))];
  return rowsOf([returns.start, ...returns.sessions], {
    net: hundred(returns.equity),
    gross: hundred(returns.grossEquity),
    benchmark: returns.benchmark && hundred(returns.benchmark),
  });
}

/** Of all series drawn. */
function valuesOf(rows: readonly Row[]): number[] {
  return rows.flatMap(({ t: _, ...columns }) => Object.values(columns)).filter((value) => value !== null);
}

function equityCaption(input: ReportInput, log: boolean): string {
  const { returns } = input;
  if (returns.sessions.length === 0) return 'No holding was completed in the test, so there is no equity to show.';
  const before = returns.grossEquity.at(-1)!;
  const parts = [
    `100 at the start became ${ratio(100 * returns.equity.at(-1)!, 1)} after costs and ${ratio(100 * before, 1)} before`,
  ];
  const end = returns.benchmark?.at(-1);
  if (end != null) parts.push(`${input.universe.benchmark ?? 'the benchmark'} became ${ratio(100 * end, 1)}`);
  return `${parts.join('; ')}.${log ? ' Logarithmic scale.' : ''}`;
}

function drawEquity(rows: readonly Row[], input: ReportInput, log: boolean, canvas: Canvas): View {
  const shown = thinned(rows, canvas.points, 'net');
  const y = log ? logarithmic(rows) : linear(rows);
  const layers: View[] = [...stopLayers(input, rows, canvas)];
  layers.push(level(100));
  if (input.returns.benchmark) layers.push(line('benchmark', 'benchmark', { strokeWidth: 1.5 }, y));
  layers.push(line('gross', 'gross', { strokeWidth: 1.25, strokeDash: [4, 3] }, y));
  layers.push(line('net', 'ink', { strokeWidth: 2.25 }, y));
  return { data: { values: shown }, encoding: { x: timeAxis(rows, canvas) }, layer: layers };
}

function linear(rows: readonly Row[]): View {
  const values = valuesOf(rows);
  const range = Math.max(...values) - Math.min(...values);
  return { scale: { zero: false, nice: 6 }, axis: numberAxis(range < 5 ? ',.1f' : ',.0f') };
}

/** Round ticks, as many as the range needs; without the usual widening to whole tenfolds, which wastes the plot. */
function logarithmic(rows: readonly Row[]): View {
  const values = valuesOf(rows);
  const domain = [Math.min(...values) * 0.95, Math.max(...values) * 1.05] as const;
  const ticks = DIGITS.map((digits) => ticksWithin(domain, digits));
  return {
    scale: { type: 'log', domain, nice: false },
    axis: { ...numberAxis(',.6~g'), values: ticks.find((each) => each.length >= 4) ?? ticks.at(-1) },
  };
}

/** Leading digits of ticks, coarse to fine. */
const DIGITS = [
  [1, 2, 5],
  [1, 1.5, 2, 3, 5, 7],
  [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 4, 5, 6, 7, 8, 9],
] as const;

function ticksWithin([least, greatest]: readonly [number, number], digits: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let power = -6; power <= 12; power++) {
    for (const digit of digits) {
      const tick = Number(`${digit}e${power}`);
      if (tick >= least && tick <= greatest) ticks.push(tick);
    }
  }
  return ticks;
}

/** The stretch in cash shaded, a rule at the stop, its number in the table above the rule where there is room. */
function stopLayers(input: ReportInput, rows: readonly Row[], canvas: Canvas): View[] {
  if (input.stops.length === 0) return [];
  const last = rows.at(-1)!.t;
  const room = ((last - rows[0]!.t) * 18) / canvas.width;
  let labelled = -Infinity;
  const values: { t: number; until: number; label: string }[] = [];
  input.stops.forEach((stop, i) => {
    // Decided before the first fill, or after the last holding ended: at the edge.
    const t = Math.min(last, Math.max(rows[0]!.t, fromIsoDay(stop.session) * DAY_MS));
    const until = stop.until === null ? last : Math.min(last, fromIsoDay(stop.until) * DAY_MS);
    const fits = t - labelled >= room;
    if (fits) labelled = t;
    values.push({ t, until, label: fits ? String(i + 1) : '' });
  });
  const x = { field: 't', type: 'temporal' };
  return [
    {
      data: { values },
      mark: { type: 'rect', color: colour('cash') },
      encoding: { x, x2: { field: 'until' } },
    },
    { data: { values }, mark: { type: 'rule', color: colour('stop'), strokeWidth: 1.25 }, encoding: { x } },
    {
      data: { values: values.filter((v) => v.label !== '') },
      mark: { type: 'text', align: 'left', baseline: 'top', dx: 4, dy: 2, color: colour('stop'), fontWeight: 600 },
      encoding: { x, y: { value: 0 }, text: { field: 'label' } },
    },
  ];
}

export function drawdownPlot({ returns, figures }: ReportInput): Plot {
  const rows =
    returns.start === null ? [] : rowsOf([returns.start, ...returns.sessions], { drawdown: [0, ...returns.drawdown] });
  let deepest = 0;
  returns.drawdown.forEach((value, i) => {
    if (value < returns.drawdown[deepest]!) deepest = i;
  });
  return {
    id: 'drawdown',
    title: 'Drawdown',
    caption:
      rows.length < 2
        ? 'No holding was completed in the test.'
        : figures.net.maxDrawdown === 0
          ? 'Net equity never fell below an earlier peak.'
          : `Net equity below its highest value so far: at worst ${percent(figures.net.maxDrawdown)}, on ${returns.sessions[deepest]}.`,
    legend: [],
    size: 'full',
    height: 170,
    draw:
      rows.length < 2
        ? null
        : (canvas) => ({
            data: { values: thinned(rows, canvas.points, 'drawdown') },
            mark: {
              type: 'area',
              color: colour('soft'),
              fillOpacity: 0.55,
              line: { color: colour('ink'), strokeWidth: 1.25 },
            },
            encoding: {
              x: timeAxis(rows, canvas),
              y: {
                field: 'drawdown',
                type: 'quantitative',
                title: null,
                axis: percentAxis(percentDecimals(returns.drawdown)),
              },
            },
          }),
  };
}

export function rollingSharpePlot({ returns, rollingWindow }: ReportInput): Plot {
  const known = returns.rollingSharpe.filter((v) => v !== null);
  const rows = rowsOf(returns.sessions, { sharpe: returns.rollingSharpe });
  return {
    id: 'rolling-sharpe',
    title: 'Rolling Sharpe ratio',
    caption: rollingCaption(
      `Annualised, of the last ${count(rollingWindow)} net returns`,
      known,
      returns.sessions.length,
      rollingWindow,
      (v) => ratio(v),
    ),
    legend: [],
    size: 'half',
    height: 220,
    draw:
      known.length < 2
        ? null
        : (canvas) => ({
            data: { values: thinned(rows, canvas.points, 'sharpe') },
            encoding: { x: timeAxis(rows, canvas) },
            layer: [level(0), line('sharpe', 'ink', {}, { axis: numberAxis('.1~f') })],
          }),
  };
}

export function rollingVolatilityPlot({ returns, rollingWindow, volatilityTarget }: ReportInput): Plot {
  const known = returns.rollingVolatility.filter((v) => v !== null);
  const rows = rowsOf(returns.sessions, { volatility: returns.rollingVolatility });
  const target = volatilityTarget === null ? [] : [level(volatilityTarget, 'gross', { strokeDash: [4, 3] })];
  const aim = volatilityTarget === null ? '' : ` The target is ${percent(volatilityTarget, 1)}.`;
  return {
    id: 'rolling-volatility',
    title: 'Rolling volatility',
    caption:
      rollingCaption(
        `Annualised, of the last ${count(rollingWindow)} net returns`,
        known,
        returns.sessions.length,
        rollingWindow,
        (v) => percent(v, 1),
      ) + (known.length < 2 ? '' : aim),
    legend:
      volatilityTarget === null
        ? []
        : [
            { role: 'ink', label: 'Realised', mark: 'line' },
            { role: 'gross', label: 'Target', mark: 'dashed' },
          ],
    size: 'half',
    height: 220,
    draw:
      known.length < 2
        ? null
        : (canvas) => ({
            data: { values: thinned(rows, canvas.points, 'volatility') },
            encoding: { x: timeAxis(rows, canvas) },
            layer: [
              ...target,
              line(
                'volatility',
                'ink',
                {},
                {
                  scale: { zero: true },
                  axis: percentAxis(percentDecimals([0, ...known, volatilityTarget])),
                },
              ),
            ],
          }),
  };
}

function rollingCaption(
  what: string,
  known: readonly number[],
  sessions: number,
  window: number,
  shown: (value: number) => string,
): string {
  if (known.length === 0 && sessions >= window) return 'Not defined: the returns did not vary.';
  if (known.length < 2) return `Needs more than ${plural(window, 'session')}; the test has ${count(sessions)}.`;
  return `${what}: between ${shown(Math.min(...known))} and ${shown(Math.max(...known))}, ${shown(known.at(-1)!)} at the end.`;
}

export function legsPlot({ returns }: ReportInput): Plot {
  const { longContribution: long, shortContribution: short } = returns;
  const from = (values: readonly number[] | null) => values && [0, ...values];
  const rows =
    returns.start === null
      ? []
      : rowsOf([returns.start, ...returns.sessions], { long: from(long), short: from(short) });
  const legend: LegendEntry[] = [];
  if (long) legend.push({ role: 'long', label: 'Long leg', mark: 'line' });
  if (short) legend.push({ role: 'short', label: 'Short leg', mark: 'line' });
  const parts = [
    long ? `the long leg ${signedPercent(long.at(-1), 1)}` : null,
    short ? `the short leg ${signedPercent(short.at(-1), 1)}` : null,
  ].filter((part) => part !== null);
  return {
    id: 'legs',
    title: 'Where the return came from',
    caption:
      rows.length < 2
        ? 'No holding was completed in the test.'
        : `Running sum of each leg's contribution to equity, net of its costs: ${parts.join(', ') || MISSING}.`,
    legend,
    size: 'full',
    height: 220,
    draw:
      rows.length < 2 || legend.length === 0
        ? null
        : (canvas) => {
            const axis = { axis: percentAxis(percentDecimals([...(long ?? []), ...(short ?? [])])) };
            return {
              data: { values: thinned(rows, canvas.points, long ? 'long' : 'short') },
              encoding: { x: timeAxis(rows, canvas) },
              layer: [
                level(0),
                ...(long ? [line('long', 'long', {}, axis)] : []),
                ...(short ? [line('short', 'short', {}, axis)] : []),
              ],
            };
          },
  };
}
