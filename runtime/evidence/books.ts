/** The strategy's book once more, with something changed: the one engine, the same sessions, the same market. */
import type { Plan } from '../../compiler/plan.ts';
import type { Panel } from '../market.ts';
import { UserError } from '../ports.ts';
import type { BookFigures, BookResult, Holdings } from '../results.ts';

export interface BookChange {
  readonly plan?: Plan;
  readonly predictions?: { readonly values: Panel };
  /** Sessions by which everything that the book reads of the market comes late. */
  readonly delay?: number;
}

/** The book stage on the run's own market and features; silent, since what it would say has been said. */
export type RunBook = (change: BookChange) => BookResult;

export type BookOutcome =
  | {
      readonly figures: BookFigures;
      readonly holdings: Holdings;
      /** The session at whose decision a stop sent it to cash, where it stayed to the end; null: it did not. */
      readonly stopped: number | null;
    }
  /** In the words of the error that ended it. */
  | { readonly failed: string };

/** Mistakes a user could correct, such as lost equity, are an outcome here: the strategy itself did run. */
export function tryBook(run: RunBook, change: BookChange): BookOutcome {
  try {
    const { figures, holdings, decisions } = run(change);
    return { figures, holdings, stopped: stoppedForGood(decisions) };
  } catch (error) {
    if (error instanceof UserError) return { failed: error.message };
    throw error;
  }
}

function stoppedForGood({ flags, decided }: BookResult['decisions']): number | null {
  const last = flags.findLastIndex(({ flat }) => !flat);
  return last === flags.length - 1 ? null : decided[last + 1]!;
}

/** Net returns of a book by the holdings of another; null where it has none that ended in that session. */
export function alignedReturns(of: Holdings, to: Pick<Holdings, 'to'>): (number | null)[] {
  const bySession = new Map(Array.from(of.to, (session, h) => [session, of.net[h]!] as const));
  return Array.from(to.to, (session) => bySession.get(session) ?? null);
}
