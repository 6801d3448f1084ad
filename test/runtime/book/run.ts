/** Steps a book through some sessions, for cases that are followed with a pencil. */
import { expect } from 'vitest';
import { Book } from '../../../runtime/book/book.ts';
import { Ledger } from '../../../runtime/book/ledger.ts';
import type { BookRules, BookSession } from '../../../runtime/book/types.ts';
import { dense } from '../../support/ledgerWeights.ts';

export function run(rules: BookRules, sessions: readonly BookSession[]) {
  const stocks = sessions[0]!.price.length;
  const ledger = new Ledger(sessions.length, stocks, 0);
  const book = new Book(rules, stocks, ledger);
  for (const session of sessions) book.step(session);
  const decisions = dense(ledger.decisions(), stocks);
  const row = (values: Float64Array, d: number): number[] => [...values.subarray(d * stocks, (d + 1) * stocks)];
  const cuts = ledger.cuts(rules.positionStops.map(({ text }) => text));
  return { book, decisions, holdings: ledger.holdings(), row, cuts: told(cuts) };
}

/** One object for each cut. */
function told({ count, decision, stock, by, names, figure, most, before, after }: ReturnType<Ledger['cuts']>) {
  return Array.from({ length: count }, (_, k) => ({
    decision: decision[k]!,
    stock: stock[k]!,
    by: names[by[k]!]!,
    figure: figure[k]!,
    most: most[k]!,
    before: before[k]!,
    after: after[k]!,
  }));
}

/** To twelve digits, which rounding never reaches. */
export function close(values: readonly number[]): unknown[] {
  return values.map((value) => expect.closeTo(value, 12));
}
