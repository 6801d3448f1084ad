/** The same book on ideas that cost nothing, and what the market gave to whoever did nothing. */
import type { Plan } from '../../compiler/plan.ts';
import { informationBySession, summarizeInformation } from '../figures/information.ts';
import { returnFigures } from '../figures/performance.ts';
import { type Market, type Panel, toIsoDay } from '../market.ts';
import type { BookResult, FeatureSet, Holdings, Predictions } from '../results.ts';
import { alignedReturns, type BookChange, type RunBook, tryBook } from './books.ts';
import type { MarketIndex } from './marketIndex.ts';
import { pairedTest } from './paired.ts';
import type { Progress } from './progress.ts';
import { type RidgeInputs, ridgePredictions } from './ridge.ts';
import { closeLag, inOrderOf, momentumScores, reversalScores } from './scores.ts';
import type { Baseline, BaselineId } from './types.ts';
import { equalWeight } from './variants.ts';

export interface BaselineInputs extends RidgeInputs {
  readonly features: Pick<FeatureSet, 'labels'>;
  readonly predictions: Predictions;
  readonly book: BookResult;
  readonly index: MarketIndex;
}

interface Idea {
  readonly id: BaselineId;
  readonly book: BookChange;
}

export async function baselinesOf(inputs: BaselineInputs, run: RunBook, progress: Progress): Promise<Baseline[]> {
  const found: Baseline[] = [];
  for (const idea of await ideasOf(inputs)) {
    found.push(runIdea(idea, inputs, run));
    await progress.step(idea.id);
  }
  return [...found, benchmarkBaseline(inputs)];
}

/** How many books `baselinesOf` runs. */
export function baselineBooks(plan: Plan, market: Market): number {
  return readsPrediction(plan) ? (isChoice(market.tickers.length) ? 4 : 2) : 1;
}

/** A book by market data alone is the same whatever is predicted. */
export function readsPrediction({ expressions }: Plan): boolean {
  return Object.values(expressions).some(({ op, name }) => op === 'field' && name === 'prediction');
}

/** Whether there are stocks enough that to choose others among them is another idea. */
export function isChoice(stocks: number): boolean {
  return stocks >= 5;
}

async function ideasOf(inputs: BaselineInputs): Promise<Idea[]> {
  const { plan, market, predictions } = inputs;
  const lag = closeLag(plan);
  const shape = { stocks: market.tickers.length, sessions: market.sessions.length };
  const inOrder = (scores: Panel): BookChange => ({
    predictions: { values: inOrderOf(scores, predictions.values, shape) },
  });
  const equal: Idea = { id: 'equal weight', book: { plan: equalWeight(plan) } };
  if (!readsPrediction(plan)) return [equal];
  const ridge: Idea = { id: 'ridge', book: { predictions: { values: await ridgePredictions(inputs) } } };
  if (!isChoice(market.tickers.length)) return [ridge, equal];
  return [
    ridge,
    { id: 'momentum', book: inOrder(momentumScores(market, lag)) },
    { id: 'reversal', book: inOrder(reversalScores(market, lag)) },
    equal,
  ];
}

function runIdea({ id, book }: Idea, inputs: BaselineInputs, run: RunBook): Baseline {
  const outcome = tryBook(run, book);
  const rankIc = book.predictions === undefined ? null : meanRankIc(book.predictions.values, inputs);
  if ('failed' in outcome) {
    return { id, figures: null, net: [], averageTurnover: null, rankIc, against: null, note: outcome.failed };
  }
  const { figures, holdings, stopped } = outcome;
  const net = alignedReturns(holdings, inputs.book.holdings);
  return {
    id,
    figures: figures.net,
    net,
    averageTurnover: figures.averageTurnover,
    rankIc,
    against: against(net, inputs),
    note: figures.averageTurnover === 0 ? 'never traded' : stoppedWords(stopped, inputs),
  };
}

function stoppedWords(stopped: number | null, { market }: BaselineInputs): string | null {
  return stopped === null ? null : `stopped on ${toIsoDay(market.sessions[stopped]!)}, in cash to the end`;
}

function against(net: Baseline['net'], { plan, book }: BaselineInputs): Baseline['against'] {
  return pairedTest(book.holdings.net, net, plan.universe.sessionsPerYear, plan.model.seed);
}

function meanRankIc(scores: Panel, { market, features, predictions }: BaselineInputs): number | null {
  const { first, end } = predictions.evaluation;
  const judged = { predictions: scores, labels: features.labels, sessions: market.sessions.length, first, end };
  return summarizeInformation(informationBySession(judged).rankIc).mean;
}

/** Bought at the first fill and held. A holding at whose end the market has no price has no return. */
function benchmarkBaseline(inputs: BaselineInputs): Baseline {
  const { book, index, plan } = inputs;
  const net = marketReturns(book.holdings, index.level);
  const known = Float64Array.from(net.filter((value) => value !== null));
  const figures = known.length === 0 ? null : returnFigures(known, plan.universe.sessionsPerYear);
  return {
    id: 'benchmark',
    figures,
    net,
    averageTurnover: null,
    rankIc: null,
    against: against(net, inputs),
    note: null,
  };
}

function marketReturns({ from, to }: Holdings, level: Float64Array): (number | null)[] {
  return Array.from(to, (session, h) => {
    const change = level[session]! / level[from[h]!]! - 1;
    return Number.isNaN(change) ? null : change;
  });
}
