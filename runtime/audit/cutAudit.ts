/** Every value of the plan at one cut after the other, held to that of the whole data. */
import { type ExpressionNode, type NodeId, type Plan, valuesOfPortfolio } from '../../compiler/plan.ts';
import type { Market, Panel } from '../market.ts';
import { bookNodes, compareBooks } from './compareBooks.ts';
import { compareExpressions } from './compareExpressions.ts';
import { compareFeatures, compareMarkets, comparePredictions, featureNodes, MARKET_NODES } from './compareStages.ts';
import type { Cut } from './cuts.ts';
import type { AuditNode, Findings } from './findings.ts';
import type { Known } from './knownMarket.ts';
import { auditedExpressions } from './nodes.ts';
import { type Predictor, type Rerun, reachOf, rerun } from './rerun.ts';

export interface CutAuditInputs {
  readonly plan: Plan;
  readonly predictor: Predictor;
  readonly whole: Market;
  /** What the stages made of the whole data. */
  readonly complete: Rerun;
  /** An expression as its author would write it, and where it was written. */
  describe(id: NodeId): { readonly text: string; readonly place: string | null };
}

type Fields = Readonly<Record<string, Panel>>;

export class CutAudit {
  readonly #given: CutAuditInputs;
  readonly #findings: Findings;
  readonly #expressions: ReturnType<typeof auditedExpressions>;
  readonly #features: ReturnType<typeof featureNodes>;
  readonly #book: ReturnType<typeof bookNodes>;

  constructor(given: CutAuditInputs, findings: Findings) {
    const { plan } = given;
    this.#given = given;
    this.#findings = findings;
    this.#expressions = auditedExpressions(plan);
    const ids = (nodes: readonly NodeId[]) => nodes.map((id) => this.#describe(plan.expressions[id]!).id);
    this.#features = featureNodes({
      features: ids(plan.features.features.map(({ node }) => node)),
      members: ids(plan.universe.top === null ? [] : [plan.universe.top.by]),
      require: ids(plan.universe.require),
    });
    // Predictions are a stage of their own.
    const read = plan.portfolios.flatMap(valuesOfPortfolio).filter((id) => plan.expressions[id]?.name !== 'prediction');
    const { predictions, present, eligible } = this.#features;
    const prices = [MARKET_NODES.open!.id, MARKET_NODES.close!.id];
    this.#book = bookNodes([...prices, predictions.id, present.id, eligible.id, ...ids(read)]);
  }

  async compareAt(cut: Cut, known: Known): Promise<void> {
    const { plan, predictor, whole, complete } = this.#given;
    const { predictions, book } = complete;
    const findings = this.#findings;
    const compared = { whole, known, cut };
    const expressions = (nodes: readonly ExpressionNode[], all: Fields, some: Fields) =>
      compareExpressions(
        {
          plan,
          nodes,
          whole: { market: whole, fields: all },
          known: { ...known, fields: some },
          cut,
          describe: (node) => this.#describe(node),
        },
        findings,
      );
    if (known.bySource) compareMarkets(compared, findings);
    expressions(this.#expressions.market, {}, {});

    const reach = reachOf(plan, whole, cut.session);
    const again = await rerun(predictor, known.market, reach);
    compareFeatures(compared, this.#features, complete, again, reach, findings);
    if (predictions === null || again.predictions === null) return;
    comparePredictions(compared, this.#features.predictions, predictions, again.predictions, findings);
    expressions(this.#expressions.scored, { prediction: predictions }, { prediction: again.predictions });
    if (book !== null && again.book !== null) {
      compareBooks(whole, cut, plan.execution.fillAt, this.#book, book, again.book, findings);
    }
  }

  #describe(node: ExpressionNode): AuditNode {
    if (node.op === 'field') return MARKET_NODES[node.name ?? ''] ?? this.#features.predictions;
    const { text, place } = this.#given.describe(node.id);
    const { expressions } = this.#given.plan;
    const inputs = node.inputs
      .map((id) => expressions[id]!)
      .filter(({ op }) => op !== 'constant')
      .map((input) => (input.op === 'field' ? this.#describe(input).id : input.id));
    return { id: node.id, stage: 'expressions', text, place, inputs };
  }
}
