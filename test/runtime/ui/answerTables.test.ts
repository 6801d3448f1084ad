/** Answers of strat query as they are read, and as other programs read them. */
import { expect, test } from 'vitest';
import type { PerformanceMetrics, Recommendation, TradingResult } from '../../../runtime/publish/payloads.ts';
import { performanceTable, recommendationTable, resultTable, similarTable } from '../../../runtime/ui/answerTables.ts';
import { csv } from '../../../runtime/ui/csv.ts';

const ABOUT = {
  ...{ account: 'desk', strategy: 's2_filter_negative', plan: 'a1', snapshot: 'b2' },
  ...{ day: '2018-05-01', yyyymmdd: 20180501 },
};
const NEXT = { day: '2018-05-02', yyyymmdd: 20180502 };

const LONG: Recommendation = {
  ...ABOUT,
  ...{ ticker: 'AAPL', side: 'long', weight: 0.0171, target: 0.0171, held: 0.016 },
  ...{ prediction: 0.0052, rank: 3, price: 168.2, return: 0.003, until: '2018-05-02', feature_set: 'f' },
};
const SHORT: Recommendation = {
  ...ABOUT,
  ...{ ticker: 'BRK.B', side: 'short', weight: -0.0035, target: null, held: 0 },
  ...{ prediction: null, rank: null, price: null, return: null, until: null, feature_set: null },
};
const RESULT: TradingResult = {
  ...ABOUT,
  ...{ net: 0.0012, gross: 0.0014, long_gross: 0.001, short_gross: 0.0004, turnover: 0.231 },
  ...{ cost: 0.00019, spread: 0.0001, commission: 0.00002, impact: 0.00007 },
  ...{ borrow: 0.00001, financing: 0, interest: 0, equity: 1_012_345.678, cash: 700_000 },
  ...{ longs: 38, shorts: 12, fills: 41, stops: [], stopped: false },
};
const FIRST: TradingResult = {
  ...RESULT,
  ...{ net: null, gross: null, turnover: null, fills: 0, stops: ['drawdown > 8%'], stopped: true, ...NEXT },
};
const FIGURES: PerformanceMetrics = {
  ...ABOUT,
  ...{ sessions: 1, total_return: 0.0012, annual_return: null, volatility: null, sharpe: null, sortino: null },
  ...{ calmar: null, max_drawdown: -0.0271, drawdown: 0, hit_rate: 1, sharpe_60: null, equity: 1_012_345.678 },
};

test('recommendations of a day, and of several', () => {
  expect(['', ...recommendationTable([LONG, SHORT]), ''].join('\n')).toMatchInlineSnapshot(`
    "
    desk  s2_filter_negative  2018-05-01

    ticker  side   weight  target   held  prediction  rank  adjusted price  return
    AAPL    long    1.71%   1.71%  1.60%       0.52%     3          168.20  +0.30%
    BRK.B   short  -0.35%       –  0.00%           –     –               –       –
    "
  `);
  expect(['', ...recommendationTable([{ ...LONG, ...NEXT }, LONG]), ''].join('\n')).toMatchInlineSnapshot(`
    "
    desk  s2_filter_negative  2018-05-01 … 2018-05-02

    day         ticker  side  weight  target   held  prediction  rank  adjusted price  return
    2018-05-02  AAPL    long   1.71%   1.71%  1.60%       0.52%     3          168.20  +0.30%
    2018-05-01  AAPL    long   1.71%   1.71%  1.60%       0.52%     3          168.20  +0.30%
    "
  `);
});

test('results', () => {
  expect(['', ...resultTable([RESULT, FIRST]), ''].join('\n')).toMatchInlineSnapshot(`
    "
    desk  s2_filter_negative  2018-05-01 … 2018-05-02

    day            net   gross    costs  turnover            equity  longs  shorts  fills  stops
    2018-05-01  +0.12%  +0.14%  2.0 bps     23.1%  1,012,345.68 USD     38      12     41
    2018-05-02       –       –        –         –  1,012,345.68 USD     38      12      0  drawdown > 8%; in cash
    "
  `);
});

test('figures of performance', () => {
  expect(['', ...performanceTable([FIGURES]), ''].join('\n')).toMatchInlineSnapshot(`
    "
    desk  s2_filter_negative  2018-05-01

    day          total  per year  volatility  Sharpe  Sortino  Sharpe 60  drawdown  deepest  hit rate            equity
    2018-05-01  +0.12%         –           –       –        –          –     0.00%   -2.71%    100.0%  1,012,345.68 USD
    "
  `);
});

test('names like another one', () => {
  expect(['', ...similarTable([{ ...LONG, score: 0.98765 }]), ''].join('\n')).toMatchInlineSnapshot(`
    "
    desk  s2_filter_negative  2018-05-01

     score  ticker  side  weight  target   held  prediction  rank  adjusted price  return
    0.9877  AAPL    long   1.71%   1.71%  1.60%       0.52%     3          168.20  +0.30%
    "
  `);
});

test('nothing', () => {
  expect(recommendationTable([])).toEqual(['nothing was found']);
});

test('comma-separated values, quoted where RFC 4180 asks for it', () => {
  const rows = [
    { name: 'plain', value: 0.1, list: [] },
    { name: 'a "b", c', value: null, list: ['drawdown > 8%', 'x, y'] },
    { name: 'two\nlines', value: -1e-7, list: ['one'] },
  ];
  expect(csv(['name', 'value', 'list'], rows)).toBe(
    'name,value,list\r\nplain,0.1,\r\n"a ""b"", c",,"drawdown > 8%; x, y"\r\n"two\nlines",-1e-7,one\r\n',
  );
});
