import { expect, it } from 'vitest';
import type { Plan } from '../../../compiler/plan.ts';
import { contributionsOf } from '../../../runtime/evidence/contributions.ts';
import { fromIsoDay, type Market } from '../../../runtime/market.ts';
import type { BookResult } from '../../../runtime/results.ts';
import { sparse } from '../../support/ledgerWeights.ts';
import { reportFacts } from '../../support/reportFacts.ts';
import { describeWithShared, panel, vectors } from '../../support/vectors.ts';

interface BookCase {
  readonly inputs: {
    readonly dates: string[];
    readonly tickers: string[];
    readonly open: (number | null)[][];
    readonly close: (number | null)[][];
    readonly delistings: { ticker: string; date: string; return: number }[];
  };
  readonly parameters: { readonly fill: Plan['execution']['fillAt'] };
  readonly expected: {
    readonly decisions: { filled: string; held: number[] }[];
    readonly holdings: { gross: number; long_gross: number | null; short_gross: number | null }[];
  };
}

/** Prices of the case, and of its ledger what contributions are derived from: fills and weights held. */
function factsOf({ inputs, parameters, expected }: BookCase) {
  const base = reportFacts();
  const { dates, tickers, open, close, delistings } = inputs;
  const market: Market = {
    ...base.market,
    sessions: Int32Array.from(dates, fromIsoDay),
    tickers,
    bars: { ...base.market.bars, open: panel(open), close: panel(close) },
    delistings: delistings.map((each) => ({
      stock: tickers.indexOf(each.ticker),
      session: dates.indexOf(each.date),
      return: each.return,
    })),
  };
  const held = Float64Array.from(expected.decisions.flatMap((each) => each.held));
  const book: BookResult = {
    ...base.book,
    stocks: tickers.length,
    decisions: {
      ...base.book.decisions,
      count: expected.decisions.length,
      filled: Int32Array.from(expected.decisions, (each) => dates.indexOf(each.filled)),
      weights: sparse({ target: held, smoothed: held, limited: held, drifted: held, held }, tickers.length),
    },
    holdings: { ...base.book.holdings, count: expected.holdings.length },
  };
  return {
    plan: { ...base.plan, execution: { ...base.plan.execution, fillAt: parameters.fill } },
    market,
    book,
  };
}

const sum = (values: readonly (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

describeWithShared('contributions add up to the returns of the worked books', () => {
  const names = vectors<{ name: string; kind: string }[]>('book/index.json')
    .filter((each) => each.kind === 'book')
    .map((each) => each.name);

  it.each(names)('%s', (name) => {
    const worked = vectors<BookCase>(`book/${name}.json`);
    const { plan, market, book } = factsOf(worked);
    const contributions = contributionsOf(plan, market, book);
    const { holdings } = worked.expected;
    expect(sum(contributions.map((each) => each.total))).toBeCloseTo(sum(holdings.map((each) => each.gross)), 11);
    expect(sum(contributions.map((each) => each.long))).toBeCloseTo(sum(holdings.map((each) => each.long_gross)), 11);
    expect(sum(contributions.map((each) => each.short))).toBeCloseTo(sum(holdings.map((each) => each.short_gross)), 11);
    expect(contributions.map((each) => each.total)).toEqual(
      contributions.map((each) => each.total).sort((a, b) => b - a),
    );
  });
});
