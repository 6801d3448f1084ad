import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { groupsOn } from '../../../runtime/groups.ts';
import type { MarketRequest } from '../../../runtime/ports.ts';
import { openSource } from '../../../runtime/sources/open.ts';
import { makeSynthetic, type SyntheticMarket } from '../../../runtime/sources/synthetic/source.ts';
import { fitRidge, meanRankIc, shortTermFeatures } from './statistics.ts';

const settings = { source: 'synthetic', seed: 7, stocks: 120, planted_rank_ic: 0.1 } as const;
const request: MarketRequest = {
  members: { source: 'constituents', index: 'SP500' },
  benchmark: 'SPY',
  calendar: 'XNYS',
  series: [],
  sectors: true,
  period: { from: '2020-01-01', to: '2025-10-31' },
};

const market = makeSynthetic(settings, request);
const sessions = market.sessions.length;
const stocks = market.tickers.length;

function history(values: Float64Array, stock: number): Float64Array {
  return values.subarray(stock * sessions, (stock + 1) * sessions);
}

/** One-session changes of a column, missing ones left out. */
function changes(column: Float64Array): number[] {
  return [...column.subarray(1)].map((value, t) => value / column[t]! - 1).filter((value) => !Number.isNaN(value));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sd(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  return mean(x.map((value, i) => (value - mx) * (y[i]! - my))) / (sd(x) * sd(y)) / (1 - 1 / x.length);
}

const each = market.tickers.map((_, stock) => stock);
const averageOver = (figure: (stock: number) => number): number => mean(each.map(figure));

function bits(of: SyntheticMarket): string {
  const hash = createHash('sha256');
  for (const panel of [...Object.values(of.bars), of.members, of.benchmark!, of.oracle!]) {
    hash.update(new Uint8Array(panel.buffer));
  }
  return hash.update(JSON.stringify([of.tickers, of.delistings, groupsOn(of.sectors!, 0, of)])).digest('hex');
}

describe('the planted signal', () => {
  // The standard error of a mean over T sessions of a rank correlation of n stocks is about 1 / √(n T) = 0.0026.
  it.each([
    [7, 0.1],
    [8, 0.1],
    [9, 0.05],
    [10, 0.2],
    [11, 0],
  ])('seed %i: has the stated rank IC of %f with the next return, within the sampling error', (seed, planted) => {
    const made = makeSynthetic({ ...settings, seed, planted_rank_ic: planted }, request);
    const oracle = planted === 0 ? signOf(made) : made.oracle!;
    expect(Math.abs(meanRankIc(made, oracle) - planted)).toBeLessThan(3 * 0.0026);
  });

  /** Without a signal the oracle is constant; any fixed order must do no better than chance. */
  function signOf(made: SyntheticMarket): Float64Array {
    expect(made.oracle!.every((value) => Number.isNaN(value) || value === 0)).toBe(true);
    return made.bars.dollar_volume;
  }

  it('is an expected return: regressing returns on it has slope 1', () => {
    let xy = 0;
    let xx = 0;
    for (const stock of each) {
      const close = history(market.bars.close, stock);
      const oracle = history(market.oracle!, stock);
      for (let t = 0; t + 1 < sessions; t++) {
        const change = close[t + 1]! / close[t]! - 1;
        if (Number.isNaN(change) || Number.isNaN(oracle[t]!)) continue;
        xy += oracle[t]! * change;
        xx += oracle[t]! ** 2;
      }
    }
    expect(xy / xx).toBeGreaterThan(0.85);
    expect(xy / xx).toBeLessThan(1.15);
  });

  it('is made of the last 20 sessions, the present one included, and of nothing later', () => {
    const { close, volume } = market.bars;
    const average = (panel: Float64Array, at: number): number => mean([...panel.subarray(at - 19, at + 1)]);
    const standardise = (values: readonly number[]): number[] => {
      const [centre, spread] = [mean(values), sd(values)];
      return values.map((value) => Math.max(-3, Math.min(3, (value - centre) / spread)));
    };
    for (const t of [25, 400, sessions - 1]) {
      const places = each.map((stock) => stock * sessions + t).filter((at) => !Number.isNaN(market.oracle![at]!));
      expect(places.length).toBeGreaterThan(90);
      const fiveDays = standardise(places.map((at) => close[at]! / close[at - 5]! - 1));
      const month = standardise(places.map((at) => close[at]! / average(close, at) - 1));
      const activity = standardise(places.map((at) => Math.log(volume[at]! / average(volume, at))));
      const reversal = standardise(fiveDays.map((value, i) => -value - 0.7 * month[i]!));
      const signal = standardise(reversal.map((value, i) => value * (1 + 0.6 * Math.tanh(activity[i]!))));
      const oracle = places.map((at) => market.oracle![at]!);
      expect(correlation(oracle, signal)).toBeGreaterThan(0.99999);
      const mostOf = (values: readonly number[]): number => values.indexOf(Math.max(...values));
      expect(mostOf(oracle)).toBe(mostOf(signal));
    }
  });

  it('is found by ridge regression on everyday features, out of sample', () => {
    const features = shortTermFeatures(market);
    const split = Math.floor(sessions * 0.7);
    const prediction = fitRidge(market, features, split);
    const found = meanRankIc(market, prediction, split);
    const planted = meanRankIc(market, market.oracle!, split);
    expect(found / planted).toBeGreaterThan(0.65);
  });
});

describe('prices', () => {
  it('have the volatility of stocks and of an index', () => {
    const yearly = each
      .map((stock) => sd(changes(history(market.bars.close, stock))) * Math.sqrt(252))
      .sort((a, b) => a - b);
    expect(yearly[Math.floor(stocks * 0.1)]).toBeGreaterThan(0.18);
    expect(yearly[Math.floor(stocks * 0.9)]).toBeLessThan(0.45);
    const index = sd(changes(market.benchmark!)) * Math.sqrt(252);
    expect(index).toBeGreaterThan(0.13);
    expect(index).toBeLessThan(0.22);
  });

  it('move together, more so within a sector', () => {
    const alive = each.filter((stock) => history(market.bars.close, stock).every((value) => !Number.isNaN(value)));
    const series = new Map(alive.map((stock) => [stock, changes(history(market.bars.close, stock))]));
    const sectors = groupsOn(market.sectors!, 0, market);
    const same: number[] = [];
    const other: number[] = [];
    for (const a of alive) {
      for (const b of alive.filter((stock) => stock > a)) {
        const pair = correlation(series.get(a)!, series.get(b)!);
        (sectors[a] === sectors[b] ? same : other).push(pair);
      }
    }
    expect(mean(other)).toBeGreaterThan(0.1);
    expect(mean(same)).toBeGreaterThan(mean(other) + 0.03);
  });

  it('cluster in volatility: |return| is autocorrelated, return hardly', () => {
    const absolute = averageOver((stock) => {
      const size = changes(history(market.bars.close, stock)).map(Math.abs);
      return correlation(size.slice(1), size.slice(0, -1));
    });
    const signed = averageOver((stock) => {
      const change = changes(history(market.bars.close, stock));
      return correlation(change.slice(1), change.slice(0, -1));
    });
    expect(absolute).toBeGreaterThan(0.07);
    expect(Math.abs(signed)).toBeLessThan(0.06);
  });

  it('jump: returns have fat tails', () => {
    const kurtosis = averageOver((stock) => {
      const change = changes(history(market.bars.close, stock));
      const centre = mean(change);
      return (
        mean(change.map((value) => (value - centre) ** 4)) / mean(change.map((value) => (value - centre) ** 2)) ** 2
      );
    });
    expect(kurtosis).toBeGreaterThan(4);
  });

  it('come with volume that follows |return|', () => {
    const tied = averageOver((stock) => {
      const close = history(market.bars.close, stock);
      const volume = history(market.bars.volume, stock);
      const size: number[] = [];
      const traded: number[] = [];
      for (let t = 1; t < sessions; t++) {
        const change = Math.abs(close[t]! / close[t - 1]! - 1);
        if (Number.isNaN(change)) continue;
        size.push(change);
        traded.push(Math.log(volume[t]!));
      }
      return correlation(size, traded);
    });
    expect(tied).toBeGreaterThan(0.25);
  });

  it('have open and close within the day, and a bar of all or nothing', () => {
    const { open, high, low, close, volume, raw_close, dollar_volume } = market.bars;
    for (let at = 0; at < close.length; at++) {
      if (Number.isNaN(close[at]!)) {
        expect([open, high, low, volume, raw_close, dollar_volume].every((panel) => Number.isNaN(panel[at]!))).toBe(
          true,
        );
        continue;
      }
      const inside = low[at]! <= Math.min(open[at]!, close[at]!) && high[at]! >= Math.max(open[at]!, close[at]!);
      if (!inside || low[at]! <= 0 || volume[at]! <= 0) throw new Error(`bar ${at} cannot be right`);
    }
  });
});

describe('splits and dividends', () => {
  it('move raw prices and leave adjusted returns alone', () => {
    expect(market.splits.length).toBeGreaterThan(5);
    for (const { stock, session, ratio } of market.splits) {
      const adjusted = history(market.bars.close, stock);
      const raw = history(market.bars.raw_close, stock);
      const change = adjusted[session]! / adjusted[session - 1]!;
      expect(Math.abs(change - 1)).toBeLessThan(0.35);
      // A dividend on the same day may take up to one per cent more.
      expect((raw[session]! / raw[session - 1]!) * ratio).toBeGreaterThan(change - 0.0125);
      expect((raw[session]! / raw[session - 1]!) * ratio).toBeLessThan(change + 1e-9);
    }
  });

  it('keep dollar volume = raw close × shares traded that day', () => {
    for (const { stock, session, ratio } of market.splits) {
      const at = stock * sessions + session;
      const { dollar_volume, raw_close, volume } = market.bars;
      const perShare = (place: number): number => dollar_volume[place]! / raw_close[place]! / volume[place]!;
      expect(perShare(at) / perShare(at - 1)).toBeCloseTo(ratio, 9);
    }
  });

  it('pay the difference between adjusted and raw return as dividends of a plausible yield', () => {
    const yields = each.map((stock) => {
      const adjusted = history(market.bars.close, stock);
      const raw = history(market.bars.raw_close, stock);
      let paid = 0;
      for (let t = 1; t < sessions; t++) {
        if (market.splits.some((split) => split.stock === stock && split.session === t)) continue;
        const gap = adjusted[t]! / adjusted[t - 1]! - raw[t]! / raw[t - 1]!;
        if (gap > 1e-12) paid += gap;
        else if (gap < -1e-9) throw new Error('a negative dividend');
      }
      return (paid / sessions) * 252;
    });
    expect(Math.max(...yields)).toBeLessThan(0.045);
    expect(yields.filter((value) => value > 0.005).length).toBeGreaterThan(stocks * 0.4);
  });
});

describe('who is there', () => {
  it('names stocks ascending, all different, each in a sector', () => {
    expect(market.tickers).toEqual([...new Set(market.tickers)].sort());
    expect(market.sectors!.numbers.every((number) => number >= 0)).toBe(true);
  });

  it('has an index of five sixths of the stocks whose members come and go', () => {
    let joined = 0;
    let left = 0;
    for (let t = 0; t < sessions; t++) {
      let size = 0;
      for (const stock of each) {
        const now = market.members[stock * sessions + t]!;
        const before = t > 0 ? market.members[stock * sessions + t - 1]! : now;
        size += now;
        if (now > before) joined++;
        if (now < before) left++;
        if (now === 1) expect(market.bars.close[stock * sessions + t]).toBeGreaterThan(0);
      }
      expect(size).toBe(100);
    }
    expect(joined).toBeGreaterThan(10);
    expect(left).toBeGreaterThan(10);
  });

  it('delists some: no bar and no membership from that session on', () => {
    expect(market.delistings.length).toBeGreaterThan(2);
    for (const { stock, session, return: change } of market.delistings) {
      const close = history(market.bars.close, stock);
      expect(close[session - 1]).toBeGreaterThan(0);
      expect(close.subarray(session).every(Number.isNaN)).toBe(true);
      expect(market.members.subarray(stock * sessions + session, (stock + 1) * sessions)).not.toContain(1);
      expect(change).toBeGreaterThanOrEqual(-0.9);
      expect(change).toBeLessThanOrEqual(0.2);
    }
  });

  it('lists some late', () => {
    expect(each.filter((stock) => Number.isNaN(history(market.bars.close, stock)[0]!)).length).toBeGreaterThan(3);
  });

  it('weighs the benchmark by capitalisation, delisting returns included', () => {
    const t = market.delistings.find(
      ({ stock, session }) => market.members[stock * sessions + session - 1] === 1,
    )!.session;
    let weighted = 0;
    let total = 0;
    for (const stock of each) {
      const company = market.companies[stock]!;
      const at = stock * sessions + t;
      const gone = market.delistings.find((delisting) => delisting.stock === stock && delisting.session === t);
      if (market.members[at] !== 1 && !(gone && market.members[at - 1] === 1)) continue;
      const splits = market.splits.filter((split) => split.stock === stock && split.session < t);
      const size =
        market.bars.raw_close[at - 1]! * splits.reduce((product, { ratio }) => product * ratio, company.shares);
      weighted += size * (gone ? gone.return : market.bars.close[at]! / market.bars.close[at - 1]! - 1);
      total += size;
    }
    expect(market.benchmark![t]! / market.benchmark![t - 1]! - 1).toBeCloseTo(weighted / total, 12);
  });

  it('takes a list of tickers', () => {
    const tickers = [market.tickers[4]!, market.tickers[2]!];
    const made = makeSynthetic(settings, { ...request, members: { source: 'list', tickers } });
    const members = each.filter((stock) => made.members[stock * sessions + 10] === 1);
    expect(members).toEqual([2, 4]);
    expect(() => makeSynthetic(settings, { ...request, members: { source: 'list', tickers: ['AAPL'] } })).toThrow(
      'the synthetic market has no stock called AAPL',
    );
  });
});

describe('the same seed', () => {
  it('gives the same bits, and another seed others', () => {
    expect(bits(makeSynthetic(settings, request))).toBe(bits(market));
    expect(bits(makeSynthetic({ ...settings, seed: 8 }, request))).not.toBe(bits(market));
  });

  it('is named by the snapshot', async () => {
    const source = await openSource(settings, '.');
    expect(source.description).toBe('synthetic market, 120 stocks, seed 7');
    const snapshot = await source.snapshot(request);
    expect(snapshot).toMatch(/^[0-9a-f]{64}$/);
    expect((await source.load(request, { emit() {} })).snapshot).toBe(snapshot);
    const other = await openSource({ ...settings, seed: 8 }, '.');
    expect(await other.snapshot(request)).not.toBe(snapshot);
    expect(await source.snapshot({ ...request, period: { from: '2020-01-01', to: '2025-10-30' } })).not.toBe(snapshot);
  });

  describe('hangs on the engine, whose exp and cos are its own', () => {
    afterEach(() => vi.unstubAllGlobals());

    it('which the snapshot names', async () => {
      const source = await openSource(settings, '.');
      const snapshot = await source.snapshot(request);
      vi.stubGlobal('process', { ...process, versions: { ...process.versions, v8: '0.0' } });
      expect(await source.snapshot(request)).not.toBe(snapshot);
    });
  });

  it('keeps a stock as it was when more are listed', () => {
    const more = makeSynthetic({ ...settings, planted_rank_ic: 0, stocks: 121 }, request);
    const fewer = makeSynthetic({ ...settings, planted_rank_ic: 0, stocks: 120 }, request);
    const change = (of: SyntheticMarket): number[] => changes(of.bars.close.subarray(5 * sessions, 6 * sessions));
    expect(change(more)).toEqual(change(fewer));
  });
});

describe('small and odd requests', () => {
  it.each([4, 7])('%i stocks', (few) => {
    const made = makeSynthetic({ ...settings, stocks: few }, request);
    expect(made.tickers).toHaveLength(few);
    expect(made.benchmark!.every((level) => level > 0)).toBe(true);
  });

  it('a week', () => {
    const made = makeSynthetic(settings, { ...request, period: { from: '2024-01-01', to: '2024-01-05' } });
    expect(made.sessions).toHaveLength(4);
    expect(made.oracle!.every(Number.isNaN)).toBe(true);
  });

  it('a weekend is refused', () => {
    expect(() => makeSynthetic(settings, { ...request, period: { from: '2024-01-06', to: '2024-01-07' } })).toThrow(
      'the calendar XNYS has no session from 2024-01-06 to 2024-01-07',
    );
  });

  it('no benchmark is asked for, none is there', () => {
    expect(makeSynthetic(settings, { ...request, benchmark: null }).benchmark).toBeNull();
  });
});
