/** Features, history and the label: what each lint finds, and the near misses it leaves alone. */
import { describe, expect, test } from 'vitest';
import { mostSessions } from '../../../compiler/lint/calendar.ts';
import { compileText, findings, variant } from '../support.ts';

const found = (statements: string) => findings(variant(statements));

describe('features that never change', () => {
  test.each([
    'close / close',
    'close - close',
    'mean(close, 5d) / mean(close, 5d) - 1',
    '0 * returns(close, 1d)',
    'returns(close, 1d) ^ 0',
    'where(close > open, 1, 1)',
    'clip(returns(close, 1d), 0, 0)',
    'correlation(returns(close, 1d), returns(close, 1d), 20d)',
    'ewma(lag(close - close, 3d), 5d)',
    'where(close > close, 1, 0)',
  ])('%s', (expression) => {
    expect(found(`features { probe = ${expression} }`)).toEqual([`feature-constant: ${expression}`]);
  });

  test.each([
    'close / open',
    'close / lag(close, 1d)',
    'where(close > open, 1, 0)',
    'where(close > open, 1%, -1%)',
    '0 + returns(close, 2d)',
    'clip(returns(close, 1d), -5%, 5%)',
    'market_return(2d)',
    'mean(close, 5d) / mean(close, 6d)',
  ])('but not %s', (expression) => {
    expect(found(`features { probe = ${expression} }`)).toEqual([]);
  });
});

describe('features that stand twice', () => {
  test.each([
    ['features { one = returns(close, 3d)\n other = returns(close, sessions: 3d) }', ['feature-duplicated: other']],
    [
      'slow = mean(close, 60d)\nfeatures { one = slow / close\n other = mean(close, 60d) / close }',
      ['feature-duplicated: other'],
    ],
    // core14 has it.
    ['features { again = returns(close, 5d) }', ['feature-duplicated: again']],
    ['features { one = returns(close, 3d)\n other = returns(close, 4d) }', []],
    ['features { one = close / open\n other = open / close }', []],
  ])('%s', (statements, expected) => {
    expect(found(statements)).toEqual(expected);
  });

  test('in a library are its author’s to mend', () => {
    const library = 'features both {\n a = returns(close, 3d)\n b = returns(close, 3d)\n}\n';
    const text = 'use base\nuse both\nstrategy mine extends base { features { include both } }';
    expect(findings(text, { libraries: { both: library } })).toEqual([]);
  });
});

describe('sessions there can be at most', () => {
  // Counted on a printed calendar.
  test.each([
    ['2024-01-01', '2024-12-31', 262],
    ['2023-01-01', '2023-12-31', 260],
    ['2025-02-01', '2025-02-28', 20],
    ['2025-03-01', '2025-03-02', 0],
    ['2025-03-01', '2025-03-03', 1],
    ['2025-02-28', '2025-02-28', 1],
  ])('%s .. %s: %i weekdays', (from, to, weekdays) => {
    expect(mostSessions({ from, to }, { calendar: 'XNYS' })).toBe(weekdays);
    expect(mostSessions({ from, to }, { calendar: 'weekdays' })).toBe(weekdays);
  });

  test('every day of one that never closes', () => {
    expect(mostSessions({ from: '2024-02-01', to: '2024-03-01' }, { calendar: 'always' })).toBe(30);
  });
});

describe('history', () => {
  const train = (to: string) => `split { train 2020-01-01 .. ${to} }\nmodel { batch 1 sessions }`;
  // core14 looks back 20 sessions, the model sees 90, the label ends 5 later: 20 + 89 + 5 + 1 = 115 weekdays for one
  // session. 2020-01-01 was a Wednesday, so 115 weekdays end on Tuesday, 2020-06-09.
  test.each([
    [train('2020-06-09'), ['windows-short: 2020-01-01 .. 2020-06-09']],
    [train('2020-06-08'), ['history-too-short: 2020-01-01 .. 2020-06-08']],
    // 119 sessions more are enough: 2020-11-20 is 24 weeks after 2020-06-05, less … one.
    [train('2020-11-20'), ['windows-short: 2020-01-01 .. 2020-11-20']],
    [train('2020-11-23'), []],
    // A Saturday and a Sunday.
    ['split { validate 2024-01-06 .. 2024-01-07 }', ['history-too-short: 2024-01-06 .. 2024-01-07']],
    // A week of labels ends in the next window: 5 weekdays are none, the sixth is one; nothing is chosen on it.
    ['split { validate 2024-01-01 .. 2024-01-05 }', ['history-too-short: 2024-01-01 .. 2024-01-05']],
    ['split { validate 2024-01-01 .. 2024-01-08 }', []],
    [
      'split { validate 2024-01-01 .. 2024-01-08 }\nmodel { epochs 9, stop after 2 without better ic }',
      ['windows-short: 2024-01-01 .. 2024-01-08'],
    ],
    // Nothing is left out of test.
    ['split { test 2025-10-06 .. 2025-10-31 }', []],
    ['split { test 2025-10-07 .. 2025-10-31 }', ['windows-short: 2025-10-07 .. 2025-10-31']],
    // A condition of the universe that looks back further than the model.
    ['universe { require returns(raw_close, 1000d) > 0% }', ['windows-short: 2020-01-01 .. 2023-12-31']],
    ['universe { require returns(raw_close, 1040d) > 0% }', ['history-too-short: 2020-01-01 .. 2023-12-31']],
  ])('%s', (statements, expected) => {
    expect(found(statements)).toEqual(expected);
  });

  test('a batch of all there is, and one more', () => {
    // 260 weekdays of 2022, five of them left out.
    const batch = (n: number) => found(`split { train 2022-01-01 .. 2022-12-31 }\nmodel { batch ${n} sessions }`);
    expect(batch(255)).toEqual([]);
    expect(batch(256)).toEqual(['batch-above-sessions: 256']);
  });
});

describe('a universe of one', () => {
  const one = (loss: string, more = '') =>
    found(
      `param k = 1\nuniverse { members [SPY]\n allow members_not_point_in_time "one fund" }\nportfolio { no short }\nmodel { loss ${loss}\n${more} }`,
    );
  test.each([
    [one('spearman_loss(temperature: 0.05)'), ['nothing-to-rank: spearman_loss(temperature: 0.05)']],
    [one('mse()', 'epochs 9, stop after 2 without better rank_ic'), ['nothing-to-rank: rank_ic']],
    [one('mse()', 'epochs 9, stop after 2 without better loss'), []],
  ])('%#', (findings, expected) => {
    expect(findings).toEqual(expected);
  });
});

describe('label and holding', () => {
  const CODE = 'label-holding-mismatch';
  const label = (text: string, execution = '', portfolio = '') =>
    found(`label y = ${text}\nexecution { ${execution} }\nportfolio { ${portfolio} }`);
  test.each([
    // Filled at the next open: a night is half of one session, a quarter of two.
    ['forward_return(close, 1d)', '', '', true],
    ['forward_return(close, 2d)', '', '', false],
    // At the next close: all of one, half of two, a third of three.
    ['forward_return(close, 1d)', 'fill at next close', '', true],
    ['forward_return(close, 2d)', 'fill at next close', '', true],
    ['forward_return(close, 3d)', 'fill at next close', '', false],
    // At the close itself, accepted elsewhere: nothing is lost.
    ['forward_return(close, 1d)', 'fill at close\n allow same_close_fill "an auction"', '', false],
    // What the hints say to write.
    ['forward_return(close, 1d, after: 1d)', 'fill at next close', '', false],
    ['forward_return(open, 1d, after: 1d)', '', '', false],
    // Of several nothing is said: they may start and end anywhere.
    ['(1 + forward_return(close, 2d)) / (1 + forward_return(close, 1d)) - 1', 'fill at next close', '', false],
    // Weekly is about 5 sessions, monthly 21; four times the label is too long.
    ['forward_return(close, 1d)', '', 'rebalance weekly', true],
    ['forward_return(close, 2d)', '', 'rebalance weekly', false],
    ['forward_return(close, 5d)', '', 'rebalance weekly', false],
    ['forward_return(close, 5d)', '', 'rebalance monthly', true],
    ['forward_return(close, 10d)', '', 'rebalance monthly', false],
    ['forward_return(close, 21d)', '', 'rebalance every session', false],
  ])('%s %s %s', (text, execution, portfolio, fires) => {
    expect(label(text, execution, portfolio)).toEqual(fires ? [`${CODE}: ${text}`] : []);
  });

  test.each([
    ['next open', 'forward_return(open, 1d, after: 1d)'],
    ['next close', 'forward_return(close, 1d, after: 1d)'],
  ])('the hint for a fill at the %s is a label that is clean', (fill, expected) => {
    const text = (label: string) => variant(`label y = ${label}\nexecution { fill at ${fill} }`);
    const [warning] = compileText(text('forward_return(close, 1d)')).diagnostics;
    expect(warning?.hints[0]).toContain(`\`${expected}\``);
    expect(findings(text(expected))).toEqual([]);
  });

  test('how much is lost is said', () => {
    const [warning] = compileText(
      variant('label y = forward_return(close, 2d)\nexecution { fill at next close }'),
    ).diagnostics;
    expect(warning?.message).toMatch(/^half of the return/);
  });
});

describe('a patience that never ends', () => {
  const stopping = (epochs: number, patience: number) =>
    found(`model { epochs ${epochs}, stop after ${patience} without better rank_ic }`);

  test('is that of all epochs, or of more', () => {
    expect(stopping(10, 20)).toEqual(['patience-never-ends: 20']);
    expect(stopping(10, 10)).toEqual(['patience-never-ends: 10']);
  });

  test('but not that of all but the first', () => {
    expect(stopping(10, 9)).toEqual([]);
  });
});

describe('a model that nothing reads', () => {
  const book = (long: string, short: string) =>
    found(`portfolio { long top k by ${long} gross 50%\n short bottom k by ${short} gross 50%\n rebalance monthly }`);
  const RULE = 'returns(close, 250d)';
  const LABEL = 'forward_return(close, 5d)';

  test('is told of, and its label is nobody’s', () => {
    expect(book(RULE, RULE)).toEqual(['model-unread: model']);
  });

  test.each([
    ['prediction', RULE],
    [RULE, 'rank(prediction)'],
    [`${RULE} where prediction > 0%`, RULE],
    [`${RULE} where prediction > 0%`, `${RULE} where prediction < 0%`],
  ])('but not by %s and %s, where its label counts', (long, short) => {
    expect(book(long, short)).toEqual([`label-holding-mismatch: ${LABEL}`]);
  });

  test('nor where one of several portfolios reads it', () => {
    const several = (score: string) => {
      const first = `portfolio {\n share 50%\n long top k by ${RULE} gross 50%\n short bottom k by ${RULE} gross 50%\n}`;
      return found(`${first}\nportfolio two {\n share 50%\n long top k by ${score} gross 50%\n}`);
    };
    expect(several('prediction')).toEqual([]);
    expect(several(RULE)).toEqual(['model-unread: model']);
  });
});
