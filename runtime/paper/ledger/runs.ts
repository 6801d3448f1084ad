/** Invocations: who tried when, and what came of it. One that was killed has no end. */
import type { Ledger } from './ledger.ts';

export function startRun(ledger: Ledger, account: string, version: string, at: Date): number {
  const sql = 'INSERT INTO runs (account, version, started_at) VALUES (?, ?, ?) RETURNING id';
  return ledger.get<{ id: number }>(sql, account, version, at.toISOString())!.id;
}

/** @param outcome `finished`, the code of what stopped it, or `bug` */
export function finishRun(
  ledger: Ledger,
  run: number,
  { at, outcome, sessions }: { readonly at: Date; readonly outcome: string; readonly sessions: number },
): void {
  const sql = 'UPDATE runs SET ended_at = ?, outcome = ?, sessions = ? WHERE id = ?';
  ledger.run(sql, at.toISOString(), outcome, sessions, run);
}

/** How often each came of an invocation; `killed` of one that has no end, which the last may still reach. */
export function invocationCounts(ledger: Ledger, account: string): ReadonlyMap<string, number> {
  const rows = ledger.all<{ outcome: string; n: number }>(
    "SELECT coalesce(outcome, 'killed') AS outcome, count(*) AS n FROM runs WHERE account = ? GROUP BY 1 ORDER BY 1",
    account,
  );
  return new Map(rows.map(({ outcome, n }) => [outcome, n]));
}
