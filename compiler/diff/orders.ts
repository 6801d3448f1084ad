/** Which orders can differ between two plans, from the values that do. When in doubt, all of them. */
import { booked, learnsAfterwards, type Plan, partsOf } from '../plan.ts';
import type { ValueChange } from './diff.ts';

export type OrdersReach =
  | { readonly kind: 'none' }
  /** No order: what differs is told in the report only. */
  | { readonly kind: 'report' }
  /** When the paper account runs, and nothing else. */
  | { readonly kind: 'paper account' }
  /** The weights asked for are the same; what they cost, or what they are a share of, is not. */
  | { readonly kind: 'amounts' }
  /** Those after a day, those after the first stop that trips, or after whichever comes first. */
  | { readonly kind: 'later'; readonly afterDay: string | null; readonly afterStop: boolean }
  /** From the first decision on. */
  | { readonly kind: 'all'; readonly from: string };

const RANKS: readonly OrdersReach['kind'][] = ['none', 'report', 'paper account', 'amounts', 'later', 'all'];

export function ordersReached(changes: readonly ValueChange[], before: Plan, after: Plan): OrdersReach {
  return changes.map((change) => reachOf(change, before, after)).reduce<OrdersReach>(wider, { kind: 'none' });
}

function wider(a: OrdersReach, b: OrdersReach): OrdersReach {
  if (a.kind === 'later' && b.kind === 'later') {
    const days = [a.afterDay, b.afterDay].filter((day) => day !== null).toSorted();
    return { kind: 'later', afterDay: days[0] ?? null, afterStop: a.afterStop || b.afterStop };
  }
  return RANKS.indexOf(b.kind) > RANKS.indexOf(a.kind) ? b : a;
}

function reachOf({ path }: ValueChange, before: Plan, after: Plan): OrdersReach {
  const plans = [before, after];
  const first = plans.map(({ split }) => booked(split).from).toSorted()[0]!;
  const all: OrdersReach = { kind: 'all', from: first };
  const [block, key] = path.split('.');
  if (block === 'paper') return { kind: key === 'capital' ? 'amounts' : 'paper account' };
  if (path === 'split.embargo' && !plans.some(({ split }) => learnsAfterwards(split))) return { kind: 'none' };
  if (path === 'universe.benchmark') return plans.some(decidesWithBenchmark) ? all : { kind: 'report' };
  if (block === 'costs') return plans.some(watchesReturns) ? all : { kind: 'amounts' };
  if (block === 'risk' && (key === 'stops' || key === 'positionStops'))
    return { kind: 'later', afterDay: null, afterStop: true };
  if (
    block === 'split' &&
    key === 'test' &&
    plans.every(hasOneTest) &&
    booked(before.split).from === booked(after.split).from
  ) {
    const end = plans.map(({ split }) => booked(split).to).toSorted()[0]!;
    return { kind: 'later', afterDay: end, afterStop: false };
  }
  return all;
}

/** Three windows: another end of the last changes no model. */
function hasOneTest({ split }: Plan): boolean {
  return split.scheme.kind === 'windows';
}

/** A feature or a filter reads it; or members are whatever stocks there are, which the benchmark is none of. */
function decidesWithBenchmark({ expressions, universe }: Plan): boolean {
  const isRead = Object.values(expressions).some(({ op, name }) => op === 'field' && name === 'benchmark_close');
  return isRead || partsOf(universe.members).some(({ source }) => source !== 'list');
}

/** Its own returns, net of costs, decide how much it holds, or drift what a limited turnover starts from. */
function watchesReturns({ risk }: Plan): boolean {
  const { volatilityTarget, stops, limits } = risk;
  return volatilityTarget !== null || stops.length > 0 || limits.turnover !== null || limits.volume !== null;
}
