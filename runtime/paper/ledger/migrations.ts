/**
 * The tables of the ledger, version by version. A ledger is brought up to date when it is opened; a version that has once
 * been released is never changed, only followed by another. `PRAGMA user_version` says how many were applied.
 *
 *   plans ◀── accounts ◀── sessions ◀── inputs · targets · weights · rebalances · holdings · fills · positions · stops · findings
 *                 ▲            ▲
 *                 │            └── orders (decided in one session, filled in the same or in a later one)
 *                 │            └── cuts · earlier_predictions · stop_readings · documents (deliveries: who was told of them)
 *                 ├── mirrors · remote_positions (remote_orders · remote_sessions: of a session)
 *                 └── book_states · broker_accounts · broker_positions · models · plan_changes · resumes
 *
 * Weights are fractions of equity, money is USD, days are ISO. NULL is "there is none". Quantities are units of the
 * adjusted price, so that dividends are reinvested and splits change nothing.
 */
import { FIRST_VERSION } from './firstVersion.ts';

export const MIGRATIONS: readonly string[] = [
  FIRST_VERSION,
  `
  -- What limits and stops of positions took from the fill of the session, in the order in which it happened.
  CREATE TABLE cuts (
    session        INTEGER NOT NULL REFERENCES sessions,
    place          INTEGER NOT NULL,
    -- NULL: all weights, or all orders, by one factor; before and after are then their sizes.
    ticker         TEXT,
    -- Key of the limit, or the stop as it was written.
    "by"           TEXT NOT NULL,
    -- What was too high; NULL where it could not be told.
    figure         REAL,
    most           REAL NOT NULL,
    weight_before  REAL NOT NULL,
    weight_after   REAL NOT NULL,
    PRIMARY KEY (session, place)
  ) STRICT, WITHOUT ROWID;

  -- Of sessions before the first that a plan booked: what the book looked back to in it, and in those that follow.
  CREATE TABLE earlier_predictions (
    session     INTEGER NOT NULL REFERENCES sessions,
    day         TEXT NOT NULL,
    ticker      TEXT NOT NULL,
    prediction  REAL NOT NULL,
    PRIMARY KEY (session, day, ticker)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What is published of a session, and is asked for by strat query; payloads are JSON, vectors are 32-bit floats.
  CREATE TABLE documents (
    -- Numbers changes: a document that changes gets a new one. What a destination has not been told is above its number.
    change      INTEGER PRIMARY KEY,
    -- UUID of version 5 of collection, account, day and ticker.
    id          TEXT NOT NULL UNIQUE,
    collection  TEXT NOT NULL,
    account     TEXT NOT NULL,
    day         TEXT NOT NULL,
    ticker      TEXT,
    payload     TEXT NOT NULL,
    features    BLOB,
    decision    BLOB,
    FOREIGN KEY (account, day) REFERENCES sessions (account, day)
  ) STRICT;
  CREATE INDEX documents_of_account ON documents (account, collection, day, ticker);

  -- The last change that each store elsewhere was told.
  CREATE TABLE deliveries (
    destination  TEXT PRIMARY KEY,
    change       INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What each stop of the book read after the session, whether or not it tripped; NULL: undefined as yet.
  CREATE TABLE stop_readings (
    session     INTEGER NOT NULL REFERENCES sessions,
    place       INTEGER NOT NULL,
    text        TEXT NOT NULL,
    comparison  TEXT NOT NULL CHECK (comparison IN ('<', '>')),
    figure      REAL,
    "limit"     REAL,
    PRIMARY KEY (session, place)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Accounts elsewhere that are held as the book says.
  CREATE TABLE mirrors (
    account  TEXT PRIMARY KEY REFERENCES accounts,
    broker   TEXT NOT NULL
  ) STRICT;

  -- Orders for them: written with the session that decided them, handed over afterwards.
  CREATE TABLE remote_orders (
    -- As in orders; one that sells what the book sold before is in this table alone.
    id        TEXT PRIMARY KEY,
    session   INTEGER NOT NULL REFERENCES sessions,
    ticker    TEXT NOT NULL,
    -- Whole shares as traded, signed.
    quantity  REAL NOT NULL CHECK (quantity <> 0),
    at        TEXT NOT NULL CHECK (at IN ('open', 'close')),
    -- After this instant the broker takes it no more.
    until     TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('waiting', 'working', 'filled', 'cancelled', 'expired', 'rejected', 'missed')),
    filled    REAL NOT NULL DEFAULT 0,
    price     REAL,
    reason    TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX remote_orders_of_session ON remote_orders (session, state);

  -- What must be held there after all that was heard of.
  CREATE TABLE remote_positions (
    account   TEXT NOT NULL REFERENCES accounts,
    ticker    TEXT NOT NULL,
    quantity  REAL NOT NULL,
    PRIMARY KEY (account, ticker)
  ) STRICT, WITHOUT ROWID;

  -- How far it was from the book after the session's fill, of equity; NULL before its first orders came to their end.
  CREATE TABLE remote_sessions (
    session  INTEGER PRIMARY KEY REFERENCES sessions,
    apart    REAL,
    equity   REAL NOT NULL
  ) STRICT;
  `,
  `
  -- How far apart it was allowed to be, of equity; NULL of sessions before this was written.
  ALTER TABLE remote_sessions ADD COLUMN most REAL;
  `,
  `
  -- What its left side reads: drawdown, day_return, volatility, sharpe; NULL: a formula of several. Of readings that are
  -- there already the text has to say it.
  ALTER TABLE stop_readings ADD COLUMN reads TEXT;
  UPDATE stop_readings SET reads = CASE
    WHEN text LIKE 'sharpe(%' THEN 'sharpe' WHEN text LIKE 'volatility(%' THEN 'volatility'
    WHEN text LIKE 'drawdown %' THEN 'drawdown' WHEN text LIKE 'day_return %' THEN 'day_return' END;
  `,
];
