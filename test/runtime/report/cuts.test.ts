/** Cuts summed up by limit. */
import { expect, test } from 'vitest';
import { cutSummaries } from '../../../runtime/report/cuts.ts';
import type { ReportInput } from '../../../runtime/report/input.ts';
import { cutsTable } from '../../../runtime/report/sections/limits.ts';
import { modelsTable } from '../../../runtime/report/sections/models.ts';
import { cutsText } from '../../../runtime/report/textEvidence.ts';
import { exceededWords } from '../../../runtime/report/words.ts';
import type { BookResult } from '../../../runtime/results.ts';
import { madeUpMarket } from '../evidence/support.ts';

const input = (changes: Partial<ReportInput>) => changes as ReportInput;

test('a limit has its row on the page and in the terminal, with its largest cut and the figure that was too high', () => {
  const largest = { ticker: 'ABC', session: '2024-05-06', before: 0.31, after: 0.2, figure: 0.31, limit: 0.2 };
  const cuts = [
    { by: 'sector', orders: 1234, decisions: 88, stocks: 41, taken: 0.0123, largest },
    {
      by: 'position_return < -8%',
      orders: 2,
      decisions: 2,
      stocks: 1,
      taken: 0.0001,
      largest: { ...largest, figure: null },
    },
  ];
  const page = cutsTable(input({ cuts, exceeded: [] })).text;
  expect(page).toContain('ABC on 2024-05-06, 31.00% to 20.00%<small>0.31 against 0.2</small>');
  expect(page).toContain('<code>position_return &lt; -8%</code>');
  expect(page).toContain('<small>against 0.2, of what could not be told</small>');
  expect(cutsText(input({ cuts, exceeded: [] }))).toMatch(/^sector {31,}1,234 +41 +1\.23%$/m);
  expect([cutsTable(input({ cuts: [], exceeded: [] })).text, cutsText(input({ cuts: [], exceeded: [] }))]).toEqual([
    '',
    null,
  ]);
});

test('several models have a row each, one has none', () => {
  const model = { fold: 2, seed: 8, train: '2020-01-01 .. 2021-12-31', validate: 'v', test: 't', trainSessions: 504 };
  const learnt = { epochs: 6, bestEpoch: 3, validationRankIc: 0.051, testRankIc: -0.004 };
  const page = modelsTable(input({ models: [{ ...model, ...learnt }] })).text;
  expect(page.replaceAll(/<[^>]+>/g, ' ')).toMatch(/2 +8 +3 of 6 +\+0\.051 +−0\.004 +504 +2020-01-01 \.\. 2021-12-31/);
  expect(modelsTable(input({ models: [] })).text).toBe('');
});

test('by limit: how often, of whom, how much per decision, and the largest; none of a book that was in cash', () => {
  const market = madeUpMarket({ stocks: 3, sessions: 4, firstDay: 20_000 });
  const row = (decision: number, stock: number, by: number, figure: number, before: number, after: number) => ({
    ...{ decision, stock, by, figure, before, after },
  });
  const rows = [
    row(0, 1, 0, 0.3, 0.3, 0.2),
    row(0, 2, 0, 0.25, -0.25, -0.2),
    row(2, 1, 0, 0.22, 0.22, 0.2),
    row(2, 0, 1, Number.NaN, 0.1, 0),
    row(3, 0, 0, 0.5, 0.5, 0.2),
  ];
  const cuts = {
    count: rows.length,
    names: ['weight', 'volume'],
    decision: Int32Array.from(rows, (each) => each.decision),
    stock: Int32Array.from(rows, (each) => each.stock),
    by: Uint8Array.from(rows, (each) => each.by),
    figure: Float64Array.from(rows, (each) => each.figure),
    most: Float64Array.from(rows, (each) => (each.by === 0 ? 0.2 : 0.05)),
    before: Float64Array.from(rows, (each) => each.before),
    after: Float64Array.from(rows, (each) => each.after),
  };
  const flags = [0, 1, 2, 3].map((d) => ({ flat: d === 3 }));
  const decisions = { count: 4, decided: Int32Array.of(0, 1, 2, 3), flags };
  const [weight, volume] = cutSummaries(market, { cuts, decisions } as unknown as BookResult);
  expect(weight).toMatchObject({ by: 'weight', orders: 3, decisions: 2, stocks: 2 });
  // 0.1 + 0.05 + 0.02 over four decisions.
  expect(weight!.taken).toBeCloseTo(0.0425, 12);
  expect(weight!.largest).toEqual({
    ...{ ticker: 'S001', session: '2024-10-04', before: 0.3, after: 0.2, figure: 0.3, limit: 0.2 },
  });
  expect(volume).toMatchObject({ by: 'volume', orders: 1, largest: { figure: null, limit: 0.05 } });
});

test('what was held above a limit is said beside what limits took, and where they took nothing', () => {
  const worst = { session: '2024-05-06', figure: 45 };
  const exceeded = [{ limit: 'names', most: 40, fills: 12, worst }] as const;
  const words = 'Held above the limit of names, 40, after 12 rebalances; at most 45, on 2024-05-06.';
  expect(cutsTable(input({ cuts: [], exceeded })).text).toContain(words);
  expect(
    exceededWords({ exceeded: [{ ...exceeded[0], limit: 'gross', most: 1, worst: { ...worst, figure: 1.25 } }] }),
  ).toContain('the limit of gross, 100.00%, after 12 rebalances; at most 125.00%, on');
  expect(exceededWords({ exceeded: [] })).toBeNull();
});
