/** The store that is always there: the ledger, in which every session puts its documents. */
import { documentAccounts, documentNamed, findDocuments, lastDocumentDay } from '../paper/ledger/documents.ts';
import type { Ledger } from '../paper/ledger/ledger.ts';
import type { DocumentOf } from './document.ts';
import type { Collection, PayloadOf } from './payloads.ts';
import type { DocumentFilter, DocumentStore, NearestQuery } from './store.ts';

export class EmbeddedStore implements DocumentStore {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async accounts(): Promise<readonly string[]> {
    return documentAccounts(this.#ledger);
  }

  async lastDay(filter: DocumentFilter): Promise<string | null> {
    return lastDocumentDay(this.#ledger, filter);
  }

  async find<C extends Collection>(filter: DocumentFilter<C>): Promise<readonly PayloadOf[C][]> {
    return findDocuments(this.#ledger, filter).map(({ payload }) => payload);
  }

  async recommendation(id: string): Promise<DocumentOf<'stock_recommendations'> | null> {
    return documentNamed(this.#ledger, 'stock_recommendations', id);
  }

  /** All that there are: a scan of what a ledger holds takes less time than a question over the network. */
  async nearest({ filter, kind }: NearestQuery): Promise<readonly DocumentOf<'stock_recommendations'>[]> {
    return findDocuments(this.#ledger, filter).filter(({ vectors }) => vectors[kind] !== undefined);
  }
}
