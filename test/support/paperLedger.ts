/** A ledger of paper trading as data to compare: with a backtest, or with another ledger. */
import { expect } from 'vitest';
import { type Market, toIsoDay } from '../../runtime/market.ts';
import type { Ledger, Row } from '../../runtime/paper/ledger/ledger.ts';
import type { BookResult, Decisions } from '../../runtime/results.ts';

/** Who did it and when is all in which two ledgers of the same sessions may differ. */
const OF_THE_OCCASION: ReadonlySet<string> = new Set(['run', 'booked_at', 'opened_at', 'at', 'asked_at']);

/** Every table but the invocations. */
export function contents(ledger: Ledger): Readonly<Record<string, readonly Row[]>> {
  const tables = ledger.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'runs'");
  return Object.fromEntries(
    tables.map(({ name }) => [
      name,
      ledger
        .all(`SELECT * FROM "${name}"`)
        .map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !OF_THE_OCCASION.has(column)))),
    ]),
  );
}

/** Every figure of a backtest, to the last bit: fills, weights, cuts, holdings with costs and equity. */
export function expectSameBook(ledger: Ledger, { decisions, holdings, cuts }: BookResult, market: Market): void {
  const day = (session: number) => toIsoDay(market.sessions[session]!);
  const fills = ledger.all(
    `SELECT day, rebalances.* FROM rebalances JOIN sessions ON sessions.id = session ORDER BY number`,
  );
  expect(fills.map(({ session: _, ...fill }) => fill)).toEqual(
    Array.from({ length: decisions.count }, (_, d) => ({
      day: day(decisions.filled[d]!),
      decided: day(decisions.decided[d]!),
      kind: kindOf(decisions, d),
      why_not: decisions.flags[d]!.whyNot,
      resumed: Number(decisions.flags[d]!.resumed),
      scale: Number.isNaN(decisions.scale[d]!) ? null : decisions.scale[d]!,
      turnover: decisions.turnover[d]!,
      cost: decisions.cost[d]!,
      borrow: decisions.borrow[d]!,
      equity: decisions.equityBeforeFill[d]!,
    })),
  );

  const weights = ledger.all<{ day: string; ticker: string; drifted: number; held: number }>(
    'SELECT day, ticker, drifted, held FROM weights JOIN sessions ON sessions.id = session ORDER BY number, ticker',
  );
  expect(weights).toEqual(heldRows(decisions, market, (d) => day(decisions.filled[d]!)));

  const taken = ledger.all(
    `SELECT day, ticker, "by", figure, most, weight_before, weight_after FROM cuts JOIN sessions ON sessions.id = session
     ORDER BY number, place`,
  );
  expect(taken).toEqual(
    Array.from({ length: cuts.count }, (_, c) => ({
      day: day(decisions.filled[cuts.decision[c]!]!),
      ticker: cuts.stock[c] === -1 ? null : market.tickers[cuts.stock[c]!]!,
      by: cuts.names[cuts.by[c]!]!,
      figure: Number.isNaN(cuts.figure[c]!) ? null : cuts.figure[c]!,
      most: cuts.most[c]!,
      weight_before: cuts.before[c]!,
      weight_after: cuts.after[c]!,
    })),
  );

  const held = ledger.all(
    `SELECT day, since, gross, net, cost, spread, commission, impact, holdings.borrow, financing, interest, turnover,
       holdings.equity FROM holdings JOIN sessions ON sessions.id = session ORDER BY number`,
  );
  expect(held).toEqual(
    Array.from({ length: holdings.count }, (_, h) => ({
      day: day(holdings.to[h]!),
      since: day(holdings.from[h]!),
      gross: holdings.gross[h]!,
      net: holdings.net[h]!,
      cost: holdings.cost[h]!,
      spread: holdings.spread[h]!,
      commission: holdings.commission[h]!,
      impact: holdings.impact[h]!,
      borrow: holdings.borrow[h]!,
      financing: holdings.financing[h]!,
      interest: holdings.interest[h]!,
      turnover: holdings.turnover[h]!,
      equity: holdings.equity[h]!,
    })),
  );
}

function kindOf({ flags }: Decisions, d: number): string {
  const { flat, rebalance, resumed } = flags[d]!;
  return flat ? 'flatten' : rebalance || resumed ? 'rebalance' : 'hold';
}

/** Ascending by ticker in each fill; rows of names that were not and are not held are left out. */
function heldRows({ count, weights }: Decisions, { tickers }: Market, day: (decision: number) => string) {
  return Array.from({ length: count }, (_, d) => {
    const rows = Array.from({ length: weights.starts[d + 1]! - weights.starts[d]! }, (_, k) => weights.starts[d]! + k);
    return rows
      .map((row) => ({
        day: day(d),
        ticker: tickers[weights.stock[row]!]!,
        drifted: weights.drifted[row]!,
        held: weights.held[row]!,
      }))
      .filter(({ drifted, held }) => drifted !== 0 || held !== 0);
  }).flat();
}
