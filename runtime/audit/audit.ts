/**
 * `strat audit`: what the checker proves from the text, tried by computing.
 *
 *   1. the whole data, and every stage on it                    as a run does
 *   2. sessions drawn at random: cuts
 *   3. at each, the market as it was known then                 asked of the source itself where it can answer
 *   4. every expression and stage again, on that market         the same stages, the same kernels
 *   5. all values until the cut, compared to the last bit
 *   6. features with a history that begins later
 *
 * One cut is held in memory at a time, beside the whole data, and expressions some at a time.
 */
import { booked, learnsAfterwards, type NodeId, type Plan } from '../../compiler/plan.ts';
import type { ModelUnit } from '../folds/units.ts';
import { NO_EVIDENCE, stageKeys } from '../keys.ts';
import { sessionsWithin, toIsoDay } from '../market.ts';
import { withTopMembers } from '../members.ts';
import { type EngineConfig, engine } from '../models/engine.ts';
import { loadModel } from '../models/persistence.ts';
import { type Artifact, type ArtifactStore, type EventSink, type MarketData, marketRequest } from '../ports.ts';
import { runFeatures } from '../stages/features.ts';
import { CutAudit } from './cutAudit.ts';
import { drawCuts } from './cuts.ts';
import { type Drift, measureDrift } from './drift.ts';
import { type Finding, Findings } from './findings.ts';
import { loadKnown } from './knownMarket.ts';
import { everything, type Predictor, rerun, standIn } from './rerun.ts';

export interface AuditRequest {
  readonly plan: Plan;
  readonly engine: EngineConfig;
  /** How many sessions to cut at. */
  readonly cuts: number;
  readonly seed: number;
  /** An expression as its author would write it, and where it was written: `FILE:LINE`. */
  describe(id: NodeId): { readonly text: string; readonly place: string | null };
}

export interface AuditPorts {
  readonly data: MarketData;
  readonly artifacts: ArtifactStore;
  readonly events: EventSink;
}

export interface Audit {
  readonly strategy: string;
  readonly planHash: string;
  readonly data: string;
  readonly seed: number;
  /** ISO days, ascending. */
  readonly cuts: readonly string[];
  /** Whether the source answered as of each cut, or what it had loaded was cut. */
  readonly cutBy: 'source' | 'audit';
  /** Who predicted: the model that a run has kept, or a small one with weights from the seed. */
  readonly predictor: 'trained model' | 'stand-in';
  /** Models learn from later days than those they judge: predictions and book are then beyond an audit. */
  readonly crossValidated: boolean;
  readonly nodes: readonly Finding[];
  readonly drift: readonly Drift[];
  /** Sessions: what drifts are told in. */
  readonly warmUp: number;
  /** Nothing differs, and every feature reaches back as far as it says. */
  readonly ok: boolean;
}

/** @throws UserError when the strategy cannot be run on these data. */
export async function auditStrategy(request: AuditRequest, ports: AuditPorts): Promise<Audit> {
  const { plan, seed } = request;
  const { data, events } = ports;
  const asked = marketRequest(plan);

  // 1.
  events.emit({ type: 'stage-started', stage: 'whole data', key: '', about: data.description });
  const loaded = await data.load(asked, events);
  const whole = withTopMembers(plan, loaded);
  runFeatures(plan, whole);
  const { predictor, kind } = await predictorFor(request, ports);
  const complete = await rerun(predictor, whole, everything(plan));
  const size = `${whole.tickers.length} stocks, ${whole.sessions.length} sessions`;
  events.emit({ type: 'stage-finished', stage: 'whole data', key: '', about: size });

  // 2.
  const cuts = drawCuts(
    {
      count: request.cuts,
      first: Math.max(1, Math.min(plan.warmUp, whole.sessions.length - 2)),
      end: whole.sessions.length - 1,
      test: sessionsWithin(whole.sessions, booked(plan.split)),
    },
    seed,
  );

  // 3, 4, 5.
  const findings = new Findings(whole);
  const audited = new CutAudit({ ...request, predictor, whole, complete }, findings);
  events.emit({ type: 'stage-started', stage: 'cuts', key: '', about: cuts.map(day).join(', ') });
  for (const [done, cut] of cuts.entries()) {
    events.emit({ type: 'stage-progress', stage: 'cuts', done, total: cuts.length, unit: 'cuts', note: day(cut) });
    const moment = { session: cut, at: plan.execution.decideAt };
    const known = await loadKnown(data, asked, loaded, moment);
    await audited.compareAt(moment, { ...known, market: withTopMembers(plan, known.market) });
  }
  const nodes = findings.all();
  const compared = nodes.reduce((sum, { values }) => sum + values, 0);
  events.emit({ type: 'stage-finished', stage: 'cuts', key: '', about: `${compared.toLocaleString('en-US')} values` });

  // 6.
  events.emit({ type: 'stage-started', stage: 'warm-up', key: '', about: `${plan.features.features.length} features` });
  const drift = measureDrift(plan, whole);
  events.emit({ type: 'stage-finished', stage: 'warm-up', key: '', about: 'histories that begin later' });

  return {
    strategy: plan.strategy,
    planHash: plan.hash,
    data: data.description,
    seed,
    cuts: cuts.map(day),
    cutBy: data.loadAsOf === undefined ? 'audit' : 'source',
    predictor: kind,
    crossValidated: learnsAfterwards(plan.split),
    nodes,
    drift,
    warmUp: plan.warmUp,
    ok: nodes.every(({ differing }) => differing === 0) && drift.every(({ ok }) => ok),
  };

  function day(session: number): string {
    return toIsoDay(whole.sessions[session]!);
  }
}

/** The models that a run with these data has trained and kept, else stand-ins. */
async function predictorFor(
  { plan, engine: config }: AuditRequest,
  { data, artifacts, events }: AuditPorts,
): Promise<{ predictor: Predictor; kind: Audit['predictor'] }> {
  const numeric = await engine(config);
  const snapshot = await data.snapshot(marketRequest(plan));
  const keys = stageKeys({ plan, snapshot, engine: config, evidence: NO_EVIDENCE, shown: [] });
  const kept: Artifact[] = [];
  for (const key of keys.models) {
    const found = await artifacts.find('model', key, events);
    if (found === null) return { predictor: standIn(plan, numeric), kind: 'stand-in' };
    kept.push(found);
  }
  const weightsOf = async ({ index }: ModelUnit) => (await loadModel(kept[index]!.folder)).weights;
  return { predictor: { plan, weightsOf, engine: numeric }, kind: 'trained model' };
}
