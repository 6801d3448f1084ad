/** What the stages hand each other, on the whole data and on what was known at a cut. */
import { groupPanel } from '../groups.ts';
import { BAR_FIELDS, type Market, type Panel } from '../market.ts';
import type { FeatureSet } from '../results.ts';
import { againstCut, type Cut, lastWhole } from './cuts.ts';
import type { AuditNode, AuditStage, Findings } from './findings.ts';
import type { Known } from './knownMarket.ts';
import type { Reach, Rerun } from './rerun.ts';

/** A node that is a column of a stage, not an expression of the plan. */
export function stageNode(stage: AuditStage, text: string, inputs: readonly string[]): AuditNode {
  return { id: `${stage}: ${text}`, stage, text, place: null, inputs };
}

/** Fields by name, as expressions that read them know them. */
export const MARKET_NODES: Readonly<Record<string, AuditNode>> = Object.fromEntries(
  [...BAR_FIELDS, 'members', 'sector', 'benchmark_close'].map((name) => [name, stageNode('market', name, [])]),
);

/** Meaningful where the source itself answered as of the cut. */
export function compareMarkets(compared: Compared, findings: Findings): void {
  const { whole, cut } = compared;
  const known = compared.known.market;
  const complete = { ...compared, cut: { session: lastWhole(cut), at: 'close' } } as const;
  for (const field of BAR_FIELDS) {
    comparePanels(findings, MARKET_NODES[field]!, complete, whole.bars[field], known.bars[field]);
  }
  comparePanels(findings, MARKET_NODES.members!, compared, whole.members, known.members);
  if (whole.sectors !== null && known.sectors !== null) {
    comparePanels(findings, MARKET_NODES.sector!, compared, groupPanel(whole.sectors), groupPanel(known.sectors));
  }
  for (const [name, { values, known: when }] of Object.entries(whole.external)) {
    const comparison = findings.of(stageNode('market', `external ${JSON.stringify(name)}`, []), cut.session);
    for (let t = 0; t <= cut.session && againstCut(t + when.shift, when.at, cut) <= 0; t++) {
      comparison.values(values[t]!, known.external[name]?.values[t] ?? Number.NaN, t);
    }
  }
  if (whole.benchmark === null) return;
  const comparison = findings.of(MARKET_NODES.benchmark_close!, cut.session);
  for (let t = 0; t <= lastWhole(cut); t++)
    comparison.values(whole.benchmark[t]!, known.benchmark?.[t] ?? Number.NaN, t);
}

export interface Compared {
  readonly whole: Market;
  readonly known: Known;
  readonly cut: Cut;
}

/** Ids of the nodes that what a stage makes is computed from. */
export interface StageInputs {
  readonly features: readonly string[];
  /** What members are ranked by. */
  readonly members: readonly string[];
  readonly require: readonly string[];
}

/** The columns of the features stage as nodes, each with what it is made of. */
export function featureNodes({ features, members, require }: StageInputs) {
  const eligible = stageNode('features', 'eligible: members that meet every `require`', [
    'market: members',
    ...members,
    ...require,
  ]);
  const present = stageNode('features', 'cross-section: eligible, with every feature over the window', [
    eligible.id,
    ...features,
  ]);
  const scaling = stageNode('features', 'mean and sd fitted on train', [...features, ...members, 'market: members']);
  const tensor = stageNode('features', 'features as the model reads them', [...features, scaling.id]);
  const predictions = stageNode('predictions', 'predictions', [tensor.id, present.id]);
  return { eligible, present, scaling, tensor, predictions };
}

/** Scale and tensor of the newest fold whose scale is known at the cut. */
export function compareFeatures(
  compared: Compared,
  nodes: ReturnType<typeof featureNodes>,
  whole: Rerun,
  known: Rerun,
  { scaled }: Reach,
  findings: Findings,
): void {
  const all = everyone(compared);
  comparePanels(findings, nodes.eligible, all, whole.evaluated.eligible, known.evaluated.eligible);
  comparePanels(findings, nodes.present, all, whole.evaluated.present, known.evaluated.present);
  const newest = scaled.at(-1);
  if (newest === undefined) return;
  const [complete, cutShort] = [whole.featuresOf(newest), known.featuresOf(newest)];
  compareScaling(compared, nodes.scaling, complete, cutShort, findings);
  compareTensors(compared, nodes.tensor, complete, cutShort, findings);
}

/** Of the session at which the whole of train is known, whenever that was. */
function compareScaling(
  { cut }: Compared,
  node: AuditNode,
  whole: FeatureSet,
  known: FeatureSet,
  findings: Findings,
): void {
  if (whole.normalizer === null || known.normalizer === null) return;
  const comparison = findings.of(node, cut.session);
  for (const [f, name] of whole.names.entries()) {
    comparison.values(whole.normalizer.mean[f]!, known.normalizer.mean[f]!, cut.session, () => `mean of ${name}`);
    comparison.values(whole.normalizer.sd[f]!, known.normalizer.sd[f]!, cut.session, () => `sd of ${name}`);
  }
}

function compareTensors(
  { whole: market, known, cut }: Compared,
  node: AuditNode,
  whole: FeatureSet,
  some: FeatureSet,
  findings: Findings,
): void {
  const comparison = findings.of(node, cut.session);
  const { names, tensor } = whole;
  for (const stock of known.stocks) {
    comparison.columns({
      whole: tensor.values,
      cutShort: some.tensor.values,
      wholeFrom: stock * tensor.sessions * names.length,
      cutShortFrom: stock * some.tensor.sessions * names.length,
      sessions: cut.session + 1,
      each: names.length,
      single: true,
      of: (feature) => `${market.tickers[stock]}, ${names[feature]}`,
    });
  }
}

export function comparePredictions(
  compared: Compared,
  node: AuditNode,
  whole: Panel,
  known: Panel,
  findings: Findings,
): void {
  // As float32, which is what a model answers with.
  comparePanels(findings, node, everyone(compared), whole, known, true);
}

/** Stocks that the source did not answer with, too: they must not be in a cross-section. */
function everyone({ whole, known, cut }: Compared) {
  return { whole, known: { market: known.market, stocks: [...whole.tickers.keys()] }, cut };
}

function comparePanels(
  findings: Findings,
  node: AuditNode,
  { whole, known, cut }: Pick<Compared, 'whole' | 'cut'> & { readonly known: Pick<Known, 'market' | 'stocks'> },
  all: Panel | Uint8Array,
  some: Panel | Uint8Array,
  single = false,
): void {
  const comparison = findings.of(node, cut.session);
  for (const stock of known.stocks) {
    comparison.columns({
      whole: all,
      cutShort: some,
      wholeFrom: stock * whole.sessions.length,
      cutShortFrom: stock * known.market.sessions.length,
      sessions: cut.session + 1,
      single,
      of: () => whole.tickers[stock]!,
    });
  }
}
