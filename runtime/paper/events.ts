/** What an invocation of paper trading tells, beside the events of the stages it runs. Facts, without a clock of their own. */
import type { RemoteAnswer } from './brokers/remote.ts';
import type { PredictionSource } from './ledger/accounts.ts';
import type { ClockKind } from './ledger/sessions.ts';

export type PaperEvent =
  | {
      readonly type: 'paper-started';
      readonly account: string;
      readonly strategy: string;
      readonly planHash: string;
      readonly config: string;
      readonly data: string;
      readonly clock: ClockKind;
      readonly predictions: PredictionSource;
      /** Whether this invocation opened the account. */
      readonly opened: boolean;
      readonly capital: number;
    }
  /** How many are due, and how many of them this invocation is going to book. */
  | { readonly type: 'paper-due'; readonly due: number; readonly asked: number; readonly first: string | null }
  /** What the store lacks of the sessions asked for is pulled first. `to` is the last of them. */
  | { readonly type: 'paper-pulling'; readonly store: string; readonly to: string }
  | {
      readonly type: 'paper-pulled';
      /** Id of the store's latest snapshot; null: nothing is kept. */
      readonly snapshot: string | null;
      readonly bars: number;
      readonly failures: readonly { readonly ticker: string; readonly code: string; readonly message: string }[];
    }
  | {
      readonly type: 'paper-session';
      readonly day: string;
      readonly number: number;
      /** Of the data. */
      readonly snapshot: string;
      /** The invocation's row in the ledger. */
      readonly run: number;
      readonly equity: number;
      /** Net, of the holding that ended; null: none did. */
      readonly net: number | null;
      readonly turnover: number | null;
      readonly cost: number | null;
      readonly longs: number;
      readonly shorts: number;
      readonly fills: number;
      /** Orders that wait for their prices. */
      readonly waiting: number;
      readonly stops: readonly string[];
      readonly stopped: boolean;
      /** False: a dry run, taken back. */
      readonly booked: boolean;
    }
  /** The saved book was of another version of the engine; it was computed again from all the sessions booked. */
  | { readonly type: 'paper-rebuilt'; readonly sessions: number }
  /** A broker elsewhere has taken orders. */
  | { readonly type: 'paper-handed-over'; readonly broker: string; readonly orders: number }
  /** … and has come to the end of one without filling all of it. */
  | {
      readonly type: 'paper-order-unfilled';
      readonly ticker: string;
      readonly quantity: number;
      readonly filled: number;
      readonly state: 'missed' | Exclude<RemoteAnswer['state'], 'working'>;
      readonly reason: string | null;
    }
  /** Another scheduler booked it meanwhile. */
  | { readonly type: 'paper-booked-elsewhere'; readonly day: string }
  | { readonly type: 'paper-finished'; readonly booked: number; readonly left: number; readonly equity: number | null };
