/** A whole backtest over files of which a vendor writes a later vintage: what comes later changes no order before it. */
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compile } from '../../../../compiler/compile.ts';
import { openArtifactStore } from '../../../../runtime/artifacts/store.ts';
import { readLedger } from '../../../../runtime/book/persistence.ts';
import { importResolver } from '../../../../runtime/cli/imports.ts';
import { fromIsoDay, type Market, toIsoDay } from '../../../../runtime/market.ts';
import { marketRequest } from '../../../../runtime/ports.ts';
import type { BookResult } from '../../../../runtime/results.ts';
import { runStrategy } from '../../../../runtime/run.ts';
import { barFiles } from '../../../support/barFiles.ts';
import { smallStrategy } from '../../../support/command.ts';
import { openData } from '../../../support/fileMarket.ts';
import { dense } from '../../../support/ledgerWeights.ts';
import { type Bar, type Company, ScriptedFeed } from '../../../support/scriptedFeed.ts';
import { newStore, type TestStore } from '../../../support/store.ts';
import { synthetic } from '../../../support/syntheticMarket.ts';
import type { Cell } from '../../../support/tables.ts';

const { files } = barFiles();
const silent = { emit() {} };
/** Ratios would not tell of a footing that all bars of a stock share: levels do. */
const text = smallStrategy({
  'include core14': 'include core14\n    level = close\n    paid = raw_close\n    shares = volume',
});
const { plan } = compile({ file: 'small.strat', text, resolve: importResolver(), set: {} });
const COLUMNS = ['ticker', 'date DATE', 'open', 'high', 'low', 'close', 'volume', 'told DATE'];
const ACTIONS = ['ticker', 'date', 'dividend', 'split'];
/** A session in the test window, and one after the period. */
const SPLIT_DAY = '2022-02-15';
const AFTERWARDS = '2023-06-01';

let made: Market;
let split: string;
beforeAll(async () => {
  made = await synthetic(24).load(marketRequest(plan!), silent);
  split = made.tickers[3]!;
});

interface Row {
  readonly ticker: string;
  readonly day: string;
  readonly values: readonly number[];
}

/** As traded, had nothing been paid and no share been split but what `actions` of a test say. */
function traded(): Row[] {
  const { open, high, low, close, volume } = made.bars;
  return made.tickers.flatMap((ticker, stock) =>
    [...made.sessions].flatMap((session, t): Row[] => {
      const at = stock * made.sessions.length + t;
      const values = [open, high, low, close, volume].map((panel) => panel[at]!);
      return values.some(Number.isNaN) ? [] : [{ ticker, day: toIsoDay(session), values }];
    }),
  );
}

/** The bar in new shares, `ratio` per old one. */
function inNewShares({ values: [open, high, low, close, volume], ...row }: Row, ratio: number): Row {
  const prices = [open!, high!, low!, close!].map((price) => price / ratio);
  return { ...row, values: [...prices, volume! * ratio] };
}

interface Vintage {
  readonly rows: readonly Row[];
  readonly actions: readonly Cell[][];
  readonly told?: (row: Row) => string;
}

/** Runs the strategy over files and gives its ledger, with the day of each decision. */
async function ordersOf(
  vintage: Vintage,
  basis: string,
  vintages = 'null',
): Promise<{ book: BookResult; days: string[] }> {
  const told = vintage.told ?? (({ day }: Row) => day);
  await files.write(
    'bars.parquet',
    COLUMNS,
    vintage.rows.map((row) => [row.ticker, row.day, ...row.values, told(row)]),
  );
  await files.write('actions.csv', ACTIONS, vintage.actions);
  return ordersOver(
    `source: parquet\nbars: { path: bars.parquet, close_adjusted_for: ${basis}, vintages: ${vintages} }\n` +
      'corporate_actions: { path: actions.csv }',
  );
}

/** Runs the strategy over what `yaml` says, with the benchmark beside it. */
async function ordersOver(yaml: string): Promise<{ book: BookResult; days: string[] }> {
  const { closes, days: sessions } = benchmark();
  await files.write(
    'spy.csv',
    ['date', 'close'],
    sessions.map((day, t) => [day, closes[t]!]),
  );
  const data = await openData(`${yaml}\nbenchmark: { path: spy.csv, columns: { ticker: null } }`, files.folder);
  const artifacts = openArtifactStore(join(files.folder, 'artifacts'));
  const record = await runStrategy(
    {
      plan: plan!,
      sources: [{ file: 'small.strat', text }],
      mode: 'backtest',
      engine: { backend: 'portable', threads: 1 },
      evidence: { level: 'none', variants: [] },
      config: 'test',
      runsFolder: join(files.folder, 'runs'),
      version: '0',
    },
    { data, artifacts, events: silent, signal: new AbortController().signal, now: () => 0 },
  );
  const market = await data.load(marketRequest(plan!), silent);
  const { key } = record.stages.find(({ stage }) => stage === 'book')!;
  const book = await readLedger((await artifacts.find('book', key, silent))!.folder, market);
  return { book, days: [...book.decisions.decided].map((t) => toIsoDay(market.sessions[t]!)) };
}

function benchmark(): { closes: readonly number[]; days: string[] } {
  return { closes: [...made.benchmark!], days: [...made.sessions].map(toIsoDay) };
}

/** All that was decided before a day, to the bit. */
function decidedBefore({ book, days }: { book: BookResult; days: string[] }, day: string) {
  const rows = days.filter((decided) => decided < day).length;
  const { target, smoothed, limited, held, drifted, scale, turnover, cost, flags } = dense(book.decisions, book.stocks);
  const weights = [target, smoothed, limited, held, drifted].map((panel) => [...panel.subarray(0, rows * book.stocks)]);
  // A decision of the day before is filled at the open of the split: its drift is of that day's prices.
  const figures = [scale, turnover, cost].map((column) => [...column.subarray(0, rows)]);
  return { days: days.slice(0, rows), weights, figures, flags: flags.slice(0, rows) };
}

const everything = '9999-12-31';
const PAID: Cell[][] = [['none', '2021-06-01', 0, 2]];

let plain: ReturnType<typeof ordersOf> | undefined;

/** Without any of what comes later; run once. */
function asTraded(): ReturnType<typeof ordersOf> {
  plain ??= ordersOf({ rows: traded(), actions: PAID }, 'nothing');
  return plain;
}

describe('orders before a split are equal to the bit, whether or not it comes', () => {
  it('as traded, after the period', async () => {
    const without = await asTraded();
    const later: Vintage = { rows: traded(), actions: [...PAID, [split, AFTERWARDS, 0, 3]] };
    expect(without.days.length).toBeGreaterThan(50);
    expect(decidedBefore(await ordersOf(later, 'nothing'), everything)).toEqual(decidedBefore(without, everything));
  });

  it('as traded, within the test window', async () => {
    const without = await asTraded();
    const rows = traded().map((row) => (row.ticker === split && row.day >= SPLIT_DAY ? inNewShares(row, 3) : row));
    const within = await ordersOf({ rows, actions: [...PAID, [split, SPLIT_DAY, 0, 3]] }, 'nothing');
    // The fill of the last decision before is at an open in new shares, which a third rounds.
    const last = toIsoDay(fromIsoDay(SPLIT_DAY) - 4);
    expect(decidedBefore(within, last).days.length).toBeGreaterThan(20);
    expect(decidedBefore(within, last)).toEqual(decidedBefore(without, last));
  });

  it('restated by the vendor, who divides what was before', async () => {
    const without = await ordersOf({ rows: traded(), actions: PAID }, 'splits');
    const rows = traded().map((row) => (row.ticker === split ? inNewShares(row, 4) : row));
    // By a power of 2, so that the file itself loses no bit.
    const restated = await ordersOf({ rows, actions: [...PAID, [split, AFTERWARDS, 0, 4]] }, 'splits');
    expect(decidedBefore(restated, everything)).toEqual(decidedBefore(without, everything));
  });

  it('and a vintage that is told later changes none', async () => {
    const first = traded();
    const without = await asTraded();
    const corrected = first.filter(({ day }) => day >= '2022-01-03').map((row) => inNewShares(row, 1.01));
    const told = new Map(corrected.map((row) => [row, '2022-12-31']));
    const rows = [...corrected, ...first];
    const again = await ordersOf(
      { rows, actions: PAID, told: (row) => told.get(row) ?? row.day },
      'nothing',
      '{ known_at: told }',
    );
    expect(decidedBefore(again, everything)).toEqual(decidedBefore(without, everything));
    const asKnown = await ordersOf(
      { rows, actions: PAID, told: (row) => told.get(row) ?? row.day },
      'nothing',
      '{ known_at: told, as_known_on: "2022-12-31" }',
    );
    expect(decidedBefore(asKnown, everything)).not.toEqual(decidedBefore(without, everything));
  });
});

describe('orders from a store are equal to the bit, whatever is pulled later', () => {
  let store: TestStore;
  beforeEach(() => {
    store = newStore();
  });
  afterEach(() => store.remove());

  const orders = () => ordersOver(`source: store\npath: ${store.places.root}`);
  const pull = (companies: Record<string, Company>, to: string) =>
    store.pull(new ScriptedFeed(companies), {
      tickers: made.tickers,
      window: { from: toIsoDay(made.sessions[0]!), to },
      now: new Date('2024-06-30T22:00:00Z'),
    });

  it('a split after the period', async () => {
    const companies = companiesOf(traded());
    await pull(companies, '2023-05-31');
    const before = await orders();
    expect(before.days.length).toBeGreaterThan(50);
    expect(decidedBefore(before, everything)).toEqual(decidedBefore(await asTraded(), everything));
    const last = Object.values(companies[split]!.bars).at(-1)!;
    const after = { ...companies[split]!.bars, [AFTERWARDS]: last.map((value, k) => (k < 4 ? value / 3 : value * 3)) };
    const told = { bars: after as unknown as Company['bars'], splits: [{ day: fromIsoDay(AFTERWARDS), ratio: 3 }] };
    const pulled = await pull({ ...companies, [split]: told }, '2023-06-30');
    expect(await store.rows(pulled.snapshot!, 'actions')).toContainEqual([split, AFTERWARDS, 3, null]);
    expect(decidedBefore(await orders(), everything)).toEqual(decidedBefore(before, everything));
  });

  it('a split and a dividend within the test window, pulled once they are there', async () => {
    await pull(companiesOf(traded()), '2023-05-31');
    const before = await orders();
    const rows = traded().map((row) => (row.ticker === split && row.day >= SPLIT_DAY ? inNewShares(row, 3) : row));
    const companies = companiesOf(rows);
    const day = fromIsoDay(SPLIT_DAY);
    const told = { ...companies[split]!, splits: [{ day, ratio: 3 }], dividends: [{ day: day + 7, amount: 0.5 }] };
    store.remove();
    store = newStore();
    await pull({ ...companies, [split]: told }, '2023-05-31');
    const last = toIsoDay(day - 4);
    const within = await orders();
    expect(decidedBefore(within, last)).toEqual(decidedBefore(before, last));
    expect(decidedBefore(within, everything)).not.toEqual(decidedBefore(before, everything));
  });
});

function companiesOf(rows: readonly Row[]): Record<string, Company> {
  const byTicker = Map.groupBy(rows, ({ ticker }) => ticker);
  return Object.fromEntries(
    Array.from(byTicker, ([ticker, own]) => {
      const bars = Object.fromEntries(own.map(({ day, values }) => [day, values as unknown as Bar]));
      return [ticker, { bars }];
    }),
  );
}
