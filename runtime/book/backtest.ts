/** A backtest: the panels of a run, session after session, through the one engine, with the full ledger. */
import type { NodeId } from '../../compiler/plan.ts';
import type { Value } from '../evaluate/values.ts';
import type { Delisting, Panel } from '../market.ts';
import type { BookResult } from '../results.ts';
import { Book } from './book.ts';
import type { BookRecorder, Fill } from './decision.ts';
import { bookFigures } from './figures.ts';
import { Ledger } from './ledger.ts';
import { maskRows, panelRows } from './rows.ts';
import type { BookRules, BookSession } from './types.ts';
import { MarketView } from './view.ts';

/** Panels and masks are stock-major over all sessions of the run; `[first, end)` are stepped. */
export interface BookPanels {
  /** Days since 1970-01-01. */
  readonly sessions: Int32Array;
  readonly stocks: number;
  readonly first: number;
  readonly end: number;
  /** At the instant at which orders fill. */
  readonly price: Panel;
  /** The same as traded; null when no rule asks for them. */
  readonly rawPrice: Panel | null;
  readonly eligible: Uint8Array;
  /** What the rules read of the market, whole; asked for once. */
  value(node: NodeId): Value;
  readonly delistings: readonly Delisting[];
  /** Of each sleeve: whether it is scheduled for rebalancing. */
  scheduled(session: number): readonly boolean[];
}

/** @throws UserError `equity-lost`. */
export function backtest(rules: BookRules, panels: BookPanels, hear?: (fill: Fill) => void): BookResult {
  const ledger = new Ledger(panels.end - panels.first, panels.stocks, panels.first);
  const recorder: BookRecorder = {
    ended: (holding) => ledger.ended(holding),
    filled(fill) {
      ledger.filled(fill);
      hear?.(fill);
    },
  };
  const book = new Book(rules, panels.stocks, recorder);
  const read = sessionReader(panels);
  for (let t = panels.first; t < panels.end; t++) book.step(read(t));
  const holdings = ledger.holdings();
  return {
    stocks: panels.stocks,
    capital: rules.capital,
    decisions: ledger.decisions(),
    cuts: ledger.cuts(rules.positionStops.map(({ text }) => text)),
    holdings,
    figures: bookFigures(holdings, rules),
  };
}

/** Sessions of the run, by index, as the engine sees them; their arrays are used again. */
export function sessionReader(panels: BookPanels): (session: number) => BookSession {
  const { stocks, sessions } = panels;
  const view = new MarketView(stocks, sessions.length, panels.value);
  const price = panelRows(panels.price, stocks, sessions.length);
  const rawPrice = panels.rawPrice && panelRows(panels.rawPrice, stocks, sessions.length);
  const eligible = maskRows(panels.eligible, stocks, sessions.length);
  return (t) => ({
    day: sessions[t]!,
    price: price.row(t),
    rawPrice: rawPrice?.row(t) ?? null,
    eligible: eligible.row(t),
    scheduled: panels.scheduled(t),
    delisting: delistingsOf(panels, t),
    // A backtest has no hand to resume it by.
    resume: false,
    row: (node) => view.row(node, t),
    scalar: (node) => view.scalar(node, t),
    history: (node, of, count) => view.history(node, of, count, t),
  });
}

function delistingsOf({ delistings, stocks }: BookPanels, session: number): Float64Array | null {
  let row: Float64Array | null = null;
  for (const delisting of delistings) {
    if (delisting.session !== session) continue;
    row ??= new Float64Array(stocks).fill(Number.NaN);
    row[delisting.stock] = delisting.return;
  }
  return row;
}
