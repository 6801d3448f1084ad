/** The status of a made-up account: every part of the screen has something to show. */
import type { OrderRow } from '../../runtime/paper/status/orders.ts';
import type { Position } from '../../runtime/paper/status/positions.ts';
import type { SessionRow } from '../../runtime/paper/status/sessions.ts';
import type { AccountStatus } from '../../runtime/paper/status/status.ts';

function position(ticker: string, quantity: number, price: number, wanted: number): Position {
  const value = quantity * price;
  return { ticker, quantity, price, value, weight: value / 1_012_000, wanted, prediction: 0.5 + wanted };
}

function session(day: string, net: number, more: Partial<SessionRow> = {}): SessionRow {
  return {
    ...{ day, equity: 1_012_000, net, kind: 'rebalance', turnover: 0.21, cost: 0.00012, fills: 12, findings: 0 },
    ...{ stops: [], stopped: false, byHand: false, clock: 'live', late: false, bookedAt: `${day}T20:16:02.000Z` },
    ...more,
  };
}

function order(ticker: string, more: Partial<OrderRow> = {}): OrderRow {
  return {
    ...{ id: `s2/2018-10-31/${ticker}`, ticker, decided: '2018-10-31', wanted: 0.05, state: 'waiting' },
    ...{ filled: null, quantity: null, price: null, value: null },
    ...more,
  };
}

export function accountStatusOf(changes: Partial<AccountStatus> = {}): AccountStatus {
  return {
    account: { name: 's2', plan: '0123456789abcdef', predictions: 'model', capital: 1_000_000, config: 'live.yaml' },
    strategy: 's2_filter_negative',
    halts: [],
    atWork: false,
    last: {
      ...{ id: 3, day: '2018-10-31', sessions: 147, first: '2018-04-02', equity: 1_012_000, cash: 31_250.5 },
      ...{ net: 0.0042, dayChange: 4232.6, drawdown: -0.012, maxDrawdown: -0.034, stopped: false, resumeAsked: false },
      ...{ clock: 'live', snapshot: 'abc', bookedAt: '2018-10-31T20:16:02.000Z' },
    },
    next: { day: '2018-11-01', at: '2018-11-01T20:15:00.000Z' },
    mirror: null,
    equity: [1, 1.01, 1.02, 0.99, 1, 1.005, 1.012].map((times, k) => ({
      ...{ day: `2018-10-${23 + k}`, equity: times * 1_000_000 },
    })),
    risk: {
      volatility: { sessions: 20, perYear: 0.0725, target: 0.08, scale: 1.1 },
      sharpe: { sessions: 60, figure: 1.23 },
      exposure: { long: 0.98, short: -0.96, gross: 1.94, net: 0.02 },
      stops: [
        {
          ...{ text: 'day_return < -3 * volatility(60d)', reads: 'day_return', comparison: '<' },
          ...{ figure: 0.0042, limit: -0.0151, distance: 0.0193, used: 0 },
        },
        {
          ...{ text: 'drawdown > 8%', reads: 'drawdown', comparison: '>' },
          ...{ figure: 0.06, limit: 0.08, distance: 0.02, used: 0.75 },
        },
        {
          ...{ text: 'sharpe(60d) < 0', reads: 'sharpe', comparison: '<' },
          ...{ figure: null, limit: 0, distance: null, used: null },
        },
      ],
    },
    positions: [position('MSFT', 900, 110, 0.1), position('XOM', -800, 80, -0.06), position('AAPL', 200, 220, 0.045)],
    orders: [
      order('AAPL'),
      order('XOM', { state: 'filled', filled: '2018-10-31', quantity: -12, price: 80, value: -960, wanted: -0.06 }),
      order('GE', { state: 'no price', filled: '2018-10-31', decided: '2018-10-30' }),
    ],
    cuts: [
      { ticker: 'MSFT', by: 'position', figure: 0.12, most: 0.1, before: 0.12, after: 0.1 },
      { ticker: 'AAPL', by: 'position', figure: 0.11, most: 0.1, before: 0.11, after: 0.1 },
    ],
    sessions: [
      session('2018-10-31', 0.0042, { findings: 1 }),
      session('2018-10-30', -0.011, { stops: ['drawdown > 8%'], stopped: true, kind: 'flatten', fills: 3 }),
      session('2018-10-29', 0.001, { late: true, bookedAt: '2018-10-30T20:16:01.500Z' }),
      session('2018-10-26', 0, { kind: 'hold', fills: 0 }),
    ],
    stops: [{ day: '2018-10-30', text: 'drawdown > 8%', figure: 0.081, limit: 0.08 }],
    findings: [{ day: '2018-10-31', rule: 'spike', ticker: 'GE', detail: 'moves by 31% and back' }],
    invocations: [
      {
        ...{ startedAt: '2018-10-31T20:16:00.000Z', endedAt: '2018-10-31T20:16:02.500Z', outcome: 'finished' },
        ...{ sessions: 1, version: '0.1.0' },
      },
      {
        ...{ startedAt: '2018-10-30T20:16:00.000Z', endedAt: '2018-10-30T20:16:01.000Z', outcome: 'stale-data' },
        ...{ sessions: 0, version: '0.1.0' },
      },
    ],
    failures: [],
    ...changes,
  };
}
