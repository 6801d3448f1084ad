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
import type { LegOf, NeutralOf, PortfolioOf, WeightOf } from './planPortfolio.ts';
import type { FoldHashes, SplitSpec } from './planSplit.ts';
import type { CostsSpec, ExecutionSpec, RiskSpec } from './planTrading.ts';
import type { UniverseOf } from './planUniverse.ts';

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

export type UniverseSpec = UniverseOf<NodeId>;

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
  /** How many models are trained on each fold, with seeds from `seed` on; the book trades the mean of their predictions. */
  readonly seeds: number;
}

export type LegSpec = LegOf<NodeId>;
export type PortfolioSpec = PortfolioOf<NodeId>;
export type WeightSpec = WeightOf<NodeId>;
export type NeutralSpec = NeutralOf<NodeId>;

export { pathOfPortfolio, type Schedule, type Take, valuesOfPortfolio } from './planPortfolio.ts';
export { legText, neutralText, rebalanceText, takeText, type Writer, weightText } from './planPortfolioTexts.ts';
export type {
  CalendarSpan,
  FoldHashes,
  FoldPlan,
  FoldSpec,
  Gaps,
  PathPart,
  SplitScheme,
  SplitSpec,
} from './planSplit.ts';
export {
  booked,
  foldText,
  judgesOf,
  learnsAfterwards,
  rangesText,
  schemeText,
  seedsOf,
  splitSettings,
} from './planSplit.ts';
export type { CostsSpec, ExecutionSpec, LimitsSpec, RiskSpec, StopSpec, TailLimitSpec } from './planTrading.ts';
export { costTexts, limitTexts, resumeText } from './planTradingTexts.ts';
export { type MembersSpec, membersText, partsOf, type TopOf, valuesOfUniverse } from './planUniverse.ts';

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
  /** By fold. A fold that is added, or a seed, changes no hash of the others. */
  readonly folds: readonly FoldHashes[];
  readonly expressions: Readonly<Record<NodeId, ExpressionNode>>;
  readonly universe: UniverseSpec;
  readonly features: FeatureSpec;
  readonly label: LabelSpec;
  readonly model: ModelSpec;
  readonly split: SplitSpec;
  /** At least one; the book is their sum, each times its share. */
  readonly portfolios: readonly PortfolioSpec[];
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
