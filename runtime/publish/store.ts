/** What is asked of documents, wherever they are kept. Answers are made of it in `answers.ts`, the same for every store. */
import type { DocumentOf, UnitVector, VectorKind } from './document.ts';
import type { Collection, PayloadOf, Side } from './payloads.ts';

/** Days are ISO and inclusive; null: any. */
export interface DocumentFilter<C extends Collection = Collection> {
  readonly collection: C;
  readonly account: string;
  readonly from: string | null;
  readonly to: string | null;
  /** The rest is of recommendations only. */
  readonly side: Side | null;
  readonly ticker: string | null;
  readonly notTicker: string | null;
  readonly featureSet: string | null;
}

export interface NearestQuery {
  readonly filter: DocumentFilter<'stock_recommendations'>;
  readonly kind: VectorKind;
  readonly to: UnitVector;
  readonly limit: number;
}

/** @throws UserError whatever keeps it from answering */
export interface DocumentStore {
  /** Ascending. */
  accounts(): Promise<readonly string[]>;
  /** The last day of which there is such a document. */
  lastDay(filter: DocumentFilter): Promise<string | null>;
  /** All of them, in no order that anybody may rely on. */
  find<C extends Collection>(filter: DocumentFilter<C>): Promise<readonly PayloadOf[C][]>;
  /** By its id, with its vectors. */
  recommendation(id: string): Promise<DocumentOf<'stock_recommendations'> | null>;
  /** At least the nearest ones, by exact search, with the vector asked for; who looks at them puts them in order. */
  nearest(query: NearestQuery): Promise<readonly DocumentOf<'stock_recommendations'>[]>;
}
