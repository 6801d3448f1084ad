/** `strat report`: a finished run's figures in the terminal, from its folder; nothing is computed. */
import { readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plan } from '../../../compiler/plan.ts';
import { UserError } from '../../ports.ts';
import type { RunRecord } from '../../record.ts';
import type { Invocation } from '../command.ts';
import { loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { displayName } from '../files.ts';
import { compileFor } from '../strategy.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const folder = await findRun(invocation);
  if (folder === null) return EXIT.strategyErrors;
  if (invocation.flag('json')) {
    process.stdout.write(readFileSync(join(folder, 'metrics.json'), 'utf8'));
    return EXIT.ok;
  }
  process.stdout.write(readFileSync(join(folder, 'report.txt'), 'utf8'));
  process.stdout.write(`\nreport  ${displayName(join(folder, 'report.html'))}\n`);
  return EXIT.ok;
}

/** A run's folder as named, or the latest run of the very plan; null after the strategy's errors were written. */
async function findRun(invocation: Invocation): Promise<string | null> {
  const operand = invocation.operands[0]!;
  if (statSync(operand, { throwIfNoEntry: false })?.isDirectory()) {
    if (isReported(operand)) return operand;
    const below = await reportedRuns(operand);
    throw new UserError('no-report', `${operand} holds no report`, [
      below.length === 0
        ? 'name the folder of a run made with --mode backtest'
        : `name one of the runs below it: ${below.map(displayName).join(', ')}`,
    ]);
  }
  const compiled = compileFor(invocation);
  if (compiled === null) return null;
  const { config } = await loadConfig(invocation.text('config'));
  const runs = await reportedRuns(join(resolve(config.storage.runs), compiled.plan.strategy));
  const latest = runs.find((folder) => recordOf(folder).planHash === compiled.plan.hash);
  if (latest === undefined) throw notRun(compiled.plan, operand, runs);
  return latest;
}

function notRun(plan: Plan, operand: string, others: readonly string[]): UserError {
  const hints = [`strat run ${operand} makes a report (with the same --set)`];
  const [last] = others;
  if (last !== undefined) {
    const params = recordOf(last).params.map(({ name, value }) => `${name} = ${value}`);
    hints.push(`the last run of ${plan.strategy} was another plan: ${displayName(last)} (${params.join(', ')})`);
  }
  return new UserError(
    'no-report',
    `this plan of ${plan.strategy} (${plan.hash.slice(0, 12)}) has not been run`,
    hints,
  );
}

/** Folders of finished backtests, the latest first. */
async function reportedRuns(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[0-9a-f]{12}$/.test(name));
  const made = (run: string) => statSync(join(run, 'run.json')).mtimeMs;
  return names
    .map((name) => join(folder, name))
    .filter(isReported)
    .sort((a, b) => made(b) - made(a));
}

function isReported(folder: string): boolean {
  return ['report.html', 'report.txt', 'metrics.json', 'run.json'].every(
    (file) => statSync(join(folder, file), { throwIfNoEntry: false }) !== undefined,
  );
}

function recordOf(folder: string): RunRecord {
  return JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as RunRecord;
}
