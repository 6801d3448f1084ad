/**
 * What a value is, and what a built-in is. The compiler types expressions with the first half; the second half is
 * the contract of every file in this folder: a signature beside its pure kernel.
 */

// ── Facets of a value ──────────────────────────────────────────────────────────────────────────────────────────

/**
 * - `panel`      one number per stock and session       - `mask`       one truth per stock and session
 * - `series`     one number per session                 - `condition`  one truth per session
 * - `scalar`     one number                             - `members`    which stocks belong, by session
 * - `label`      a panel from the future                - `loss`       one value per cross-section, differentiable
 * - `groups`     which group each stock is in, by session, such as its sector: nothing to compute with
 * - `text`       a quoted string, for names of things outside
 */
export type Kind =
  | 'panel'
  | 'mask'
  | 'series'
  | 'condition'
  | 'scalar'
  | 'members'
  | 'label'
  | 'loss'
  | 'groups'
  | 'text';

/**
 * Whole powers of the base dimensions. `ratio` is all zero. `session` is trading time, `year` calendar time;
 * a rate per year is `year: -1`. A bare number is dimensionless and marked, because `5` is not `5 bps`.
 */
export interface Unit {
  readonly usd: number;
  readonly share: number;
  readonly session: number;
  readonly year: number;
  /** Written without a unit, such as `38` or `0.05`: fits wherever a pure number is asked for. */
  readonly bare?: true;
}

/** An instant as seen from session t: so many minutes (`delay`) after the open or the close of session t + `shift`. */
export interface Instant {
  readonly at: 'open' | 'close';
  readonly shift: number;
  readonly delay: number;
}

/**
 * When a value labelled with session t is known; `always` is for what does not depend on data. Ordered, so that an
 * operator is known when the last of its inputs is.
 */
export type Availability = 'always' | Instant;

/**
 * Instants that a strategy's `execution` sets: its decision, the fill of that decision, and the last fill before the
 * decision, up to which the book's own returns are known.
 */
export type TradingInstant = 'decision' | 'fill' | 'last fill';

/** How far back a value reaches: `sessions` before t; `recursive` when it also carries everything before (EWMA). */
export interface LookBack {
  readonly sessions: number;
  readonly recursive: boolean;
}

/** The facets every expression has. All are inferred. */
export interface Facets {
  readonly kind: Kind;
  readonly unit: Unit;
  readonly availability: Availability;
  readonly lookBack: LookBack;
}

// ── Built-ins ──────────────────────────────────────────────────────────────────────────────────────────────────

/** What a parameter takes. `value` goes to the kernel as data; the others are constants known when compiling. */
export type ParameterRole = 'value' | 'sessions' | 'number' | 'count' | 'ratio' | 'text';

export interface Parameter {
  readonly name: string;
  readonly role: ParameterRole;
  /** For `value`: which kinds fit. Default: panel and series (and scalars, broadcast). */
  readonly kinds?: readonly Kind[];
  /** For `value`: the unit it must have; absent means any. */
  readonly unit?: Unit;
  /** For `value`: may be left out. Only the last values may, and a kernel then gets fewer inputs. */
  readonly optional?: true;
  /** For constants: what it is when left out. Without one, the argument is required. */
  readonly default?: number;
  /** For constants: the least and the greatest allowed. */
  readonly min?: number;
  readonly max?: number;
  readonly summary: string;
}

/** What the unit rule answers when the units do not fit together; the compiler words the diagnostic. */
export interface UnitProblem {
  readonly problem: string;
}

/**
 * Data of the whole market as kernels across stocks see it: panels are stock-major, stock i's column being
 * `panel.subarray(i * sessions, (i + 1) * sessions)`; `members[i * sessions + t]` is 1 for a member. Groups are a panel of
 * small whole numbers from 0, missing where a stock is in none.
 */
export interface CrossSectionContext {
  readonly stocks: number;
  readonly sessions: number;
  readonly members: Uint8Array;
}

/** The few tensor operations a loss may be written in. tfjs satisfies it; so does a float64 tape in the tests. */
export interface TensorOps<T> {
  scalar(value: number): T;
  /** Plain data as a tensor of shape [n]; carries no gradient. */
  vector(values: Float64Array): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  neg(a: T): T;
  abs(a: T): T;
  square(a: T): T;
  sqrt(a: T): T;
  sigmoid(a: T): T;
  minimum(a: T, b: T): T;
  /** Sum of all elements, or along an axis. */
  sum(a: T, axis?: number): T;
  mean(a: T, axis?: number): T;
  reshape(a: T, shape: readonly number[]): T;
}

/** One cross-section as a loss sees it: `labels` and what can be computed from them is plain data, no tensor. */
export interface LossInput<T> {
  /** Predictions of the n stocks, shape [n]. */
  readonly predictions: T;
  /** Labels, shape [n], and the same as a tensor. */
  readonly labels: Float64Array;
  readonly labelTensor: T;
  /** The predictions' values, for asking whether a correlation is defined; carries no gradient. */
  readonly values: Float32Array | Float64Array;
}

/**
 * How a built-in is computed.
 * - `column`: one stock (or one series) at a time; `inputs` and `out` are columns of one length, a session each, and
 *   NaN is missing. A window that holds a missing value gives a missing value. Masks are 0, 1 or NaN. `out` is filled
 *   completely and never aliases an input.
 * - `across`: all stocks of a session together, members only; a non-member's output is missing unless said.
 *   `out` is a panel, or one column when the result is a series.
 * - `loss`: the value for one cross-section, in tensor operations, so that it can be differentiated.
 * - `named`: data that the market brings under the name in the text argument; there from the start, never computed.
 * - `lowered`: never runs; the compiler rewrites it into others.
 * - `book`: a figure of the book itself (`drawdown`, `turnover`), computed by the book engine.
 */
export type Kernel =
  | {
      readonly shape: 'column';
      run(inputs: readonly Float64Array[], constants: readonly number[], out: Float64Array): void;
    }
  | {
      readonly shape: 'across';
      run(
        inputs: readonly Float64Array[],
        constants: readonly number[],
        out: Float64Array,
        context: CrossSectionContext,
      ): void;
    }
  | { readonly shape: 'loss'; build<T>(ops: TensorOps<T>, input: LossInput<T>, constants: readonly number[]): T }
  | { readonly shape: 'named' }
  | { readonly shape: 'lowered' }
  | { readonly shape: 'book' };

export interface Builtin {
  readonly name: string;
  /** Raised whenever results change; part of every content hash. */
  readonly version: number;
  readonly summary: string;
  /** The exact meaning, in one line of mathematics. */
  readonly formula: string;
  /** Paper or book the definition is from, when it has one. */
  readonly source?: string;
  readonly example: string;
  readonly parameters: readonly Parameter[];
  /** `widest`: the widest of the value inputs, scalar < series < panel; boolean results become condition or mask. */
  readonly result: 'widest' | 'widest-truth' | Kind;
  /** The result's unit from those of the value inputs, in order. */
  unit(inputs: readonly Unit[]): Unit | UnitProblem;
  /** For those that read data themselves: when it is known. Others are known when the last of their inputs is. */
  readonly availability?: Availability | TradingInstant;
  /** Which values it can have at all; absent when any. */
  readonly range?: { readonly lo: number; readonly hi: number };
  /** Shift of the result against the latest input, in sessions, from the constants: + for labels, − for lags. */
  shift?(constants: readonly number[]): number;
  /** Sessions it reaches back beyond its inputs, from the constants. Default: none. */
  lookBack?(constants: readonly number[]): LookBack;
  readonly kernel: Kernel;
}

/**
 * A named form that fills a slot, such as `adamw(learning_rate: …)` of `optimizer` or `kelly(over: 60d)` of `weight`.
 * Forms are settings with a name, not expressions: all their parameters are constants.
 */
export interface Form {
  readonly slot: 'normalize' | 'optimizer' | 'weight' | 'smooth';
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  readonly parameters: readonly Parameter[];
}

/** A value that is there without being defined: `close`, `prediction`, `drawdown`. */
export interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly unit: Unit;
  readonly availability: Availability | TradingInstant;
  /**
   * Where it may stand: market data anywhere; `score` in the portfolio, `rebalance` in its schedule; `book` and `position` in
   * risk; `cost` in costs.
   */
  readonly scope: 'market' | 'score' | 'rebalance' | 'book' | 'position' | 'cost';
  readonly summary: string;
  /** A definition, or the setting in which it mostly stands. */
  readonly example: string;
}
