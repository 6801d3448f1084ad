/**
 * Who holds the positions of the book. The engine decides and says at which prices orders fill; the broker carries them out,
 * in units and cash, and is asked what it holds. An account elsewhere is another port: `brokers/remote.ts`.
 */

export interface Order {
  /** The same whenever the decision is computed again. */
  readonly id: string;
  readonly ticker: string;
  /** Weight to be held, as a fraction of equity. */
  readonly wanted: number;
}

/** An order, or a part of one, that was carried out. */
export interface Execution {
  /** Null: it trades what an earlier order had left, or what a stop of the position closes. */
  readonly order: string | null;
  readonly ticker: string;
  /** Signed: what is bought is above zero. */
  readonly quantity: number;
  readonly price: number;
}

export interface BrokerHoldings {
  readonly cash: number;
  readonly quantities: ReadonlyMap<string, number>;
}

/** What happens in an account in one session, in this order. */
export interface BrokerDay {
  /** Units before, made others by an action: divided by the factor of the price. */
  readonly readjusted: readonly { readonly ticker: string; readonly factor: number }[];
  /** In USD, for the holding that ended: costs of its fill, borrow and financing less interest. */
  readonly charges: number;
  /** Turned into cash, at the value they have after the delisting's return. */
  readonly delisted: readonly { readonly ticker: string; readonly price: number }[];
  readonly executions: readonly Execution[];
}

export interface Broker {
  holdings(): Promise<BrokerHoldings>;
  /** What the book says happened. */
  carryOut(day: BrokerDay): Promise<void>;
}
