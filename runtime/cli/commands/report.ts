/** `strat report`: a finished run's figures in the terminal, from its folder; nothing is computed. */
import { readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../../ports.ts';
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

/** A run's folder as named, or the latest run of a strategy file's plan; null after the file's errors were written. */
async function findRun(invocation: Invocation): Promise<string | null> {
  const operand = invocation.operands[0]!;
  if (statSync(operand, { throwIfNoEntry: false })?.isDirectory()) {
    if (isReported(operand)) return operand;
    throw new UserError('no-report', `${operand} holds no report`, [
      'name the folder of a run made with --mode backtest',
    ]);
  }
  const compiled = compileFor(invocation);
  if (compiled === null) return null;
  const { config } = await loadConfig(invocation.text('config'));
  const runs = join(resolve(config.storage.runs), compiled.plan.strategy);
  const latest = await latestRun(runs);
  if (latest !== null) return latest;
  throw new UserError('no-report', `${basename(operand)} has not been run yet under ${displayName(runs)}`, [
    `strat run ${operand} makes a report`,
  ]);
}

async function latestRun(runs: string): Promise<string | null> {
  const names = await readdir(runs).catch(() => []);
  const reported = names.map((name) => join(runs, name)).filter(isReported);
  const newest = (folder: string) => statSync(join(folder, 'run.json')).mtimeMs;
  return reported.sort((a, b) => newest(b) - newest(a))[0] ?? null;
}

function isReported(folder: string): boolean {
  return ['report.html', 'report.txt', 'run.json'].every(
    (file) => statSync(join(folder, file), { throwIfNoEntry: false }) !== undefined,
  );
}
