/** Units, kinds, availability and look-back, by small programs; the words of the errors are in the golden files. */
import { describe, expect, test } from 'vitest';
import { findings, planOf, variant } from './support.ts';

const feature = (expression: string) => findings(variant(`features { probe = ${expression} }`));
const probe = (expression: string, body = '') => {
  const plan = planOf(variant(`${body}\nfeatures { probe = ${expression} }`));
  return plan.expressions[plan.features.features.at(-1)?.node ?? ''];
};

describe('units that fit', () => {
  test.each([
    'close / lag(close, 1d) - 1',
    'close * volume / dollar_volume',
    'where(close > 5 USD, close, 0)',
    'close - 1 USD',
    'close + 0',
    'mean(dollar_volume, 20d) - 5M USD',
    'returns(close, 1d) - 5%',
    'returns(close, 1d) - 5 bps',
    '-(close - open) / close',
    '(high / low) ^ 2 - 1',
  ])('%s', (expression) => {
    expect(feature(expression)).toEqual([]);
  });
});

describe('units that do not', () => {
  test.each([
    ['close + volume', 'unit-mismatch: close + volume'],
    ['close - dollar_volume', 'unit-mismatch: close - dollar_volume'],
    ['close - 1', 'unit-missing: 1'],
    ['volume - 5 USD', 'unit-mismatch: volume - 5 USD'],
    ['close + 5%', 'unit-mismatch: close + 5%'],
    ['close ^ 2', 'unit-mismatch: close ^ 2'],
    ['mean(close, 20)', 'unit-missing: 20'],
    ['mean(close, 20%)', 'wrong-unit: 20%'],
    ['mean(close, 3m)', 'wrong-unit: 3m'],
    ['mean(close, 2.5d)', 'not-whole: 2.5d'],
    ['mean(close, -2d)', 'negative-lag: -2d'],
  ])('%s', (expression, finding) => {
    expect(feature(expression)).toEqual([finding]);
  });
});

describe('settings', () => {
  test.each([
    ['costs { spread 5 }', 'unit-missing: 5'],
    ['costs { spread 0 }', null],
    ['costs { spread -1 bps }', 'out-of-bounds: -1 bps'],
    ['costs { impact 20 bps * turnover ^ 2 }', null],
    ['costs { impact 20 * turnover }', null],
    ['costs { borrow 50 bps }', 'rate-missing: 50 bps'],
    ['costs { borrow 50 bps per month }', null],
    ['model { window 90 }', 'unit-missing: 90'],
    ['model { window 0d }', 'out-of-bounds: 0d'],
    ['model { hidden 12.5 }', 'not-whole: 12.5'],
    ['model { batch 5% sessions }', 'wrong-unit: 5%'],
    ['model { epochs 5, stop after 2% without better ic }', 'wrong-unit: 2%'],
    ['model { optimizer adam(learning_rate: 0.1%) }', null],
    ['portfolio { smooth ewma(15%) }', null],
    ['portfolio { smooth ewma(0.15) }', null],
    ['portfolio { smooth ewma(1.5) }', 'out-of-bounds: 1.5'],
    ['portfolio { long top 0 by prediction gross 50% }', 'out-of-bounds: 0'],
    ['portfolio { long top 5 by prediction gross -50% }', 'out-of-bounds: -50%'],
    ['portfolio { long top 5 by prediction where prediction > 0 gross 50% }', null],
    ['portfolio { long top 5 by prediction where rank(close) gross 50% }', 'wrong-kind: rank(close)'],
    ['risk { stop when drawdown > 8 then flatten }', 'unit-missing: 8'],
    ['risk { stop when sharpe(60d) < 1 then flatten }', null],
    ['risk { stop when day_return < -3 * volatility(60d) then flatten }', null],
    ['risk { stop when drawdown > 8% then flatten, resume after 21 }', 'unit-missing: 21'],
    ['risk { target volatility 8% over 20d, scale 0.5 .. 2 }', 'rate-missing: 8%'],
    ['risk { limit weight 20 }', 'unit-missing: 20'],
    ['paper { capital 5 }', 'unit-missing: 5'],
    ['paper { capital -5 USD }', 'out-of-bounds: -5 USD'],
    ['split { train 2020-01-01 .. 2023-02-29 }', 'invalid-date: 2023-02-29'],
    ['split { train 2020-02-29 .. 2023-12-31 }', null],
  ])('%s', (statements, finding) => {
    expect(findings(variant(statements))).toEqual(finding === null ? [] : [finding]);
  });
});

describe('availability and look-back', () => {
  test.each([
    ['close', 0, 'close', 0],
    ['open', 0, 'open', 0],
    ['close / open', 0, 'close', 0],
    ['lag(open, 3d)', 3, 'open', -3],
    ['open / lag(close, 1d)', 1, 'open', 0],
    ['returns(close, 20d)', 20, 'close', 0],
    ['returns(lag(close, 2d), 20d)', 22, 'close', -2],
    ['mean(close, 20d)', 19, 'close', 0],
    ['stdev(returns(close, 5d), 20d)', 24, 'close', 0],
    ['close / mean(lag(close, 2d), 10d)', 11, 'close', 0],
    ['market_return(7d) + returns(close, 2d)', 7, 'close', 0],
    ['lag(market_return(7d), 1d)', 8, 'close', -1],
  ])('%s reaches back %i and is known at the %s of t%i', (expression, sessions, at, shift) => {
    const node = probe(expression);
    expect(node?.lookBack.sessions).toBe(sessions);
    expect(node?.availability).toEqual({ at, shift, delay: 0 });
  });

  test('the label is known after its horizon, which is the purge', () => {
    const plan = planOf(variant('label next_week = forward_return(close, 5d)'));
    expect(plan.label.horizon).toBe(5);
    expect(plan.split.purge).toBe(5);
    expect(plan.expressions[plan.label.node]).toMatchObject({ op: 'forward_return', kind: 'label', constants: [5, 0] });
  });

  test('warm-up is the deepest feature seen through the window, or a deeper condition', () => {
    expect(planOf(variant('')).warmUp).toBe(20 + 89);
    expect(planOf(variant('universe { require mean(close, 300d) > 5 USD }')).warmUp).toBe(299);
  });
});

describe('market_return', () => {
  const shape = (statements: string) => {
    const plan = planOf(variant(`${statements}\nfeatures { probe = market_return(3d) }`));
    const node = plan.expressions[plan.features.features.at(-1)?.node ?? ''];
    const input = plan.expressions[node?.inputs[0] ?? ''];
    return [node?.op, node?.kind, input?.op, input?.name ?? input?.constants];
  };
  test("is the benchmark's return", () => {
    expect(shape('')).toEqual(['returns', 'series', 'field', 'benchmark_close']);
  });
  test("is the members' mean without one", () => {
    expect(shape('universe { no benchmark }')).toEqual(['mean_across', 'series', 'returns', [3]]);
  });
});

describe('labels', () => {
  test.each([
    ['portfolio { long top k by prediction where next_return > 0% gross 65% }', 'next_return'],
    ['features { probe = next_return }', 'next_return'],
    ['features { probe = mean(next_return, 5d) }', 'next_return'],
    ['universe { require forward_return(close, 1d) > 0% }', 'forward_return(close, 1d)'],
    ['hidden_label = next_return + 1%\nfeatures { probe = rank(hidden_label) }', 'hidden_label'],
    ['portfolio { long top k by next_return gross 65% }', 'next_return'],
  ])('%s looks ahead', (statements, place) => {
    expect(findings(variant(statements))).toEqual([`looks-ahead: ${place}`]);
  });
});

test('the loss is a weighted sum', () => {
  const loss = (text: string) => findings(variant(`model { loss ${text} }`));
  expect(loss('0.7 * spearman_loss(temperature: 0.05) + 0.3 * huber(delta: 0.05)')).toEqual([]);
  expect(loss('70% * huber(delta: 0.05)')).toEqual([]);
  expect(loss('2 * (huber(delta: 0.05) + mse())')).toEqual([]);
  expect(loss('huber(delta: 0.05) * mse()')).toEqual(['loss-arithmetic: huber(delta: 0.05) * mse()']);
  expect(loss('huber(delta: 0.05) + 1')).toEqual(['loss-arithmetic: huber(delta: 0.05) + 1']);
});

test('who said what', () => {
  const { origins } = planOf(variant(''));
  expect(origins['model.dropout']).toEqual({ by: 'default', span: null });
  expect(origins['universe.calendar']?.by).toBe('default');
  expect(origins['model.hidden']?.by).toBe('file');
  expect(origins['execution.fillAt']?.by).toBe('file');
});
