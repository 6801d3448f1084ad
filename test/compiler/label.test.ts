/** Labels: all of one lies after the decision, it is a ratio per stock, and it goes into the loss and nowhere else. */
import { describe, expect, test } from 'vitest';
import type { PortfolioSpec } from '../../compiler/plan.ts';
import { compileText, findings, planOf, variant } from './support.ts';

const label = (expression: string, more = '') => findings(variant(`label y = ${expression}\n${more}`));
const AT_THE_OPEN = 'execution {\n  decide at open\n  fill at open\n  allow same_open_fill "a test"\n}';

describe('what a label may be', () => {
  test.each([
    'forward_return(close, 5d)',
    '2 * forward_return(close, 5d)',
    'rank(forward_return(close, 5d))',
    'demean(forward_return(close, 5d))',
    'zscore(forward_return(close, 5d))',
    'forward_return(close, 5d) - forward_return(benchmark_close, 5d)',
    'forward_return(close, 5d) - mean_across(forward_return(close, 5d))',
    'forward_return(close, 5d) / stdev(returns(close, 1d), 20d)',
    'forward_return(close, 5d) - beta(returns(close, 1d), market_return(1d), 60d) * forward_return(benchmark_close, 5d)',
    'where(forward_return(close, 5d) > 0%, 1, 0)',
    'where(forward_return(close, 5d) / stdev(returns(close, 1d), 20d) > 1, 1, 0)',
    'where(volume > 1M shares, forward_return(close, 5d), 0)',
    'log(1 + forward_return(close, 5d)) / stdev(returns(close, 1d), 20d)',
    'clip(forward_return(close, 5d), -10%, 10%) / stdev(returns(close, 1d), 20d)',
    'clip(demean(forward_return(close, 5d)) / stdev(returns(close, 1d), 20d), -3, 3)',
    '-2 * forward_return(close, 5d) / stdev(returns(close, 1d), 20d) / 3',
    '(forward_return(close, 5d) - forward_return(benchmark_close, 5d)) / stdev(returns(close, 1d), 20d)',
    'zscore(forward_return(close, 5d)) * stdev(returns(close, 1d), 20d)',
    'maximum(forward_return(close, 5d), forward_return(close, 10d))',
    '(1 + forward_return(close, 5d)) * (1 + forward_return(close, 10d)) - 1',
    'clip(forward_return(close, 5d), -10%, 10%)',
    'forward_return(open, 1d, after: 1d)',
    'forward_return(open, 5d, after: 1d) - forward_return(benchmark_close, 5d)',
    'forward_return(close, 5d) - 1%',
    'forward_return((high + low + close) / 3, 5d)',
    'forward_return(mean(close, 5d), 5d, after: 4d)',
    'forward_return(lag(close, 1d), 5d, after: 1d)',
  ])('%s', (expression) => {
    expect(label(expression)).toEqual([]);
  });
});

describe('begins at the decision or after it', () => {
  test.each([
    ['forward_return(open, 5d)', 'forward_return(open, 5d)'],
    ['forward_return(close, 5d) - forward_return(open, 5d)', 'forward_return(open, 5d)'],
    ['rank(forward_return(open, 1d))', 'forward_return(open, 1d)'],
    ['mean(forward_return(close, 1d), 5d)', 'mean(forward_return(close, 1d), 5d)'],
    ['lag(forward_return(close, 5d), 3d)', 'forward_return(close, 5d)'],
    ['forward_return(mean(close, 5d), 5d)', 'forward_return(mean(close, 5d), 5d)'],
    ['forward_return(mean(close, 5d), 5d, after: 3d)', 'forward_return(mean(close, 5d), 5d, after: 3d)'],
    ['forward_return((open + close) / 2, 5d)', 'forward_return((open + close) / 2, 5d)'],
    [
      'forward_return(lag(mean(close, 2d), 1d), 5d, after: 1d)',
      'forward_return(lag(mean(close, 2d), 1d), 5d, after: 1d)',
    ],
    ['forward_return(close, 5d) - market_return(5d)', 'market_return(5d)'],
    ['rank(forward_return(close, 5d) + returns(close, 5d))', 'returns(close, 5d)'],
  ])('%s', (expression, blamed) => {
    expect(label(expression)).toEqual([`label-before-decision: ${blamed}`]);
  });

  // By whichever operation it is brought in, what is known is what remains to be learnt.
  test.each([
    ['(1 + forward_return(close, 3d, after: 1d)) * (1 + returns(close, 20d)) - 1', '(1 + returns(close, 20d))'],
    ['(1 + forward_return(close, 3d)) / (1 + returns(close, 20d))', '(1 + returns(close, 20d))'],
    ['returns(close, 20d) / (1 + forward_return(close, 3d))', 'returns(close, 20d)'],
    ['maximum(forward_return(open, 1d, after: 1d) - 10, returns(close, 20d))', 'returns(close, 20d)'],
    ['minimum(returns(close, 20d), forward_return(close, 1d))', 'returns(close, 20d)'],
    ['clip(forward_return(close, 1d), returns(close, 20d), returns(close, 20d) + 1 bps)', 'returns(close, 20d)'],
    ['where(forward_return(close, 1d) > 0%, returns(close, 1d), returns(close, 2d))', 'returns(close, 1d)'],
    ['where(is_missing(forward_return(close, 1d)), 0%, returns(close, 20d))', 'returns(close, 20d)'],
    ['where(returns(close, 20d) > 0%, 1, forward_return(close, 1d))', 'returns(close, 20d) > 0%'],
    ['where(returns(close, 20d) > 0%, forward_return(close, 1d), returns(close, 1d))', 'returns(close, 1d)'],
    ['where(forward_return(close, 1d) > returns(close, 20d), 1, 0)', 'returns(close, 20d)'],
    ['where(forward_return(close, 1d) > 0% and returns(close, 20d) > 0%, 1, 0)', 'returns(close, 20d) > 0%'],
    ['abs(forward_return(close, 1d)) * returns(close, 20d)', 'returns(close, 20d)'],
    ['rank(forward_return(close, 1d)) * returns(close, 20d)', 'returns(close, 20d)'],
    ['clip(forward_return(close, 1d), 1%, 1%) * returns(close, 20d)', 'returns(close, 20d)'],
    ['forward_return(close, 1d) / forward_return(close, 1d) * returns(close, 20d)', 'returns(close, 20d)'],
    ['(forward_return(close, 1d) / stdev(returns(close, 1d), 20d) + 1) * returns(close, 20d)', 'returns(close, 20d)'],
    ['correlation(forward_return(close, 1d, after: 20d), returns(close, 1d), 20d)', 'returns(close, 1d)'],
  ])('%s', (expression, blamed) => {
    expect(label(expression)).toEqual([`label-before-decision: ${blamed}`]);
  });

  test('decided at the open, a return may count from the open', () => {
    const features = 'features {\n  no market_ret\n}';
    const found = (expression: string) =>
      findings(variant(`label y = ${expression}\n${AT_THE_OPEN}\n${features}`)).filter((each) => /label/.test(each));
    expect(found('forward_return(open, 5d)')).toEqual([]);
    expect(found('forward_return(close, 5d)')).toEqual([]);
    expect(found('forward_return(lag(close, 1d), 5d)')).toEqual([
      'label-before-decision: forward_return(lag(close, 1d), 5d)',
    ]);
  });
});

describe('is from the future', () => {
  test.each([
    'returns(close, 5d)',
    'lag(forward_return(close, 5d), 5d)',
    'returns(close, 5d) > 0%',
    'market_return(5d)',
    '1',
  ])('%s', (expression) => {
    expect(label(expression)).toEqual([`label-not-ahead: ${expression}`]);
  });
});

describe('is compared with predictions', () => {
  test.each([
    ['forward_return(close, 5d) > 0%', 'wrong-kind'],
    ['forward_return(benchmark_close, 5d)', 'wrong-kind'],
    ['mean_across(forward_return(close, 5d))', 'wrong-kind'],
    ['forward_return(close, 5d) * close', 'wrong-unit'],
  ])('%s', (expression, code) => {
    expect(label(expression)).toEqual([`${code}: ${expression}`]);
  });

  test('a yes or no is made a number', () => {
    const { diagnostics } = compileText(variant('label y = forward_return(close, 5d) > 0%'));
    expect(diagnostics[0]?.hints).toEqual(['make a number of it with `where(condition, 1, 0)`']);
  });

  test('the market’s return ahead is no condition', () => {
    expect(label('where(forward_return(close, 5d), 1, 0)')).toEqual(['wrong-kind: forward_return(close, 5d)']);
  });
});

test('definitions that double each other take no time', () => {
  const doubled = Array.from({ length: 100 }, (_, i) => `a${i + 1} = a${i} + a${i}`);
  const label = ['a0 = forward_return(close, 5d)', ...doubled, 'label y = rank(a100)'].join('\n');
  expect(findings(variant(label))).toEqual([]);
});

test('a yes or no made of a label decides nothing', () => {
  const filter = 'label y = forward_return(close, 5d)\nfeatures { winner = where(y > 0%, 1, 0) }';
  expect(findings(variant(filter))).toEqual(['looks-ahead: y']);
});

test('what is made of predictions is fitted on what the model is', () => {
  const fitted = (statements: string) => {
    const { expressions, portfolios } = planOf(variant(statements));
    const [portfolio] = portfolios as [PortfolioSpec];
    return [portfolio.short?.filter, portfolio.long?.score].map((id) => (id ? expressions[id]?.fittedOn : null));
  };
  const short =
    'portfolio { short bottom k by prediction where rank(prediction) < 30% and close > lag(close, 5d) gross 35% }';
  expect(fitted(short)).toEqual([['train'], ['train']]);
  const stopping = `${short}\nmodel lstm { epochs 50, stop after 8 without better rank_ic }`;
  expect(fitted(stopping)).toEqual([
    ['train', 'validate'],
    ['train', 'validate'],
  ]);
  const market = 'portfolio { short bottom k by prediction where close > lag(close, 5d) gross 35% }';
  expect(fitted(market)[0]).toEqual([]);
});
