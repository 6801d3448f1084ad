/** Finished runs on disk, for the commands that show or export one: named by folder, or the latest of a strategy. */
import { readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plan } from '../../compiler/plan.ts';
import { UserError } from '../ports.ts';
import type { ProblemCode } from '../problems/problems.ts';
import type { RunRecord } from '../record.ts';
import type { Invocation } from './command.ts';
import { loadConfig } from './config.ts';
import { displayName } from './files.ts';
import { compileFor } from './strategy.ts';

/** What a command needs of a run's folder. */
export interface RunsWanted {
  readonly files: readonly string[];
  /** What those files are, such as `report`. */
  readonly what: string;
  /** How a run comes to have them, such as `made with --mode backtest`. */
  readonly made: string;
  readonly code: ProblemCode;
}

/**
 * A run's folder as named by the operand, or the latest run of the very plan that the operand compiles to; null after
 * the strategy's errors were written.
 * @throws UserError when there is none
 */
export async function findRun(invocation: Invocation, wanted: RunsWanted): Promise<string | null> {
  const operand = invocation.operands[0]!;
  if (statSync(operand, { throwIfNoEntry: false })?.isDirectory()) return await runNamed(operand, wanted);
  const compiled = compileFor(invocation);
  if (compiled === null) return null;
  const { config } = await loadConfig(invocation.text('config'));
  const runs = await runsBelow(join(resolve(config.storage.runs), compiled.plan.strategy), wanted);
  const latest = runs.find((folder) => recordOf(folder).planHash === compiled.plan.hash);
  if (latest === undefined) throw notRun(compiled.plan, operand, runs, wanted);
  return latest;
}

async function runNamed(folder: string, wanted: RunsWanted): Promise<string> {
  if (holds(folder, wanted)) return folder;
  const below = await runsBelow(folder, wanted);
  throw new UserError(wanted.code, `${folder} holds no ${wanted.what}`, [
    below.length === 0
      ? `name the folder of a run ${wanted.made}`
      : `name one of the runs below it: ${below.map(displayName).join(', ')}`,
  ]);
}

function notRun(plan: Plan, operand: string, others: readonly string[], { code, what }: RunsWanted): UserError {
  const hints = [`strat run ${operand} makes a ${what} (with the same --set)`];
  const [last] = others;
  if (last !== undefined) {
    const params = recordOf(last).params.map(({ name, value }) => `${name} = ${value}`);
    hints.push(`the last run of ${plan.strategy} was another plan: ${displayName(last)} (${params.join(', ')})`);
  }
  return new UserError(code, `this plan of ${plan.strategy} (${plan.hash.slice(0, 12)}) has not been run`, hints);
}

/** Folders of the finished runs that have what is wanted, the latest first. */
async function runsBelow(folder: string, wanted: RunsWanted): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[0-9a-f]{12}$/.test(name));
  const made = (run: string) => statSync(join(run, 'run.json')).mtimeMs;
  return names
    .map((name) => join(folder, name))
    .filter((run) => holds(run, wanted))
    .sort((a, b) => made(b) - made(a));
}

function holds(folder: string, { files }: RunsWanted): boolean {
  return ['run.json', ...files].every((file) => statSync(join(folder, file), { throwIfNoEntry: false }) !== undefined);
}

function recordOf(folder: string): RunRecord {
  return JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as RunRecord;
}
