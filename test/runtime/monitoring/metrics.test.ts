import { expect, test } from 'vitest';
import type { Facts } from '../../../runtime/monitoring/facts.ts';
import { metricsText } from '../../../runtime/monitoring/metrics.ts';
import { readPrometheus } from '../../support/prometheus.ts';

const outcome = {
  ...{ account: 'a', code: 'paper-data-old', error: null },
  ...{ startedAt: new Date('2026-03-02T21:20:00Z'), endedAt: new Date('2026-03-02T21:20:03.5Z') },
};

function facts(status: object | null): Facts {
  return { outcome, status, due: 2, next: { day: '2026-03-03', at: new Date('2026-03-03T21:15:00Z') } } as Facts;
}

const STATUS = {
  halts: [{ scope: '*', reason: 'a test', since: '2026-03-02' }],
  last: {
    ...{ day: '2026-02-27', bookedAt: '2026-02-27T21:16:00Z', sessions: 12, equity: 990_000.25, cash: -5, net: null },
    ...{ drawdown: -0.01, stopped: true },
  },
  risk: {
    volatility: { perYear: 0.12, target: null },
    sharpe: { figure: null },
    exposure: { long: 0.6, short: -0.3 },
    stops: [{ text: 'sharpe(60d) < "0.5"\\', figure: null, limit: 0.5, used: null }],
  },
  positions: [{}, {}],
  orders: [{ state: 'waiting' }, { state: 'filled' }],
  sessions: [{ findings: 3 }],
};

test('figures of an account, in base units, each with its account', () => {
  const samples = readPrometheus(
    metricsText(
      'a',
      facts(STATUS),
      new Map([
        ['finished', 9],
        ['killed', 1],
      ]),
    ),
  );
  expect(new Set(samples.map(({ labels }) => labels.account))).toEqual(new Set(['a']));
  const value = (name: string) => samples.find((sample) => sample.name === name)?.value;
  expect(value('strat_equity_usd')).toBe(990_000.25);
  expect(value('strat_last_invocation_timestamp_seconds')).toBe(1_772_486_403.5);
  expect(value('strat_last_session_timestamp_seconds')).toBe(1_772_150_400);
  expect(value('strat_last_invocation_duration_seconds')).toBe(3.5);
  expect(value('strat_next_session_due_timestamp_seconds')).toBe(1_772_572_500);
  expect(value('strat_last_invocation_success')).toBe(0);
  expect([value('strat_sessions_due'), value('strat_halted'), value('strat_stopped')]).toEqual([2, 1, 1]);
  expect([value('strat_positions'), value('strat_orders_waiting'), value('strat_findings')]).toEqual([2, 1, 3]);
  expect(
    samples
      .filter(({ name }) => name === 'strat_invocations_total')
      .map(({ labels, value }) => [labels.outcome, value]),
  ).toEqual([
    ['finished', 9],
    ['killed', 1],
  ]);
});

test('what is not known has no line; the text of a stop comes through, quotes and all', () => {
  const samples = readPrometheus(metricsText('a', facts(STATUS), new Map()));
  const named = (name: string) => samples.filter((sample) => sample.name === name);
  expect(named('strat_session_net_return_ratio')).toEqual([]);
  expect(named('strat_sharpe_ratio')).toEqual([]);
  expect(named('strat_stop_figure')).toEqual([]);
  expect(named('strat_stop_limit')).toEqual([
    { name: 'strat_stop_limit', labels: { account: 'a', stop: 'sharpe(60d) < "0.5"\\' }, value: 0.5 },
  ]);
});

test('an account without a session, or a ledger that cannot be read, has the invocation alone', () => {
  const names = readPrometheus(metricsText('a', facts(null), new Map())).map(({ name }) => name);
  expect(names).toContain('strat_last_invocation_success');
  expect(names).not.toContain('strat_equity_usd');
});
