/** Filters, smoothing, costs and breadth: what each lint finds, and the near misses it leaves alone. */
import { describe, expect, test } from 'vitest';
import { DUST } from '../../../stdlib/book/dust.ts';
import { compileText, findings, variant } from '../support.ts';

const LEG = 'by prediction';
const found = (statements: string) => findings(`use std.universe.sp500\n${variant(statements)}`);

describe('prices in filters', () => {
  const CODE = 'adjusted-price-filter';
  test.each([
    ['universe { require close >= 5 USD }', [`${CODE}: close >= 5 USD`]],
    ['universe { require 5 USD < mean(close, 20d) }', [`${CODE}: 5 USD < mean(close, 20d)`]],
    ['universe { require close - 5 USD > 0 }', [`${CODE}: close - 5 USD > 0`]],
    ['universe { require not (high < 2 USD or open < 1 USD) }', [`${CODE}: high < 2 USD`]],
    ['universe { require close * volume > 5M USD }', [`${CODE}: close * volume > 5M USD`]],
    [`portfolio { long top k ${LEG} where close > 5 USD gross 65% }`, [`${CODE}: close > 5 USD`]],
    ['universe { require volume >= 1M shares }', [`${CODE}: volume >= 1M shares`]],
    ['universe { require mean(volume, 20d) > 50_000 shares }', [`${CODE}: mean(volume, 20d) > 50_000 shares`]],
    ['universe { require raw_close * volume > 5M USD }', [`${CODE}: raw_close * volume > 5M USD`]],
    // As traded, ratios, levels against levels, and a level that only decides a ratio.
    ['universe { require raw_close >= 5 USD }', []],
    ['universe { require mean(dollar_volume, 20d) >= 5M USD }', []],
    ['universe { require close > mean(close, 200d) }', []],
    ['universe { require volume > 2 * mean(volume, 20d) }', []],
    ['universe { require volume > 0 shares }', []],
    ['universe { require close - lag(close, 1d) > 0 }', []],
    ['universe { require close / lag(close, 20d) > 1.05 }', []],
    ['universe { require raw_close * close / lag(close, 1d) > 5 USD }', []],
    ['universe { require raw_close * (close / lag(close, 1d)) > 5 USD }', []],
    ['universe { require where(close > lag(close, 1d), raw_close, 0) > 5 USD }', []],
    // A feature of levels is no filter on a price.
    ['features { cheap = where(close < 5 USD, 1, 0) }', []],
  ])('%s', (statements, expected) => {
    expect(found(statements)).toEqual(expected);
  });

  test('one that is used by definitions of definitions is looked at once', () => {
    const doubled = Array.from({ length: 60 }, (_, n) => `c${n + 1} = c${n} + c${n}`).join('\n');
    expect(found(`c0 = close\n${doubled}\nuniverse { require c60 > 5 USD }`)).toEqual([`${CODE}: c60 > 5 USD`]);
  });
});

describe('filters and sides', () => {
  const CODE = 'filter-contradicts-side';
  const short = (filter: string) => `portfolio { short bottom k ${LEG} where ${filter} gross 35% }`;
  const long = (filter: string) => `portfolio { long top k ${LEG} where ${filter} gross 65% }`;
  test.each([
    [short('prediction > 0%'), [`${CODE}: prediction > 0%`]],
    [short('raw_close > 5 USD and 1% <= prediction'), [`${CODE}: 1% <= prediction`]],
    [long('prediction < 0%'), [`${CODE}: prediction < 0%`]],
    [`bad = prediction < -1%\n${long('bad')}`, [`${CODE}: bad`]],
    ['label y = demean(forward_return(close, 5d))\n'.concat(short('prediction > 0%')), [`${CODE}: prediction > 0%`]],
    // Bands that leave room for the side, and labels whose sign says nothing.
    [short('prediction < 0%'), []],
    [short('prediction < 1%'), []],
    [short('prediction > -5%'), []],
    [long('prediction < 5%'), []],
    [short('prediction > 0% or volume > 2 * mean(volume, 20d)'), []],
    ['label y = rank(forward_return(close, 5d))\n'.concat(short('prediction > 0')), []],
    ['label y = -forward_return(close, 5d)\n'.concat(short('prediction > 0%')), []],
  ])('%s', (statements, expected) => {
    expect(found(statements)).toEqual(expected);
  });
});

describe('smoothing', () => {
  test.each([
    ['portfolio { smooth ewma(0.15)\n rebalance weekly }', ['smoothing-per-session: ewma(0.15)']],
    ['portfolio { smooth ewma(0.15) }', []],
    ['portfolio { smooth ewma(0.5)\n rebalance weekly }', []],
    // Half of the way in two rebalances: 1 − 1/√2 = 0.2929.
    ['portfolio { smooth ewma(0.292)\n rebalance weekly }', ['smoothing-per-session: ewma(0.292)']],
    ['portfolio { smooth ewma(0.293)\n rebalance weekly }', []],
  ])('and the schedule: %s', (statements, expected) => {
    expect(found(statements)).toEqual(expected);
  });

  test.each([
    // 0.02 × 35% / 70 is 1 bp; one name more and it is less.
    [70, 0.02, []],
    [71, 0.02, ['smoothing-swallows-names: ewma(0.02)']],
    [100, 0.15, []],
  ])('and %i names at %d', (k, alpha, expected) => {
    expect(DUST).toBe(0.0001);
    expect(found(`param k = ${k} in 1 .. 200\nportfolio { smooth ewma(${alpha}) }`)).toEqual(expected);
  });
});

describe('costs', () => {
  const costs = (spread: string, commission: string, impact: string) =>
    `costs { spread ${spread}\n commission ${commission}\n impact ${impact} }`;
  test.each([
    [costs('0 bps', '0', '0 bps * turnover'), []],
    [costs('0 bps', '0 bps', '0 bps'), ['costs-zero: costs']],
    [costs('0 bps', '1 bps', '0 bps'), []],
    [costs('0 bps', '0 bps', '20 bps * turnover'), []],
  ])('%s', (statements, expected) => {
    expect(found(statements)).toEqual(expected);
  });

  describe('are never paid', () => {
    const NEGATIVE = 'cost-below-zero';
    test.each([
      // spread 5 bps and commission 1 bps are there
      ['impact 20 bps * turnover - 6 bps', []],
      ['impact 20 bps * turnover - 7 bps', [`${NEGATIVE}: 20 bps * turnover - 7 bps`]],
      ['impact 0 bps - 20 bps * turnover', [`${NEGATIVE}: 0 bps - 20 bps * turnover`]],
      [
        'impact minimum(20 bps * turnover, 0 bps - 10 bps)',
        [`${NEGATIVE}: minimum(20 bps * turnover, 0 bps - 10 bps)`],
      ],
      ['impact maximum(0 bps, 20 bps * turnover - 50 bps)', []],
      ['impact clip(20 bps * turnover - 50 bps, 0 bps, 30 bps)', []],
      ['impact 10 bps * sqrt(turnover)', []],
      ['impact 10 bps * turnover ^ 0.6', []],
      ['impact 10 bps * abs(turnover - 50%)', []],
      ['impact 1 bps / turnover', []],
      ['impact 1 bps * log(turnover)', [`${NEGATIVE}: 1 bps * log(turnover)`]],
      ['impact 10 bps * traded / lag(mean(dollar_volume, 20d), 1d)', []],
      ['impact 10 bps * sqrt(traded / lag(dollar_volume, 1d))', []],
      ['spread where(lag(dollar_volume, 1d) < 5M USD, 10 bps, 3 bps)', []],
      ['impact 1 bps * returns(lag(close, 1d), 1d)', [`${NEGATIVE}: 1 bps * returns(lag(close, 1d), 1d)`]],
    ])('%s', (impact, expected) => {
      expect(found(`costs { ${impact} }`)).toEqual(expected);
    });

    test.each([
      ['a * turnover', '-50 bps .. 50 bps', true],
      ['a * turnover', '0 bps .. 50 bps', false],
      ['(a - 10 bps) * turnover', '10 bps .. 50 bps', false],
      ['(a - 10 bps) * turnover', '9 bps .. 50 bps', true],
      ['a', '-7 bps .. 50 bps', true],
      ['a', '-6 bps .. 50 bps', false],
      ['2 * -a * -turnover', '0 bps .. 50 bps', false],
    ])('impact %s with a in %s: %s', (impact, bounds, refused) => {
      const statements = `param a = 20 bps in ${bounds}\ncosts { impact ${impact} }`;
      expect(found(statements)).toEqual(refused ? [`${NEGATIVE}: ${impact}`] : []);
    });

    test('a param without bounds is judged by its value', () => {
      const text = variant('param a = 20 bps\ncosts { impact a * turnover }');
      expect(findings(text)).toEqual([]);
      expect(findings(text, { set: { a: '-50 bps' } })).toEqual([`${NEGATIVE}: a * turnover`]);
    });
  });

  test('that are left out are told once', () => {
    expect(found('costs {\n no spread\n no commission\n no impact\n}')).toEqual(['costs-missing: costs']);
  });
});

describe('names against the universe', () => {
  const book = (members: string, longs: number, shorts: number) =>
    `universe { ${members} as of each session }\nportfolio { long top ${longs} ${LEG} gross 65%\n short bottom ${shorts} ${LEG} gross 35% }`;
  const SIZED = 'members constituents("R1000", fewest: 900)';
  test.each([
    [book('members sp500', 240, 240), []],
    [book('members sp500', 240, 241), ['count-above-universe: 241']],
    [book(SIZED, 450, 450), []],
    [book(SIZED, 451, 450), ['count-above-universe: 450']],
    // Nobody says how many there are.
    [book('members constituents("R1000")', 4000, 4000), []],
    [book('members constituents("R1000", fewest: 0)', 4000, 4000), []],
    [`portfolio { no short\n long top 481 ${LEG} gross 100% }`, ['count-above-universe: 481']],
  ])('%s', (statements, expected) => {
    expect(found(`param k = 1\n${statements}`).filter((finding) => !finding.startsWith('unused-param'))).toEqual(
      expected,
    );
  });

  test('how many is a whole number', () => {
    expect(found('universe { members constituents("R1000", fewest: 900.5) as of each session }')).toEqual([
      'not-whole: 900.5',
    ]);
  });

  test('and changes no plan', () => {
    const hash = (members: string) =>
      compileText(`use std.universe.sp500\n${variant(`universe { ${members} as of each session }`)}`).plan?.hash;
    expect(hash('members constituents("SP500")')).toBe(hash('members sp500'));
    expect(hash('members sp500')).toBeDefined();
  });
});

describe('comparisons that data cannot change', () => {
  test.each([
    ['rsi(close, 14d) < 30%', 'percent-of-hundred'],
    ['25% < adx(high, low, close, 14d)', 'percent-of-hundred'],
    ['roc(close, 12d) > 5%', 'percent-of-hundred'],
    ['returns(close, 1d) > 5', 'return-in-hundreds'],
    ['-3 > returns(close, 20d)', 'return-in-hundreds'],
    ['market_return(5d) > 1', 'return-in-hundreds'],
    ['returns(close, 252d) < 20', 'return-in-hundreds'],
    ['williams_r(high, low, close, 14d) > 20', 'comparison-decided'],
    ['rsi(close, 14d) > 100', 'comparison-decided'],
    ['rsi(close, 14d) <= 100', 'comparison-decided'],
    ['rank(close) > 1', 'comparison-decided'],
    ['close > highest(close, 20d)', 'comparison-decided'],
    ['lowest(close / open, 20d) > close / open', 'comparison-decided'],
    ['close <= highest(close, 20d)', 'comparison-decided'],
    ['abs(returns(close, 1d)) < 0%', 'comparison-decided'],
    // Near misses.
    ['rsi(close, 14d) < 30', null],
    ['rsi(close, 14d) > 0%', null],
    ['returns(close, 1d) > 500%', null],
    ['returns(close, 252d) > 2', null],
    ['returns(close, 5d) < 0.9', null],
    ['rsi(close, 14d) / 100 < 30%', null],
    ['rank(close) > 90%', null],
    ['williams_r(high, low, close, 14d) > -20', null],
    ['close >= highest(close, 20d)', null],
    ['high > highest(close, 20d)', null],
    ['close > lag(highest(close, 20d), 1d)', null],
    ['roc(close, 12d) > 120', null],
  ])('%s', (condition, code) => {
    const expected = code === null ? [] : [`${code}: ${condition}`];
    expect(found(`portfolio { long top k ${LEG} where ${condition} gross 65% }`)).toEqual(expected);
    expect(found(`universe { require ${condition} }`)).toEqual(expected);
    expect(found(`features { f = where(${condition}, 1, 0) }`)).toEqual(expected);
  });

  test('a param that switches something on', () => {
    const text = 'param on = 1\nfeatures { f = where(on > 0, returns(close, 5d), returns(close, 9d)) }';
    expect(found(text)).toEqual([]);
  });
});

describe('names kept beyond the half of one order', () => {
  const CODE = 'keep-beyond-half';
  const book = (long: string, short: string, members = '') =>
    found(
      `${members === '' ? '' : `universe { members ${members} as of each session }\n`}portfolio { ${long}\n ${short} }`,
    ).filter((finding) => !finding.startsWith('unused-param'));
  const long = (take: string, keep: string, score = 'prediction') =>
    `long top ${take} by ${score}, keep to ${keep} gross 65%`;
  const short = (take: string, score = 'prediction') => `short bottom ${take} by ${score} gross 35%`;
  const TOP = 'top 50 by mean(dollar_volume, 60d), keep to 60, of sp500';

  test.each([
    [long('10%', '51%'), short('10%'), '', [`${CODE}: 51%`]],
    [long('10%', '50%'), short('10%'), '', []],
    // No buffer, and a different order for each side.
    [long('60%', '60%'), short('10%'), '', []],
    [long('10%', '60%'), short('10%', 'rank(prediction)'), '', []],
    [long('10%', '60%'), 'no short', '', []],
    // A cross-section of 60 at most, of which each side has 30; of an index nobody says the most.
    [long('5', '31'), short('5'), TOP, [`${CODE}: 31`]],
    [long('5', '30'), short('5'), TOP, []],
    [long('5', '300'), short('5'), '', []],
    [long('1', '3'), short('1'), '[AAPL, MSFT, XOM, JPM, PG]', [`${CODE}: 3`]],
    [long('1', '2'), short('1'), '[AAPL, MSFT, XOM, JPM, PG]', []],
  ])('%s, %s, %s', (longs, shorts, members, expected) => {
    expect(book(longs, shorts, members).filter((finding) => finding.startsWith('keep'))).toEqual(expected);
  });
});

describe('a limit of drift', () => {
  const book = (...lines: string[]) => found(`portfolio { ${lines.join('\n')}\n rebalance when drift > 70% }`);

  test('is held to all that the book can trade', () => {
    expect(book()).toEqual([]);
    expect(book('no short')).toEqual(['drift-above-book: drift > 70%']);
  });

  test('and to nothing where a side or the scale is wrong', () => {
    expect(book('short bottom k by nothing gross 35%')).toEqual(['unknown-name: nothing']);
    const scaled = (scale: string) =>
      found(
        `portfolio { rebalance when drift > 150% }\nrisk { target volatility 8% per year over 20d, scale ${scale} }`,
      );
    expect(scaled('0.5 .. 2')).toEqual([]);
    expect(scaled('nothing .. 2')).toEqual(['unknown-name: nothing']);
    expect(scaled('0.5 .. 1')).toEqual(['drift-above-book: drift > 150%']);
  });
});
