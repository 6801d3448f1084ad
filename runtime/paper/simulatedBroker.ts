/**
 * A broker whose books lie in the ledger: cash and units, moved by executions and charges alone. It knows no weights and
 * no returns, so that its cash and positions prove the equity of the book (`conservation.ts`). It is called within the
 * session's transaction: what it does counts with the session, or not at all.
 */
import type { Broker, BrokerDay, BrokerHoldings } from './broker.ts';
import type { Ledger } from './ledger/ledger.ts';

export class SimulatedBroker implements Broker {
  readonly #ledger: Ledger;
  readonly #account: string;

  constructor(ledger: Ledger, account: string) {
    this.#ledger = ledger;
    this.#account = account;
  }

  async holdings(): Promise<BrokerHoldings> {
    const { cash } = this.#ledger.get<{ cash: number }>(
      'SELECT cash FROM broker_accounts WHERE account = ?',
      this.#account,
    )!;
    const rows = this.#ledger.all<{ ticker: string; quantity: number }>(
      'SELECT ticker, quantity FROM broker_positions WHERE account = ? ORDER BY ticker',
      this.#account,
    );
    return { cash, quantities: new Map(rows.map(({ ticker, quantity }) => [ticker, quantity])) };
  }

  async carryOut({ readjusted, charges, delisted, executions }: BrokerDay): Promise<void> {
    const { cash: before, quantities } = await this.holdings();
    const after = new Map(quantities);
    let cash = before - charges;
    for (const { ticker, factor } of readjusted) {
      const quantity = after.get(ticker);
      if (quantity !== undefined) after.set(ticker, quantity / factor);
    }
    for (const { ticker, price } of delisted) {
      cash += (after.get(ticker) ?? 0) * price;
      after.delete(ticker);
    }
    for (const { ticker, quantity, price } of executions) {
      cash -= quantity * price;
      const held = (after.get(ticker) ?? 0) + quantity;
      if (held === 0) after.delete(ticker);
      else after.set(ticker, held);
    }
    this.#ledger.run('UPDATE broker_accounts SET cash = ? WHERE account = ?', cash, this.#account);
    this.#write(quantities, after);
  }

  #write(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
    for (const ticker of before.keys()) {
      if (after.has(ticker)) continue;
      this.#ledger.run('DELETE FROM broker_positions WHERE account = ? AND ticker = ?', this.#account, ticker);
    }
    for (const [ticker, quantity] of after) {
      if (quantity === before.get(ticker)) continue;
      this.#ledger.run('INSERT OR REPLACE INTO broker_positions VALUES (?, ?, ?)', this.#account, ticker, quantity);
    }
  }
}
