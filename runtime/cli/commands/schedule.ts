/** `strat schedule`: the scheduler of this system runs a paper account when its sessions are due. */
import { resolve } from 'node:path';
import type { Plan } from '../../../compiler/plan.ts';
import { ledgerFile } from '../../paper/ledger/ledger.ts';
import { type Job, type Kind, nameOf } from '../../schedule/job.ts';
import { plannedRuns } from '../../schedule/plannedRuns.ts';
import { runTimeText } from '../../schedule/runTimes.ts';
import type { Scheduler } from '../../schedule/scheduler.ts';
import { SCHEDULERS, schedulerHere, schedulersWith } from '../../schedule/schedulers.ts';
import { type ScheduleState, stampIn, stateOf, verifyNotOfAnother } from '../../schedule/state.ts';
import { timetableLines } from '../../schedule/timetableText.ts';
import { type Invocation, UsageError } from '../command.ts';
import { type LoadedConfig, loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { readAccount } from '../paperOptions.ts';
import { accountOf, readJobOptions, type Scheduled, scheduledJob, verifyPrivate } from '../scheduledJob.ts';
import { compileFor } from '../strategy.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const [verb, file] = invocation.operands;
  kindAskedFor(invocation);
  // What is no longer there, or no longer right, has to be removable.
  const account = readAccount(invocation);
  if (verb === 'remove' && account !== undefined) return remove(invocation, { name: nameOf(account), ledger: null });
  if (!(verb === 'install' || verb === 'show' || verb === 'remove') || file === undefined) {
    throw new UsageError('`strat schedule` needs install FILE, show FILE, or remove FILE');
  }
  const loaded = await loadConfig(invocation.text('config'));
  const compiled = compileFor({ ...invocation, operands: [file] }, loaded.arrivals);
  if (compiled === null) return EXIT.strategyErrors;
  const { plan } = compiled;
  if (verb === 'install')
    return install(invocation, scheduledJob(invocation, plan, loaded, readJobOptions(invocation)), loaded);
  if (verb === 'show') return show(invocation, plan, loaded);
  return remove(invocation, { name: nameOf(plan.strategy), ledger: ledgerFile(resolve(loaded.config.storage.paper)) });
}

async function install(invocation: Invocation, scheduled: Scheduled, { config }: LoadedConfig): Promise<ExitCode> {
  const { job } = scheduled;
  verifyPrivate(job.options);
  const scheduler = await schedulerAskedFor(invocation);
  if (invocation.flag('dry-run')) return print(await scheduler.written(job));
  await verifyNotOfAnother(scheduler, job);
  const advice = await scheduler.install(job);
  const others = (await schedulersWith(job.name)).filter((other) => other !== scheduler);
  const twice = others.map(({ kind }) => `${kind} runs it too: \`strat schedule remove … --kind ${kind}\``);
  const madeUp = config.data.source === 'synthetic' ? [MADE_UP] : [];
  const notes = [...advice, ...twice, ...madeUp].map((line) => `note: ${line}`);
  say([`${job.name} is installed, by ${scheduler.kind}`, ...notes, '']);
  say(runLines(scheduled));
  return EXIT.ok;
}

const MADE_UP =
  'the data are a synthetic market, made up anew for each day: every run will refuse to book (paper-made-up)';

/** Exit code 1 when it is not installed, or not as it would be now: for scripts. */
async function show(invocation: Invocation, plan: Plan, loaded: LoadedConfig): Promise<ExitCode> {
  const name = nameOf(accountOf(invocation, plan));
  const scheduler = kindAskedFor(invocation) ?? (await schedulersWith(name))[0] ?? null;
  const remembered = scheduler === null || isAnyGiven(invocation) ? null : await stampIn(scheduler, name);
  const options = remembered?.options ?? readJobOptions(invocation);
  const scheduled = scheduledJob(invocation, plan, loaded, options);
  const state = scheduler === null ? { installed: false, problems: [] } : await stateOf(scheduler, scheduled.job);
  if (invocation.flag('json')) say([JSON.stringify(asJson(scheduled, scheduler, state))]);
  else say([...stateLines(scheduled.job, scheduler, state), '', ...runLines(scheduled)]);
  return state.installed && state.problems.length === 0 ? EXIT.ok : EXIT.different;
}

/** Whether somebody asks for how other options would differ from those that were said when it was installed. */
function isAnyGiven(invocation: Invocation): boolean {
  const isSaid = ['timeout', 'environment', 'predictions'].some((option) => invocation.text(option) !== undefined);
  return isSaid || invocation.texts('set').length > 0;
}

/** @param what with the ledger of the config that was named; null: whatever has the name */
async function remove(
  invocation: Invocation,
  { name, ledger }: { readonly name: string; readonly ledger: string | null },
): Promise<ExitCode> {
  const asked = kindAskedFor(invocation);
  const schedulers = asked === null ? await schedulersWith(name) : [asked];
  let isRemoved = false;
  for (const scheduler of schedulers) {
    if (ledger !== null) await verifyNotOfAnother(scheduler, { name, ledger });
    if (!(await scheduler.remove(name))) continue;
    isRemoved = true;
    say([`${name} is removed from ${scheduler.kind}; the account and its ledger stay`]);
  }
  if (!isRemoved) say([`${name} is not installed: nothing is changed`]);
  return EXIT.ok;
}

/** @throws UsageError */
function kindAskedFor(invocation: Invocation): Scheduler | null {
  const kind = invocation.text('kind');
  if (kind === undefined) return null;
  if (Object.hasOwn(SCHEDULERS, kind)) return SCHEDULERS[kind as Kind];
  throw new UsageError(`--kind is ${Object.keys(SCHEDULERS).join(', ')}, not \`${kind}\``);
}

async function schedulerAskedFor(invocation: Invocation): Promise<Scheduler> {
  return kindAskedFor(invocation) ?? (await schedulerHere());
}

function stateLines({ name }: Job, scheduler: Scheduler | null, { installed, problems }: ScheduleState): string[] {
  if (!installed) return [`${name} is not installed`];
  const [first, ...rest] = [`${name} is installed, by ${scheduler!.kind}`, ...problems.map((each) => `  but ${each}`)];
  return problems.length === 0 ? [first!] : [first!, ...rest, '  `strat schedule install` writes it anew'];
}

function runLines({ job, timetable }: Scheduled): string[] {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [
    `It runs at ${runTimeText(job.at)} what is due by then, next:`,
    ...timetableLines(timetable, zone, Date.now()),
  ];
}

const RUNS_TOLD = 10;

function asJson({ job, timetable }: Scheduled, scheduler: Scheduler | null, state: ScheduleState) {
  const runs = plannedRuns(timetable, Date.now());
  const next = Array.from({ length: RUNS_TOLD }, () => runs.next().value!);
  return {
    ...{ name: job.name, kind: scheduler?.kind ?? null, ...state, at: runTimeText(job.at), command: job.command },
    next: next.map(({ instant, sessions }) => ({ at: new Date(instant).toISOString(), sessions: sessions.length })),
  };
}

function print(written: Awaited<ReturnType<Scheduler['written']>>): ExitCode {
  say(written.flatMap(({ name, text }) => (written.length > 1 ? [`# ${name}`, text] : [text.trimEnd()])));
  return EXIT.ok;
}

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
