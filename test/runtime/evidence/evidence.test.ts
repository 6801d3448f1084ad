/** The stage on a market that was made up, with predictions that need no model: what its books are, and what they never see. */
import { beforeAll, expect, test } from 'vitest';
import { compile } from '../../../compiler/compile.ts';
import { booked, type Plan } from '../../../compiler/plan.ts';
import { importResolver } from '../../../runtime/cli/imports.ts';
import type { RunBook } from '../../../runtime/evidence/books.ts';
import type { Evidence } from '../../../runtime/evidence/types.ts';
import type { Market, Panel } from '../../../runtime/market.ts';
import { marketRequest } from '../../../runtime/ports.ts';
import { random } from '../../../runtime/random.ts';
import type { BookResult, Predictions } from '../../../runtime/results.ts';
import { runBook } from '../../../runtime/stages/book.ts';
import { runEvidence } from '../../../runtime/stages/evidence.ts';
import { layOutFeatures, runFeatures } from '../../../runtime/stages/features.ts';
import { judgePredictions } from '../../../runtime/stages/predict.ts';
import { smallStrategy } from '../../support/command.ts';
import { synthetic } from '../../support/syntheticMarket.ts';

const silent = { emit() {} };

interface Made {
  readonly book: BookResult;
  readonly run: RunBook;
  readonly predictions: Predictions;
  readonly evidence: Evidence;
}

let plan: Plan;
let market: Market;
let made: Made;

beforeAll(async () => {
  const text = smallStrategy({ 'limit weight 40%': '' });
  const compiled = compile({ file: 'small.strat', text, resolve: importResolver(), set: {} });
  if (compiled.plan === null) throw new Error(compiled.diagnostics.map(({ message }) => message).join('\n'));
  plan = compiled.plan;
  market = await synthetic(20).load(marketRequest(plan), silent);
  made = await make(market);
});

/** Noise that is the same for a stock and session whatever the market. */
function noise({ tickers, sessions }: Market): Panel {
  const panel = new Float64Array(tickers.length * sessions.length);
  tickers.forEach((_, i) => {
    sessions.forEach((day, t) => {
      panel[i * sessions.length + t] = 0.01 * random(i, day).normal();
    });
  });
  return panel;
}

async function make(of: Market): Promise<Made> {
  const features = runFeatures(plan, of);
  const predictions = judgePredictions(noise(of), { axes: of, days: booked(plan.split), labels: features.labels });
  const inputs = { plan, market: of, features, predictions, events: silent };
  const run: RunBook = (change) => runBook({ ...inputs, ...change });
  const book = runBook(inputs);
  const evidence = await runEvidence({
    ...inputs,
    level: 'quick',
    book,
    variants: [
      { param: 'k', text: '4', factor: 4 / 3, plan: { ...plan, hash: 'k = 4', portfolios: widened(plan, 4) } },
      {
        param: 'depth',
        text: '3',
        factor: 1.5,
        plan: { ...plan, hash: 'd', stages: { ...plan.stages, predictions: 'x' } },
      },
      { param: 'k', text: '2', factor: 2 / 3, plan: null },
    ],
    featuresOf: () => layOutFeatures(plan, plan.split.folds[0]!, of, features),
    modelOf: () => Promise.reject(new Error('no model is asked at this level')),
    models: { models: [], ofSeed: async () => predictions, ofPath: async () => predictions },
    runBook: run,
  });
  return { book, run, predictions, evidence };
}

function widened({ portfolios }: Plan, count: number): Plan['portfolios'] {
  return portfolios.map((each) => ({
    ...each,
    long: each.long && { ...each.long, take: { kind: 'count', enter: count, keep: count } },
  }));
}

const baseline = ({ evidence }: Made, id: string) => evidence.baselines.find((each) => each.id === id)!;

test('every idea is run, in order, over the sessions of the strategy', () => {
  const { evidence, book } = made;
  expect(evidence.baselines.map(({ id }) => id)).toEqual([
    'ridge',
    'momentum',
    'reversal',
    'equal weight',
    'benchmark',
  ]);
  for (const { net, figures } of evidence.baselines) {
    expect(net).toHaveLength(book.holdings.count);
    expect(figures).not.toBeNull();
  }
});

test('doubled costs cost twice as much at the first fill, which trades the same', () => {
  const [cost] = made.evidence.sensitivity;
  const dear = made.run({ plan: withDoubledCosts() });
  expect(dear.decisions.turnover[0]).toBe(made.book.decisions.turnover[0]);
  expect(dear.decisions.cost[0]).toBeCloseTo(2 * made.book.decisions.cost[0]!, 15);
  expect(dear.decisions.borrow[0]).toBeCloseTo(2 * made.book.decisions.borrow[0]!, 15);
  expect(cost).toMatchObject({ kind: 'cost', figures: dear.figures.net });

  /** The constants of the cost preset, doubled by hand. */
  function withDoubledCosts(): Plan {
    const expressions = { ...plan.expressions };
    const { spread, commission, impact, borrow } = plan.costs;
    const twice = (id: string): string => {
      const node = plan.expressions[id]!;
      expressions[`2 ${id}`] = { ...node, constants: node.constants.map((value) => 2 * value) };
      return `2 ${id}`;
    };
    // impact is 20 bps * turnover: its rate is the constant among its inputs.
    const product = plan.expressions[impact]!;
    const rate = product.inputs.find((id) => plan.expressions[id]!.op === 'constant')!;
    const inputs = product.inputs.map((id) => (id === rate ? twice(rate) : id));
    expressions['2 impact'] = { ...product, inputs };
    const costs = {
      ...plan.costs,
      spread: twice(spread),
      commission: twice(commission),
      impact: '2 impact',
      borrow: twice(borrow),
    };
    return { ...plan, expressions, costs };
  }
});

test('a session later is the book on the predictions of the session before', () => {
  const n = market.sessions.length;
  const late = made.predictions.values.map((_, at) => (at % n === 0 ? Number.NaN : made.predictions.values[at - 1]!));
  const expected = made.run({ predictions: { values: late } });
  expect([...made.run({ delay: 1 }).holdings.net]).toEqual([...expected.holdings.net]);
  expect(made.evidence.sensitivity[1]).toMatchObject({ kind: 'delay', figures: expected.figures.net });
});

test('of other values of a param, what changes the book is run and the rest is named', () => {
  const [four, depth, two] = made.evidence.sensitivity.slice(2);
  expect(four).toMatchObject({ change: 'k = 4', note: null });
  expect(four!.figures).not.toEqual(made.book.figures.net);
  expect(depth).toMatchObject({ change: 'depth = 3', figures: null, note: 'another model: needs training' });
  expect(two).toMatchObject({ change: 'k = 2', figures: null, note: 'the strategy has an error with this value' });
});

test('equal weight holds every stock that has a prediction with the same weight', () => {
  const { net } = baseline(made, 'equal weight');
  const { holdings } = made.book;
  const n = market.sessions.length;
  // Between two fills at opens that follow each other: the mean of the opens' changes, before its small costs.
  const [from, to] = [holdings.from[5]!, holdings.to[5]!];
  const present = market.tickers.map((_, i) => i).filter((i) => market.members[i * n + from - 1] === 1);
  const changes = present.map((i) => market.bars.open[i * n + to]! / market.bars.open[i * n + from]! - 1);
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  expect(Math.abs(net[5]! - mean)).toBeLessThan(0.0005);
});

test('the benchmark is its own change between the closes before the opens at which the book fills', () => {
  expect(plan.execution.fillAt).toBe('next open');
  const { net } = baseline(made, 'benchmark');
  const { from, to } = made.book.holdings;
  const level = market.benchmark!;
  expect(net[7]).toBe(level[to[7]! - 1]! / level[from[7]! - 1]! - 1);
});

test('no baseline sees the future: with other prices from a session on, all holdings that ended before are the same', async () => {
  const n = market.sessions.length;
  const { holdings } = made.book;
  const cut = holdings.to[Math.floor(holdings.count / 2)]!;
  const changed = (panel: Panel) =>
    panel.map((value, at) => (at % n >= cut ? value * (1 + 0.3 * random(at).normal()) : value));
  const bars = Object.fromEntries(Object.entries(market.bars).map(([name, panel]) => [name, changed(panel)]));
  const other = await make({ ...market, bars: bars as Market['bars'], benchmark: changed(market.benchmark!) });
  const ended = [...holdings.to].filter((session) => session < cut).length;
  expect(ended).toBeGreaterThan(20);
  for (const id of ['ridge', 'momentum', 'reversal', 'equal weight', 'benchmark']) {
    expect(baseline(other, id).net.slice(0, ended), id).toEqual(baseline(made, id).net.slice(0, ended));
    expect(baseline(other, id).net.slice(ended), id).not.toEqual(baseline(made, id).net.slice(ended));
  }
});

test('everything is plain JSON', () => {
  expect(JSON.parse(JSON.stringify(made.evidence))).toEqual(made.evidence);
});
