/** What `strat schedule` has the system start: the paper session of a strategy, as this program would be started now. */
import { realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plan } from '../../compiler/plan.ts';
import { calendarNamed } from '../calendar/calendar.ts';
import { ledgerFile } from '../paper/ledger/ledger.ts';
import { UserError } from '../ports.ts';
import { type Job, type JobOptions, nameOf } from '../schedule/job.ts';
import { type Timetable, weekdaysOf } from '../schedule/plannedRuns.ts';
import { type Invocation, UsageError } from './command.ts';
import type { LoadedConfig } from './config.ts';
import { parseDuration } from './duration.ts';
import { readAccount, readPredictions } from './paperOptions.ts';

const DEFAULT_TIMEOUT = '1h';

export interface Scheduled {
  readonly job: Job;
  readonly timetable: Timetable;
}

export function accountOf(invocation: Invocation, plan: Plan): string {
  return readAccount(invocation) ?? plan.strategy;
}

/** @throws UsageError */
export function readJobOptions(invocation: Invocation): JobOptions {
  const environment = invocation.text('environment');
  return {
    timeout: invocation.text('timeout') ?? DEFAULT_TIMEOUT,
    environment: environment === undefined ? null : resolve(environment),
    predictions: readPredictions(invocation),
    set: invocation.texts('set'),
  };
}

/**
 * @param options those of the command line, or those that an installed job remembers
 * @throws UsageError when the strategy says no time, or no config is named. UserError for names that no scheduler takes
 */
export function scheduledJob(
  invocation: Invocation,
  plan: Plan,
  { config }: LoadedConfig,
  options: JobOptions,
): Scheduled {
  const { at } = plan.paper;
  if (at === null) {
    throw new UsageError(`${plan.strategy} does not say when it is run: \`paper { at 16:15 America/New_York }\``);
  }
  const account = accountOf(invocation, plan);
  const calendar = calendarNamed(plan.universe.calendar);
  const timetable = { at, calendar, arrival: config.data.arrives.bars ?? 0 };
  const folder = resolve(config.storage.paper);
  const job: Job = {
    ...{ name: nameOf(account), account, at, options, ledger: ledgerFile(folder) },
    strategy: resolve(invocation.operands[1]!),
    weekdays: weekdaysOf(timetable, Date.now()),
    command: [...program(options), ...words(invocation, account, options)],
    folder: process.cwd(),
    timeout: parseDuration('timeout', options.timeout),
    log: join(folder, `${account}.schedule.log`),
  };
  verifyPlain(job);
  return { job, timetable };
}

/** Node itself reads the file of variables: alike under every scheduler, and in none of their files. */
function program({ environment }: JobOptions): readonly string[] {
  const entry = realpathSync(process.argv[1]!);
  return environment === null ? [process.execPath, entry] : [process.execPath, `--env-file=${environment}`, entry];
}

function words(invocation: Invocation, account: string, { timeout, predictions, set }: JobOptions): readonly string[] {
  const config = invocation.text('config');
  if (config === undefined) throw new UsageError('`strat schedule` needs --config FILE: it says where the data are');
  const strategy = invocation.text('strategy');
  return [
    ...['run', resolve(invocation.operands[1]!), '--mode', 'paper', '--config', resolve(config), '--account', account],
    ...['--scheduled', '--catch-up', '--timeout', timeout],
    ...(predictions === null ? [] : ['--predictions', predictions]),
    ...(strategy === undefined ? [] : ['--strategy', strategy]),
    ...set.flatMap((setting) => ['--set', setting]),
  ];
}

/** What it holds is for its owner. @throws UserError when others can read it. UsageError when it is not there */
export function verifyPrivate({ environment: file }: JobOptions): void {
  if (file === null) return;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`there is no file ${file}`);
  if (process.platform === 'win32' || (found.mode & 0o077) === 0) return;
  throw new UserError('schedule-not-possible', `${file} can be read by others, and holds what they are not to know`, [
    `\`chmod 600 ${file}\` keeps it to you`,
  ]);
}

/** Files of schedulers are made of lines. */
function verifyPlain({ command, folder, log }: Job): void {
  const broken = [...command, folder, log].find((text) => /[\r\n\0]/.test(text));
  if (broken === undefined) return;
  throw new UserError('schedule-not-possible', `no scheduler takes a line break: ${JSON.stringify(broken)}`, [
    'give the file or folder another name',
  ]);
}
