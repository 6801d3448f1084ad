/** Accounts: whose money a strategy trades, on which plan, and whether it may go on. */
import type { Plan } from '../../../compiler/plan.ts';
import { UserError } from '../../ports.ts';
import type { Ledger } from './ledger.ts';

/** Where predictions come from: made by the trained model for what is due, or those that a backtest has kept. */
export type PredictionSource = 'model' | 'stored';

export interface Account {
  readonly name: string;
  /** Hash of the plan it follows. */
  readonly plan: string;
  readonly predictions: PredictionSource;
  /** At the beginning, in USD. */
  readonly capital: number;
  /** How the config was called that it was opened with. */
  readonly config: string;
}

/** Scope of a halt that all accounts heed. */
export const ALL_ACCOUNTS = '*';

export function findAccount(ledger: Ledger, name: string): Account | null {
  return ledger.get<Account>('SELECT name, plan, predictions, capital, config FROM accounts WHERE name = ?', name);
}

export function accountNames(ledger: Ledger): readonly string[] {
  return ledger.all<{ name: string }>('SELECT name FROM accounts ORDER BY name').map(({ name }) => name);
}

/** Within a transaction. @param models keys of the models it predicts with, in the order of folds and seeds. */
export function openAccount(ledger: Ledger, account: Account, plan: Plan, models: readonly string[], at: string): void {
  keepPlan(ledger, plan);
  const { name, predictions, capital, config } = account;
  ledger.run('INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?)', name, plan.hash, predictions, capital, config, at);
  ledger.run('INSERT INTO broker_accounts VALUES (?, ?)', name, capital);
  keepModels(ledger, name, plan, models);
}

/** Within a transaction: from the next session on, the account follows another plan. */
export function changePlan(
  ledger: Ledger,
  { name, plan: was }: Account,
  plan: Plan,
  models: readonly string[],
  at: string,
): void {
  keepPlan(ledger, plan);
  ledger.run(
    `INSERT INTO plan_changes (account, after, was, becomes, at)
     VALUES (?, (SELECT max(day) FROM sessions WHERE account = ?), ?, ?, ?)`,
    ...[name, name, was, plan.hash, at],
  );
  ledger.run('UPDATE accounts SET plan = ? WHERE name = ?', plan.hash, name);
  keepModels(ledger, name, plan, models);
}

function keepPlan(ledger: Ledger, plan: Plan): void {
  const json = JSON.stringify(plan);
  ledger.run('INSERT INTO plans VALUES (?, ?, ?) ON CONFLICT DO NOTHING', plan.hash, plan.strategy, json);
}

function keepModels(ledger: Ledger, account: string, plan: Plan, models: readonly string[]): void {
  for (const [unit, key] of models.entries()) {
    ledger.run('INSERT OR REPLACE INTO models VALUES (?, ?, ?, ?)', account, plan.hash, unit, key);
  }
}

/** Whether it follows that plan, or did before it was changed. */
export function hasFollowed(ledger: Ledger, { name, plan }: Account, hash: string): boolean {
  return plan === hash || ledger.get('SELECT 1 FROM plan_changes WHERE account = ? AND was = ?', name, hash) !== null;
}

export function modelsOf(ledger: Ledger, { name, plan }: Account): readonly string[] {
  const sql = 'SELECT key FROM models WHERE account = ? AND plan = ? ORDER BY unit';
  return ledger.all<{ key: string }>(sql, name, plan).map(({ key }) => key);
}

/** As it was when the account began to follow it. */
export function planOf(ledger: Ledger, hash: string): Plan {
  return JSON.parse(ledger.get<{ json: string }>('SELECT json FROM plans WHERE hash = ?', hash)!.json) as Plan;
}

export function strategyOf(ledger: Ledger, plan: string): string {
  return ledger.get<{ strategy: string }>('SELECT strategy FROM plans WHERE hash = ?', plan)!.strategy;
}

// ── Halts ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Halt {
  readonly scope: string;
  readonly reason: string;
  readonly since: string;
}

/** What keeps an account from booking sessions: a halt of its own, or one of all. */
export function haltsOf(ledger: Ledger, account: string): readonly Halt[] {
  return ledger.all<Halt>('SELECT scope, reason, since FROM halts WHERE scope IN (?, ?)', account, ALL_ACCOUNTS);
}

/** A halt that is there already stays as it was. */
export function halt(ledger: Ledger, { scope, reason, since }: Halt): void {
  ledger.run('INSERT INTO halts VALUES (?, ?, ?) ON CONFLICT DO NOTHING', scope, reason, since);
}

/** Answers whether there was one. */
export function liftHalt(ledger: Ledger, scope: string): boolean {
  const found = ledger.get('SELECT 1 FROM halts WHERE scope = ?', scope) !== null;
  ledger.run('DELETE FROM halts WHERE scope = ?', scope);
  return found;
}

/** @throws UserError `paper-halted` */
export function verifyNotHalted(ledger: Ledger, account: string): void {
  const [found] = haltsOf(ledger, account);
  if (found === undefined) return;
  const { scope, reason, since } = found;
  const whose = scope === ALL_ACCOUNTS ? 'paper trading is' : `the account ${account} is`;
  const option = scope === ALL_ACCOUNTS ? '' : ` --account ${account}`;
  throw new UserError('paper-halted', `${whose} halted since ${since}: ${reason}`, [
    `\`strat resume${option}\` lets it go on`,
  ]);
}

// ── Resuming a stopped book ────────────────────────────────────────────────────────────────────────────────────────

export function askToResume(ledger: Ledger, account: string, at: string): void {
  ledger.run('INSERT INTO resumes (account, asked_at) VALUES (?, ?)', account, at);
}

export function isAskedToResume(ledger: Ledger, account: string): boolean {
  return ledger.get('SELECT 1 FROM resumes WHERE account = ? AND session IS NULL', account) !== null;
}
