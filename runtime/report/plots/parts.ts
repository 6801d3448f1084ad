/** The pieces that plots over time are made of. */
import { DAY_MS, fromIsoDay, toIsoDay } from '../../market.ts';
import { colour, type Role } from '../palette.ts';
import type { Canvas, View } from './plot.ts';

/** A row of a plot: `t` in milliseconds since 1970 (UTC), other columns by name. */
export type Row = { readonly t: number } & Readonly<Record<string, number | null>>;

/** Columns → rows; a column that is null altogether is left out. */
export function rowsOf(
  sessions: readonly string[],
  columns: Readonly<Record<string, readonly (number | null)[] | null>>,
): Row[] {
  const present = Object.entries(columns).filter(([, values]) => values !== null);
  return sessions.map((session, i) => {
    const row: Record<string, number | null> = { t: fromIsoDay(session) * DAY_MS };
    for (const [name, values] of present) row[name] = values![i] ?? null;
    return row as Row;
  });
}

/**
 * At most about `limit` of the rows: of every stretch those where `column` is least and greatest, and the first and
 * last of all, so that no peak and no trough is lost.
 */
export function thinned(rows: readonly Row[], limit: number, column: string): readonly Row[] {
  if (rows.length <= limit) return rows;
  const stretches = Math.max(1, Math.floor((limit - 2) / 2));
  const kept = new Set<number>([0, rows.length - 1]);
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor((s * rows.length) / stretches);
    const to = Math.floor(((s + 1) * rows.length) / stretches);
    let least = from;
    let greatest = from;
    for (let i = from; i < to; i++) {
      if ((rows[i]![column] ?? Infinity) < (rows[least]![column] ?? Infinity)) least = i;
      if ((rows[i]![column] ?? -Infinity) > (rows[greatest]![column] ?? -Infinity)) greatest = i;
    }
    kept.add(least).add(greatest);
  }
  return [...kept].sort((a, b) => a - b).map((i) => rows[i]!);
}

/** Sessions beyond which single ones can no longer be told apart, and plots show months. */
const SINGLE_SESSIONS = 300;

export interface Bars {
  readonly rows: readonly Row[];
  readonly by: 'session' | 'month';
}

/** One bar per session with a value, or for long tests one per month: the mean of its sessions, at its middle. */
export function barsOf(sessions: readonly string[], values: readonly (number | null)[]): Bars {
  if (sessions.length <= SINGLE_SESSIONS) {
    return { rows: rowsOf(sessions, { bar: values }).filter((row) => row.bar !== null), by: 'session' };
  }
  const months = new Map<string, { sum: number; n: number }>();
  sessions.forEach((session, i) => {
    const value = values[i] ?? null;
    if (value === null) return;
    const middle = `${session.slice(0, 7)}-15`;
    const sofar = months.get(middle) ?? { sum: 0, n: 0 };
    months.set(middle, { sum: sofar.sum + value, n: sofar.n + 1 });
  });
  const rows = rowsOf([...months.keys()], { bar: Array.from(months.values(), ({ sum, n }) => sum / n) });
  // The bar of the first or last month must not lie outside the axis.
  const first = fromIsoDay(sessions[0]!) * DAY_MS;
  const last = fromIsoDay(sessions.at(-1)!) * DAY_MS;
  return { rows: rows.map((row) => ({ ...row, t: Math.min(last, Math.max(first, row.t)) })), by: 'month' };
}

/** The bars as a layer: rules as wide as there is room for. */
export function barLayer({ rows }: Bars, canvas: Canvas, y: View = {}, mark: View = {}): View {
  const width = Math.max(0.75, Math.min(6, ((canvas.width - 50) / rows.length) * 0.7));
  return {
    data: { values: rows },
    mark: { type: 'rule', color: colour('soft'), strokeWidth: Math.round(width * 100) / 100, ...mark },
    encoding: { y: { field: 'bar', type: 'quantitative', title: null, ...y }, y2: { datum: 0 } },
  };
}

/** Months, quarters or years as ticks: as fine as fits. The year stands under January and under the first tick. */
export function timeAxis(rows: readonly Row[], canvas: Canvas): View {
  const first = rows[0]!.t;
  const last = rows.at(-1)!.t;
  const field = { field: 't', type: 'temporal', title: null, scale: { type: 'utc', nice: false } };
  const months = (last - first) / (30.4 * DAY_MS);
  if (months < 1.2) {
    const days = (last - first) / DAY_MS;
    const labelExpr = "utcFormat(datum.value, '%b %-d')";
    if (days < 1) return { ...field, axis: { values: [first], labelExpr } };
    return { ...field, axis: { tickCount: Math.min(canvas.ticks, Math.ceil(days), 6), labelExpr } };
  }
  const step = [1, 2, 3, 6, 12, 24, 36, 60, 120].find((each) => months / each <= canvas.ticks + 0.2) ?? 240;
  const values = monthStarts(first, last, step);
  const label =
    step >= 12
      ? "utcFormat(datum.value, '%Y')"
      : `time(datum.value) == ${values[0]} || utcmonth(datum.value) == 0 ? [utcFormat(datum.value, '%b'), utcFormat(datum.value, '%Y')] : utcFormat(datum.value, '%b')`;
  return { ...field, axis: { values, labelExpr: label, labelFlush: false } };
}

/** First days of months, every `step` months counted from January, within the range. */
function monthStarts(first: number, last: number, step: number): number[] {
  const [year, month] = toIsoDay(Math.floor(first / DAY_MS))
    .split('-')
    .map(Number) as [number, number];
  const starts: number[] = [];
  for (let m = year * 12 + month - 1; ; m++) {
    const at = Date.UTC(Math.floor(m / 12), m % 12, 1);
    if (at > last) return starts;
    const index = step >= 12 ? m % 12 === 0 && Math.floor(m / 12) % (step / 12) === 0 : m % step === 0;
    // A range that begins a few days into a month still gets that month's tick, at its own first session.
    if (index && at >= first) starts.push(at);
    else if (index && first - at < 6 * DAY_MS) starts.push(first);
  }
}

export function line(column: string, role: Role, extra: View = {}, y: View = {}): View {
  return {
    mark: { type: 'line', color: colour(role), ...extra },
    encoding: { y: { field: column, type: 'quantitative', title: null, ...y } },
  };
}

/** A horizontal rule at a value. */
export function level(value: number, role: Role = 'zero', extra: View = {}): View {
  return {
    data: { values: [{}] },
    mark: { type: 'rule', color: colour(role), ...extra },
    encoding: { x: null, y: { datum: value, type: 'quantitative' } },
  };
}

/** Axis labels from fractions; the minus is a real one. */
export const percentAxis = (decimals: number): View => ({
  labelExpr: `replace(format(datum.value, '.${decimals}%'), '-', '−')`,
});

export const numberAxis = (format: string): View => ({
  labelExpr: `replace(format(datum.value, '${format}'), '-', '−')`,
});

/** Decimals a percent axis over this range needs so that neighbouring ticks read differently. */
export function percentDecimals(values: readonly (number | null)[]): number {
  let least = 0;
  let greatest = 0;
  for (const value of values) {
    if (value === null) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const range = greatest - least;
  return range === 0 || range >= 0.04 ? 0 : range >= 0.004 ? 1 : 2;
}
