import { describe, expect, it } from 'vitest';
import { policyOf, RULE_NAMES } from '../../../configs/quality.ts';
import { fromIsoDay } from '../../../runtime/market.ts';
import { CROSS_RULES, RULES, TICKER_RULES } from '../../../runtime/quality/rules.ts';
import { barsOf, check, closesOf, found, SESSIONS } from './bars.ts';

/** Values changed in a copy, by index. */
function changed(values: Float64Array, changes: Record<number, number>): Float64Array {
  const copy = values.slice();
  for (const [at, value] of Object.entries(changes)) copy[Number(at)] = value;
  return copy;
}

/** Closes from an index on are times a factor. */
function rescaled(values: Float64Array, from: number, factor: number): Float64Array {
  return values.map((value, t) => (t < from ? value : value * factor));
}

/** Bars whose open goes along with a move of the close, as when an action takes effect before the open. */
function movedOvernight(close: Float64Array, at: number, more = {}) {
  const bars = barsOf('A', close, more);
  bars.open[at] = close[at]!;
  bars.high[at] = close[at]! * 1.01;
  bars.low[at] = close[at]! * 0.99;
  return bars;
}

const day = (iso: string) => fromIsoDay(iso);

describe('rules', () => {
  it('are in the config by their names, each once', () => {
    expect([...TICKER_RULES, ...CROSS_RULES].map(({ name }) => name)).toEqual([...RULE_NAMES]);
    for (const name of RULE_NAMES) expect(RULES[name].falseAlarms).not.toBe('');
  });

  it('find nothing in sound bars', () => {
    expect(found([1, 2, 3, 4].map((seed) => barsOf(`T${seed}`, closesOf(seed))))).toEqual([]);
  });

  it('find nothing in bars that come late, end early, or are not there at all', () => {
    const close = closesOf(1).fill(Number.NaN, 0, 100).fill(Number.NaN, 300);
    expect(found([barsOf('A', close), barsOf('NONE', closesOf(2).fill(Number.NaN))])).toEqual([]);
  });
});

describe('not_positive', () => {
  it('finds prices at or below zero and volumes below it, in every column', () => {
    const bars = barsOf('A', closesOf(1), { adjustedClose: changed(closesOf(1), { 7: -1 }) });
    bars.open[5] = 0;
    bars.volume[6] = -1;
    expect(found([bars], { dividendsKnown: false }).filter((line) => line.startsWith('not_positive'))).toEqual([
      'not_positive A 2020-01-09 2020-01-09 (1): open 0',
      'not_positive A 2020-01-10 2020-01-10 (1): volume -1',
      'not_positive A 2020-01-13 2020-01-13 (1): adjusted_close -1',
    ]);
  });
});

describe('high_below_low and outside_range', () => {
  it('tell a range upside down from a price outside it', () => {
    const bars = barsOf('A', closesOf(1));
    [bars.high[5], bars.low[5]] = [bars.low[5]!, bars.high[5]!];
    bars.open[6] = bars.high[6]! + 1;
    const lines = found([bars]).map((line) => line.slice(0, 40));
    expect(lines).toEqual(['high_below_low A 2020-01-09 2020-01-09 (', 'outside_range A 2020-01-10 2020-01-10 (1']);
  });

  it('allow what rounding does: a close a tenth of a cent above its high', () => {
    const bars = barsOf('A', closesOf(1));
    bars.high[6] = Math.max(bars.open[6]!, bars.close[6]!) - 0.0009;
    expect(found([bars])).toEqual([]);
    bars.high[6] = Math.max(bars.open[6]!, bars.close[6]!) - 0.002;
    expect(found([bars])).toHaveLength(1);
  });
});

describe('gaps', () => {
  it('are stretches of sessions between the first bar and the last', () => {
    const close = closesOf(1).fill(Number.NaN, 0, 3).fill(Number.NaN, 10, 13).fill(Number.NaN, 20, 21);
    expect(found([barsOf('A', close)])).toEqual([
      'gaps A 2020-01-16 2020-01-21 (3): 3 missing',
      'gaps A 2020-01-31 2020-01-31 (1): 1 missing',
    ]);
  });

  it('are found too where days without a bar have no row', () => {
    const keep = [...SESSIONS.keys()].filter((t) => t < 10 || t > 12);
    const whole = barsOf('A', closesOf(1));
    const column = (values: Float64Array) => Float64Array.from(keep, (t) => values[t]!);
    const { open, high, low, close, volume } = whole;
    const rows = {
      open: column(open),
      high: column(high),
      low: column(low),
      close: column(close),
      volume: column(volume),
    };
    expect(found([{ ...whole, ...rows, days: Int32Array.from(keep, (t) => SESSIONS[t]!) }])).toEqual([
      'gaps A 2020-01-16 2020-01-21 (3): 3 missing',
    ]);
  });
});

describe('zero_volume and stale', () => {
  it('tell stretches; two equal closes without volume are not yet stale, three are', () => {
    const close = changed(closesOf(1), { 11: 50, 12: 50 });
    const quiet = (at: number[]) => {
      const bars = barsOf('A', changed(close, Object.fromEntries(at.map((t) => [t, close[10]!]))));
      for (const t of at) bars.volume[t] = 0;
      return found([bars]).filter((line) => /^(zero|stale)/.test(line));
    };
    expect(quiet([11])).toEqual(['zero_volume A 2020-01-17 2020-01-17 (1): 1 in a row']);
    expect(quiet([11, 12])).toEqual([
      'zero_volume A 2020-01-17 2020-01-21 (2): 2 in a row',
      `stale A 2020-01-16 2020-01-21 (3): 3 bars at ${close[10]}`,
    ]);
  });

  it('three equal bars are stale whatever their volume', () => {
    const bars = barsOf('A', closesOf(1));
    for (const t of [11, 12])
      for (const name of ['open', 'high', 'low', 'close'] as const) bars[name][t] = bars[name][10]!;
    expect(found([bars])).toEqual([`stale A 2020-01-16 2020-01-21 (3): 3 bars at ${bars.close[10]}`]);
  });
});

describe('jumps', () => {
  const close = closesOf(1);

  it('finds a move over night without a crowd, to another level', () => {
    const moved = movedOvernight(rescaled(close, 200, 0.55), 200);
    expect(found([moved])).toEqual([expect.stringMatching(/^jumps A 2020-10-16 2020-10-16 \(1\): × 0\.5/)]);
  });

  it('takes one with many times the usual volume for news, and one made in the course of the day for a crash', () => {
    const news = movedOvernight(rescaled(close, 200, 0.55), 200);
    news.volume[200] = 10_000;
    expect(found([news])).toEqual([]);
    expect(found([barsOf('A', rescaled(close, 200, 0.55))])).toEqual([]);
  });

  it('finds a slip that is taken back at once, with or without a crowd, and once', () => {
    const slip = barsOf('A', changed(close, { 200: close[200]! * 10 }));
    slip.volume[200] = 10_000;
    expect(found([slip])).toEqual([expect.stringContaining('taken back at once')]);
  });

  it('allows a price to wander while there are no bars', () => {
    const hole = rescaled(close, 200, 0.55).fill(Number.NaN, 160, 200);
    expect(found([movedOvernight(hole, 200)])).toEqual([expect.stringMatching(/^gaps/)]);
  });

  it('is silent where an action explains the move, and not where it does not', () => {
    const at = SESSIONS[200]!;
    const paid = 0.45 * close[199]!;
    const explained = movedOvernight(rescaled(close, 200, 0.55), 200, {
      actions: [{ day: at, split: 1, dividend: paid }],
    });
    expect(found([explained])).toEqual([]);
    const tiny = movedOvernight(rescaled(close, 200, 0.55), 200, { actions: [{ day: at, split: 1, dividend: 0.5 }] });
    expect(found([tiny])).toHaveLength(1);
  });
});

describe('adjustment', () => {
  const close = closesOf(1);
  const split = [{ day: SESSIONS[200]!, split: 4, dividend: 0 }];

  it('finds a split that nobody tells', () => {
    expect(found([movedOvernight(rescaled(close, 200, 1 / 7), 200)])).toEqual([
      expect.stringMatching(/^adjustment A 2020-10-16 .* like a split of 7:1 that nobody tells$/),
    ]);
    // Ten shares become one: a tenth of them changes hands.
    const volume = close.map((_, t) => (t < 200 ? 1000 : 100));
    expect(found([movedOvernight(rescaled(close, 200, 10), 200, { volume })])).toEqual([
      expect.stringContaining('like a split of 1:10 that nobody tells'),
    ]);
  });

  it('finds closes as traded that do not show a split, and split-adjusted ones that do', () => {
    const shows = movedOvernight(rescaled(close, 200, 1 / 4), 200, { actions: split });
    const doesNot = barsOf('A', close, { actions: split });
    expect(found([shows])).toEqual([]);
    expect(found([doesNot])).toEqual([expect.stringContaining('a split of 4:1 that the close does not show')]);
    expect(found([doesNot], { basis: 'splits' })).toEqual([]);
    expect(found([shows], { basis: 'splits' })).toEqual([
      expect.stringContaining('a split of 4:1 that the close is not adjusted for'),
    ]);
  });

  it('finds a factor that moves without an action, when actions are known', () => {
    const adjustedClose = close.map((value, t) => (t < 200 ? value * 0.97 : value));
    const bars = (actions: typeof split) => barsOf('A', close, { adjustedClose, actions });
    expect(found([bars([])])).toEqual([
      'adjustment A 2020-10-16 2020-10-16 (1): adjusted close over close moves without an action, by 3.09% at most',
    ]);
    expect(found([bars([])], { dividendsKnown: false })).toEqual([]);
    expect(found([bars([{ day: SESSIONS[200]!, split: 1, dividend: 3 }])])).toEqual([]);
  });
});

describe('symbol_reused', () => {
  it('is two months without a bar and another level; not a month, and not the same level', () => {
    const silent = (sessions: number, factor: number) => {
      const close = rescaled(closesOf(1), 200, factor).fill(Number.NaN, 200 - sessions, 200);
      return found([barsOf('A', close)]).filter((line) => !line.startsWith('gaps'));
    };
    expect(silent(42, 20)).toEqual([expect.stringMatching(/^symbol_reused A 2020-10-16 2021-12-31 \(305\)/)]);
    expect(silent(42, 1)).toEqual([]);
    expect(silent(20, 20).some((line) => line.startsWith('symbol_reused'))).toBe(false);
  });
});

describe('lookalikes', () => {
  it('are two tickers with the same returns, at another level of price as well', () => {
    const lines = found([barsOf('A', closesOf(1)), barsOf('B', closesOf(2)), barsOf('C', rescaled(closesOf(1), 0, 3))]);
    expect(lines).toEqual([
      expect.stringMatching(/^lookalikes C .*: the same returns as A on (\d+) of \1 sessions probed$/),
    ]);
  });

  it('in any number: each of two thousand copies is found, in time that grows with their number and not its square', () => {
    const copies = Array.from({ length: 2000 }, (_, i) => barsOf(`T${i}`, closesOf(1)));
    const told = new Set(found(copies).map((line) => /^lookalikes (\S+)/.exec(line)?.[1]));
    expect(told.size).toBe(1999);
  });
});

describe('what is told of days beside the bars', () => {
  it('duplicates, closed days, bars after a delisting', () => {
    const bars = barsOf('A', closesOf(1), {
      repeated: [day('2020-01-08')],
      closed: [day('2020-01-20')],
      delisted: day('2021-12-29'),
    });
    expect(found([bars])).toEqual([
      'duplicates A 2020-01-08 2020-01-08 (1): more than one bar',
      'closed_days A 2020-01-20 2020-01-20 (1): the exchange was closed',
      'after_delisting A 2021-12-29 2021-12-31 (3): 3 bars',
    ]);
  });
});

describe('a policy', () => {
  it('short is the long one with its defaults', () => {
    expect(policyOf('fail')).toEqual(policyOf({ rules: policyOf('fail') as never }));
    expect(policyOf('fail').not_positive).toEqual({ severity: 'fail', remedy: 'mask' });
    expect(policyOf('mask').not_positive).toEqual({ severity: 'warn', remedy: 'mask' });
    expect(policyOf('mask').gaps).toEqual({ severity: 'warn', remedy: 'keep' });
  });

  it('counts by rule, with the largest finding as example', () => {
    const holed = (seed: number) => closesOf(seed).fill(Number.NaN, 10, 13).fill(Number.NaN, 20, 21);
    expect(check([barsOf('A', holed(1)), barsOf('B', holed(2))]).rules).toEqual([
      {
        rule: 'gaps',
        severity: 'warn',
        remedy: 'keep',
        findings: 4,
        bars: 8,
        tickers: 2,
        example: expect.objectContaining({ ticker: 'A', value: 3, bars: 3 }),
      },
    ]);
  });
});
