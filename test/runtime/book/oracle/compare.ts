/** The engine beside the oracle, column by column. */
import { Book } from '../../../../runtime/book/book.ts';
import { Ledger } from '../../../../runtime/book/ledger.ts';
import type { BookState } from '../../../../runtime/book/state.ts';
import { UserError } from '../../../../runtime/ports.ts';
import type { BookStep, Cuts, Decisions, Holdings } from '../../../../runtime/results.ts';
import { dense } from '../../../support/ledgerWeights.ts';
import { OracleBook, type OracleDecision, type OracleHolding } from './book.ts';
import type { Case } from './cases.ts';
import type { CutRow } from './limits.ts';

/** Of a figure that is beyond 1 in size: of its size. */
const TOLERANCE = 1e-12;

interface EngineRun {
  readonly decisions: Decisions;
  readonly holdings: Holdings;
  readonly cuts: Cuts;
  /** What ended it before its time. */
  readonly ended: string | null;
}

/** @param savedAt the session before which the book is saved and gone on with as another, through JSON; −1: never. */
export function runEngine({ rules, sessions }: Case, savedAt = -1): EngineRun {
  const stocks = sessions[0]!.price.length;
  const ledger = new Ledger(sessions.length, stocks, 0);
  let book = new Book(rules, stocks, ledger);
  let ended: string | null = null;
  try {
    sessions.forEach((session, t) => {
      if (t === savedAt) {
        const state = JSON.parse(JSON.stringify(book.save())) as BookState;
        book = new Book(rules, stocks, ledger);
        book.restore(state);
      }
      book.step(session);
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    ended = error.code;
  }
  const cuts = ledger.cuts(rules.positionStops.map(({ text }) => text));
  return { decisions: ledger.decisions(), holdings: ledger.holdings(), cuts, ended };
}

/** What differs, in words; empty when nothing does. */
export function differences(each: Case): readonly string[] {
  const oracle = new OracleBook(each.rules, each.sessions);
  const ended = oracle.run();
  const engine = runEngine(each);
  const found: string[] = [];
  const same = (what: string, ours: unknown, theirs: unknown): void => {
    if (!isNear(ours, theirs)) found.push(`${what}: ${text(ours)}, and the oracle has ${text(theirs)}`);
  };
  same('end', engine.ended, ended);
  same('decisions', engine.decisions.count, oracle.decisions.length);
  same('holdings', engine.holdings.count, oracle.holdings.length);
  const stocks = each.sessions[0]!.price.length;
  const decisions = dense(engine.decisions, stocks);
  for (let d = 0; d < Math.min(decisions.count, oracle.decisions.length) && found.length === 0; d++) {
    compareDecision(decisions, d, stocks, oracle.decisions[d]!, same);
    const order = (row: CutRow): string => `${row.by} ${row.stock}`;
    const byName = (a: CutRow, b: CutRow): number => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0);
    const ours = cutsOf(engine.cuts, d).sort(byName);
    const theirs = [...oracle.decisions[d]!.cuts].sort(byName);
    same(`cuts of ${d}`, ours.map(order), theirs.map(order));
    ours.forEach((cut, k) => {
      for (const column of ['figure', 'most', 'before', 'after'] as const) {
        same(`cut ${order(cut)} of ${d}, ${column}`, cut[column], theirs[k]?.[column]);
      }
    });
    const holding = oracle.holdings[d];
    if (holding !== undefined && d < engine.holdings.count) compareHolding(engine.holdings, d, holding, same);
  }
  return found;
}

/**
 * Change of equity = Σ position returns − what was paid, of the ledger and the prices alone: each position is worth its
 * shares at the last price known, or what a delisting left of it.
 */
export function unconserved(each: Case): readonly string[] {
  const { decisions, holdings } = runEngine(each);
  const stocks = each.sessions[0]!.price.length;
  const { held } = dense(decisions, stocks);
  const known: number[][] = [];
  each.sessions.forEach(({ price }, t) => {
    known.push([...price].map((now, i) => (Number.isNaN(now) ? (known[t - 1]?.[i] ?? Number.NaN) : now)));
  });
  const found: string[] = [];
  for (let h = 0; h < holdings.count; h++) {
    const [from, to] = [holdings.from[h]!, holdings.to[h]!];
    const before = decisions.equityBeforeFill[h]!;
    let made = 0;
    for (let i = 0; i < stocks; i++) {
      const weight = held[h * stocks + i]!;
      if (weight === 0) continue;
      const gone = each.sessions[to]!.delisting?.[i] ?? Number.NaN;
      const left = known[to]![i]! * (Number.isNaN(gone) ? 1 : 1 + gone);
      made += ((weight * before) / known[from]![i]!) * (left - known[from]![i]!);
    }
    const paid = ['spread', 'commission', 'impact', 'borrow', 'financing'] as const;
    const costs = paid.reduce((sum, kind) => sum + holdings[kind][h]!, -holdings.interest[h]!) * before;
    const change = holdings.equity[h]! - before;
    if (!isNear(change / before, (made - costs) / before)) {
      found.push(`holding ${h}: equity changed by ${change}, and positions made ${made}, costs ${costs}`);
    }
  }
  return found;
}

type Same = (what: string, ours: unknown, theirs: unknown) => void;

function compareDecision(
  decisions: Decisions & Readonly<Record<BookStep, Float64Array>>,
  d: number,
  stocks: number,
  theirs: OracleDecision,
  same: Same,
): void {
  same(`session decided of ${d}`, decisions.decided[d], theirs.decided);
  same(`session filled of ${d}`, decisions.filled[d], theirs.filled);
  for (const flag of ['rebalance', 'whyNot', 'resumed', 'flat'] as const) {
    same(`${flag} of ${d}`, decisions.flags[d]![flag], theirs[flag]);
  }
  const texts = (stops: readonly { text: string }[]): string[] => stops.map((stop) => stop.text);
  same(`stops of ${d}`, texts(decisions.stops[d]!), texts(theirs.stops));
  theirs.stops.forEach(({ figure, limit }, k) => {
    same(`figure of stop ${k} of ${d}`, decisions.stops[d]![k]?.figure, figure);
    same(`limit of stop ${k} of ${d}`, decisions.stops[d]![k]?.limit, limit);
  });
  same(`scale of ${d}`, decisions.scale[d], theirs.scale);
  for (const step of ['target', 'smoothed', 'limited', 'drifted', 'held'] as const) {
    const ours = [...decisions[step].subarray(d * stocks, (d + 1) * stocks)];
    same(`${step} of ${d}`, ours, theirs[step] ?? ours.map(() => Number.NaN));
  }
  const { spread, commission, impact, turnover, borrow } = theirs.costs;
  same(`turnover of ${d}`, decisions.turnover[d], turnover);
  same(`cost of ${d}`, decisions.cost[d], spread + commission + impact);
  same(`borrow of ${d}`, decisions.borrow[d], borrow);
  same(`equity before fill ${d}`, decisions.equityBeforeFill[d], theirs.equityBeforeFill);
}

function compareHolding(holdings: Holdings, h: number, theirs: OracleHolding, same: Same): void {
  const { costs, ...figures } = theirs;
  const cost = costs.spread + costs.commission + costs.impact;
  const share = (leg: number): number => (costs.turnover === 0 ? 0 : (cost * leg) / costs.turnover);
  const legs = {
    longNet: theirs.longGross - share(costs.turnoverLong) - costs.financing,
    shortNet: theirs.shortGross - share(costs.turnoverShort) - costs.borrow,
  };
  for (const [column, value] of Object.entries({ ...figures, ...costs, ...legs, cost })) {
    same(`${column} of holding ${h}`, holdings[column as 'net'][h], value);
  }
}

function cutsOf(cuts: Cuts, decision: number): CutRow[] {
  const rows = Array.from({ length: cuts.count }, (_, k) => k).filter((k) => cuts.decision[k] === decision);
  return rows.map((k) => ({
    by: cuts.names[cuts.by[k]!]!,
    stock: cuts.stock[k]!,
    figure: cuts.figure[k]!,
    most: cuts.most[k]!,
    before: cuts.before[k]!,
    after: cuts.after[k]!,
  }));
}

function isNear(ours: unknown, theirs: unknown): boolean {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    return ours.length === theirs.length && ours.every((each, k) => isNear(each, theirs[k]));
  }
  if (typeof ours !== 'number' || typeof theirs !== 'number') return ours === theirs;
  if (Number.isNaN(ours) || Number.isNaN(theirs)) return Number.isNaN(ours) && Number.isNaN(theirs);
  return Math.abs(ours - theirs) <= TOLERANCE * Math.max(1, Math.abs(ours), Math.abs(theirs));
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, each) => (Number.isNaN(each) ? 'NaN' : each)) ?? 'nothing';
}
