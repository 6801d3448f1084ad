/** Years, regimes and stress windows: which holdings belong to which. */
import { expect, test } from 'vitest';
import type { Plan } from '../../../compiler/plan.ts';
import { marketIndex } from '../../../runtime/evidence/marketIndex.ts';
import { periodsOf } from '../../../runtime/evidence/periods.ts';
import { STRESS_WINDOWS } from '../../../runtime/evidence/stressWindows.ts';
import { fromIsoDay } from '../../../runtime/market.ts';
import { madeUpMarket } from './support.ts';

const firstDay = fromIsoDay('2019-06-01');

/** A holding from every session to the next; returns of 1% up to the end of 2019 and −1% after. */
function inputs(benchmark: (session: number) => number, sessions = 330, fillAt: Plan['execution']['fillAt'] = 'close') {
  const market = madeUpMarket({ stocks: 1, sessions, benchmark, firstDay });
  const from = Int32Array.from({ length: sessions - 1 }, (_, h) => h);
  const to = from.map((session) => session + 1);
  const net = Float64Array.from(to, (t) => (market.sessions[t]! <= fromIsoDay('2019-12-31') ? 0.01 : -0.01));
  return {
    market,
    holdings: { from, to, net },
    index: marketIndex(market, 'SPY', fillAt),
    sessionsPerYear: 252,
  };
}

test('a return belongs to the year in which its holding ended', () => {
  const [first, second] = periodsOf(inputs((t) => 100 + t)).filter(({ group }) => group === 'year');
  // From 2 June, the first session a holding ends in, to 31 December: 213 days; every day is a session here.
  expect(first).toMatchObject({ name: '2019', from: '2019-06-02', to: '2019-12-31', figures: { n: 213 } });
  expect(first!.figures.totalReturn).toBeCloseTo(1.01 ** 213 - 1, 10);
  expect(first!.market).toBeCloseTo(313 / 100 - 1, 12);
  expect(second).toMatchObject({ name: '2020', figures: { hitRate: 0 } });
});

test('a rising market is above its mean of 200 sessions at the close a holding begins with', () => {
  // Rising by one a session up to session 249, then 50 below the mean for good.
  const periods = periodsOf(inputs((t) => (t < 250 ? 100 + t : 100)));
  const n = (name: string) => periods.find((each) => each.name === name)?.figures.n ?? 0;
  // Known from session 199 on: holdings from 199 to 249 rise, those from 250 to 328 do not.
  expect(n('rising market')).toBe(51);
  expect(n('falling market')).toBe(79);
  // To the end of 2019, session 213, end those from 199 to 212.
  const rising = periods.find(({ name }) => name === 'rising market')!;
  expect(rising.figures.totalReturn).toBeCloseTo(1.01 ** 14 * 0.99 ** 37 - 1, 12);
});

test('a book that fills at the open goes through the days between, and knows the regime of the session before', () => {
  const periods = periodsOf(inputs((t) => (t < 250 ? 100 + t : 100), 330, 'next open'));
  // One session later than by the close: holdings from 200 to 250 rise, those from 251 to 328 do not.
  expect(periods.find(({ name }) => name === 'rising market')!.figures.n).toBe(51);
  expect(periods.find(({ name }) => name === 'falling market')!.figures.n).toBe(78);
  // The year 2020 begins with the holding from 213 to 214, and ends at 329: closes of 212 and of 328.
  expect(periods.find(({ name }) => name === '2020')!.market).toBeCloseTo(100 / 312 - 1, 12);
});

test('calm and turbulent are below and above the median volatility, half of the holdings each', () => {
  const periods = periodsOf(inputs((t) => 100 * (1 + (t % 2) * 0.0001 * t)));
  const n = (name: string) => periods.find((each) => each.name === name)?.figures.n ?? 0;
  // Volatility is known from session 20 on: holdings from 20 to 328.
  expect(n('calm market') + n('turbulent market')).toBe(309);
  expect(n('calm market')).toBe(155);
});

test('a stress window counts only when it lies wholly in the test', () => {
  const names = periodsOf(inputs((t) => 100 + t)).filter(({ group }) => group === 'stress');
  expect(names.map(({ name, from, to, figures }) => [name, from, to, figures.n])).toEqual([
    ['Outbreak of COVID-19', '2020-02-20', '2020-03-23', 33],
  ]);
  const short = periodsOf(inputs((t) => 100 + t, 280));
  expect(short.filter(({ group }) => group === 'stress')).toEqual([]);
});

test('the table of stress windows is in order, and no window is reversed', () => {
  expect([...STRESS_WINDOWS].sort((a, b) => (a.from < b.from ? -1 : 1))).toEqual(STRESS_WINDOWS);
  for (const { from, to } of STRESS_WINDOWS) expect(from < to).toBe(true);
});

test('a market that was made up went through none of them', () => {
  const real = inputs((t) => 100 + t);
  const madeUp = { ...real, market: { ...real.market, oracle: new Float64Array(330) } };
  expect(periodsOf(madeUp).filter(({ group }) => group === 'stress')).toEqual([]);
});
