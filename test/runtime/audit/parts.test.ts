/** The audit's own parts: distances, cuts, what was known, words. */
import { describe, expect, it } from 'vitest';
import { bitDistance } from '../../../runtime/audit/bits.ts';
import { drawCuts } from '../../../runtime/audit/cuts.ts';
import { measureDrift } from '../../../runtime/audit/drift.ts';
import { Findings } from '../../../runtime/audit/findings.ts';
import { loadKnown } from '../../../runtime/audit/knownMarket.ts';
import type { Market } from '../../../runtime/market.ts';
import { type MarketData, marketRequest } from '../../../runtime/ports.ts';
import { makeSynthetic } from '../../../runtime/sources/synthetic/source.ts';
import { planOf, variant } from '../../compiler/support.ts';
import { marketOf } from '../../support/market.ts';
import { syntheticConfig } from '../../support/syntheticMarket.ts';

describe('distances', () => {
  // By IEEE 754: steps of 2⁻⁵² above 1 and 2⁻⁵³ below, 2⁻²³ for single precision.
  it.each([
    [1, 1, 0],
    [1, 1 + Number.EPSILON, 1],
    [1 - Number.EPSILON / 2, 1 + Number.EPSILON, 2],
    [-Number.MIN_VALUE, Number.MIN_VALUE, 3], // by way of −0 and 0
    [-0, 0, 1],
    [2, 4, 2 ** 52],
    [Number.NaN, Number.NaN, 0],
    [Number.NaN, 1, Number.POSITIVE_INFINITY],
  ])('from %d to %d are %d', (a, b, steps) => {
    expect(bitDistance(a, b)).toBe(steps);
    expect(bitDistance(b, a)).toBe(steps);
  });

  it('of single precision are counted in its own steps', () => {
    expect(bitDistance(1, 1 + 2 ** -23, true)).toBe(1);
    expect(bitDistance(-1, 1, true)).toBe(2 * 0x3f800000 + 1);
  });
});

describe('cuts', () => {
  const span = { count: 8, first: 10, end: 100, test: { first: 80, end: 100 } };

  it('are distinct sessions, ascending, half of them in the test window', () => {
    const cuts = drawCuts(span, 1);
    expect(cuts).toHaveLength(8);
    expect([...new Set(cuts)].sort((a, b) => a - b)).toEqual(cuts);
    expect(cuts.filter((session) => session >= 80).length).toBeGreaterThanOrEqual(4);
    expect(cuts.every((session) => session >= 10 && session < 100)).toBe(true);
  });

  it('are the same for a seed and others for another', () => {
    expect(drawCuts(span, 1)).toEqual(drawCuts(span, 1));
    expect(drawCuts(span, 2)).not.toEqual(drawCuts(span, 1));
  });

  it('are all there are where more were asked for', () => {
    expect(drawCuts({ count: 50, first: 3, end: 7, test: { first: 90, end: 95 } }, 1)).toEqual([3, 4, 5, 6]);
  });
});

describe('what was known', () => {
  const _ = Number.NaN;
  const whole: Market = {
    ...marketOf({
      tickers: ['A', 'B'],
      sessions: ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'],
      bars: {
        open: Float64Array.of(1, 2, 3, 4, 5, 6, _, _),
        close: Float64Array.of(11, 12, 13, 14, 15, 16, _, _),
      },
      members: Uint8Array.of(0, 1, 1, 1, 1, 1, 1, 0),
      benchmark: Float64Array.of(100, 101, 102, 103),
    }),
    delistings: [{ stock: 1, session: 2, return: 0 }],
  };
  const data: MarketData = { description: '', snapshot: async () => '', load: async () => whole };
  const request = {
    members: { source: 'list', tickers: ['A', 'B'] },
    benchmark: 'M',
    calendar: 'XNYS',
    series: [],
    sectors: false,
    period: { from: '2024-01-01', to: '2024-12-31' },
  } as const;
  const knownAt = async (session: number, at: 'open' | 'close', source = data) =>
    (await loadKnown(source, request, whole, { session, at })).market;

  it('at a close is what came until then, and a session of nothing', async () => {
    const { sessions, bars, members, benchmark } = await knownAt(1, 'close');
    expect([...sessions]).toEqual([...whole.sessions.subarray(0, 3)]);
    expect([...bars.close]).toEqual([11, 12, _, 15, 16, _]);
    expect([...members]).toEqual([0, 1, 0, 1, 1, 0]);
    expect([...benchmark!]).toEqual([100, 101, _]);
  });

  it('at an open is the open and who belongs, and the day before', async () => {
    const { bars, members, benchmark } = await knownAt(1, 'open');
    expect([...bars.open]).toEqual([1, 2, _, 5, 6, _]);
    expect([...bars.close]).toEqual([11, _, _, 15, _, _]);
    expect([...members]).toEqual([0, 1, 0, 1, 1, 0]);
    expect([...benchmark!]).toEqual([100, _, _]);
  });

  it('has the delistings until then, and makes none of bars that the cut ends', async () => {
    expect((await knownAt(1, 'close')).delistings).toEqual([]);
    expect((await knownAt(2, 'close')).delistings).toEqual(whole.delistings);
  });

  it('is what a source answers as of that day, on the axes of the whole', async () => {
    const asked: string[] = [];
    const answering: MarketData = {
      ...data,
      loadAsOf: async (_request, day) => {
        asked.push(day);
        const close = Float64Array.of(15, 16.5);
        return marketOf({ tickers: ['B'], sessions: ['2024-01-02', '2024-01-03'], bars: { close } });
      },
    };
    const { market, stocks } = await loadKnown(answering, request, whole, { session: 2, at: 'open' });
    expect(asked).toEqual(['2024-01-03']);
    expect(stocks).toEqual([1]);
    expect([...market.bars.close]).toEqual([_, _, _, _, 15, 16.5, _, _]);
    // Where the source knows no such stock, membership is the whole data's.
    expect([...market.members]).toEqual([0, 1, 1, 0, 1, 1, 1, 0]);
  });
});

describe('findings', () => {
  const sessions = Int32Array.of(19_724, 19_725, 19_726); // 2024-01-02 …
  const node = (id: string, inputs: readonly string[] = []) =>
    ({ id, stage: 'expressions', text: id, place: null, inputs }) as const;

  it('keep the first difference by session, the worst distance, and what explains it', () => {
    const findings = new Findings({ sessions });
    findings.of(node('a'), 2).values(1, 1 + Number.EPSILON, 1, () => 'X');
    findings.of(node('a'), 1).values(2, 3, 0, () => 'Y');
    findings.of(node('b', ['a']), 2).values(1, 1, 0);
    findings.of(node('c', ['a']), 2).values(Number.NaN, 1, 0);
    const [a, b, c] = findings.all();
    expect(a).toMatchObject({ cuts: 2, values: 2, differing: 2, worst: 2 ** 51, follows: false });
    expect(a!.first).toEqual({
      cut: '2024-01-03',
      session: '2024-01-02',
      of: 'Y',
      whole: 2,
      cutShort: 3,
      bits: 2 ** 51,
    });
    expect(b).toMatchObject({ differing: 0, first: null, worst: 0 });
    expect(c).toMatchObject({ differing: 1, worst: Number.POSITIVE_INFINITY, follows: true });
  });
});

describe('a history that begins later', () => {
  const plan = planOf(
    variant(
      'features { spread = cci(high, low, close, 20d)\n balance = obv(close, volume)\n smooth = ewma(close, 9d) }',
    ),
  );
  const over = (years: string) => {
    const period = { from: '2019-01-01', to: years };
    const market = makeSynthetic(syntheticConfig(4), { ...marketRequest(plan), period });
    return new Map(measureDrift(plan, market).map((drift) => [drift.feature, drift]));
  };

  it('changes no bit of finite windows from where all their blocks begin, and only rounding between', () => {
    const spread = over('2022-12-31').get('spread')!;
    expect(spread).toMatchObject({ ok: true, aligned: true, recursive: false, lookBack: 19 });
    expect(spread.drift[0]).toBe(0);
    expect(spread.rounding).toBeGreaterThan(0);
    expect(spread.settled).toEqual({ thousandth: 19, millionth: 19 });
  });

  it('is held to rounding where the data are too short for such a beginning', () => {
    // Blocks of 20 and of 32 sessions begin together after 160, of which a year leaves too few.
    const spread = over('2019-09-10').get('spread')!;
    expect(spread).toMatchObject({ ok: true, aligned: false });
    expect(spread.drift[0]).toBeGreaterThan(0);
    expect(spread.drift[0]).toBeLessThan(1e-9);
  });

  it('is forgotten by an average as its weight says, and never by a balance', () => {
    const found = over('2022-12-31');
    const { settled, ok } = found.get('smooth')!;
    expect(ok).toBe(true);
    // What is left after n sessions is 0.8ⁿ of what it was: a thousandth of that takes 31 more for the next thousandth.
    expect(settled.millionth! - settled.thousandth!).toBeGreaterThan(31 - 8);
    expect(settled.millionth! - settled.thousandth!).toBeLessThan(31 + 8);
    expect(found.get('balance')!.settled).toEqual({ thousandth: null, millionth: null });
  });
});
