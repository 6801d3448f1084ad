/** A ledger of as many sessions as one likes, written by SQL: what an account looks like after decades. */
import { rmSync } from 'node:fs';
import type { Plan } from '../../compiler/plan.ts';
import { STATE_VERSION } from '../../runtime/book/state.ts';
import type { KeptBook } from '../../runtime/paper/keptBook.ts';
import { openAccount } from '../../runtime/paper/ledger/accounts.ts';
import { Ledger } from '../../runtime/paper/ledger/ledger.ts';

export interface LedgerSize {
  readonly sessions: number;
  readonly positions: number;
}

/** Of the Monday 1980-01-07: sessions are the weekdays since. */
const FIRST = '1980-01-07';
const CAPITAL = 1_000_000;

/** Replaces the file. Figures follow from the number of the session, without randomness. */
export async function writeLargeLedger(file: string, plan: Plan, name: string, size: LedgerSize): Promise<void> {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
  const ledger = Ledger.open(file);
  try {
    await ledger.transaction(() => fill(ledger, plan, name, size));
  } finally {
    ledger.close();
  }
}

function fill(ledger: Ledger, plan: Plan, name: string, { sessions, positions }: LedgerSize): void {
  const config = 'bench';
  const account = { name, plan: plan.hash, predictions: 'model', capital: CAPITAL, config } as const;
  openAccount(ledger, account, plan, ['model'], '1980-01-07T00:00:00.000Z');
  ledger.run('CREATE TEMP TABLE n (i INTEGER PRIMARY KEY)');
  ledger.run(
    'INSERT INTO n WITH RECURSIVE c (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < ?) SELECT i FROM c',
    sessions,
  );
  ledger.run('CREATE TEMP TABLE stock (k INTEGER PRIMARY KEY, ticker TEXT)');
  ledger.run("INSERT INTO stock SELECT i, printf('T%03d', i) FROM n WHERE i < ?", positions);
  writeSessions(ledger, plan, name);
  writeStocks(ledger, name);
  const kept = JSON.stringify(keptBook(sessions, positions));
  ledger.run('INSERT INTO book_states VALUES (?, ?, ?)', name, sessions, kept);
  ledger.run('DROP TABLE temp.n');
  ledger.run('DROP TABLE temp.stock');
}

function writeSessions(ledger: Ledger, plan: Plan, name: string): void {
  const day = `date('${FIRST}', (i / 5 * 7 + i % 5) || ' days')`;
  const equity = `${CAPITAL} * (1 + 0.0002 * i + 0.05 * sin(i / 40.0))`;
  ledger.run(
    `INSERT INTO runs SELECT i + 1, ?, '0', ${day} || 'T21:15:00.000Z', ${day} || 'T21:15:03.000Z',
       CASE WHEN i % 97 = 0 THEN 'stale-data' ELSE 'finished' END, 1 FROM n`,
    name,
  );
  ledger.run(
    `INSERT INTO sessions SELECT i + 1, ?, ${day}, i, ?, 'snapshot', 'live', 'model', 0, 0, ${equity}, 5000, i + 1,
       ${day} || 'T21:15:02.000Z' FROM n`,
    ...[name, plan.hash],
  );
  ledger.run(
    `INSERT INTO holdings SELECT id, day, 0.001 * sin(number), 0, 0, 0.001 * sin(number * 1.7), 1e-5, 1e-5, 0, 0, 0, 0, 0,
       0.2, 0.1, 0.1, equity FROM sessions`,
  );
  ledger.run("INSERT INTO rebalances SELECT id, day, 'rebalance', NULL, 0, 1, 0.2, 1e-5, 0, equity FROM sessions");
  ledger.run(
    "INSERT INTO stops SELECT id, 0, 'drawdown > 8%', 0.081, 0.08 FROM sessions WHERE number > 0 AND number % 1000 = 0",
  );
  ledger.run("INSERT INTO findings SELECT id, 0, 'spike', 'T001', 'moves by 30%' FROM sessions WHERE number % 10 = 0");
}

/** Of every session: each stock is held, was predicted and is ordered. */
function writeStocks(ledger: Ledger, name: string): void {
  const each = 'FROM sessions CROSS JOIN stock';
  ledger.run(`INSERT INTO inputs SELECT id, ticker, 50 + k, 1, 1, 0.5 + k / 1000.0 ${each}`);
  ledger.run(`INSERT INTO targets SELECT id, ticker, 0.01, 0.01, 0.01 ${each}`);
  ledger.run(`INSERT INTO weights SELECT id, ticker, 0.01, 0.01 ${each}`);
  ledger.run(`INSERT INTO positions SELECT id, ticker, 200 - 4 * k, 50 + k, (200 - 4 * k) * (50 + k) ${each}`);
  ledger.run(
    `INSERT INTO orders SELECT ? || '/' || day || '/' || ticker, ?, id, ticker, 0.01, 'filled', id ${each}`,
    ...[name, name],
  );
  ledger.run(
    `INSERT INTO fills SELECT id, ticker, ? || '/' || day || '/' || ticker, 3, 50 + k, 3 * (50 + k), 0.0001 ${each} WHERE k % 4 = 0`,
    name,
  );
}

function keptBook(sessions: number, stocks: number): KeptBook {
  const row = (value: number | null) => new Array<number | null>(stocks).fill(value);
  const flat = { turnover: 0, turnoverLong: 0, turnoverShort: 0, cost: 0, spread: 0, commission: 0, impact: 0 };
  const charges = { borrow: 0, financing: 0, interest: 0, rest: null, invested: true };
  const returns = Array.from({ length: 61 }, (_, i) => 0.001 * Math.sin(i * 1.7));
  return {
    book: {
      ...{ version: STATE_VERSION, session: sessions - 1, equity: 2 * CAPITAL, from: sessions - 1 },
      lastPrice: row(50),
      sleeves: [{ target: row(0.01), smoothed: row(0.01) }],
      live: { held: row(0.01), wanted: row(0.01), ...flat, ...charges },
      shadow: null,
      stops: { peak: 2.05 * CAPITAL, begun: true, returns, stoppedAt: null, resumeAt: null, resumeWhen: [] },
      ...{ positions: null, pending: null },
    },
    tickers: Array.from({ length: stocks }, (_, k) => `T${String(k).padStart(3, '0')}`),
    priced: new Array<string | null>(stocks).fill(null),
    factor: row(1),
  };
}
