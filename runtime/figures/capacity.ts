/**
 * How much money a strategy can carry before its own trades eat what it earns, under the square-root law of impact:
 * trading a share p of a stock's daily volume moves its price by coefficient · √p (Almgren, Thum, Hauptmann and Li,
 * "Direct Estimation of Equity Market Impact", Risk 18(7), 2005; Grinold and Kahn 1999, chapter 16).
 */
import { mean } from './moments.ts';
import { sharpe } from './performance.ts';

export interface Trades {
  /** |Δw| by stock: what is traded, as fractions of equity. */
  readonly traded: Float64Array;
  /** Average dollars traded a day by stock. */
  readonly dollarVolume: Float64Array;
}

/**
 * Σ |Δw| √(|Δw| / dollar volume): times coefficient · √capital, it is what a rebalance costs as a fraction of equity.
 * NaN when a stock is traded whose volume is missing or 0.
 */
export function impactLoad({ traded, dollarVolume }: Trades): number {
  let load = 0;
  for (let i = 0; i < traded.length; i++) {
    if (traded[i] === 0) continue;
    const volume = dollarVolume[i]!;
    load += volume > 0 ? traded[i]! * Math.sqrt(traded[i]! / volume) : Number.NaN;
  }
  return load;
}

export interface CapacityInput {
  /** Net returns without impact, one per holding. */
  readonly returns: Float64Array;
  /** The load of the rebalance that opens each; NaN counts as the mean of the others. */
  readonly loads: Float64Array;
  /** Impact of trading a whole day's volume, as a fraction of the price: 0.001 is 10 bps. */
  readonly coefficient: number;
  readonly sessionsPerYear: number;
}

export interface Capacity {
  readonly curve: readonly {
    readonly capital: number;
    /** The mean of a session times the sessions of a year; times capital, what a year earns. */
    readonly annualReturn: number | null;
    readonly sharpe: number | null;
  }[];
  /** The capital at which the mean return is 0; null where there is nothing to lose or nothing that grows. */
  readonly breakEven: number | null;
}

/** Capital is that of every session: what is earned is taken out. */
export function capacity(
  { returns, loads, coefficient, sessionsPerYear }: CapacityInput,
  capitals: readonly number[],
): Capacity {
  const known = loads.filter((load) => !Number.isNaN(load));
  const typical = mean(known) ?? 0;
  const curve = capitals.map((capital) => {
    const impact = coefficient * Math.sqrt(capital);
    const left = returns.map((value, t) => value - impact * (Number.isNaN(loads[t]!) ? typical : loads[t]!));
    const average = mean(left);
    return {
      capital,
      annualReturn: average === null ? null : average * sessionsPerYear,
      sharpe: sharpe(left, sessionsPerYear),
    };
  });
  const gain = mean(returns) ?? 0;
  const perRoot = coefficient * typical;
  const breakEven = gain > 0 && perRoot > 0 ? (gain / perRoot) ** 2 : null;
  return { curve, breakEven };
}
