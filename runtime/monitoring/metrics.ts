/**
 * An account's figures in the text format of Prometheus, for the textfile collector of node_exporter: HELP and TYPE of each
 * metric, base units in names (https://prometheus.io/docs/instrumenting/exposition_formats/ and
 * https://prometheus.io/docs/practices/naming/).
 */
import type { Facts } from './facts.ts';

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  /** None: there is no such figure as yet, and no line. */
  readonly value: number | null | undefined;
}

interface Metric {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** @param counts invocations by what came of them, since the account was opened */
export function metricsText(account: string, facts: Facts, counts: ReadonlyMap<string, number>): string {
  return metricsOf(facts, counts)
    .map(({ samples, ...metric }) => ({ ...metric, samples: samples.filter(({ value }) => typeof value === 'number') }))
    .filter(({ samples }) => samples.length > 0)
    .map((metric) => block(account, metric))
    .join('');
}

function metricsOf({ outcome, status, due, next }: Facts, counts: ReadonlyMap<string, number>): readonly Metric[] {
  const last = status?.last ?? null;
  const risk = status?.risk ?? null;
  const stops = risk?.stops ?? [];
  return [
    gauge('strat_last_invocation_timestamp_seconds', 'When the last invocation ended.', seconds(outcome.endedAt)),
    gauge(
      'strat_last_invocation_success',
      'Whether it did all that it was asked: 1 or 0.',
      Number(outcome.code === 'finished'),
    ),
    gauge(
      'strat_last_invocation_duration_seconds',
      'How long it took.',
      seconds(outcome.endedAt) - seconds(outcome.startedAt),
    ),
    {
      name: 'strat_invocations_total',
      type: 'counter',
      help: 'Invocations that had sessions to book, by what came of them.',
      samples: [...counts].map(([name, value]) => ({ labels: { outcome: name }, value })),
    },
    counter('strat_sessions_booked_total', 'Sessions booked since the account was opened.', last?.sessions ?? 0),
    gauge('strat_sessions_due', 'Sessions that are due and not booked.', due),
    gauge('strat_next_session_due_timestamp_seconds', 'When the next session becomes due.', next && seconds(next.at)),
    gauge(
      'strat_last_session_booked_timestamp_seconds',
      'When the last session was booked.',
      last && seconds(new Date(last.bookedAt)),
    ),
    gauge(
      'strat_last_session_timestamp_seconds',
      'The day of the last session, at midnight UTC.',
      last && seconds(new Date(last.day)),
    ),
    gauge('strat_equity_usd', 'Equity after the last session.', last?.equity),
    gauge('strat_cash_usd', 'Cash after the last session.', last?.cash),
    gauge('strat_session_net_return_ratio', 'Net return of the holding that ended in the last session.', last?.net),
    gauge(
      'strat_drawdown_ratio',
      'Equity below the highest there was, as a fraction of it: zero or less.',
      last?.drawdown,
    ),
    gauge('strat_exposure_long_ratio', 'Sum of the weights held long.', risk?.exposure.long),
    gauge('strat_exposure_short_ratio', 'Sum of the weights held short: zero or less.', risk?.exposure.short),
    gauge('strat_volatility_ratio', 'Volatility per year of the last sessions.', risk?.volatility.perYear),
    gauge('strat_volatility_target_ratio', 'Volatility per year that the strategy aims at.', risk?.volatility.target),
    gauge('strat_sharpe_ratio', 'Sharpe ratio per year of the last sessions.', risk?.sharpe.figure),
    gauge('strat_positions', 'Stocks held.', status?.positions.length),
    gauge('strat_orders_waiting', 'Orders that wait for their prices.', status && waitingOf(status.orders)),
    gauge(
      'strat_findings',
      'Findings of the rules of quality in the last session.',
      last && status!.sessions[0]!.findings,
    ),
    gauge('strat_halted', 'Whether booking is halted: 1 or 0.', status && Number(status.halts.length > 0)),
    gauge('strat_stopped', 'Whether a stop keeps the account in cash: 1 or 0.', last && Number(last.stopped)),
    each('strat_stop_figure', 'What a stop of the strategy reads.', stops, ({ figure }) => figure),
    each('strat_stop_limit', 'Where it trips.', stops, ({ limit }) => limit),
    each('strat_stop_used_ratio', 'How much of the way to its limit is gone: 1 trips.', stops, ({ used }) => used),
  ];
}

function gauge(name: string, help: string, value: number | null | undefined): Metric {
  return { name, type: 'gauge', help, samples: [{ value }] };
}

function counter(name: string, help: string, value: number): Metric {
  return { name, type: 'counter', help, samples: [{ value }] };
}

/** One sample for each stop, by its text. */
function each<Stop extends { readonly text: string }>(
  name: string,
  help: string,
  stops: readonly Stop[],
  read: (stop: Stop) => number | null,
): Metric {
  return {
    name,
    type: 'gauge',
    help,
    samples: stops.map((stop) => ({ labels: { stop: stop.text }, value: read(stop) })),
  };
}

function waitingOf(orders: NonNullable<Facts['status']>['orders']): number {
  return orders.filter(({ state }) => state === 'waiting').length;
}

function seconds(at: Date): number {
  return at.getTime() / 1000;
}

function block(account: string, { name, type, help, samples }: Metric): string {
  const lines = samples.map(({ labels, value }) => `${name}{${labelled({ account, ...labels })}} ${value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function labelled(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',');
}

/** Of a label's value: backslash, quote and line feed. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
