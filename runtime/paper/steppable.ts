/** What sessions are booked on, which `prepare.ts` makes, and for whom. */
import type { BookRules, BookSession } from '../book/types.ts';
import type { Market, Panel } from '../market.ts';
import type { Broker } from './broker.ts';
import type { Mirror } from './brokers/mirrorSession.ts';
import type { SessionFeatures } from './featureRows.ts';
import type { Account } from './ledger/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { ClockKind } from './ledger/sessions.ts';

/** Sessions of a market that can be stepped, by index. */
export interface Steppable {
  readonly market: Market;
  readonly rules: BookRules;
  /** What each stop of the book reads, in their order: `drawdown`, `sharpe`, …; null: a formula of several. */
  readonly stopsRead: readonly (string | null)[];
  readonly predictions: Panel;
  /** Sessions before its own of which the book reads the predictions. */
  readonly lookBack: number;
  /** What the models read of the cross-section of a session that is due; null where predictions are stored. */
  features(session: number): SessionFeatures | null;
  read(session: number): BookSession;
}

export interface SessionContext {
  readonly ledger: Ledger;
  readonly broker: Broker;
  /** Null: the account is held nowhere else. */
  readonly mirror: Mirror | null;
  readonly account: Account;
  readonly clock: ClockKind;
  readonly run: number;
  /** ISO instant, for the record only. */
  now(): string;
}
