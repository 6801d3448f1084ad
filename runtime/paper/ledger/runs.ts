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
