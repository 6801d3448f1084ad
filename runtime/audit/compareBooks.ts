/** The book's decisions, orders and returns until a cut, as the ledger has them. */
import type { Plan } from '../../compiler/plan.ts';
import { weightsAfter } from '../book/weightLog.ts';
import type { Axes } from '../market.ts';
import type { BookResult, BookStep, Decisions, Holdings } from '../results.ts';
import { stageNode } from './compareStages.ts';
import type { Cut } from './cuts.ts';
import type { AuditNode, Comparison, Findings } from './findings.ts';

/** Known at the decision, and at the fill; by stock. */
const DECIDED = ['target', 'smoothed', 'limited'] as const;
const FILLED = ['drifted', 'held'] as const;
const FILLS = ['turnover', 'cost', 'borrow', 'equityBeforeFill'] as const;
const RETURNS = ['gross', 'net', 'longNet', 'shortNet', 'equity'] as const satisfies readonly (keyof Holdings)[];

/** In the order of the book: each is computed from those before it, and the first from predictions and filters. */
export function bookNodes(inputs: readonly string[]) {
  const made: AuditNode[] = [];
  const node = (text: string): AuditNode => {
    const next = stageNode('book', text, made.length === 0 ? inputs : [made.at(-1)!.id, ...inputs]);
    made.push(next);
    return next;
  };
  return {
    target: node('target'),
    smoothed: node('smoothed target'),
    scale: node('volatility scale'),
    limited: node('scaled and limited weights'),
    stops: node('stops'),
    drifted: node('weights before the fill'),
    held: node('weights after the fill (orders)'),
    fills: node('turnover, cost and borrow'),
    returns: node('returns and equity'),
  };
}

type BookNodes = ReturnType<typeof bookNodes>;

/** Decisions made until the cut, what was filled until then, and the holdings that have ended. */
export function compareBooks(
  axes: Axes,
  { session: cut, at }: Cut,
  fillAt: Plan['execution']['fillAt'],
  nodes: BookNodes,
  whole: BookResult,
  known: BookResult,
  findings: Findings,
): void {
  const books = { axes, whole: whole.decisions, known: known.decisions };
  const decided = countUntil(whole.decisions.decided, cut);
  // Decided at the open and filled at the close, the cut's own fill is still to come.
  const settled = at === 'open' && fillAt === 'close' ? cut - 1 : cut;
  const filled = countUntil(whole.decisions.filled, settled);
  for (const column of DECIDED) {
    compareRows(books, column, decided, findings.of(nodes[column], cut));
  }
  for (const column of FILLED) {
    compareRows(books, column, filled, findings.of(nodes[column], cut));
  }
  compareColumn(whole.decisions, known.decisions, 'scale', decided, findings.of(nodes.scale, cut));
  compareStops(whole.decisions, known.decisions, decided, findings.of(nodes.stops, cut));
  const fills = findings.of(nodes.fills, cut);
  for (const column of FILLS) compareColumn(whole.decisions, known.decisions, column, filled, fills);
  compareHoldings(whole.holdings, known.holdings, settled, findings.of(nodes.returns, cut));
}

interface Books {
  readonly axes: Axes;
  readonly whole: Decisions;
  readonly known: Decisions;
}

/** Stock by stock. A decision that one book has not made is missing in it. */
function compareRows(
  { axes: { tickers }, whole, known }: Books,
  step: BookStep,
  rows: number,
  comparison: Comparison,
): void {
  for (let row = 0; row < rows; row++) {
    const expected = weightsAfter(whole.weights, step, row, tickers.length);
    const found = row < known.count ? weightsAfter(known.weights, step, row, tickers.length) : null;
    for (const [stock, ticker] of tickers.entries()) {
      comparison.values(expected[stock]!, found?.[stock] ?? Number.NaN, whole.decided[row]!, () => ticker);
    }
  }
}

function compareColumn(
  whole: Decisions,
  known: Decisions,
  column: 'scale' | (typeof FILLS)[number],
  rows: number,
  comparison: Comparison,
): void {
  for (let row = 0; row < rows; row++) {
    comparison.values(whole[column][row]!, known[column][row] ?? Number.NaN, whole.decided[row]!, () => column);
  }
}

/** What tripped, with figure and limit, and whether the book was flat, resumed or rebalanced. */
function compareStops(whole: Decisions, known: Decisions, rows: number, comparison: Comparison): void {
  for (let row = 0; row < rows; row++) {
    const session = whole.decided[row]!;
    for (const flag of ['rebalance', 'resumed', 'flat'] as const) {
      comparison.values(Number(whole.flags[row]![flag]), Number(known.flags[row]?.[flag]), session, () => flag);
    }
    const [stops, others] = [whole.stops[row]!, known.stops[row] ?? []];
    comparison.values(stops.length, others.length, session, () => 'number of stops');
    for (const [k, { text, figure, limit }] of stops.entries()) {
      comparison.values(figure, others[k]?.figure ?? Number.NaN, session, () => text);
      comparison.values(limit, others[k]?.limit ?? Number.NaN, session, () => text);
    }
  }
}

function compareHoldings(whole: Holdings, known: Holdings, cut: number, comparison: Comparison): void {
  const rows = countUntil(whole.to, cut);
  for (let row = 0; row < rows; row++) {
    for (const column of RETURNS) {
      comparison.values(whole[column][row]!, known[column][row] ?? Number.NaN, whole.to[row]!, () => column);
    }
  }
}

/** How many of ascending sessions are not after the cut. */
function countUntil(sessions: Int32Array, cut: number): number {
  const after = sessions.findIndex((session) => session > cut);
  return after < 0 ? sessions.length : after;
}
