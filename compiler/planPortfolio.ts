/**
 * What a plan says of portfolios: which stocks are held, and how much of each. `Value` is a node of the plan, or before
 * lowering a typed expression. docs/book.md has the exact meaning of each.
 */

export interface PortfolioOf<Value> {
  /** For people, and in no hash; null where there is but one. */
  readonly name: string | null;
  /** The part of the book that is its. */
  readonly share: number;
  readonly long: LegOf<Value> | null;
  readonly short: LegOf<Value> | null;
  readonly weight: WeightOf<Value>;
  readonly neutral: NeutralOf<Value> | null;
  /** A condition; where it does not hold, the target is cash. Null: always. */
  readonly hold: Value | null;
  readonly smooth: { readonly method: 'ewma'; readonly alpha: number } | null;
  readonly rebalance: Schedule;
  /** The turnover that a scheduled rebalance must come to, or it does not take place; null: any. */
  readonly drift: number | null;
}

export interface LegOf<Value> {
  readonly take: Take;
  /** The panel ordered by. */
  readonly score: Value;
  /** A mask, asked once the end of the order is chosen; null: everybody passes. */
  readonly filter: Value | null;
  /** Of the portfolio: Σ|w| of the side; under `kelly` the most. */
  readonly gross: number;
}

/** How many of an end of the order enter, and until which place those held before stay. */
export type Take =
  | { readonly kind: 'count'; readonly enter: number; readonly keep: number }
  /** Parts of the cross-section. */
  | { readonly kind: 'part'; readonly enter: number; readonly keep: number }
  | { readonly kind: 'all' };

/** How the gross of a side is divided among its names. */
export type WeightOf<Value> =
  | { readonly method: 'equal' | 'score' | 'rank' }
  | { readonly method: 'inverse_volatility' | 'score_over_volatility'; readonly volatility: Value }
  | {
      readonly method: 'risk_parity' | 'hierarchical_risk_parity';
      readonly over: number;
      /** One-session returns, of whose last `over` the covariance is. */
      readonly returns: Value;
    }
  | {
      readonly method: 'minimum_variance';
      readonly over: number;
      /** The most of the side that one name may have. */
      readonly cap: number;
      readonly returns: Value;
    }
  | {
      readonly method: 'mean_variance';
      readonly over: number;
      readonly aversion: number;
      readonly cap: number;
      /** Sessions over which the score is an expected return. */
      readonly horizon: number;
      readonly returns: Value;
    }
  | {
      readonly method: 'kelly';
      readonly over: number;
      readonly fraction: number;
      /** The most one name may weigh, of the portfolio. */
      readonly cap: number;
      readonly horizon: number;
      readonly returns: Value;
    };

/** Made so by shrinking whichever side is the heavier. */
export type NeutralOf<Value> =
  | { readonly to: 'market' }
  /** The group of each stock. */
  | { readonly to: 'sector'; readonly sector: Value }
  /** Each stock's beta to the market. */
  | { readonly to: 'beta'; readonly beta: Value };

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Weekly: the first session on or after each such day; monthly: the first of each month. */
export type Schedule = 'every session' | `weekly on ${Weekday}` | 'monthly';

/** What its values stand under: in origins, outlines and differences. */
export function pathOfPortfolio(name: string | null): 'portfolio' | `portfolio ${string}` {
  return name === null ? 'portfolio' : `portfolio ${name}`;
}

/** Every expression a portfolio is made of; all of them decide. */
export function valuesOfPortfolio<Value>({ long, short, weight, neutral, hold }: PortfolioOf<Value>): Value[] {
  const legs = [long, short].flatMap((leg) => (leg === null ? [] : [leg.score, leg.filter]));
  const sizes = [
    'volatility' in weight ? weight.volatility : null,
    'returns' in weight ? weight.returns : null,
    neutral === null ? null : readOf(neutral),
  ];
  return [...legs, ...sizes, hold].filter((value) => value !== null);
}

/** The same with other expressions. */
export function mapPortfolio<From, To>(portfolio: PortfolioOf<From>, change: (value: From) => To): PortfolioOf<To> {
  const { long, short, weight, neutral, hold } = portfolio;
  return {
    ...portfolio,
    long: long && mapLeg(long, change),
    short: short && mapLeg(short, change),
    weight: mapWeight(weight, change),
    neutral: neutral && mapNeutral(neutral, change),
    hold: hold && change(hold),
  };
}

function mapLeg<From, To>(leg: LegOf<From>, change: (value: From) => To): LegOf<To> {
  return { ...leg, score: change(leg.score), filter: leg.filter && change(leg.filter) };
}

function readOf<Value>(neutral: NeutralOf<Value>): Value | null {
  if (neutral.to === 'market') return null;
  return neutral.to === 'sector' ? neutral.sector : neutral.beta;
}

function mapNeutral<From, To>(neutral: NeutralOf<From>, change: (value: From) => To): NeutralOf<To> {
  if (neutral.to === 'market') return neutral;
  return neutral.to === 'sector'
    ? { ...neutral, sector: change(neutral.sector) }
    : { ...neutral, beta: change(neutral.beta) };
}

function mapWeight<From, To>(weight: WeightOf<From>, change: (value: From) => To): WeightOf<To> {
  if ('volatility' in weight) return { ...weight, volatility: change(weight.volatility) };
  return 'returns' in weight ? { ...weight, returns: change(weight.returns) } : weight;
}
