/** What a finished run is suspect of: each rule on the least that makes it fire, and on what does not. */
import { expect, test } from 'vitest';
import { type SuspectFacts, suspicionsOf } from '../../../runtime/evidence/suspicions.ts';
import type { Luck } from '../../../runtime/evidence/trials.ts';
import type { Contribution, Evidence } from '../../../runtime/evidence/types.ts';
import { returnFigures } from '../../../runtime/figures/performance.ts';
import { SUSPICIONS } from '../../../runtime/problems/suspicions.ts';
import type { BookResult } from '../../../runtime/results.ts';

/** Gains and losses that alternate: a Sharpe ratio of about 1.6 a year. */
const USUAL = Float64Array.from({ length: 200 }, (_, h) => (h % 2 === 0 ? 0.011 : -0.009));

interface Case {
  readonly net?: Float64Array;
  /** Of each holding: whether a rebalance opened it. */
  readonly opened?: (h: number) => boolean;
  readonly cost?: number;
  readonly contributions?: readonly Contribution[];
  readonly evidence?: Partial<Evidence> | null;
  readonly luck?: Partial<Luck>;
  /** ICIR of the predictions, over 100 sessions. */
  readonly icir?: number;
  readonly turnover?: number;
}

const sharpe = (value: number) => ({ ...returnFigures(USUAL, 252), sharpe: value });
const returning = (value: number) => ({ ...returnFigures(USUAL, 252), totalReturn: value });

function facts({
  net = USUAL,
  opened = () => true,
  cost = 0.0002,
  contributions = [],
  evidence,
  luck,
  icir,
  turnover = 0.3,
}: Case): SuspectFacts {
  const figures = { net: returnFigures(net, 252), longNet: {}, shortNet: {}, averageTurnover: 0.3, averageCost: cost };
  const holdings = { count: net.length, net, turnover: net.map(() => turnover) };
  const flags = Array.from(net, (_, h) => ({ rebalance: opened(h) }));
  return {
    book: { figures, holdings, decisions: { flags } } as unknown as BookResult,
    contributions,
    evidence: evidence === null ? null : ({ ...NOTHING, ...evidence } as Evidence),
    luck: { hypotheses: 1, deflatedBy: 1, luckySharpe: 0, ...luck } as Luck,
    signal: icir === undefined ? null : { rankIc: new Array<number>(100).fill(0.1 * icir), mean: 0.1 * icir, icir },
  };
}

const NOTHING: Partial<Evidence> = {
  baselines: [],
  shuffled: null,
  seeds: [],
  sensitivity: [],
  attribution: { sectors: [], market: null },
};

const changed = (kind: 'cost' | 'delay' | 'param', figures: object) =>
  ({ sensitivity: [{ kind, change: 'k = 3', figures }] }) as unknown as Partial<Evidence>;
const stocks = (first: number) =>
  Array.from({ length: 11 }, (_, i) => ({ ticker: `S${i}`, total: i === 0 ? first : 0.01, long: 0, short: 0 }));
/** Fifty losses and gains that cancel, and one day that makes it all. */
const oneDay = Float64Array.from({ length: 101 }, (_, h) => (h === 50 ? 0.05 : h % 2 === 0 ? 0.002 : -0.002));
const seeds = (...values: number[]) => ({
  seeds: values.map((value, seed) => ({ seed, figures: sharpe(value), rankIc: 0, note: null })),
});
const market = (rSquared: number) => ({
  attribution: { sectors: [], market: { name: 'SPY', beta: 1, alpha: 0, alphaT: 0, rSquared } },
});
const ridge = (value: number) =>
  ({ baselines: [{ id: 'ridge', figures: sharpe(value) }] }) as unknown as Partial<Evidence>;

test.each<[code: string, suspect: Case, words: RegExp, innocent: Case]>([
  ['sharpe-too-high', { net: USUAL.map((r) => r + 0.0035) }, /after costs is 7\.13$/, {}],
  [
    'gone-with-a-delay',
    { evidence: changed('delay', sharpe(0.3)) },
    /from 1\.58 to 0\.30$/,
    { evidence: changed('delay', sharpe(0.5)) },
  ],
  ['one-stock-makes-half', { contributions: stocks(0.101) }, /^S0 earned 50% of all/, { contributions: stocks(0.099) }],
  ['few-sessions-make-it', { net: oneDay }, /^2 sessions of 101 made 104% of/, { net: oneDay.subarray(0, 50) }],
  ['turnover-without-cost', { cost: 0 }, /^30\.0% of equity is traded/, {}],
  [
    'profit-after-rebalances-only',
    { opened: (h) => h % 2 === 0 },
    /first sessions after rebalances, 50% of all, earned 110\.0%, the others −90\.0%/,
    { opened: (h) => h % 4 < 2 },
  ],
  [
    'test-looked-at-often',
    { luck: { hypotheses: 21, deflatedBy: 20, luckySharpe: 1.9 } },
    /^21 hypotheses .* best of the 20 that held anything .* 1\.90 by luck$/,
    { luck: { hypotheses: 20 } },
  ],
  ['never-held', { net: new Float64Array(100), turnover: 0 }, /^no order was ever filled: .* all 100 sessions$/, {}],
  // Of ICIR 0.05 over 100 sessions t is 0.05 · √100.
  [
    'profit-without-information',
    { icir: 0.05 },
    /ratio is 1\.58, and the rank IC of the predictions \+0\.0050, 0\.5 standard errors from zero$/,
    { icir: 0.1 },
  ],
  [
    'no-better-than-shuffled',
    { evidence: { shuffled: { sharpes: [], books: 200, stopped: 0, p: 11 / 201 } } },
    /^11 of 201 books, its own and 200 on shuffled predictions, did at least as well \(p 5\.47%\)$/,
    { evidence: { shuffled: { sharpes: [], books: 200, stopped: 0, p: 10 / 201 } } },
  ],
  [
    'no-better-than-simple',
    { evidence: ridge(1.6) },
    /ridge regression .* 1\.60 in the same book, the strategy 1\.58/,
    { evidence: ridge(1.5) },
  ],
  [
    'seeds-disagree',
    { evidence: seeds(-0.1, 2) },
    /of 2 seeds range from −0\.10 to 2\.00/,
    { evidence: seeds(0.1, 2) },
  ],
  [
    'gone-with-double-cost',
    { evidence: changed('cost', returning(-0.01)) },
    /to −1\.0%$/,
    { evidence: changed('cost', returning(0.01)) },
  ],
  [
    'param-on-a-peak',
    { evidence: changed('param', returning(-0.01)) },
    /^with k = 3 the total return falls/,
    { evidence: changed('param', returning(0)) },
  ],
  ['market-in-disguise', { evidence: market(0.5) }, /^SPY explains 50% .* beta of 1\.00/, { evidence: market(0.49) }],
])('%s', (code, suspect, words, innocent) => {
  const found = suspicionsOf(facts(suspect)).find((each) => each.code === code);
  expect(found?.reason).toMatch(words);
  expect(suspicionsOf(facts(innocent)).map((each) => each.code)).not.toContain(code);
});

test('the usual is suspect of nothing, with evidence and without; a book that never held anything is suspect of that alone', () => {
  expect(suspicionsOf(facts({}))).toEqual([]);
  expect(suspicionsOf(facts({ evidence: null }))).toEqual([]);
  // Interest on cash has no risk, and a Sharpe ratio that says nothing.
  const interest = Float64Array.from({ length: 100 }, (_, h) => (h % 3 === 0 ? 0.0003 : 0.0001));
  const idle = facts({ net: interest, turnover: 0, cost: 0, luck: { hypotheses: 99, deflatedBy: 1 }, icir: 0 });
  expect(suspicionsOf(idle).map(({ code }) => code)).toEqual(['never-held']);
});

test('every rule is explained', () => {
  expect(Object.values(SUSPICIONS).every(({ means, remedies }) => means.length > 50 && remedies.length > 0)).toBe(true);
});
