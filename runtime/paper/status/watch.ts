/** A ledger that is looked at again and again beside whoever writes it: read only when something has changed. */
import { isAtWork } from '../ledger/accountLock.ts';
import { accountNames } from '../ledger/accounts.ts';
import { Ledger } from '../ledger/ledger.ts';
import { type AccountStatus, accountStatus } from './status.ts';

export interface Sight {
  /** Of all accounts. */
  readonly names: readonly string[];
  /** Of the one asked for; null: it was not opened yet. */
  readonly status: AccountStatus | null;
}

/** There is no file as yet. */
export const NOTHING_SEEN: Sight = { names: [], status: null };

export class LedgerWatch {
  readonly #file: string;
  /** Null: there is no file as yet. */
  #ledger: Ledger | null = null;
  #seen: { readonly version: number; readonly account: string | null } | null = null;
  #status: AccountStatus | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * What is there now, or null when nothing has changed since the last look at the same account.
   * @param account null: the first there is
   * @throws UserError as `Ledger.read`
   */
  look(account: string | null): Sight | null {
    this.#ledger ??= Ledger.read(this.#file);
    const ledger = this.#ledger;
    if (ledger === null) return this.#seen === null ? this.#remember(-1, account, NOTHING_SEEN) : null;
    const version = ledger.dataVersion();
    if (this.#seen?.version === version && this.#seen.account === account && !this.#hasBegunOrEnded()) return null;
    const sight = ledger.look(() => {
      const names = accountNames(ledger);
      const name = account ?? names[0];
      return { names, status: name !== undefined && names.includes(name) ? accountStatus(ledger, name) : null };
    });
    return this.#remember(version, account, sight);
  }

  close(): void {
    this.#ledger?.close();
    this.#ledger = null;
  }

  #remember(version: number, account: string | null, sight: Sight): Sight {
    this.#seen = { version, account };
    this.#status = sight.status;
    return sight;
  }

  /** An invocation that was killed has written nothing. */
  #hasBegunOrEnded(): boolean {
    const status = this.#status;
    return status !== null && isAtWork(this.#file, status.account.name) !== status.atWork;
  }
}
