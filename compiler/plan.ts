/**
 * The plan: what a strategy means, canonical, serializable, and the only thing the runtime sees of it.
 *
 *   expressions   a graph of typed nodes, each named by the hash of its meaning
 *   specs         one typed record per block; nothing optional that a default would fill
 *   stages        data → features → model → predictions → book, each with a hash over its spec and its inputs
 *   origins       beside the meaning, not in any hash: who said each value, and where
 *
 * Comments, layout and names of locals change no hash; a changed number changes just what depends on it.
 */
import type { Span } from '../grammar/span.ts';
import type { Facets } from '../stdlib/types.ts';

export const PLAN_VERSION = 3;

/** Hex SHA-256 over the canonical form, shortened where it is only shown. */
export type Hash = string;

/** The name of an expression node: the hash of its meaning. */
export type NodeId = Hash;

/**
 * One expression. `op` is `constant` (its value in `constants[0]`), `field` (its name in `name`), or the name of a
 * built-in, operators included (`add`, `less`, …); a quoted argument of one stands in `name`. `inputs` are its value operands, `constants` its compile-time
 * arguments in the order of the signature's non-value parameters (windows in sessions, ratios as fractions).
 */
export interface ExpressionNode extends Facets {
  readonly id: NodeId;
  readonly op: string;
  readonly name: string | null;
  readonly inputs: readonly NodeId[];
  readonly constants: readonly number[];
  /** Version of the built-in it was compiled against. */
  readonly version: number;
  /** The windows that what it is made of was fitted on: it may decide after them only. Empty for what is not learnt. */
  readonly fittedOn: readonly FitWindow[];
}

/** Windows that something learns from: weights and scale on `train`, and with early stopping the epoch on `validate`. */
export type FitWindow = 'train' | 'validate';

/** Both ends included; ISO days. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

export type MembersSpec =
  | { readonly source: 'constituents'; readonly index: string }
  | { readonly source: 'list'; readonly tickers: readonly string[] };

export interface UniverseSpec {
  readonly members: MembersSpec;
  readonly benchmark: string | null;
  readonly calendar: string;
  readonly sessionsPerYear: number;
  readonly period: DateRange;
  /** Masks; a stock of the cross-section meets them all. */
  readonly require: readonly NodeId[];
}

export interface FeatureSpec {
  /** In the order the model sees them. Names are for people and in no hash. */
  readonly features: readonly { readonly name: string; readonly node: NodeId }[];
  readonly normalize: { readonly method: 'zscore'; readonly clip: number | null; readonly fittedOn: 'train' } | null;
}

export interface LabelSpec {
  readonly name: string;
  readonly node: NodeId;
  /** Sessions after t at whose close the label is known. */
  readonly horizon: number;
}

export type OptimizerSpec =
  | { readonly method: 'sgd'; readonly learningRate: number; readonly momentum: number }
  | {
      readonly method: 'adam' | 'adamw';
      readonly learningRate: number;
      readonly weightDecay: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    };

export interface ModelSpec {
  readonly type: 'lstm';
  readonly window: number;
  readonly layers: number;
  readonly hidden: number;
  readonly dropout: number;
  /** An expression of kind `loss`: losses, `multiply` by constants, `add`. */
  readonly loss: NodeId;
  readonly optimizer: OptimizerSpec;
  readonly epochs: number;
  readonly earlyStopping: { readonly patience: number; readonly metric: 'rank_ic' | 'ic' | 'loss' } | null;
  readonly batchSessions: number;
  readonly seed: number;
}

export interface SplitSpec {
  readonly train: DateRange;
  readonly validate: DateRange;
  readonly test: DateRange;
  /**
   * The last sessions of train and of validate whose label is only known inside the window that follows, which are left
   * out. Derived, unless the author asks for more.
   */
  readonly purge: number;
  /**
   * The sessions after a judged window that nothing may be learnt from: they reach back into it. Derived likewise. Here
   * train comes first and nothing is learnt after a judged window.
   */
  readonly embargo: number;
}

export interface LegSpec {
  readonly count: number;
  /** The panel ordered by; at present always the field `prediction`. */
  readonly score: NodeId;
  /** A mask over score and market data, or null. */
  readonly filter: NodeId | null;
  readonly gross: number;
}

export interface PortfolioSpec {
  readonly long: LegSpec | null;
  readonly short: LegSpec | null;
  readonly weight: 'equal';
  readonly smooth: { readonly method: 'ewma'; readonly alpha: number } | null;
  readonly rebalance: 'every session' | 'weekly' | 'monthly';
}

export interface ExecutionSpec {
  readonly decideAt: 'open' | 'close';
  /** Minutes after it at which orders are decided. */
  readonly delay: number;
  readonly fillAt: 'open' | 'close' | 'next open' | 'next close';
}

export interface CostsSpec {
  /** Rate on turnover: spread + commission + impact, a scalar expression that may use the field `turnover`. */
  readonly spread: NodeId;
  readonly commission: NodeId;
  readonly impact: NodeId;
  /** Per year, on short weights held. */
  readonly borrow: number;
}

/** `left < right` or `left > right` over figures of the book; every comparison is strict. */
export interface StopSpec {
  /** As the author wrote the condition, for records and reports. In no hash. */
  readonly text: string;
  readonly left: NodeId;
  readonly comparison: '<' | '>';
  readonly right: NodeId;
  /** Sessions after which it is resumed, or null: by hand. */
  readonly resumeAfter: number | null;
}

export interface RiskSpec {
  readonly volatilityTarget: {
    readonly perYear: number;
    readonly window: number;
    readonly lo: number;
    readonly hi: number;
  } | null;
  readonly stops: readonly StopSpec[];
  readonly limits: LimitsSpec;
}

/** Fractions of equity; null is no limit. In the order in which the book applies them. */
export interface LimitsSpec {
  readonly weight: number | null;
  readonly sector: number | null;
  readonly net: number | null;
  readonly gross: number | null;
  readonly turnover: number | null;
}

export interface PaperSpec {
  readonly capital: number;
  readonly at: { readonly hour: number; readonly minute: number; readonly zone: string } | null;
}

export interface ParamSpec {
  readonly name: string;
  readonly value: number;
  /** The value as it was written, unit and all. */
  readonly text: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly setBy: 'file' | 'command line';
}

/** Stages in the order they depend on each other. */
export const STAGES = ['data', 'features', 'model', 'predictions', 'book'] as const;
export type StageName = (typeof STAGES)[number];

/** Who said a value: the file, a default of the language, `--set`; and where. */
export interface Origin {
  readonly by: 'file' | 'default' | 'command line';
  readonly span: Span | null;
}

export interface AcceptedWarning {
  readonly code: string;
  readonly reason: string;
  readonly span: Span;
}

export interface Plan {
  readonly version: typeof PLAN_VERSION;
  readonly strategy: string;
  /** Hash of the whole meaning. */
  readonly hash: Hash;
  readonly stages: Readonly<Record<StageName, Hash>>;
  readonly expressions: Readonly<Record<NodeId, ExpressionNode>>;
  readonly universe: UniverseSpec;
  readonly features: FeatureSpec;
  readonly label: LabelSpec;
  readonly model: ModelSpec;
  readonly split: SplitSpec;
  readonly portfolio: PortfolioSpec;
  readonly execution: ExecutionSpec;
  readonly costs: CostsSpec;
  readonly risk: RiskSpec;
  readonly paper: PaperSpec;
  readonly params: readonly ParamSpec[];
  /** Sessions of history before the first decision: deepest feature look-back + model window − 1. */
  readonly warmUp: number;
  readonly accepted: readonly AcceptedWarning[];
  /** By path of the value, such as `model.hidden` or `costs.spread`. In no hash. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** Where each expression was first written. In no hash. */
  readonly spans: Readonly<Record<NodeId, Span>>;
}
