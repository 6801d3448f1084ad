/** `strat report`: a finished run's figures in the terminal, from its folder; nothing is computed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Invocation } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { displayName } from '../files.ts';
import { findRun, type RunsWanted } from '../runs.ts';

const REPORTED: RunsWanted = {
  files: ['report.html', 'report.txt', 'metrics.json'],
  what: 'report',
  made: 'made with --mode backtest',
  code: 'no-report',
};

export async function run(invocation: Invocation): Promise<ExitCode> {
  const folder = await findRun(invocation, REPORTED);
  if (folder === null) return EXIT.strategyErrors;
  if (invocation.flag('json')) {
    process.stdout.write(readFileSync(join(folder, 'metrics.json'), 'utf8'));
    return EXIT.ok;
  }
  process.stdout.write(readFileSync(join(folder, 'report.txt'), 'utf8'));
  process.stdout.write(`\nreport  ${displayName(join(folder, 'report.html'))}\n`);
  return EXIT.ok;
}
