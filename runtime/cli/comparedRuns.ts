/** Finished runs as `strat compare` reads them: what each left in its folder. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComparedRun } from '../evidence/compare.ts';
import type { Trial } from '../evidence/trials.ts';
import { UserError } from '../ports.ts';
import type { RunRecord } from '../record.ts';
import type { RunMetrics } from '../report/metrics.ts';
import { planOfRun } from './planOperand.ts';

export interface FinishedRun extends ComparedRun {
  readonly sessionsPerYear: number;
  readonly seed: number;
}

/** @throws UserError `no-report` when the folder is not that of a backtest */
export function readFinishedRun(folder: string): FinishedRun {
  for (const file of ['run.json', 'trial.json', 'metrics.json']) {
    if (existsSync(join(folder, file))) continue;
    throw new UserError('no-report', `${folder} holds no finished backtest (${file} is missing)`, [
      'name the folder of a run made with --mode backtest, or a strategy: it is run',
    ]);
  }
  const read = <T>(file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
  const { strategy, seed } = read<RunRecord>('run.json');
  const { figures, luck, headlines, suspicions } = read<RunMetrics>('metrics.json');
  return {
    name: strategy,
    folder,
    trial: read<Trial>('trial.json'),
    luck,
    averageTurnover: figures.averageTurnover,
    averageCost: figures.averageCost,
    rankIc: headlines.rank_ic ?? null,
    suspicions: suspicions.map(({ code }) => code),
    sessionsPerYear: planOfRun(folder).universe.sessionsPerYear,
    seed,
  };
}

/** Strategies of one name, such as one with two values of a param, are told apart by their run. */
export function named(runs: readonly FinishedRun[]): FinishedRun[] {
  return runs.map((run) => {
    const alone = runs.filter(({ name }) => name === run.name).length === 1;
    return alone ? run : { ...run, name: `${run.name} ${run.trial.planHash.slice(0, 6)}` };
  });
}
