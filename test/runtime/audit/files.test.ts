/** What files are found to know of the future, by how their prices are adjusted. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareMarkets } from '../../../runtime/audit/compareStages.ts';
import { Findings } from '../../../runtime/audit/findings.ts';
import { loadKnown } from '../../../runtime/audit/knownMarket.ts';
import { everyone2024, openData } from '../../support/fileMarket.ts';
import { type Cell, type Fixtures, fixtures } from '../../support/tables.ts';

/** Two weeks of XNYS. */
const DAYS = ['02', '03', '04', '05', '08', '09', '10', '11', '12', '16'].map((day) => `2024-01-${day}`);
/** As traded: A splits three for one on the fifth session and pays on the third and the eighth. */
const RAW: Record<string, number[]> = {
  A: [301.1, 303.7, 299.3, 305.9, 101.3, 102.7, 100.9, 99.1, 101.7, 103.3],
  B: [51.7, 52.3, 50.9, 51.1, 53.7, 54.1, 53.3, 55.9, 56.3, 54.7],
};
const ACTIONS: Cell[][] = [
  ['A', DAYS[2]!, 1.7, 0],
  ['A', DAYS[4]!, 0, 3],
  ['A', DAYS[7]!, 0.7, 0],
  ['B', DAYS[8]!, 0.3, 0],
  ['B', '2024-05-01', 0, 2],
];
const COLUMNS = ['ticker', 'date DATE', 'open', 'high', 'low', 'close', 'volume', 'adjusted', 'rc', 'rv'];

let files: Fixtures;
beforeEach(() => {
  files = fixtures();
});
afterEach(() => files.remove());

/** As a vendor has written them after all that has come. */
async function writeBars(basis: string): Promise<void> {
  const rows = Object.entries(RAW).flatMap(([ticker, closes]) =>
    closes.map((raw, t): Cell[] => {
      const later = ACTIONS.filter(([of, day]) => of === ticker && String(day) > DAYS[t]!);
      const split = later.reduce((all, [, , , ratio]) => all * (Number(ratio) || 1), 1);
      const paid = later.reduce((all, [, , dividend]) => all * (1 - Number(dividend) / raw), 1);
      const close = basis === 'nothing' ? raw : basis === 'splits' ? raw / split : (raw * paid) / split;
      const volume = basis === 'nothing' ? 1000 + t : (1000 + t) * split;
      const bar = [close * 0.99, close * 1.02, close * 0.98, close, volume];
      return [ticker, DAYS[t]!, ...bar, (raw * paid) / split, raw, 1000 + t];
    }),
  );
  await files.write('bars.parquet', COLUMNS, rows);
  const footing = ([ticker, day, dividend, split]: Cell[]): Cell[] => {
    const later = ACTIONS.filter(([of, other]) => of === ticker && String(other) > String(day));
    const since = later.reduce((all, [, , , ratio]) => all * (Number(ratio) || 1), 1);
    return [ticker!, day!, basis === 'nothing' ? dividend! : Number(dividend) / since, split!];
  };
  await files.write('actions.csv', ['ticker', 'date', 'dividend', 'split'], ACTIONS.map(footing));
}

async function differing(basis: string, columns: string, actions: boolean, more = ''): Promise<string[]> {
  await writeBars(basis);
  const bars = `bars: { path: bars.parquet, close_adjusted_for: ${basis}, columns: ${columns} }`;
  const named = actions ? '\ncorporate_actions: { path: actions.csv }' : '';
  const data = await openData(`source: parquet\n${bars}${named}${more}`, files.folder);
  const whole = await data.load(everyone2024, { emit() {} });
  const findings = new Findings(whole);
  for (const session of [1, 3, 4, 6, 8]) {
    const cut = { session, at: 'close' } as const;
    compareMarkets({ whole, known: await loadKnown(data, everyone2024, whole, cut), cut }, findings);
  }
  return findings
    .all()
    .filter((each) => each.differing > 0)
    .map(({ text }) => text);
}

const PRICES = ['open', 'high', 'low', 'close'];

describe('bars know nothing of what comes later', () => {
  it.each([
    ['nothing', '{}', true],
    ['nothing', '{ adjusted_close: adjusted }', false],
    ['splits', '{}', true],
    ['splits', '{ adjusted_close: adjusted }', true],
    ['splits', '{ adjusted_close: adjusted, raw_close: rc, raw_volume: rv }', false],
    ['splits', '{ raw_close: rc }', false],
    ['splits_and_dividends', '{ raw_close: rc, raw_volume: rv }', false],
  ])('closes adjusted for %s, columns %s, actions %s', async (basis, columns, actions) => {
    expect(await differing(basis, columns, actions)).toEqual([]);
  });
});

describe('levels that a vendor restates are found', () => {
  it.each([
    ['splits', '{}', false, [...PRICES, 'volume', 'raw_close']],
    ['splits', '{ adjusted_close: adjusted }', false, [...PRICES, 'volume', 'raw_close']],
    ['splits_and_dividends', '{}', false, [...PRICES, 'volume', 'raw_close', 'dollar_volume']],
    ['splits_and_dividends', '{}', true, [...PRICES, 'raw_close', 'dollar_volume']],
    ['splits_and_dividends', '{ raw_close: rc }', false, ['volume', 'dollar_volume']],
  ])('closes adjusted for %s, columns %s, actions %s', async (basis, columns, actions, expected) => {
    expect((await differing(basis, columns, actions)).sort()).toEqual([...expected].sort());
  });
});

it('stocks that join later are not in the answer, and who leaves later is a member still', async () => {
  await files.write(
    'members.csv',
    ['ticker', 'start', 'end'],
    [
      ['A', '2020-01-01', DAYS[5]!],
      ['B', DAYS[6]!, ''],
    ],
  );
  const membership = '\nmembership: { ALL: { path: members.csv } }';
  expect(await differing('nothing', '{}', true, membership)).toEqual([]);
  const bars = 'bars: { path: bars.parquet, close_adjusted_for: nothing }\ncorporate_actions: { path: actions.csv }';
  const data = await openData(`source: parquet\n${bars}${membership}`, files.folder);
  const then = await data.loadAsOf!(everyone2024, DAYS[3]!, { emit() {} });
  expect(then.tickers).toEqual(['A']);
  expect(then.sessions).toHaveLength(4);
  expect([...then.members]).toEqual([1, 1, 1, 1]);
});
