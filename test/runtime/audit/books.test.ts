/** Every figure of a book that is compared: another number in it is found, and named as what it is. */
import { expect, it } from 'vitest';
import { bookNodes, compareBooks } from '../../../runtime/audit/compareBooks.ts';
import { Findings } from '../../../runtime/audit/findings.ts';
import { Book } from '../../../runtime/book/book.ts';
import { Ledger } from '../../../runtime/book/ledger.ts';
import type { BookResult } from '../../../runtime/results.ts';
import { FREE, legOf, rulesFor, sessionFor } from '../book/support.ts';

const AXES = { tickers: ['A', 'B'], sessions: Int32Array.of(1, 2, 5, 6) };
/** A falls by a fifth, so that the stop trips in session 2. */
const PRICES = [
  [100, 50],
  [110, 50],
  [88, 50],
  [88, 55],
];

function bookOf(): BookResult {
  const stop = { text: 'drawdown > 5%', comparison: '>', window: 0, resumeAfter: null, resumeWhen: null } as const;
  const rules = rulesFor({
    decide: 'close',
    fill: 'close',
    long: legOf(1, 1),
    short: null,
    costs: FREE,
    stops: [{ ...stop, left: (figures) => figures.drawdown, right: () => 0.05 }],
  });
  const ledger = new Ledger(PRICES.length, AXES.tickers.length, 0);
  const book = new Book(rules, AXES.tickers.length, ledger);
  for (const price of PRICES) book.step(sessionFor(price, [2, 1]));
  const { capital } = rules;
  return {
    stocks: 2,
    capital,
    decisions: ledger.decisions(),
    cuts: ledger.cuts([]),
    holdings: ledger.holdings(),
    figures: {} as never,
  };
}

/** Names of what differs when `change` is done to one of two equal books. */
function differing(change: (book: BookResult) => void): readonly string[] {
  const [whole, known] = [bookOf(), bookOf()];
  change(known);
  const findings = new Findings(AXES);
  const cut = { session: PRICES.length - 1, at: 'close' } as const;
  compareBooks(AXES, cut, 'close', bookNodes([]), whole, known, findings);
  return findings
    .all()
    .filter((finding) => finding.differing > 0)
    .map(({ text }) => text);
}

const nudge = (values: Float64Array) => {
  values[2] = values[2]! + 2 ** -40;
};

it('two equal books differ in nothing, and a stop has tripped in them', () => {
  expect(differing(() => {})).toEqual([]);
  expect(bookOf().decisions.stops.map((stops) => stops.length)).toEqual([0, 0, 1, 0]);
});

it.each([
  ['target', 'target'],
  ['smoothed', 'smoothed target'],
  ['scale', 'volatility scale'],
  ['limited', 'scaled and limited weights'],
  ['drifted', 'weights before the fill'],
  ['held', 'weights after the fill (orders)'],
  ['turnover', 'turnover, cost and borrow'],
  ['cost', 'turnover, cost and borrow'],
  ['borrow', 'turnover, cost and borrow'],
  ['equityBeforeFill', 'turnover, cost and borrow'],
] as const)('%s of a decision', (column, text) => {
  // The scale is missing where the book is not set anew.
  const change = column === 'scale' ? (values: Float64Array) => values.fill(2) : nudge;
  const columnOf = ({ weights, ...decisions }: BookResult['decisions']) => ({ ...decisions, ...weights })[column];
  expect(differing(({ decisions }) => change(columnOf(decisions)))).toEqual([text]);
});

it.each(['gross', 'net', 'longNet', 'shortNet', 'equity'] as const)('%s of a holding', (column) => {
  expect(differing(({ holdings }) => nudge(holdings[column]))).toEqual(['returns and equity']);
});

it.each(['figure', 'limit'] as const)('the %s at which a stop tripped', (what) => {
  const found = differing(({ decisions }) => {
    const [trip] = decisions.stops[2]!;
    Object.assign(trip!, { [what]: trip![what] + 2 ** -40 });
  });
  expect(found).toEqual(['stops']);
});

it.each(['rebalance', 'resumed', 'flat'] as const)('whether a decision was %s', (flag) => {
  const found = differing(({ decisions }) => {
    const flags = decisions.flags[1]!;
    Object.assign(flags, { [flag]: !flags[flag] });
  });
  expect(found).toEqual(['stops']);
});

it('a stop that did not trip', () => {
  const found = differing(({ decisions }) => {
    Object.assign(decisions, { stops: decisions.stops.map(() => []) });
  });
  expect(found).toEqual(['stops']);
});
