import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BAR_FIELDS, type BarField, type Market } from '../../../runtime/market.ts';
import { everyone2024, openData } from '../../support/fileMarket.ts';
import { type Cell, type Fixtures, fixtures } from '../../support/tables.ts';

const DAYS = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'];
const CLOSES = [401, 392.3, 99.7, 100.9];
const VOLUMES = [1000, 1100, 4300, 4100];
/** As traded: a dividend of 8 on the second session, four for one on the third. */
const PAST: Cell[][] = [
  ['A', DAYS[1]!, 8.1, 0],
  ['A', DAYS[2]!, 0, 4],
];
/** The last session's; then two after the period. Ratios are powers of 2, so that a vendor's file loses no bit. */
const LAST: Cell[][] = [['A', DAYS[3]!, 0.7, 2]];
const AFTER: Cell[][] = [
  ['A', '2024-03-01', 1.3, 0],
  ['A', '2024-06-01', 0, 8],
];
const ACTIONS = ['ticker', 'date', 'dividend', 'split'];
const COLUMNS = ['ticker', 'date DATE', 'open', 'high', 'low', 'close', 'volume', 'adjusted', 'rc', 'rv'];

let files: Fixtures;
beforeEach(() => {
  files = fixtures();
});
afterEach(() => files.remove());

interface Vintage {
  readonly actions: readonly Cell[][];
  /** What the vendor has divided closes by and multiplied volume by, per session. */
  readonly splits: readonly number[];
  /** What it has multiplied adjusted closes by, on top. */
  readonly dividends: readonly number[];
}

async function load(vintage: Vintage, basis: string, columns = '{}', actions = true): Promise<Market> {
  const rows = CLOSES.map((raw, t): Cell[] => {
    const close = raw / vintage.splits[t]!;
    const volume = VOLUMES[t]! * vintage.splits[t]!;
    const bar = [close * 0.99, close * 1.02, close * 0.98, close, volume];
    return ['A', DAYS[t]!, ...bar, close * vintage.dividends[t]!, raw, VOLUMES[t]!];
  });
  await files.write('bars.parquet', COLUMNS, rows);
  await files.write('actions.csv', ACTIONS, vintage.actions);
  const yaml = `source: parquet\nbars: { path: bars.parquet, close_adjusted_for: ${basis}, columns: ${columns} }`;
  const named = actions ? `${yaml}\ncorporate_actions: { path: actions.csv }` : yaml;
  return (await openData(named, files.folder)).load(everyone2024, { emit() {} });
}

/** The same bars until session `end`, which is left out: to the last bit, or but for rounding. */
function verifySame(one: Market, other: Market, end: number, exact: boolean): void {
  for (const field of BAR_FIELDS) {
    const values = [...one.bars[field].subarray(0, end)];
    const others = [...other.bars[field].subarray(0, end)];
    if (exact) expect(others, field).toEqual(values);
    for (const [t, value] of values.entries()) expect(others[t]! / value, `${field} ${t}`).toBeCloseTo(1, 12);
  }
}

function first(market: Market, field: BarField): number {
  return market.bars[field][0]!;
}

const ones = [1, 1, 1, 1];

describe('what comes later changes no bar of files', () => {
  it('of closes as traded: a split and a dividend, after the period and later within it', async () => {
    const before = await load({ actions: PAST, splits: ones, dividends: ones }, 'nothing');
    const after = await load({ actions: [...PAST, ...AFTER], splits: ones, dividends: ones }, 'nothing');
    const within = await load({ actions: [...PAST, ...LAST], splits: ones, dividends: ones }, 'nothing');
    verifySame(before, after, 4, true);
    verifySame(before, within, 3, true);
    expect(within.bars.close[3]).not.toBeCloseTo(before.bars.close[3]!, 0);
    expect(within.bars.volume[3]! / before.bars.volume[3]!).toBe(0.5);
    expect([first(before, 'close'), first(before, 'volume')]).toEqual([401, 1000]);
  });

  it('of split-adjusted closes, by what the actions know', async () => {
    const before = await load({ actions: PAST, splits: [4, 4, 1, 1], dividends: ones }, 'splits');
    const after = await load({ actions: [...PAST, ...AFTER], splits: [32, 32, 8, 8], dividends: ones }, 'splits');
    const within = await load({ actions: [...PAST, ...LAST], splits: [8, 8, 2, 1], dividends: ones }, 'splits');
    // A dividend is on the footing of the closes, which the vendor has changed: only splits are compared to the bit.
    const noDividends = (actions: Cell[][]): Cell[][] => actions.map(([a, b, , split]) => [a!, b!, 0, split!]);
    const [plain, later] = await Promise.all([noDividends(PAST), noDividends([...PAST, ...AFTER])]);
    verifySame(
      await load({ actions: plain, splits: [4, 4, 1, 1], dividends: ones }, 'splits'),
      await load({ actions: later, splits: [32, 32, 8, 8], dividends: ones }, 'splits'),
      4,
      true,
    );
    for (const market of [before, after, within]) {
      expect([first(market, 'close'), first(market, 'volume')]).toEqual([401, 1000]);
    }
  });

  it('of split-adjusted closes: a dividend', async () => {
    const dividend: Cell[] = ['A', DAYS[3]!, 0.7, 0];
    const before = await load({ actions: PAST, splits: [4, 4, 1, 1], dividends: ones }, 'splits');
    const within = await load({ actions: [...PAST, dividend], splits: [4, 4, 1, 1], dividends: ones }, 'splits');
    verifySame(before, within, 3, true);
    expect(within.bars.close[3]! / before.bars.close[3]!).toBeCloseTo(99.7 / 99, 12);
  });

  it.each(['adjusted_close: adjusted', 'adjusted_close: adjusted, raw_close: rc, raw_volume: rv'])(
    "of a vendor's adjusted close (%s)",
    async (columns) => {
      const named = `{ ${columns} }`;
      const known = { actions: PAST, splits: [4, 4, 1, 1], dividends: [0.98, 1, 1, 1] };
      const paid = { actions: [...PAST, ...AFTER], splits: [32, 32, 8, 8], dividends: [0.98 * 0.97, 0.97, 0.97, 0.97] };
      const [before, after] = [await load(known, 'splits', named), await load(paid, 'splits', named)];
      verifySame(before, after, 4, false);
      expect(first(before, 'close')).toBeCloseTo(401, 10);
      expect(first(before, 'volume')).toBe(1000);
      expect(before.assumptions.join('\n').includes('Levels')).toBe(!columns.includes('raw'));
    },
  );

  it('of closes adjusted for both, when raw close and raw volume are there', async () => {
    const named = '{ close: adjusted, raw_close: rc, raw_volume: rv }';
    const known = { actions: [], splits: [4, 4, 1, 1], dividends: [0.98, 1, 1, 1] };
    const paid = { actions: [], splits: [32, 32, 8, 8], dividends: [0.98 * 0.97, 0.97, 0.97, 0.97] };
    const [before, after] = [
      await load(known, 'splits_and_dividends', named, false),
      await load(paid, 'splits_and_dividends', named, false),
    ];
    for (const field of ['close', 'volume', 'raw_close', 'dollar_volume'] as const) {
      for (const [t, value] of before.bars[field].entries()) {
        expect(after.bars[field][t]! / value, `${field} ${t}`).toBeCloseTo(1, 12);
      }
    }
    expect(first(before, 'close')).toBeCloseTo(401, 10);
    expect(before.assumptions.join('\n')).not.toContain('Levels');
  });

  it('of closes adjusted for both: splits, by what the actions know', async () => {
    const [known, paid] = [
      { actions: PAST, splits: [4, 4, 1, 1], dividends: ones },
      { actions: [...PAST, ...AFTER], splits: [32, 32, 8, 8], dividends: ones },
    ];
    const [before, after] = [await load(known, 'splits_and_dividends'), await load(paid, 'splits_and_dividends')];
    verifySame(before, after, 4, true);
    expect([first(before, 'close'), first(before, 'volume')]).toEqual([401, 1000]);
  });

  it.each([
    ['splits', '{}', false, ['carry splits that come later', 'Levels of volume']],
    [
      'splits_and_dividends',
      '{}',
      false,
      ['carry dividends that come later and splits that come later', 'Levels of volume'],
    ],
    ['splits', '{}', true, ['carry any splits after the last that the config names', 'Levels of volume']],
    ['splits_and_dividends', '{}', true, ['carry dividends that come later and any splits after', 'Levels of volume']],
    ['splits_and_dividends', '{ raw_close: rc, raw_volume: rv }', false, []],
    ['nothing', '{}', true, []],
    ['splits_and_dividends', '{ raw_close: rc }', false, ['Levels of volume']],
    ['splits', '{ raw_close: rc }', false, []],
  ])('or it is told: closes for %s, columns %s, actions %s', async (basis, columns, actions, expected) => {
    const { assumptions } = await load({ actions: PAST, splits: ones, dividends: ones }, basis, columns, actions);
    const told = assumptions.filter((sentence) => sentence.startsWith('Levels'));
    expect(told).toHaveLength(expected.length);
    for (const [index, part] of expected.entries()) expect(told[index]).toContain(part);
  });
});

describe('a dividend on the day of a split', () => {
  // 100 becomes two of 49, each of which has paid 1: nothing was won or lost.
  const rows: Cell[][] = [
    ['A', DAYS[0]!, 99, 101, 98, 100, 1000],
    ['A', DAYS[1]!, 49, 50, 48, 49, 2000],
    ['A', DAYS[2]!, 49, 50, 48, 49, 2000],
  ];
  it.each([
    ['in one row', [['A', DAYS[1]!, 1, 2]]],
    [
      'in two rows',
      [
        ['A', DAYS[1]!, 1, 0],
        ['A', DAYS[1]!, 0, 2],
      ],
    ],
    [
      'a weekday later, when there was no bar between',
      [
        ['A', '2024-01-03', 1, 0],
        ['A', '2024-01-02', 0, 2],
      ],
    ],
  ] as [string, Cell[][]][])('is per new share when closes are as traded: %s', async (_, actions) => {
    const shifted = actions[0]![1] === '2024-01-03' && actions[1]?.[1] === '2024-01-02';
    const bars = shifted ? rows.map((row, t) => (t === 0 ? ['A', '2023-12-29', ...row.slice(2)] : row)) : rows;
    await files.write('bars.parquet', COLUMNS.slice(0, 7), bars);
    await files.write('actions.csv', ACTIONS, actions);
    const yaml =
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: nothing }\ncorporate_actions: { path: actions.csv }';
    const period = { from: '2023-12-01', to: '2024-12-31' };
    const { bars: made } = await (await openData(yaml, files.folder)).load({ ...everyone2024, period }, { emit() {} });
    for (const close of made.close) expect(close).toBeCloseTo(100, 10);
    expect([...made.volume]).toEqual([1000, 1000, 1000]);
  });

  it('is per share of its own day when the split is already in the close before', async () => {
    const bars = rows.map((row, t) => (t === 1 ? ['A', DAYS[1]!, 50, 51, 49, 50, 2000] : row));
    await files.write('bars.parquet', COLUMNS.slice(0, 7), bars);
    await files.write('actions.csv', ACTIONS, [
      ['A', DAYS[1]!, 0, 2],
      ['A', DAYS[2]!, 1, 0],
    ]);
    const yaml =
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: nothing }\ncorporate_actions: { path: actions.csv }';
    const { bars: made } = await (await openData(yaml, files.folder)).load(everyone2024, { emit() {} });
    for (const close of made.close) expect(close).toBeCloseTo(100, 10);
  });

  it('is as it stands when closes are split-adjusted', async () => {
    const adjusted = rows.map((row, t) => (t === 0 ? ['A', DAYS[0]!, 49.5, 50.5, 49, 50, 2000] : row));
    await files.write('bars.parquet', COLUMNS.slice(0, 7), adjusted);
    await files.write('actions.csv', ACTIONS, [['A', DAYS[1]!, 1, 2]]);
    const yaml =
      'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits }\ncorporate_actions: { path: actions.csv }';
    const { bars: made } = await (await openData(yaml, files.folder)).load(everyone2024, { emit() {} });
    for (const close of made.close) expect(close).toBeCloseTo(100, 10);
  });
});
