/** Files of a few bars in a folder of their own, and the market they become. */
import { afterEach, beforeEach } from 'vitest';
import type { Market } from '../../runtime/market.ts';
import { type MarketRequest, UserError } from '../../runtime/ports.ts';
import { everyone2024, openData } from './fileMarket.ts';
import { type Cell, type Fixtures, fixtures } from './tables.ts';

export const COLUMNS = ['ticker', 'date DATE', 'open', 'high', 'low', 'close', 'volume BIGINT'];
/** Sessions of XNYS. */
export const DAYS = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'];
/** The shortest config of a file of bars. */
export const PLAIN = 'source: parquet\nbars: { path: bars.parquet, close_adjusted_for: splits }';

/** A bar from its close: open 1% lower, high 2% higher, low 2% lower. */
export function bar(ticker: string, date: string, close: number, ...more: Cell[]): Cell[] {
  return [ticker, date, close * 0.99, close * 1.02, close * 0.98, close, 1000, ...more];
}

/** From the first of `DAYS` on. */
export function bars(ticker: string, closes: readonly number[]): Cell[][] {
  return closes.map((close, day) => bar(ticker, DAYS[day]!, close));
}

export interface BarFiles {
  /** An empty folder for each test. */
  readonly files: Fixtures;
  /** Everyone in 2024, unless changed; `yaml` is what stands under `data:`. */
  load(yaml: string, changes?: Partial<MarketRequest>): Promise<Market>;
  /** What the user is told, without the folder's name. Fails when there is no complaint, or none for the user. */
  complaint(work: Promise<unknown>): Promise<{ code: string; text: string }>;
}

/** To be called once per test file. */
export function barFiles(): BarFiles {
  let made: Fixtures;
  beforeEach(() => {
    made = fixtures();
  });
  afterEach(() => made.remove());
  const files: Fixtures = {
    get folder() {
      return made.folder;
    },
    write: (file, columns, rows) => made.write(file, columns, rows),
    text: (file, text) => made.text(file, text),
    remove: () => made.remove(),
  };
  return {
    files,
    async load(yaml, changes = {}) {
      const source = await openData(yaml, made.folder);
      return source.load({ ...everyone2024, ...changes }, { emit() {} });
    },
    async complaint(work) {
      const error = await work.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof UserError)) throw new Error(`no complaint for the user: ${String(error)}`);
      return { code: error.code, text: [error.message, ...error.hints].join('\n').replaceAll(`${made.folder}/`, '') };
    },
  };
}
