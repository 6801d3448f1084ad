import { describe, expect, it } from 'vitest';
import { toIsoDay } from '../../../runtime/market.ts';
import { buildReportInput } from '../../../runtime/report/build.ts';
import { formula } from '../../../runtime/report/formula.ts';
import { reportFacts } from '../../support/reportFacts.ts';
import { REPORT_CASES } from './cases.ts';

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

describe('buildReportInput', () => {
  const facts = reportFacts(REPORT_CASES['stopped twice']);
  const input = buildReportInput(facts);
  const { holdings } = facts.book;

  it('labels a return by the session in which its holding ended, and starts at the first fill', () => {
    expect(input.returns.start).toBe('2025-04-01');
    expect(input.returns.sessions[0]).toBe('2025-04-02');
    expect(input.returns.sessions).toHaveLength(holdings.count);
    expect(input.returns.equity.at(-1)).toBeCloseTo(holdings.equity.at(-1)! / facts.book.capital, 12);
  });

  it('splits the cost by kind, as it was booked', () => {
    const { spread, commission, impact, borrow, total } = input.costs;
    expect(spread + commission + impact).toBeCloseTo(sum(holdings.cost), 12);
    expect(borrow).toBeCloseTo(sum(holdings.borrow), 12);
    expect(total).toBeCloseTo(sum(input.returns.cost), 12);
    expect(spread / commission).toBeCloseTo(5, 9);
  });

  it('rebases the benchmark to the first fill', () => {
    const prices = facts.market.benchmark!;
    expect(input.returns.benchmark!.at(-1)).toBeCloseTo(prices.at(-1)! / prices[0]!, 12);
    expect(input.benchmark!.totalReturn).toBeCloseTo(prices.at(-1)! / prices[0]! - 1, 12);
  });

  it('joins a session in which the benchmark has no price to the next', () => {
    const benchmark = facts.market.benchmark!.slice();
    benchmark[5] = Number.NaN;
    const gappy = buildReportInput({ ...facts, market: { ...facts.market, benchmark } });
    expect(gappy.returns.benchmark![4]).toBeNull();
    expect(gappy.benchmark!.totalReturn).toBeCloseTo(input.benchmark!.totalReturn, 12);
    expect(gappy.benchmark!.n).toBe(input.benchmark!.n - 1);
  });

  it('says until when a stop kept the book in cash, and in which unit its figure is', () => {
    const day = (t: number) => toIsoDay(facts.market.sessions[t]!);
    expect(input.stops.map(({ session, until, unit }) => ({ session, until, unit }))).toEqual([
      { session: day(70), until: day(82), unit: 'percent' },
      { session: day(121), until: null, unit: 'ratio' },
    ]);
  });

  it('puts exposure beside each fill, and reads a flat book as nothing held', () => {
    expect(input.exposure.long[0]).toBeCloseTo(0.65, 12);
    expect(input.exposure.short[0]).toBeCloseTo(-0.35, 12);
    expect(input.exposure.long[75]).toBe(0);
    expect(input.positions.rows).toEqual([]);
  });

  it('measures the planted signal on the stocks that were predicted', () => {
    // Predictions that are the planted returns themselves reach exactly what was planted.
    const oracle = facts.market.oracle!;
    const perfect = buildReportInput({ ...facts, predictions: { ...facts.predictions, values: oracle } });
    expect(perfect.signal!.planted).toBe(input.signal!.planted);
    expect(input.signal!.planted!).toBeGreaterThan(input.signal!.mean!);
  });

  it('gives the interval of the Sharpe ratio around it, the same each time', () => {
    const { low, high } = input.sharpeInterval!;
    expect(low).toBeLessThan(input.figures.net.sharpe!);
    expect(high).toBeGreaterThan(input.figures.net.sharpe!);
    expect(buildReportInput(facts).sharpeInterval).toEqual(input.sharpeInterval);
  });

  it('tells what the file said from what a default said', () => {
    const by = Object.fromEntries(input.settings.map((row) => [`${row.group} ${row.name}`, row.by]));
    expect(by['model window']).toBe('file');
    expect(by['model dropout']).toBe('default');
    expect(by['model hidden']).toBe('file');
    expect(by['params k']).toBe('file');
    expect(by['model optimizer']).toBe('file');
    expect(by['model optimizer, beta1']).toBe('default');
    expect(by['portfolio long']).toBe('file');
    expect(by['execution shares']).toBe('default');
    expect(by['split purge']).toBe('derived');
  });
});

describe('formula', () => {
  const { plan } = reportFacts();
  it.each([
    ['require', 'mean(dollar_volume, 20d) >= 5,000,000 USD'],
    ['filter', 'prediction < 0%'],
    ['impact', '20 bps * turnover'],
    ['loss', '0.7 * spearman_loss(temperature: 0.05) + 0.3 * huber(delta: 0.05)'],
    ['label', 'forward_return(close, 1d)'],
  ])('%s', (id, text) => {
    expect(formula(id, plan.expressions)).toBe(text);
  });

  it('keeps the parentheses that matter', () => {
    const node = (id: string, op: string, inputs: string[]) => ({ ...plan.expressions.filter!, id, op, inputs });
    const expressions = {
      ...plan.expressions,
      inner: node('inner', 'subtract', ['field-close', 'field-turnover']),
      right: node('right', 'subtract', ['field-close', 'inner']),
      left: node('left', 'subtract', ['inner', 'field-close']),
      product: node('product', 'multiply', ['inner', 'field-close']),
    };
    expect(formula('right', expressions)).toBe('close − (close − turnover)');
    expect(formula('left', expressions)).toBe('close − turnover − close');
    expect(formula('product', expressions)).toBe('(close − turnover) * close');
  });
});
