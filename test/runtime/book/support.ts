/** Small markets and rules for tests of the book. */
import type { BookPanels } from '../../../runtime/book/backtest.ts';
import type { BookRules, BookSession, LegRules, SleeveRules } from '../../../runtime/book/types.ts';

/** Rules of a book of one sleeve: what is said of the sleeve stands beside what is said of the book. */
export type RuleChanges = Partial<BookRules & SleeveRules>;

/** One name a side of S2's gross, S2's costs, no smoothing, nothing else; three stocks. */
export function rulesFor(all: RuleChanges = {}): BookRules {
  const { share, long, short, alpha, weight, neutral, hold, drift, ...changes } = all;
  const sleeve = {
    share: share ?? 1,
    long: long === undefined ? legOf(1, 0.65) : long,
    short: short === undefined ? legOf(1, 0.35) : short,
    alpha: alpha ?? 1,
    weight: weight ?? PLAIN.weight,
    neutral: neutral ?? null,
    hold: hold ?? null,
    drift: drift ?? null,
  };
  return {
    sleeves: [sleeve],
    decide: 'close',
    fill: 'close',
    wholeShares: false,
    participation: null,
    costs: costsOf((turnover) => 0.0006 + 0.002 * turnover, 0.005),
    volatilityTarget: null,
    stops: [],
    positionStops: [],
    limits: NO_LIMITS,
    sessionsPerYear: 252,
    capital: 1,
    ...changes,
  };
}

/** What a sleeve need not say. */
export const PLAIN: Pick<SleeveRules, 'weight' | 'neutral' | 'hold' | 'drift'> = {
  weight: { method: 'equal' },
  neutral: null,
  hold: null,
  drift: null,
};

/** Ordered by `score`, unfiltered. */
export function legOf(count: number, gross: number, changes: Partial<LegRules> = {}): LegRules {
  return { take: { kind: 'count', enter: count, keep: count }, gross, score: 'score', filter: null, ...changes };
}

export const NO_LIMITS: BookRules['limits'] = {
  weight: null,
  volume: null,
  correlation: null,
  names: null,
  sector: null,
  beta: null,
  net: null,
  gross: null,
  valueAtRisk: null,
  expectedShortfall: null,
  turnover: null,
};

/** Nothing that depends on the order, no financing, no interest. */
export function costsOf(rate: (turnover: number) => number, borrowPerYear = 0): BookRules['costs'] {
  return {
    alike: { spread: rate, commission: () => 0, impact: () => 0 },
    orders: null,
    borrowPerYear,
    financingPerYear: 0,
    cashPerYear: 0,
  };
}

export const FREE = costsOf(() => 0);

/** A session whose rows a test can change. */
export interface TestSession extends BookSession {
  /** Values over stocks of what the rules read, by the name of the expression. */
  readonly rows: Readonly<Record<string, Float64Array>>;
}

export function sessionFor(
  price: readonly number[],
  score: readonly number[],
  { rows = {}, ...changes }: Partial<BookSession> & { rows?: Readonly<Record<string, ArrayLike<number>>> } = {},
): TestSession {
  const given = Object.entries(rows).map(([node, row]) => [node, Float64Array.from(row)]);
  const fields = {
    day: 20_000,
    price: Float64Array.from(price),
    rawPrice: null,
    eligible: new Uint8Array(price.length).fill(1),
    scheduled: [true],
    delisting: null,
    resume: false,
    history: missing,
    ...changes,
  };
  return withRows(fields, { score: Float64Array.from(score), ...Object.fromEntries(given) });
}

/** The same session with other rows. */
export function withRows(session: Omit<BookSession, 'row' | 'scalar'>, rows: TestSession['rows']): TestSession {
  const row = (node: string): Float64Array => rows[node] ?? missing(node);
  return { ...session, rows, row, scalar: (node) => row(node)[0]! };
}

function missing(node: string): never {
  throw new Error(`the test says nothing of ${node}`);
}

/** Panels from rows by session; `first` sessions come before them, without prices. */
export function panelsOf(
  rows: {
    price: readonly (readonly number[])[];
    score: readonly (readonly number[])[];
    scheduled?: readonly boolean[];
  },
  first: number,
  sessions: Int32Array,
): BookPanels {
  const stocks = rows.price[0]!.length;
  const stockMajor = (values: readonly (readonly number[])[]): Float64Array => {
    const panel = new Float64Array(stocks * sessions.length).fill(Number.NaN);
    values.forEach((row, k) => {
      row.forEach((value, i) => {
        panel[i * sessions.length + first + k] = value;
      });
    });
    return panel;
  };
  return {
    sessions,
    stocks,
    first,
    end: first + rows.price.length,
    price: stockMajor(rows.price),
    rawPrice: null,
    eligible: new Uint8Array(stocks * sessions.length).fill(1),
    value: () => ({ shape: 'panel', values: stockMajor(rows.score) }),
    delistings: [],
    scheduled: (session) => [rows.scheduled?.[session - first] ?? true],
  };
}
