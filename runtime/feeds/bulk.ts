/** A feed that has everything at hand and tells it all at once, as relations that DuckDB reads by itself. */
import type { Duck } from '../sources/files/duck.ts';

export interface BulkRelations {
  /** `(ticker, date, open, high, low, close, volume)`, as traded; NaN is missing. */
  readonly bars: string;
  /** `(ticker, date, split, dividend)`; 0 and NaN are none, and so is a split of 1. */
  readonly actions: string;
  /** Does work that reads them; what is wrong with them then is told in the words of whoever knows where they lie. */
  reading<T>(work: () => Promise<T>): Promise<T>;
}

export interface BulkFeed {
  /** Short, for manifests: `files`. */
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /** Whether a day without a dividend is one on which none was paid. */
  readonly dividendsKnown: boolean;
  /** What a reader of a report must know about how its bars came to be as traded, in full sentences. */
  readonly assumptions: readonly string[];
  /** What they name is there as long as `duck` is open. */
  relations(duck: Duck): Promise<BulkRelations>;
}
