/** From what the stages hand over to what the report shows. */
import {
  type AcceptedWarning,
  booked,
  learnsAfterwards,
  type Plan,
  rangesText,
  schemeText,
} from '../../compiler/plan.ts';
import { heldAbove } from '../book/heldAbove.ts';
import { readsPrediction } from '../evidence/baselines.ts';
import { contributionsOf } from '../evidence/contributions.ts';
import { suspicionsOf } from '../evidence/suspicions.ts';
import { luckOf, type Trial } from '../evidence/trials.ts';
import type { Evidence } from '../evidence/types.ts';
import { spanOf } from '../folds/sessions.ts';
import { type Market, toIsoDay } from '../market.ts';
import type { BookResult, FeatureSet, ModelResult, Predictions } from '../results.ts';
import { costSplit } from './costs.ts';
import { cutSummaries } from './cuts.ts';
import { formula } from './formula.ts';
import type {
  ExceededLimit,
  Exposure,
  ModelRow,
  Position,
  Provenance,
  ReportInput,
  SourceText,
  Stop,
} from './input.ts';
import { qualityOf } from './quality.ts';
import { benchmarkFigures, monthlyRows, returnColumns, sharpeInterval } from './returns.ts';
import { membersText, settingRows } from './settings.ts';
import { signalOf } from './signal.ts';

/** Sessions of the rolling figures in plots. */
const ROLLING = 60;

export interface ReportFacts {
  readonly plan: Plan;
  /** Every file the strategy was compiled from, itself first. */
  readonly sources: readonly SourceText[];
  readonly market: Market;
  /** One line for people: "synthetic market, 120 stocks, seed 7". */
  readonly dataDescription: string;
  readonly features: Pick<FeatureSet, 'labels'>;
  readonly models: readonly ModelResult[];
  readonly predictions: Predictions;
  readonly book: BookResult;
  readonly evidence: Evidence | null;
  readonly trial: Trial;
  /** Others on the same universe. */
  readonly trials: readonly Trial[];
  readonly engine: string;
  readonly versions: Provenance['versions'];
  readonly config: string;
}

export function buildReportInput(facts: ReportFacts): ReportInput {
  const { plan, market, book, evidence } = facts;
  const returns = returnColumns(market, book, plan.universe.sessionsPerYear, ROLLING);
  const contributions = contributionsOf(plan, market, book);
  const signal = signalOf(market, facts.predictions, facts.features.labels, ROLLING);
  const luck = luckOf(facts.trial, facts.trials, plan.universe.sessionsPerYear);
  return {
    strategy: plan.strategy,
    universe: {
      members: membersText(plan),
      benchmark: plan.universe.benchmark,
      calendar: plan.universe.calendar,
      sessionsPerYear: plan.universe.sessionsPerYear,
      require: plan.universe.require.map((id) => formula(id, plan.expressions)),
    },
    data: dataOf(facts),
    quality: qualityOf(market.quality),
    windows: windowsOf(plan),
    figures: book.figures,
    benchmark: benchmarkFigures(returns, plan.universe.sessionsPerYear),
    sharpeInterval: sharpeInterval(book, plan.universe.sessionsPerYear, plan.model.seed),
    returns,
    monthly: monthlyRows(market, book),
    volatilityTarget: plan.risk.volatilityTarget?.perYear ?? null,
    rollingWindow: ROLLING,
    signal,
    modelRead: readsPrediction(plan),
    exposure: exposureOf(market, book),
    costs: costSplit(book.holdings),
    training: trainingOf(facts),
    stops: stopsOf(plan, market, book),
    emptyCrossSections: book.decisions.flags.filter((flag) => flag.whyNot === 'empty cross-section').length,
    positions: positionsOf(market, book),
    contributions,
    cuts: cutSummaries(market, book),
    exceeded: exceededOf(plan, market, book),
    models: modelRows(facts.models),
    evidence,
    luck,
    suspicions: suspicionsOf({ book, contributions, evidence, luck, signal: readsPrediction(plan) ? signal : null }),
    accepted: plan.accepted.map(({ code, reason, span }) => ({
      code,
      reason,
      where: placeOf(span, facts.sources),
    })),
    settings: settingRows(plan),
    sources: facts.sources,
    provenance: {
      planHash: plan.hash,
      stages: plan.stages,
      engine: facts.engine,
      versions: facts.versions,
      config: facts.config,
    },
  };
}

function dataOf({ market, dataDescription }: ReportFacts): ReportInput['data'] {
  const { sessions, tickers, snapshot, assumptions, oracle } = market;
  return {
    description: dataDescription,
    synthetic: oracle !== null,
    snapshot,
    stocks: tickers.length,
    sessions: sessions.length,
    first: sessions.length === 0 ? null : toIsoDay(sessions[0]!),
    last: sessions.length === 0 ? null : toIsoDay(sessions.at(-1)!),
    assumptions,
  };
}

/** Train and validate of the first fold, and all days of the book. */
function windowsOf({ split, warmUp, label }: Plan): ReportInput['windows'] {
  const { train, validate } = split.folds[0]!;
  const { purge, embargo } = split;
  const folds = split.scheme.kind === 'windows' ? null : schemeText(split);
  const crossValidated = learnsAfterwards(split);
  const said = { train: spanOf(train), validate: spanOf(validate), test: booked(split) };
  return { ...said, folds, crossValidated, purge, embargo, warmUp, label: label.name, horizon: label.horizon };
}

function modelRows(models: readonly ModelResult[]): ModelRow[] {
  if (models.length < 2) return [];
  return models.map(({ fold, seed, windows, history, test }) => ({
    fold: fold + 1,
    seed,
    train: rangesText(windows.train),
    validate: rangesText(windows.validate),
    test: rangesText(windows.test),
    trainSessions: history.trainSessions,
    epochs: history.epochs.length,
    bestEpoch: history.bestEpoch,
    validationRankIc: history.epochs.find(({ epoch }) => epoch === history.bestEpoch)?.validationRankIc ?? null,
    testRankIc: test.rankIc,
  }));
}

/** Of the only model; of several each has its row among the folds. */
function trainingOf({ plan, models }: ReportFacts): ReportInput['training'] {
  const [only, ...others] = models;
  if (only === undefined || others.length > 0) return null;
  return { ...only.history, metric: plan.model.earlyStopping?.metric ?? null };
}

function exposureOf(market: Market, { decisions }: BookResult): Exposure {
  const { starts, held } = decisions.weights;
  const sessions: string[] = [];
  const long: number[] = [];
  const short: number[] = [];
  for (let d = 0; d < decisions.count; d++) {
    let above = 0;
    let below = 0;
    for (const weight of held.subarray(starts[d], starts[d + 1])) {
      if (weight > 0) above += weight;
      else below += weight;
    }
    sessions.push(toIsoDay(market.sessions[decisions.filled[d]!]!));
    long.push(above);
    short.push(below);
  }
  return { sessions, long, short };
}

function positionsOf(market: Market, { decisions }: BookResult): ReportInput['positions'] {
  const last = decisions.count - 1;
  if (last < 0) return { session: null, rows: [] };
  const rows: Position[] = [];
  const { starts, stock, held } = decisions.weights;
  for (let row = starts[last]!; row < starts[last + 1]!; row++) {
    if (held[row] !== 0) rows.push({ ticker: market.tickers[stock[row]!]!, weight: held[row]! });
  }
  return { session: toIsoDay(market.sessions[decisions.filled[last]!]!), rows };
}

function stopsOf(plan: Plan, market: Market, { decisions }: BookResult): Stop[] {
  const day = (session: number) => toIsoDay(market.sessions[session]!);
  return decisions.stops.flatMap((trips, d) => {
    const resumed = decisions.flags.findIndex((flag, later) => later > d && flag.resumed);
    return trips.map((trip) => ({
      session: day(decisions.decided[d]!),
      ...trip,
      unit: unitOf(plan, trip.text),
      until: resumed === -1 ? null : day(decisions.decided[resumed]!),
    }));
  });
}

function exceededOf({ risk }: Plan, market: Market, { decisions }: BookResult): ExceededLimit[] {
  return heldAbove(risk.limits, decisions).map(({ worst: { decision, figure }, ...limit }) => ({
    ...limit,
    worst: { session: toIsoDay(market.sessions[decisions.filled[decision]!]!), figure },
  }));
}

/** A Sharpe ratio is a number; every other figure a stop reads is a share. */
function unitOf({ risk, expressions }: Plan, text: string): Stop['unit'] {
  const stop = risk.stops.find((each) => each.text === text);
  const left = stop && expressions[stop.left];
  const right = stop && expressions[stop.right];
  return [left, right].some((node) => node?.op === 'sharpe' || node?.name === 'sharpe') ? 'ratio' : 'percent';
}

/** `s2.strat:57` */
function placeOf(span: AcceptedWarning['span'], sources: readonly SourceText[]): string {
  const text = sources.find(({ file }) => file === span.file)?.text ?? '';
  const line = text.slice(0, span.start).split('\n').length;
  return `${span.file.split(/[/\\]/).at(-1)}:${line}`;
}
