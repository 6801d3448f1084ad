/** The tables that a ledger began with: accounts, sessions, and all that one session writes. Never changed. */
export const FIRST_VERSION = `
  CREATE TABLE plans (
    hash      TEXT PRIMARY KEY,
    strategy  TEXT NOT NULL,
    json      TEXT NOT NULL
  ) STRICT;

  CREATE TABLE accounts (
    name         TEXT PRIMARY KEY,
    plan         TEXT NOT NULL REFERENCES plans,
    predictions  TEXT NOT NULL CHECK (predictions IN ('model', 'stored')),
    capital      REAL NOT NULL CHECK (capital > 0),
    config       TEXT NOT NULL,
    opened_at    TEXT NOT NULL
  ) STRICT;

  -- The trained models an account predicts with, in the order of folds and seeds.
  CREATE TABLE models (
    account  TEXT NOT NULL REFERENCES accounts,
    plan     TEXT NOT NULL REFERENCES plans,
    unit     INTEGER NOT NULL,
    key      TEXT NOT NULL,
    PRIMARY KEY (account, plan, unit)
  ) STRICT, WITHOUT ROWID;

  -- strat account migrate: from the session after \`after\` on, the account follows another plan.
  CREATE TABLE plan_changes (
    id       INTEGER PRIMARY KEY,
    account  TEXT NOT NULL REFERENCES accounts,
    after    TEXT,
    was      TEXT NOT NULL REFERENCES plans,
    becomes  TEXT NOT NULL REFERENCES plans,
    at       TEXT NOT NULL
  ) STRICT;

  -- Invocations. The only table that tells one of two schedulers from the other.
  CREATE TABLE runs (
    id          INTEGER PRIMARY KEY,
    account     TEXT NOT NULL REFERENCES accounts,
    version     TEXT NOT NULL,
    started_at  TEXT NOT NULL,
    ended_at    TEXT,
    outcome     TEXT,
    sessions    INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE sessions (
    id           INTEGER PRIMARY KEY,
    account      TEXT NOT NULL REFERENCES accounts,
    day          TEXT NOT NULL,
    -- From 0, without a gap.
    number       INTEGER NOT NULL,
    plan         TEXT NOT NULL REFERENCES plans,
    snapshot     TEXT NOT NULL,
    clock        TEXT NOT NULL CHECK (clock IN ('live', 'replay')),
    predictions  TEXT NOT NULL CHECK (predictions IN ('model', 'stored')),
    -- Resumed by hand at this decision.
    by_hand      INTEGER NOT NULL CHECK (by_hand IN (0, 1)),
    -- Whether a stop keeps the book in cash after this session.
    stopped      INTEGER NOT NULL CHECK (stopped IN (0, 1)),
    equity       REAL NOT NULL,
    cash         REAL NOT NULL,
    run          INTEGER NOT NULL REFERENCES runs,
    booked_at    TEXT NOT NULL,
    UNIQUE (account, day),
    UNIQUE (account, number)
  ) STRICT;

  -- What the session was computed from, as it was known then.
  CREATE TABLE inputs (
    session     INTEGER NOT NULL REFERENCES sessions,
    ticker      TEXT NOT NULL,
    -- Adjusted, at the instant at which orders fill.
    price       REAL,
    -- Adjusted over traded close.
    factor      REAL,
    eligible    INTEGER NOT NULL CHECK (eligible IN (0, 1)),
    prediction  REAL,
    PRIMARY KEY (session, ticker)
  ) STRICT, WITHOUT ROWID;

  CREATE VIEW predictions AS
    SELECT account, day, ticker, inputs.prediction FROM inputs JOIN sessions ON sessions.id = session
    WHERE inputs.prediction IS NOT NULL;

  -- What was decided in the session.
  CREATE TABLE targets (
    session   INTEGER NOT NULL REFERENCES sessions,
    ticker    TEXT NOT NULL,
    target    REAL NOT NULL,
    smoothed  REAL NOT NULL,
    wanted    REAL NOT NULL,
    PRIMARY KEY (session, ticker)
  ) STRICT, WITHOUT ROWID;

  -- What is held after the session's fill, and what was held just before it.
  CREATE TABLE weights (
    session  INTEGER NOT NULL REFERENCES sessions,
    ticker   TEXT NOT NULL,
    drifted  REAL NOT NULL,
    held     REAL NOT NULL,
    PRIMARY KEY (session, ticker)
  ) STRICT, WITHOUT ROWID;

  -- The fill of the session.
  CREATE TABLE rebalances (
    session   INTEGER PRIMARY KEY REFERENCES sessions,
    decided   TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('hold', 'rebalance', 'flatten')),
    why_not   TEXT,
    resumed   INTEGER NOT NULL CHECK (resumed IN (0, 1)),
    scale     REAL,
    turnover  REAL NOT NULL,
    cost      REAL NOT NULL,
    borrow    REAL NOT NULL,
    equity    REAL NOT NULL
  ) STRICT;

  -- The holding that ended in the session: returns and costs as fractions of the equity before it.
  CREATE TABLE holdings (
    session         INTEGER PRIMARY KEY REFERENCES sessions,
    since           TEXT NOT NULL,
    gross           REAL NOT NULL,
    long_gross      REAL NOT NULL,
    short_gross     REAL NOT NULL,
    net             REAL NOT NULL,
    cost            REAL NOT NULL,
    spread          REAL NOT NULL,
    commission      REAL NOT NULL,
    impact          REAL NOT NULL,
    borrow          REAL NOT NULL,
    financing       REAL NOT NULL,
    interest        REAL NOT NULL,
    turnover        REAL NOT NULL,
    turnover_long   REAL NOT NULL,
    turnover_short  REAL NOT NULL,
    equity          REAL NOT NULL
  ) STRICT;

  CREATE TABLE orders (
    -- The same whenever and by whomever the decision is computed: account/day/ticker.
    id       TEXT PRIMARY KEY,
    account  TEXT NOT NULL REFERENCES accounts,
    decided  INTEGER NOT NULL REFERENCES sessions,
    ticker   TEXT NOT NULL,
    wanted   REAL NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('waiting', 'filled', 'nothing to trade', 'no price')),
    filled   INTEGER REFERENCES sessions
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX orders_of_account ON orders (account, state);

  CREATE TABLE fills (
    session   INTEGER NOT NULL REFERENCES sessions,
    ticker    TEXT NOT NULL,
    "order"   TEXT REFERENCES orders,
    quantity  REAL NOT NULL,
    price     REAL NOT NULL,
    -- Signed: what is bought is above zero.
    value     REAL NOT NULL,
    weight    REAL NOT NULL,
    PRIMARY KEY (session, ticker)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE positions (
    session   INTEGER NOT NULL REFERENCES sessions,
    ticker    TEXT NOT NULL,
    quantity  REAL NOT NULL,
    price     REAL NOT NULL,
    value     REAL NOT NULL,
    PRIMARY KEY (session, ticker)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE stops (
    session  INTEGER NOT NULL REFERENCES sessions,
    place    INTEGER NOT NULL,
    text     TEXT NOT NULL,
    figure   REAL NOT NULL,
    "limit"  REAL NOT NULL,
    PRIMARY KEY (session, place)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE findings (
    session  INTEGER NOT NULL REFERENCES sessions,
    place    INTEGER NOT NULL,
    rule     TEXT NOT NULL,
    ticker   TEXT NOT NULL,
    detail   TEXT NOT NULL,
    PRIMARY KEY (session, place)
  ) STRICT, WITHOUT ROWID;

  -- The book after the last session: all that the next one goes on from.
  CREATE TABLE book_states (
    account  TEXT PRIMARY KEY REFERENCES accounts,
    session  INTEGER NOT NULL REFERENCES sessions,
    json     TEXT NOT NULL
  ) STRICT;

  -- The simulated broker's own books.
  CREATE TABLE broker_accounts (
    account  TEXT PRIMARY KEY REFERENCES accounts,
    cash     REAL NOT NULL
  ) STRICT;
  CREATE TABLE broker_positions (
    account   TEXT NOT NULL REFERENCES accounts,
    ticker    TEXT NOT NULL,
    quantity  REAL NOT NULL,
    PRIMARY KEY (account, ticker)
  ) STRICT, WITHOUT ROWID;

  -- No session is booked while there is one for the account, or for all ('*').
  CREATE TABLE halts (
    scope   TEXT PRIMARY KEY,
    reason  TEXT NOT NULL,
    since   TEXT NOT NULL
  ) STRICT;

  -- strat resume of a stopped book; taken up by the next session.
  CREATE TABLE resumes (
    id        INTEGER PRIMARY KEY,
    account   TEXT NOT NULL REFERENCES accounts,
    asked_at  TEXT NOT NULL,
    session   INTEGER REFERENCES sessions
  ) STRICT;
`;
