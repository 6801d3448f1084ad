/** The risk of an account after its last session, by the definitions of the report and by what the engine's stops read. */
import type { Plan } from '../../../compiler/plan.ts';
import { returnFigures, sharpe } from '../../figures/performance.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type KeptReading, readingsOf } from '../ledger/readings.ts';
import { headOf } from '../ledger/sessions.ts';
import type { Position } from './positions.ts';

export interface Risk {
  readonly volatility: {
    /** Returns it is taken of: the strategy's own window, 20 where it has none. */
    readonly sessions: number;
    /** Of the account's net returns, per year; null while there are fewer. */
    readonly perYear: number | null;
    /** What the strategy aims at; null: at nothing. */
    readonly target: number | null;
    /** By which the book was scaled at the last fill; null: it was not. */
    readonly scale: number | null;
  };
  readonly sharpe: {
    readonly sessions: number;
    /** Annualised, of the account's last net returns; null while there are fewer. */
    readonly figure: number | null;
  };
  /** Of equity: sums of weights. */
  readonly exposure: { readonly long: number; readonly short: number; readonly gross: number; readonly net: number };
  /** In the order of the strategy. */
  readonly stops: readonly StopReading[];
}

/** What a stop of the book read at the last decision. */
export interface StopReading extends KeptReading {
  /** How far the figure may move before it trips, in its own unit; below zero: it trips. */
  readonly distance: number | null;
  /** How much of the way to the limit is gone, from 0 to 1; null where there is no such way, or a figure is undefined. */
  readonly used: number | null;
}

const SHARPE_SESSIONS = 60;
const VOLATILITY_SESSIONS = 20;

/** @param name of an account that has booked a session */
export function riskOf(ledger: Ledger, plan: Plan, name: string, positions: readonly Position[]): Risk {
  const { volatilityTarget } = plan.risk;
  const window = volatilityTarget?.window ?? VOLATILITY_SESSIONS;
  const { sessionsPerYear } = plan.universe;
  return {
    volatility: {
      sessions: window,
      perYear: withAll(
        lastReturns(ledger, name, window),
        window,
        (all) => returnFigures(all, sessionsPerYear).volatility,
      ),
      target: volatilityTarget?.perYear ?? null,
      scale: lastScale(ledger, name),
    },
    sharpe: {
      sessions: SHARPE_SESSIONS,
      figure: withAll(lastReturns(ledger, name, SHARPE_SESSIONS), SHARPE_SESSIONS, (all) =>
        sharpe(all, sessionsPerYear),
      ),
    },
    exposure: exposureOf(positions),
    stops: stopReadings(ledger, name),
  };
}

/** As the rolling figures of the report: nothing of a window that is not full. */
function withAll(
  returns: Float64Array,
  count: number,
  figure: (returns: Float64Array) => number | null,
): number | null {
  return returns.length < count ? null : figure(returns);
}

/** Net, oldest first; at most `count`. */
function lastReturns(ledger: Ledger, name: string, count: number): Float64Array {
  const rows = ledger.all<{ net: number }>(
    'SELECT net FROM sessions JOIN holdings ON session = id WHERE account = ? ORDER BY number DESC LIMIT ?',
    ...[name, count],
  );
  return Float64Array.from(rows.reverse(), ({ net }) => net);
}

function lastScale(ledger: Ledger, name: string): number | null {
  const sql = `SELECT scale FROM sessions JOIN rebalances ON session = id WHERE account = ? ORDER BY number DESC LIMIT 1`;
  return ledger.get<{ scale: number | null }>(sql, name)?.scale ?? null;
}

function exposureOf(positions: readonly Position[]): Risk['exposure'] {
  let long = 0;
  let short = 0;
  for (const { weight } of positions) {
    if (weight > 0) long += weight;
    else short += weight;
  }
  return { long, short, gross: long - short, net: long + short };
}

function stopReadings(ledger: Ledger, name: string): readonly StopReading[] {
  const head = headOf(ledger, name);
  if (head === null) return [];
  return readingsOf(ledger, head.id).map((reading) => {
    const { reads, comparison, figure, limit } = reading;
    if (figure === null || limit === null) return { ...reading, distance: null, used: null };
    const distance = comparison === '>' ? limit - figure : figure - limit;
    return { ...reading, distance, used: shareUsed(reads, comparison, figure, limit) };
  });
}

/** From zero to the limit; a Sharpe ratio, whose limit is often zero, over the last 1 above or below it. */
export function shareUsed(
  reads: string | null,
  comparison: KeptReading['comparison'],
  figure: number,
  limit: number,
): number | null {
  const isBeyondZero = comparison === '>' ? limit > 0 : limit < 0;
  if (!isBeyondZero && reads !== 'sharpe') return null;
  const share = reads === 'sharpe' ? 1 - Math.abs(figure - limit) : figure / limit;
  const trips = comparison === '>' ? figure > limit : figure < limit;
  return trips ? 1 : Math.min(1, Math.max(0, share)) + 0;
}
