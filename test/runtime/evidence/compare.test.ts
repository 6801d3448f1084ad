/** Runs side by side: over which sessions, and the first against each. */
import { expect, test } from 'vitest';
import { type ComparedRun, type ComparedSide, compareRuns } from '../../../runtime/evidence/compare.ts';
import type { Luck } from '../../../runtime/evidence/trials.ts';
import { renderComparison } from '../../../runtime/report/compare/page.ts';
import { renderComparisonText } from '../../../runtime/report/compare/text.ts';

const days = (first: number, n: number) =>
  Array.from({ length: n }, (_, i) => new Date(Date.UTC(2024, 0, first + i)).toISOString().slice(0, 10));

function run(name: string, sessions: readonly string[], net: (day: number) => number): ComparedRun {
  return {
    name,
    folder: `runs/${name}/0123456789ab`,
    trial: {
      strategy: name,
      planHash: `${name}-hash-of-the-plan`,
      members: { source: 'list', tickers: ['A'] },
      data: 'bars of 2024',
      sessions,
      net: sessions.map((session) => net(Number(session.slice(8)) + 31 * (Number(session.slice(5, 7)) - 1))),
    },
    luck: { hypotheses: 2, deflatedSharpe: 0.61, probabilisticSharpe: 0.8, luckySharpe: 1, overfitting: null } as Luck,
    averageTurnover: 0.2,
    averageCost: 0.0004,
    rankIc: 0.03,
    suspicions: name === 'wide' ? ['gone-with-double-cost'] : [],
  };
}

const RUNS = [
  run('narrow', days(1, 60), (day) => 0.004 + 0.01 * Math.sin(day)),
  run('wide', days(11, 60), (day) => 0.001 + 0.008 * Math.sin(day + 0.5)),
];
const comparison = compareRuns(RUNS, { sessionsPerYear: 252, seed: 7 });

test('figures are of the sessions that all have, and it is said how many are left out', () => {
  expect(comparison.sessions).toEqual(days(11, 50));
  const [narrow, wide] = comparison.sides;
  expect(narrow!.leftOut).toBe(10);
  const own = days(11, 50).map((session) => RUNS[0]!.trial.net[RUNS[0]!.trial.sessions.indexOf(session)]!);
  const growth = own.reduce((product, value) => product * (1 + value), 1);
  expect(narrow!.figures.totalReturn).toBeCloseTo(growth - 1, 12);
  expect(narrow!.equity.at(-1)).toBeCloseTo(growth, 12);
  expect(narrow!.first).toBeNull();
  // Means 0.004 and 0.001 plus what is left of the sines.
  expect(wide!.first!.meanDifference! / 252).toBeCloseTo(0.003, 3);
  // What is shown as ahead is the difference of the arithmetic row above it.
  const arithmetic = ({ figures }: ComparedSide) => figures.annualReturnArithmetic!;
  expect(wide!.first!.meanDifference).toBeCloseTo(arithmetic(narrow!) - arithmetic(wide!), 12);
  expect(wide!.first!.sharpeDifference).toBeCloseTo(narrow!.figures.sharpe! - wide!.figures.sharpe!, 9);
});

test('tests that share no session have nothing to compare', () => {
  const apart = compareRuns([run('a', days(1, 10), () => 0.01), run('b', days(20, 10), () => 0.01)], {
    sessionsPerYear: 252,
    seed: 7,
  });
  expect(apart.sessions).toEqual([]);
  expect(renderComparisonText(apart)).toContain('there is nothing to compare');
});

test('in the terminal', () => {
  expect(renderComparisonText(comparison)).toMatchInlineSnapshot(`
    "Returns over 50 sessions that all have, 2024-01-11 to 2024-02-29; left out: 10
    sessions of narrow, 10 sessions of wide.

                                     narrow         wide
    Sharpe ratio, net                  9.00         2.91
    95% interval                5.7 to 12.7  −0.3 to 6.3
    Total return                      22.2%         5.3%
    Annual return, compounded        174.8%        29.6%
    Annual return, arithmetic        101.9%        26.3%
    Volatility                        11.3%         9.0%
    Maximum drawdown                  −0.9%        −1.4%
    Sortino ratio                     24.65         4.95
    Calmar ratio                     184.11        21.80
    Hit rate                          62.0%        56.0%

    Over its own test
    Turnover a session                20.0%        20.0%
    Cost a session                  4.0 bps      4.0 bps
    Rank IC                          +0.030       +0.030
    Deflated Sharpe                   61.0%        61.0%
    Suspicions                            0            1

    The first against each
    Correlation                                     0.88
    Sharpe ahead by                                +6.09
    p of the Sharpe ratios                       < 0.001
    Arithmetic return ahead by                    +75.6%
    t of the returns                               +6.22

    wide is suspect of gone-with-double-cost
    "
  `);
});

test('many runs go on below, in 80 columns', () => {
  const many = compareRuns(
    Array.from({ length: 7 }, (_, k) =>
      run(`a_strategy_of_a_long_name_${k}`, days(1, 30), (day) => 0.01 * Math.sin(day + k)),
    ),
    { sessionsPerYear: 252, seed: 7 },
  );
  const lines = renderComparisonText(many).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.filter((line) => line.startsWith('Sharpe ratio, net'))).toHaveLength(2);
});

test('the page is complete, escapes names and draws without complaint', async () => {
  const complaints: string[] = [];
  const [first, second] = RUNS as [ComparedRun, ComparedRun];
  const attacked = compareRuns([{ ...first, name: '<script>alert(1)</script>' }, second], {
    sessionsPerYear: 252,
    seed: 7,
  });
  const page = await renderComparison(attacked, (message) => complaints.push(message));
  expect(complaints).toEqual([]);
  expect(page).not.toMatch(/<script|NaN|undefined|Infinity|\[object/);
  expect(page).toContain('gone-with-double-cost');
  expect(page.match(/<svg/g)).toHaveLength(4);
  const nothing = compareRuns([run('a', days(1, 10), () => 0.01), run('b', days(20, 10), () => 0.01)], {
    sessionsPerYear: 252,
    seed: 7,
  });
  expect(await renderComparison(nothing)).toContain('Nothing to plot');
});
