/**
 * Prices that are zero or negative, and negative volumes. The limit is what the words mean: no share trades at nothing.
 */
import type { TickerBars } from '../bars.ts';
import type { TickerRule } from '../rule.ts';

export const notPositive: TickerRule = {
  name: 'not_positive',
  finds: 'a price that is not positive, or a negative volume',
  falseAlarms: 'none for shares; spreads, rates and some futures can be negative, but they are series and not bars',
  find(bars, _, tell) {
    const { open, high, low, close, volume, adjustedClose, rawClose, rawVolume } = bars;
    const plain = adjustedClose === null && rawClose === null && rawVolume === null;
    for (let t = 0; t < close.length; t++) {
      // True of nearly all bars, and false when anything is missing.
      const sound = low[t]! > 0 && high[t]! > 0 && open[t]! > 0 && close[t]! > 0 && volume[t]! >= 0;
      if (sound && (plain || soundBeside(bars, t))) continue;
      const wrong = wrongValues(bars, t);
      if (wrong.length > 0) {
        const day = bars.days[t]!;
        tell({ from: day, to: day, bars: 1, value: worst(wrong), limit: 0, detail: worded(wrong) });
      }
    }
  },
};

function soundBeside({ adjustedClose, rawClose, rawVolume }: TickerBars, t: number): boolean {
  return !((adjustedClose?.[t] ?? 1) <= 0) && !((rawClose?.[t] ?? 1) <= 0) && !((rawVolume?.[t] ?? 0) < 0);
}

function wrongValues(bars: TickerBars, t: number): [name: string, value: number][] {
  const prices = {
    open: bars.open,
    high: bars.high,
    low: bars.low,
    close: bars.close,
    adjusted_close: bars.adjustedClose,
    raw_close: bars.rawClose,
  };
  const shares = { volume: bars.volume, raw_volume: bars.rawVolume };
  const valuesOf = (columns: Record<string, Float64Array | null>) =>
    Object.entries(columns).flatMap(([name, column]): [string, number][] => (column ? [[name, column[t]!]] : []));
  return [...valuesOf(prices).filter(([, value]) => value <= 0), ...valuesOf(shares).filter(([, value]) => value < 0)];
}

function worst(values: readonly [string, number][]): number {
  return Math.min(...values.map(([, value]) => value));
}

function worded(values: readonly [string, number][]): string {
  return values.map(([name, value]) => `${name} ${value}`).join(', ');
}
