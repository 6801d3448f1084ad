/**
 * The port to a paper account elsewhere, in real time. Every order has an id of ours, and a broker takes no id twice: it may
 * be handed over as often as is needed to know that it arrived (docs/decisions/remote-broker.md).
 */

/** When it fills: in the auction that opens the session after the decision, or in the one that closes it. */
export type FillTime = 'open' | 'close';

export interface RemoteOrder {
  /** The same as that of the order in the ledger: account/day/ticker. */
  readonly id: string;
  readonly ticker: string;
  /** Whole shares as traded; what is sold is below zero. */
  readonly quantity: number;
  readonly at: FillTime;
}

/** An order as it stands. Asking again gives the same or a later state of it. */
export interface RemoteAnswer {
  /** `working`: it may still fill. All others are its end. */
  readonly state: 'working' | 'filled' | 'cancelled' | 'expired' | 'rejected';
  /** Shares so far, signed as the order's. */
  readonly filled: number;
  /** Mean of what was paid for them; null: nothing was filled. */
  readonly price: number | null;
  /** In the broker's words; null: it gave none. */
  readonly reason: string | null;
}

export interface RemoteHoldings {
  /** In USD. */
  readonly equity: number;
  /** Shares, signed, by the broker's symbols; who is not among them is not held. */
  readonly positions: ReadonlyMap<string, number>;
}

/** Methods throw a UserError `broker-unreachable` or `broker-refused`, and nothing is known then of what they asked. */
export interface RemoteBroker {
  /** For people and the ledger: which account this is, without its keys. */
  readonly name: string;
  /** Minutes of the exchange's day, on that of the decision, from which it takes orders for the auctions of the next session. */
  readonly takesFrom: number;
  /** Minutes before the auction at which it takes no more orders. */
  readonly takesUntil: Readonly<Record<FillTime, number>>;
  /** How it writes a ticker. */
  symbolOf(ticker: string): string;
  /** Hands an order over. One that it knows by its id is not taken again, and answered as it stands. */
  place(order: RemoteOrder): Promise<RemoteAnswer>;
  /** Null: no order of that id has arrived. */
  find(order: RemoteOrder): Promise<RemoteAnswer | null>;
  holdings(): Promise<RemoteHoldings>;
}
