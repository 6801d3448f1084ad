/**
 * How far back features really reach: each computed again with a history that begins later, and held to its values over
 * the whole data from its warm-up on.
 *
 * A feature of finite windows must be the same to the last bit. Its windows slide in blocks that are counted from where
 * the history begins (docs/decisions/sliding-windows.md), so it begins later by a multiple of all block lengths; a start
 * one session after that shows what rounding does by itself, which is told and is no finding. Where there is no history
 * for such a start, up to `ROUNDING_ULPS` of the feature's standard deviation count as rounding.
 *
 * A feature that carries everything before (an exponential average) forgets where it began as it goes on, or never: told
 * in standard deviations of the feature, which is how a model sees it.
 */
import type { ExpressionNode, NodeId, Plan } from '../../compiler/plan.ts';
import { blocksOf } from '../evaluate/blocks.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { BAR_FIELDS, type BarField, type Market, mapSeries, newPanel, type Panel } from '../market.ts';
import { groupsOf } from './compareExpressions.ts';

/** 2²⁰: about 2 · 10⁻¹⁰ of a standard deviation. */
export const ROUNDING_ULPS = 2 ** 20;

/** Warm-ups of history beyond the first, after which the drift is told. */
export const EXTRA_HISTORY = [0, 1, 2, 4] as const;

export interface Drift {
  readonly feature: string;
  readonly lookBack: number;
  readonly recursive: boolean;
  /** Finite: whether history begins on block boundaries, so that nothing at all may differ. */
  readonly aligned: boolean;
  /** Whether it does what its look-back says; always so for a recursive one. */
  readonly ok: boolean;
  /**
   * Greatest difference in standard deviations, from look-back + each of `EXTRA_HISTORY` warm-ups on; null: no such
   * session. Infinite where just one is missing.
   */
  readonly drift: readonly (number | null)[];
  /** Finite: units in the last place of the standard deviation when the history begins between blocks. */
  readonly rounding: number | null;
  /** Sessions of history after which it stays within 10⁻³ and 10⁻⁶ standard deviations; null: not in these data. */
  readonly settled: { readonly thousandth: number | null; readonly millionth: number | null };
}

export function measureDrift(plan: Plan, market: Market): readonly Drift[] {
  const subjects = plan.features.features.map(({ name, node }) => subjectOf(plan, market, name, node));
  const apart = measure(
    plan,
    market,
    subjects.flatMap(({ between, onSums }) => [between, onSums ?? []].flat()),
  );
  // Only where blocks of sums are not all there is.
  const again = subjects.flatMap(({ onSums, onAll }) => (onAll && !(onSums && apart.get(onSums)!.same) ? [onAll] : []));
  const all = new Map([...apart, ...measure(plan, market, again)]);
  return subjects.map((subject) =>
    (subject.expression.lookBack.recursive ? recursive : finite)(subject, all, plan.warmUp),
  );
}

/** A feature over a history that begins at session `start`. */
interface Later {
  readonly expression: ExpressionNode;
  readonly start: number;
}

interface Subject {
  readonly name: string;
  readonly expression: ExpressionNode;
  readonly between: Later;
  /** Starts on boundaries of the blocks of sums, and of all blocks; null where the data are too short for it. */
  readonly onSums: Later | null;
  readonly onAll: Later | null;
}

function subjectOf(plan: Plan, market: Market, name: string, node: NodeId): Subject {
  const expression = plan.expressions[node]!;
  const { sessions: lookBack, recursive } = expression.lookBack;
  const sessions = market.sessions.length;
  // A third into the data, or earlier where the look-back leaves too little after it.
  const wanted = Math.max(1, Math.min(Math.floor(sessions / 3), Math.floor((sessions - lookBack) / 2)));
  if (recursive) return { name, expression, between: { expression, start: wanted }, onSums: null, onAll: null };
  const { sums, all } = blocksOf(plan.expressions, [node]);
  const between = { expression, start: wanted % sums === 0 && sums > 1 ? wanted + 1 : wanted };
  const onBlocksOf = (length: number): Later | null => {
    const start = Math.ceil(wanted / length) * length;
    return start + lookBack < sessions ? { expression, start } : null;
  };
  return { name, expression, between, onSums: onBlocksOf(sums), onAll: onBlocksOf(all) };
}

type Measured = ReadonlyMap<Later, Apart>;

function finite({ name, expression, between, onSums, onAll }: Subject, measured: Measured, warmUp: number): Drift {
  const { sessions: lookBack } = expression.lookBack;
  const rounded = measured.get(between)!;
  const found = [onAll, onSums].flatMap((later) => (later && measured.get(later)) ?? []);
  const { bySession, same } = found[0] ?? rounded;
  // Where only blocks of sums fit, others may still have been cut through.
  const aligned = same || onAll !== null;
  return {
    feature: name,
    lookBack,
    recursive: false,
    aligned,
    ok: same || (!aligned && largest(bySession) <= ROUNDING_ULPS * Number.EPSILON),
    drift: driftAfter(bySession, lookBack, warmUp),
    rounding: Math.ceil(largest(rounded.bySession) / Number.EPSILON),
    settled: settledAfter(bySession, lookBack),
  };
}

function recursive({ name, expression, between }: Subject, measured: Measured, warmUp: number): Drift {
  const { sessions: lookBack } = expression.lookBack;
  const { bySession } = measured.get(between)!;
  return {
    feature: name,
    lookBack,
    recursive: true,
    aligned: false,
    ok: true,
    drift: driftAfter(bySession, lookBack, warmUp),
    rounding: null,
    settled: settledAfter(bySession, lookBack),
  };
}

interface Apart {
  /** Greatest difference in standard deviations, from look-back sessions after the start on. */
  readonly bySession: Float64Array;
  /** Whether no bit differs over the same sessions. */
  readonly same: boolean;
}

/** One later market at a time. */
function measure(plan: Plan, market: Market, wanted: readonly Later[]): Measured {
  const measured = new Map<Later, Apart>();
  for (const [start, all] of Map.groupBy(wanted, (later) => later.start)) {
    const later = marketFrom(market, start);
    for (const group of groupsOf(all, market)) {
      const nodes = group.map(({ expression }) => expression.id);
      const whole = evaluate(plan.expressions, nodes, market);
      const short = evaluate(plan.expressions, nodes, later);
      for (const each of group) {
        const { id, lookBack } = each.expression;
        measured.set(each, apartFrom(market, start, start + lookBack.sessions, whole.panel(id), short.panel(id)));
      }
    }
  }
  return measured;
}

/** From session `first` of the market on; the panels are of the whole, and of the market from `start`. */
function apartFrom({ sessions, tickers }: Market, start: number, first: number, whole: Panel, short: Panel): Apart {
  const count = sessions.length;
  const sd = deviationOf(whole);
  const bySession = new Float64Array(Math.max(0, count - first));
  let same = true;
  for (let stock = 0; stock < tickers.length; stock++) {
    for (let t = first; t < count; t++) {
      const a = whole[stock * count + t]!;
      const b = short[stock * (count - start) + t - start]!;
      if (Object.is(a, b)) continue;
      same = false;
      const apart = Number.isNaN(a) || Number.isNaN(b) ? Number.POSITIVE_INFINITY : Math.abs(a - b) / sd;
      bySession[t - first] = Math.max(bySession[t - first]!, apart);
    }
  }
  return { bySession, same };
}

/** The same market with a history that begins at session `start`. */
function marketFrom(market: Market, start: number): Market {
  const { sessions, tickers, bars, members, benchmark, external, sectors } = market;
  const length = sessions.length - start;
  const tail = <T extends Panel | Uint8Array | Int16Array>(from: T, out: T): T => {
    for (let stock = 0; stock < tickers.length; stock++) {
      out.set(from.subarray(stock * sessions.length + start, (stock + 1) * sessions.length), stock * length);
    }
    return out;
  };
  const panels = BAR_FIELDS.map((field) => [field, tail(bars[field], newPanel(tickers.length * length))]);
  return {
    ...market,
    sessions: sessions.slice(start),
    bars: Object.fromEntries(panels) as Record<BarField, Panel>,
    members: tail(members, new Uint8Array(tickers.length * length)),
    benchmark: benchmark?.slice(start) ?? null,
    external: mapSeries(external, (values) => values.slice(start)),
    sectors: sectors && { ...sectors, numbers: tail(sectors.numbers, new Int16Array(tickers.length * length)) },
  };
}

/** Of all values that are numbers; their greatest size where they do not vary, and 1 where all are 0. */
function deviationOf(values: Panel): number {
  let n = 0;
  let mean = 0;
  let squares = 0;
  let most = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    n++;
    const apart = value - mean;
    mean += apart / n;
    squares += apart * (value - mean);
    most = Math.max(most, Math.abs(value));
  }
  return Math.sqrt(squares / Math.max(1, n - 1)) || most || 1;
}

function driftAfter(bySession: Float64Array, lookBack: number, warmUp: number): readonly (number | null)[] {
  return EXTRA_HISTORY.map((times) => {
    const rest = bySession.subarray(times * Math.max(warmUp, lookBack, 1));
    return rest.length === 0 ? null : largest(rest);
  });
}

function settledAfter(bySession: Float64Array, lookBack: number): Drift['settled'] {
  const within = (most: number): number | null => {
    const last = bySession.findLastIndex((apart) => apart > most);
    return last === bySession.length - 1 ? null : lookBack + last + 1;
  };
  return { thousandth: within(1e-3), millionth: within(1e-6) };
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
