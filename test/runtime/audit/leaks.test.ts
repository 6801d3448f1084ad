/** What is broken on purpose is found, and named where it is broken. */
import { afterEach, expect, it, vi } from 'vitest';
import { BAR_FIELDS, type Market, toIsoDay } from '../../../runtime/market.ts';
import type { MarketData } from '../../../runtime/ports.ts';
import { builtin } from '../../../stdlib/registry.ts';
import type { Kernel, LookBack } from '../../../stdlib/types.ts';
import { planOf, variant } from '../../compiler/support.ts';
import { auditOf, causesOf, problemsOf } from '../../support/audit.ts';
import { synthetic } from '../../support/syntheticMarket.ts';

afterEach(() => vi.restoreAllMocks());

const small = () => synthetic(24);

/** Replaces a kernel over columns for one test. */
function breakKernel(name: string, run: Extract<Kernel, { shape: 'column' }>['run']): void {
  const { kernel } = builtin(name)!;
  if (kernel.shape !== 'column') throw new Error(`${name} is not over columns`);
  vi.spyOn(kernel, 'run').mockImplementation(run);
}

const plain = () => planOf(variant('features { above = close / median(close, 20d) - 1 }'));

it('a kernel that sees one session ahead', async () => {
  breakKernel('median', ([x], _, out) => {
    for (let t = 0; t < out.length; t++) out[t] = x![Math.min(t + 1, out.length - 1)]!;
  });
  const audit = await auditOf(plain(), small(), 2);
  expect(audit.ok).toBe(false);
  const [cause, ...others] = causesOf(audit);
  expect(others).toEqual([]);
  expect(cause).toMatchObject({ stage: 'expressions', text: 'median(20)' });
  // At a cut the session after it is the first that is not known.
  expect(audit.cuts).toContain(cause!.first!.session);
  expect(cause!.first!.cut).toBe(cause!.first!.session);
  expect(Number.isNaN(cause!.first!.cutShort)).toBe(true);
  // It reaches the orders, and that is told as what follows.
  const follow = audit.nodes.filter(({ differing, follows }) => differing > 0 && follows).map(({ text }) => text);
  expect(follow).toContain('divide()');
  expect(follow).toContain('features as the model reads them');
});

it('a kernel that is scaled by its whole column, in the last bits only', async () => {
  const { run } = builtin('median')!.kernel as Extract<Kernel, { shape: 'column' }>;
  breakKernel('median', (inputs, constants, out) => {
    run(inputs, constants, out);
    const last = inputs[0]!.findLast((value) => !Number.isNaN(value)) ?? 1;
    for (let t = 0; t < out.length; t++) out[t] = (out[t]! / last) * last;
  });
  const [cause, ...others] = causesOf(await auditOf(plain(), small(), 2));
  expect(others).toEqual([]);
  expect(cause).toMatchObject({ text: 'median(20)' });
  expect(cause!.worst).toBeGreaterThan(0);
  expect(cause!.worst).toBeLessThan(5);
});

it('a kernel across stocks that scales by the whole sample', async () => {
  const { kernel } = builtin('rank')!;
  if (kernel.shape !== 'across') throw new Error('rank is across stocks');
  vi.spyOn(kernel, 'run').mockImplementation(([x], _, out) => {
    const all = x!.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);
    for (let at = 0; at < out.length; at++) out[at] = x![at]! / all;
  });
  const plan = planOf(variant('features { place = rank(dollar_volume) }'));
  expect(causesOf(await auditOf(plan, small(), 2)).map(({ text }) => text)).toEqual(['rank()']);
});

it('a label that is there before it can be known', async () => {
  breakKernel('forward_return', ([x], _, out) => {
    for (let t = 0; t < out.length; t++) out[t] = x![t]! / x![0]!;
  });
  const [cause, ...others] = causesOf(await auditOf(plain(), small(), 2));
  expect(others).toEqual([]);
  expect(cause).toMatchObject({ text: 'forward_return(5, 0)' });
});

it.each([
  'where(returns(close, 1d) > 0%, forward_return(close, 5d), 0)',
  'where(is_missing(forward_return(close, 5d)), 0, forward_return(close, 5d))',
])('nothing in a label that is a number where the return ahead is not known: %s', async (label) => {
  expect(problemsOf(await auditOf(planOf(variant(`label y = ${label}`)), small(), 2))).toEqual([]);
});

it('a close that is there when it is decided at the open', async () => {
  breakKernel('lag', ([x], _, out) => out.set(x!));
  const plan = planOf('use opening\n\nstrategy mine extends opening {}\n');
  expect(plan.execution.decideAt).toBe('open');
  const causes = causesOf(await auditOf(plan, small(), 2)).map(({ text }) => text);
  expect([...new Set(causes)]).toEqual(['lag(1)']);
});

it('a look-back that says less than it is', async () => {
  const told = builtin('median')!;
  vi.spyOn(told as { lookBack(constants: readonly number[]): LookBack }, 'lookBack').mockImplementation(([n]) => ({
    sessions: n! - 2,
    recursive: false,
  }));
  const audit = await auditOf(plain(), small(), 2);
  expect(audit.drift.filter(({ ok }) => !ok).map(({ feature }) => feature)).toEqual(['above']);
  expect(causesOf(audit)).toEqual([]);
});

it('a kernel that carries everything before and says that it does not', async () => {
  breakKernel('median', ([x], [n], out) => {
    let sum = 0;
    for (let t = 0; t < out.length; t++) {
      sum = 0.9999 * sum + (Number.isNaN(x![t]!) ? 0 : x![t]!);
      out[t] = t < n! - 1 ? Number.NaN : sum;
    }
  });
  const audit = await auditOf(plain(), small(), 2);
  expect(audit.drift.filter(({ ok }) => !ok).map(({ feature }) => feature)).toEqual(['above']);
});

/** A source that answers as of a day, and spoils the answer. */
function source(spoil: (market: Market, whole: Market) => Market): MarketData {
  const data = small();
  return {
    ...data,
    load: async (request, events) => {
      const whole = await data.load(request, events);
      return spoil(whole, whole);
    },
    async loadAsOf(request, day, events) {
      const whole = await data.load(request, events);
      const end = whole.sessions.findLastIndex((each) => toIsoDay(each) <= day) + 1;
      const until = <T extends Float64Array | Uint8Array>(panel: T): T => {
        const parts = whole.tickers.map((_, stock) => {
          const from = stock * whole.sessions.length;
          return [...panel.subarray(from, from + end)];
        });
        return (panel instanceof Uint8Array ? Uint8Array.from(parts.flat()) : Float64Array.from(parts.flat())) as T;
      };
      const bars = Object.fromEntries(BAR_FIELDS.map((field) => [field, until(whole.bars[field])]));
      const cut = {
        ...whole,
        sessions: whole.sessions.slice(0, end),
        bars: bars as unknown as Market['bars'],
        members: until(whole.members),
        benchmark: whole.benchmark!.slice(0, end),
        sectors: { ...whole.sectors!, numbers: Int16Array.from(until(Float64Array.from(whole.sectors!.numbers))) },
      };
      return spoil(cut, whole);
    },
  };
}

it('nothing in a source that answers as of a day as it did then', async () => {
  const audit = await auditOf(
    plain(),
    source((market) => market),
  );
  expect(problemsOf(audit)).toEqual([]);
  expect(audit.cutBy).toBe('source');
});

it('a source that adjusts backwards from its last bar', async () => {
  const audit = await auditOf(
    plain(),
    source((market) => {
      const { sessions, bars } = market;
      const close = bars.close.map((value, at) => {
        const last = bars.close[Math.floor(at / sessions.length) * sessions.length + sessions.length - 1]!;
        return value / last;
      });
      return { ...market, bars: { ...bars, close } };
    }),
    2,
  );
  expect(audit.ok).toBe(false);
  expect(causesOf(audit).map(({ stage, text }) => [stage, text])).toEqual([['market', 'close']]);
});

it('a source whose members are those of its last day', async () => {
  const audit = await auditOf(
    plain(),
    source((market) => {
      const { sessions, members } = market;
      const last = (at: number) => members[(Math.floor(at / sessions.length) + 1) * sessions.length - 1]!;
      return { ...market, members: members.map((_, at) => last(at)) };
    }),
    2,
  );
  expect(causesOf(audit).map(({ text }) => text)).toContain('members');
});

it('a source whose benchmark begins at what it came to', async () => {
  const audit = await auditOf(
    plain(),
    source((market) => {
      const last = market.benchmark!.at(-1)!;
      return { ...market, benchmark: market.benchmark!.map((value) => value / last) };
    }),
    2,
  );
  expect(causesOf(audit).map(({ text }) => text)).toEqual(['benchmark_close']);
});
