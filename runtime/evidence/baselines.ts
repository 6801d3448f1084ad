/** The same book on ideas that cost nothing, and what the market gave to whoever did nothing. */
import type { Plan } from '../../compiler/plan.ts';
import { informationBySession, summarizeInformation } from '../figures/information.ts';
import { returnFigures } from '../figures/performance.ts';
import type { Market, Panel } from '../market.ts';
import type { BookResult, FeatureSet, Holdings, Predictions } from '../results.ts';
import { alignedReturns, type BookChange, type RunBook, tryBook } from './books.ts';
import type { MarketIndex } from './marketIndex.ts';
import type { Progress } from './progress.ts';
import { closeLag, inOrderOf, momentumScores, reversalScores } from './scores.ts';
import type { Baseline, BaselineId } from './types.ts';

export interface BaselineInputs {
  readonly plan: Plan;
  readonly market: Market;
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
  for (const idea of ideasOf(inputs)) {
    found.push(runIdea(idea, inputs, run));
    await progress.step(idea.id);
  }
  return [...found, benchmarkBaseline(inputs)];
}

/** How many books `baselinesOf` runs. */
export const BASELINE_BOOKS = 2;

function ideasOf({ plan, market, predictions }: BaselineInputs): Idea[] {
  const lag = closeLag(plan);
  const shape = { stocks: market.tickers.length, sessions: market.sessions.length };
  const inOrder = (scores: Panel): BookChange => ({
    predictions: { values: inOrderOf(scores, predictions.values, shape) },
  });
  return [
    { id: 'momentum', book: inOrder(momentumScores(market, lag)) },
    { id: 'reversal', book: inOrder(reversalScores(market, lag)) },
  ];
}

function runIdea({ id, book }: Idea, inputs: BaselineInputs, run: RunBook): Baseline {
  const outcome = tryBook(run, book);
  const rankIc = book.predictions === undefined ? null : meanRankIc(book.predictions.values, inputs);
  if ('failed' in outcome) {
    return { id, figures: null, net: [], averageTurnover: null, rankIc, against: null, note: outcome.failed };
  }
  const { figures, holdings } = outcome;
  return {
    id,
    figures: figures.net,
    net: alignedReturns(holdings, inputs.book.holdings),
    averageTurnover: figures.averageTurnover,
    rankIc,
    against: null,
    note: figures.averageTurnover === 0 ? 'never traded' : null,
  };
}

function meanRankIc(scores: Panel, { market, features, predictions }: BaselineInputs): number | null {
  const { first, end } = predictions.evaluation;
  const judged = { predictions: scores, labels: features.labels, sessions: market.sessions.length, first, end };
  return summarizeInformation(informationBySession(judged).rankIc).mean;
}

/** Bought at the first fill and held. A holding at whose end the market has no price has no return. */
function benchmarkBaseline({ book, index, plan }: BaselineInputs): Baseline {
  const net = marketReturns(book.holdings, index.level);
  const known = Float64Array.from(net.filter((value) => value !== null));
  const figures = known.length === 0 ? null : returnFigures(known, plan.universe.sessionsPerYear);
  return { id: 'benchmark', figures, net, averageTurnover: null, rankIc: null, against: null, note: null };
}

function marketReturns({ from, to }: Holdings, level: Float64Array): (number | null)[] {
  return Array.from(to, (session, h) => {
    const change = level[session]! / level[from[h]!]! - 1;
    return Number.isNaN(change) ? null : change;
  });
}
