/** Stops, limits and volatility targets: what each lint finds, and the near misses it leaves alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileText, findings, variant } from '../support.ts';

const found = (statements: string) => findings(variant(statements));

describe('stops', () => {
  const stop = (condition: string) => found(`risk { stop when ${condition} then flatten }`);

  test.each([
    'drawdown < -8%',
    'drawdown > 100%',
    '100% < drawdown',
    'day_return < -100%',
    'day_return < -300%',
    'volatility(60d) < 0%',
    '2 * drawdown < -1%',
    '-drawdown > 1%',
    'sharpe(155d) < 0',
    'day_return < -3 * volatility(5000d)',
  ])('%s never trips', (condition) => {
    expect(stop(condition)).toEqual([`stop-never-trips: ${condition}`]);
  });

  test.each([
    'drawdown < 8%',
    'drawdown > -5%',
    '8% > drawdown',
    'day_return > -100%',
    'day_return < 3%',
    'day_return < 3 * volatility(60d)',
    'volatility(60d) > 0%',
    'volatility(60d) > -1%',
    'drawdown > 0%',
    '0% < drawdown',
    'sharpe(60d) < 100',
    '10 > sharpe(20d)',
  ])('%s always trips', (condition) => {
    expect(stop(condition)).toEqual([`stop-always-trips: ${condition}`]);
  });

  test.each([
    'drawdown > 8%',
    'drawdown > 99%',
    'day_return < -3 * volatility(60d)',
    'day_return < -99%',
    // Out after any loss: odd, and what it says.
    'day_return < 0%',
    // Taking profit.
    'day_return > 3%',
    'volatility(60d) > 2%',
    'volatility(60d) < 0.1%',
    'sharpe(60d) < 0',
    'sharpe(60d) < -2',
    'sharpe(60d) < 9',
    'sharpe(5d) < 10',
    // The test window of `base` has 154 weekdays.
    'sharpe(154d) < 0',
    'volatility(20d) > 2 * volatility(60d)',
    'drawdown > 5 * volatility(60d)',
  ])('%s is a stop', (condition) => {
    expect(stop(condition)).toEqual([]);
  });

  test('said twice, whichever way', () => {
    const twice = (other: string) =>
      found(`risk {\n stop when drawdown > 8% then flatten\n stop when ${other} then flatten\n}`);
    expect(twice('8% < drawdown')).toEqual(['stop-repeated: 8% < drawdown']);
    expect(twice('drawdown > 9%')).toEqual([]);
  });

  test('of a line of the drawdown: never, always or at the start, as trying every drawdown says', () => {
    const drawdowns = Array.from({ length: 1000 }, (_, n) => n / 1000);
    const tenths = fc.integer({ min: -15, max: 15 });
    const factor = fc.integer({ min: -3, max: 3 }).filter((n) => n !== 0);
    fc.assert(
      fc.property(factor, tenths, tenths, fc.constantFrom('<', '>'), (a, b, c, sign) => {
        const trips = (d: number) =>
          sign === '<' ? 1000 * (a * d) + 100 * b < 100 * c : 1000 * (a * d) + 100 * b > 100 * c;
        const condition = `${a} * drawdown + ${10 * b}% ${sign} ${10 * c}%`;
        const expected = trips(0) ? 'always' : drawdowns.some(trips) ? null : 'never';
        // Only the ends matter to a line; the upper one is never reached.
        expect(stop(condition)).toEqual(expected === null ? [] : [`stop-${expected}-trips: ${condition}`]);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  test.each([
    // It ends at a drawdown of all, which is never reached; 0.7 - 1 is a little less than -0.3, and 0.9 - 1 a little more than -0.1.
    '-1 * drawdown + 70% < -30%',
    '-1 * drawdown + 90% < -10%',
    '-2 * drawdown + 130% < -70%',
  ])('%s: rounding decides nothing', (condition) => {
    expect(stop(condition)).toEqual([`stop-never-trips: ${condition}`]);
  });

  test('a limit a little before the end of a line is reached', () => {
    expect(stop('-1 * drawdown + 70% < -29.9999%')).toEqual([]);
  });
});

describe('stops of positions', () => {
  const stop = (condition: string) => found(`risk { stop position when ${condition} then exit }`);

  test.each(['position_drawdown < 0%', 'position_age < 0d', '-position_drawdown > 1%'])(
    '%s never trips',
    (condition) => {
      expect(stop(condition)).toEqual([`stop-never-trips: ${condition}`]);
    },
  );

  test.each(['position_return < 8%', 'position_return > -5%', 'position_drawdown > -1%', '1d > position_age'])(
    '%s closes what has just been entered',
    (condition) => {
      expect(stop(condition)).toEqual([`stop-always-trips: ${condition}`]);
    },
  );

  test.each([
    'position_return < -8%',
    'position_return > 20%',
    'position_return < 0%',
    'position_drawdown > 100%', // a short's price may double
    'position_age > 20d',
    'position_return < -2 * stdev(returns(close, 1d), 20d)',
  ])('%s may trip and need not', (condition) => {
    expect(stop(condition)).toEqual([]);
  });
});

describe('limits', () => {
  // Ten longs of 65% and ten shorts of 35%: 6.5% and 3.5% a name.
  const risk = (...lines: string[]) => found(`risk {\n${lines.join('\n')}\n}`);
  const target = (scale: string) => `target volatility 8% per year over 20d, scale ${scale}`;
  test.each([
    [['limit weight 6.5%'], []],
    [['limit names 20'], []],
    [['limit names 19'], ['names-above-limit: 19']],
    [['limit names 20', 'limit weight 6.5%'], []],
    [['limit value_at_risk 2% at 95% over 250d', 'limit expected_shortfall 2.1% at 95% over 250d'], []],
    [
      ['limit value_at_risk 2% at 95% over 250d', 'limit expected_shortfall 2% at 95% over 250d'],
      ['limits-contradict: 2%'],
    ],
    [['limit value_at_risk 2% at 95% over 250d', 'limit expected_shortfall 2% at 99% over 250d'], []],
    // 1,370 weekdays from the first day of the data to the first of the test, both included; a return needs two closes.
    [['limit correlation 0.7 over 1369d'], []],
    [['limit correlation 0.7 over 1370d'], ['limit-without-history: 1370d']],
    [['limit beta 0.1 over 1369d'], []],
    [['limit beta 0.1 over 1370d'], ['limit-without-history: 1370d']],
    [['limit weight 6.4%'], ['limit-below-gross: 6.4%']],
    [['limit weight 3%'], ['limit-below-gross: 3%']],
    [['limit weight 13%', target('0.5 .. 2')], []],
    [['limit weight 12.9%', target('0.5 .. 2')], ['scale-breaks-limit: 12.9%']],
    [['limit gross 100%', 'limit net 30%'], []],
    [['limit gross 99%'], ['leverage-above-limits: 99%']],
    [['limit net 29%'], ['leverage-above-limits: 29%']],
    [['limit net 30%', target('0.5 .. 1')], []],
    [['limit net 30%', target('0.5 .. 1.5')], ['scale-breaks-limit: 30%']],
    [['limit gross 200%', target('0.5 .. 2')], []],
    [['limit gross 150%', target('0.5 .. 2')], ['scale-breaks-limit: 150%']],
    // A part above its whole, and equal to it.
    [['limit weight 20%', 'limit sector 20%'], []],
    [['limit weight 21%', 'limit sector 20%'], ['limits-contradict: 21%']],
    [['limit sector 120%', 'limit gross 110%'], ['limits-contradict: 120%']],
    [['limit net 120%', 'limit gross 110%'], ['limits-contradict: 120%']],
    [['limit weight 0%'], ['limits-contradict: 0%']],
    [['limit turnover 0%'], ['limits-contradict: 0%']],
    // Neutral is a limit one can want; this book is not.
    [['limit net 0%'], ['leverage-above-limits: 0%']],
    [['limit turnover 1%'], []],
  ])('%j', (lines, expected) => {
    expect(risk(...lines)).toEqual(expected);
  });

  test('of a net of zero suit a book that is neutral', () => {
    const leg = (side: string, end: string) => `${side} ${end} k by prediction gross 50%`;
    const portfolio = `portfolio { ${leg('long', 'top')}\n ${leg('short', 'bottom')} }`;
    expect(found(`${portfolio}\nrisk { limit net 0% }`)).toEqual([]);
  });
});

describe('what limits cut is said to be always so only where it is', () => {
  const message = (statements: string) => {
    const { diagnostics } = compileText(`use std.universe.sp500\n${variant(statements)}`);
    return diagnostics.map(({ message: sentence }) => sentence);
  };
  const LIMIT = 'risk { limit names 19 }';

  test('at every rebalance, of the whole book', () => {
    expect(message(LIMIT)).toEqual(['the book asks for 20 names, above its limit of 19']);
    expect(message(`portfolio { weight rank }\n${LIMIT}`)).toEqual([
      'the book asks for 20 names, above its limit of 19',
    ]);
  });

  test.each([
    'long top k by prediction where prediction > 0% gross 65%',
    'long top k by prediction, keep to 20 gross 65%',
    'hold when mean(benchmark_close, 50d) > mean(benchmark_close, 200d)',
    'neutral beta over 60d',
    'smooth ewma(0.5)',
    'weight kelly(over: 60d, fraction: 0.5)',
  ])('but not with %s', (line) => {
    expect(message(`portfolio { ${line} }\n${LIMIT}`)).toEqual([
      'the book can ask for 20 names, above its limit of 19',
    ]);
  });
});

describe('volatility targets', () => {
  const CODE = 'volatility-target-unreachable';
  const target = (text: string, more = '') => found(`risk { target volatility ${text}\n${more} }`);
  test.each([
    ['8% per year over 20d, scale 0.5 .. 2', '', []],
    ['8% per year over 20d, scale 0 .. 2', '', []],
    ['10% per year over 20d, scale 1 .. 1', '', [`${CODE}: 1 .. 1`]],
    ['0% per year over 20d, scale 0.5 .. 2', '', [`${CODE}: 0% per year`]],
    // 2 × 100% × 60% = 120%; with a limit of gross of 200% the same, of weight 20 × 10% × 60% = 120%.
    ['120% per year over 20d, scale 0.5 .. 2', '', []],
    ['121% per year over 20d, scale 0.5 .. 2', '', [`${CODE}: 121% per year`]],
    [
      '70% per year over 20d, scale 0.5 .. 2',
      'limit gross 100%\nallow scale_breaks_limit "a cap"',
      [`${CODE}: 70% per year`],
    ],
    // 0.5 × 100% × 10% / √20 = 1.118%.
    ['1.12% per year over 20d, scale 0.5 .. 2', '', []],
    ['1.11% per year over 20d, scale 0.5 .. 2', '', [`${CODE}: 1.11% per year`]],
    // The test window has 154 weekdays.
    ['8% per year over 153d, scale 0.5 .. 2', '', []],
    ['8% per year over 154d, scale 0.5 .. 2', '', [`${CODE}: 154d`]],
  ])('%s %s', (text, more, expected) => {
    expect(target(text, more)).toEqual(expected);
  });
});
