/** The stage: which sessions, prices, masks and rules the engine is given, and what a reader is told. */
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../compiler/plan.ts';
import { weightsAfter } from '../../../runtime/book/weightLog.ts';
import type { RunEvent } from '../../../runtime/events.ts';
import { groupsForever, groupsOf } from '../../../runtime/groups.ts';
import { fromIsoDay, type Market } from '../../../runtime/market.ts';
import { UserError } from '../../../runtime/ports.ts';
import { runBook } from '../../../runtime/stages/book.ts';
import { NO_LIMITS, PLAIN_PORTFOLIO, taking } from '../../support/plan.ts';

const SESSIONS = Int32Array.from(['2025-01-02', '2025-01-03', '2025-01-06', '2025-01-07', '2025-01-08'], fromIsoDay);
const STOCKS = 4;

const panel = (value: (stock: number, t: number) => number): Float64Array =>
  Float64Array.from({ length: STOCKS * SESSIONS.length }, (_, at) =>
    value(Math.floor(at / SESSIONS.length), at % SESSIONS.length),
  );

const constant = (id: string, value: number) => ({ id, op: 'constant', name: null, inputs: [], constants: [value] });

/** What the stage reads of a plan: one name a side, 6 bps and 20 bps × turnover, no smoothing. */
function planFor(changes: { portfolio?: object; execution?: object; risk?: object; test?: object } = {}): Plan {
  const leg = { take: taking(1), score: 'prediction', filter: null };
  return {
    expressions: {
      spread: constant('spread', 0.0005),
      commission: constant('commission', 0.0001),
      bps: constant('bps', 0.002),
      turnover: { id: 'turnover', op: 'field', name: 'turnover', inputs: [], constants: [] },
      impact: { id: 'impact', op: 'multiply', name: null, inputs: ['bps', 'turnover'], constants: [] },
      drawdown: { id: 'drawdown', op: 'field', name: 'drawdown', inputs: [], constants: [] },
      eight: constant('eight', 0.08),
      loss: constant('loss', -0.08),
      made: { id: 'made', op: 'field', name: 'position_return', inputs: [], constants: [] },
      fifty: constant('fifty', 0.005),
      prediction: { id: 'prediction', op: 'field', name: 'prediction', kind: 'panel', inputs: [], constants: [] },
      sector: { id: 'sector', op: 'field', name: 'sector', kind: 'groups', inputs: [], constants: [] },
      zero: constant('zero', 0),
      falls: { id: 'falls', op: 'less', name: null, kind: 'mask', inputs: ['prediction', 'zero'], constants: [] },
    },
    universe: { sessionsPerYear: 252 },
    split: { paths: [[{ fold: 0, from: '2025-01-03', to: '2025-01-31', ...changes.test }]] },
    portfolios: [
      { ...PLAIN_PORTFOLIO, long: { ...leg, gross: 0.6 }, short: { ...leg, gross: 0.4 }, ...changes.portfolio },
    ],
    execution: { decideAt: 'close', fillAt: 'close', shares: 'fractional', participation: null, ...changes.execution },
    costs: {
      spread: 'spread',
      commission: 'commission',
      commissionOn: 'traded',
      minimumCommission: 0,
      impact: 'impact',
      borrow: 'fifty',
      financing: 'zero',
      cash: 'zero',
    },
    risk: {
      volatilityTarget: null,
      stops: [],
      positionStops: [],
      limits: NO_LIMITS,
      ...changes.risk,
    },
    paper: { capital: 1000 },
  } as unknown as Plan;
}

function marketFor(changes: Partial<Market> = {}): Market {
  return {
    sessions: SESSIONS,
    tickers: ['A', 'B', 'C', 'D'],
    bars: { open: panel((_, t) => 10 + t), close: panel((stock, t) => 100 + stock * t) },
    sectors: groupsForever(['tech', null, 'tech', 'energy'], { sessions: SESSIONS, tickers: ['A', 'B', 'C', 'D'] }),
    delistings: [],
    ...changes,
  } as unknown as Market;
}

function run(plan: Plan, changes: { market?: Partial<Market>; present?: Uint8Array; score?: Float64Array } = {}) {
  const events: RunEvent[] = [];
  const everyone = new Uint8Array(STOCKS * SESSIONS.length).fill(1);
  const result = runBook({
    plan,
    market: marketFor(changes.market),
    features: { eligible: everyone, present: changes.present ?? everyone },
    predictions: { values: changes.score ?? panel((stock) => 4 - stock) },
    events: { emit: (event) => events.push(event) },
  });
  const held = (d: number): number[] => [...weightsAfter(result.decisions.weights, 'held', d, STOCKS)];
  return { result, events, held };
}

describe('the book stage', () => {
  it('steps the sessions of the test window, numbered as the run numbers them', () => {
    const { result, held, events } = run(planFor());
    expect([...result.decisions.decided]).toEqual([1, 2, 3, 4]);
    expect([...result.holdings.from]).toEqual([1, 2, 3]);
    expect([...result.holdings.to]).toEqual([2, 3, 4]);
    expect(held(0)).toEqual([0.6, 0, 0, -0.4]);
    expect(result.decisions.cost[0]).toBeCloseTo(0.0026, 15);
    // D goes from 103 to 106.
    expect(result.holdings.gross[0]).toBeCloseTo(-0.4 * (3 / 103), 14);
    expect(result.capital).toBe(1000);
    expect(result.figures.net.n).toBe(3);
    expect(events).toEqual([]);
  });

  it('fills at the open when the plan says so', () => {
    const { result } = run(planFor({ execution: { fillAt: 'next open' } }));
    expect([...result.decisions.filled]).toEqual([2, 3, 4]);
    // Every open rises alike: 60% long, 40% short.
    expect(result.holdings.gross[0]).toBeCloseTo(0.2 / 12, 14);
  });

  it('scores only who is present, even where there is a prediction', () => {
    const { held } = run(planFor(), { present: Uint8Array.from(panel((stock) => Number(stock > 0))) });
    expect(held(0)).toEqual([0, 0.6, 0, -0.4]);
  });

  it('evaluates the filter of a leg and keeps to it', () => {
    const leg = { take: taking(1), score: 'prediction', filter: 'falls', gross: 0.4 };
    const score = panel((stock, t) => (stock === 3 && t > 1 ? -1 : 4 - stock));
    const { held } = run(planFor({ portfolio: { short: leg } }), { score });
    expect(held(0)).toEqual([0.6, 0, 0, 0]);
    expect(held(1)[3]).toBe(-0.4);
  });

  it('keeps to the sectors of each session', () => {
    const axes = { sessions: SESSIONS, tickers: ['A', 'B', 'C', 'D'] };
    const until = { stock: 0, group: 'tech', from: -Infinity, to: SESSIONS[2]! };
    const { held } = run(planFor({ risk: { limits: { ...NO_LIMITS, sector: { most: 0.5, of: 'sector' } } } }), {
      market: { sectors: groupsOf([until], axes) },
    });
    // The window begins with the second session; from the fourth on A is in no sector.
    expect([0, 1, 2, 3].map((t) => held(t)[0])).toEqual([0.5, 0.5, 0.6, 0.6]);
  });

  it('keeps to sectors, delistings and the schedule', () => {
    const { held, result } = run(
      planFor({
        portfolio: { rebalance: 'weekly on Monday' },
        risk: { limits: { ...NO_LIMITS, sector: { most: 0.5, of: 'sector' } } },
      }),
      { market: { delistings: [{ stock: 3, session: 3, return: -0.5 }] } },
    );
    // The window begins on a Friday; the next week on the second session.
    expect(result.decisions.flags.map(({ rebalance }) => rebalance)).toEqual([false, true, false, false]);
    expect(held(1)).toEqual([0.5, 0, 0, -0.4]);
    expect(held(2)[3]).toBe(0);
    expect(result.holdings.shortGross[1]).toBeCloseTo(-0.4 * ((109 / 106) * 0.5 - 1), 14);
  });

  it('tells of sessions without names, of too few names, and of stops', () => {
    const stops = [{ text: 'drawdown > 8%', left: 'drawdown', comparison: '>', right: 'eight', resumeAfter: null }];
    const close = panel((stock, t) => (stock === 0 && t > 2 ? 50 : 100));
    const score = panel((stock, t) => (t === 1 || (t === 2 && stock === 1) ? Number.NaN : 4 - stock));
    const { events, result } = run(
      planFor({
        portfolio: { long: { take: taking(2), gross: 0.6, score: 'prediction', filter: null } },
        risk: { stops },
      }),
      {
        score,
        market: { bars: { open: close, close } as unknown as Market['bars'] },
        present: Uint8Array.from(panel((stock) => Number(stock !== 2))),
      },
    );
    expect(result.decisions.flags.map(({ flat }) => flat)).toEqual([false, false, true, true]);
    expect(events).toEqual([
      {
        type: 'notice',
        code: 'empty-cross-section',
        message: expect.stringMatching(/^1 session .*\(2025-01-03\)$/),
      },
      {
        type: 'notice',
        code: 'few-names',
        message: expect.stringMatching(/^3 sessions .* 4 .*\(2025-01-06, 2025-01-07, 2025-01-08\)$/),
      },
      {
        type: 'notice',
        code: 'stop-tripped',
        message: expect.stringMatching(
          /^1 stop .*2 decisions in cash: 2025-01-07: drawdown > 8% \(0\.3026 against 0\.08000\)$/,
        ),
      },
    ]);
  });

  it('tells of stops of positions, the first few by name', () => {
    const stop = { text: 'position_return < -8%', left: 'made', comparison: '<', right: 'loss', resumeAfter: null };
    const close = panel((stock, t) => (stock === 0 && t > 2 ? 50 : 100));
    const { events } = run(planFor({ risk: { positionStops: [{ ...stop, resumeWhen: null }] } }), {
      market: { bars: { open: close, close } as unknown as Market['bars'] },
    });
    expect(events).toEqual([
      {
        type: 'notice',
        code: 'position-stop-tripped',
        message: '1 stop of positions tripped: A on 2025-01-07: position_return < -8%',
      },
    ]);
  });

  it('tells when more is held than a limit lets be asked for', () => {
    // From the second decision on others are asked for; at most 45% of equity is traded, so that all four are held: of a
    // turnover of 1.5, then of 1.05 and of 0.6, and some drift.
    const score = panel((stock, t) => (t < 2 ? 4 - stock : [2, 4, 1, 3][stock]!));
    const limits = { ...NO_LIMITS, names: 2, gross: 1, turnover: 0.45 };
    const { events, held } = run(planFor({ risk: { limits } }), { score });
    expect([0, 1, 2, 3].map((d) => held(d).filter((weight) => weight !== 0).length)).toEqual([2, 4, 4, 4]);
    expect(events).toEqual([
      {
        type: 'notice',
        code: 'held-above-limit',
        message: expect.stringMatching(
          /^held above `names` after 3 rebalances, at most 4 against 2 on 2025-01-06: .* turnover limit/,
        ),
      },
    ]);
    expect(run(planFor({ risk: { limits: { ...limits, turnover: null } } }), { score }).events).toEqual([]);
  });

  it('says when the data has no session in the test window', () => {
    const plan = planFor({ test: { from: '2026-01-01', to: '2026-02-01' } });
    expect(() => run(plan)).toThrow(UserError);
    expect(() => run(plan)).toThrow(/2026-01-01/);
  });
});
