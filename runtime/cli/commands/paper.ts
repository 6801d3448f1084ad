/** `strat run --mode paper`: books the sessions that are due, each once, and says what it did. */
import { resolve } from 'node:path';
import type { Plan } from '../../../compiler/plan.ts';
import { qdrantIn } from '../../../configs/documentStore.ts';
import type { Config } from '../../../configs/schema.ts';
import { openArtifactStore } from '../../artifacts/store.ts';
import { Interrupted } from '../../interrupted.ts';
import { monitoringListeners } from '../../monitoring/listeners.ts';
import { openBroker } from '../../paper/brokers/open.ts';
import type { PaperEvent } from '../../paper/events.ts';
import { withAccountLock } from '../../paper/ledger/accountLock.ts';
import { Ledger, ledgerFile } from '../../paper/ledger/ledger.ts';
import { Audience, outcomeCode, type PaperListener, type PaperOutcome } from '../../paper/listener.ts';
import { type PaperPorts, runPaper } from '../../paper/paper.ts';
import { UserError } from '../../ports.ts';
import { publisher } from '../../publish/publisher.ts';
import { storeKey } from '../../publish/storeKey.ts';
import { openSource } from '../../sources/open.ts';
import { paperLine } from '../../ui/paperLines.ts';
import { hearsKeys, heedNoColor } from '../../ui/terminal.ts';
import type { Invocation } from '../command.ts';
import type { LoadedConfig } from '../config.ts';
import { setDeadline } from '../deadline.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { packageVersion } from '../files.ts';
import { type PaperAsked, readPaperOptions } from '../paperOptions.ts';
import { pullWhatIsDue } from '../paperPull.ts';
import { interrupt, listenForInterrupt, type View } from '../running.ts';
import type { CompiledStrategy } from '../strategy.ts';

export async function bookSessions(
  { plan }: CompiledStrategy,
  loaded: LoadedConfig,
  view: View,
  invocation: Invocation,
): Promise<ExitCode> {
  const { config } = loaded;
  const arrival = config.data.arrives.bars ?? 0;
  const { timeout, ...asked } = readPaperOptions(invocation, plan, arrival);
  const { account } = asked;
  const interruption = new AbortController();
  const startedAt = new Date();
  const folder = resolve(config.storage.paper);
  const version = packageVersion();
  const invoked = { plan, arrival, version, folder, startedAt, file: ledgerFile(folder), ...asked };
  const { listeners, problems } = monitoringListeners({ ...invoked, config: config.monitoring });
  const output = await outputListener(invocation, view, { ...invoked, interruption });
  const audience = new Audience([...publishers(config, invoked), ...listeners, output]);
  for (const message of problems) audience.emit({ type: 'notice', code: 'listener-failed', message });
  const { signal } = interruption;
  const release = listenForInterrupt(interruption);
  const deadline = setDeadline(interruption, timeout);
  /** Within the lock: whoever comes next must not tell the same once more. */
  const ended = async (thrown: unknown): Promise<PaperOutcome> => {
    deadline.lift();
    const error = thrown instanceof Interrupted && deadline.isOver() ? timeIsUp(thrown) : thrown;
    if (error instanceof Interrupted) {
      audience.emit({ type: 'run-interrupted', stage: error.stage, how: error.message });
    }
    const outcome = { account, code: outcomeCode(error), error, startedAt, endedAt: new Date() };
    await audience.closeWriters(outcome);
    return outcome;
  };
  let ledger: Ledger | null = null;
  try {
    const work = async () => {
      ledger = Ledger.open(invoked.file);
      await book({ plan, asked, version, loaded }, { ledger, signal, audience });
    };
    const toldWork = () => work().then(() => ended(null), ended);
    const outcome = await withAccountLock(invoked.file, account, { signal }, toldWork).catch(ended);
    await audience.close(outcome);
    return exitCodeOf(outcome);
  } finally {
    // Last: only who may write it leaves nothing of its log behind.
    (ledger as Ledger | null)?.close();
    release();
  }
}

/** @throws what ended it, but for an interruption, which was told */
function exitCodeOf({ error }: PaperOutcome): ExitCode {
  if (error === null) return EXIT.ok;
  if (error instanceof Interrupted) return EXIT.interrupted;
  throw error;
}

interface Work {
  readonly plan: Plan;
  readonly asked: PaperAsked;
  readonly version: string;
  readonly loaded: LoadedConfig;
}

interface Ports {
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  readonly audience: Audience;
}

async function book({ plan, asked, version, loaded }: Work, { ledger, signal, audience }: Ports): Promise<void> {
  const { config, label, baseFolder } = loaded;
  verifyNotMadeUp(config, asked.clock);
  const { least_bars: leastBars, most_findings: mostFindings } = config.paper;
  const tell = (event: PaperEvent) => audience.tell(event);
  await pullWhatIsDue(plan, asked, loaded, { ledger, tell, signal });
  await runPaper(
    { plan, config: label, version, limits: { leastBars, mostFindings }, ...asked },
    {
      data: await openSource(config.data, baseFolder),
      artifacts: openArtifactStore(resolve(config.storage.artifacts)),
      engine: config.engine,
      events: audience,
      remote: remoteIn(config),
      ...{ signal, ledger, tell, now: () => new Date() },
    },
  );
}

/** @throws UserError `paper-made-up` */
function verifyNotMadeUp({ data }: Config, { kind }: PaperAsked['clock']): void {
  if (data.source !== 'synthetic' || kind === 'replay') return;
  throw new UserError(
    'paper-made-up',
    'by the clock on the wall the synthetic market is another one each day: its companies are made anew; nothing was booked',
    [
      'replay days of it: `--replay FROM..TO`, such as 2025-04-01..2025-10-31',
      'to trade bars that go on, name a config that has them: `--config FILE`',
    ],
  );
}

function remoteIn({ paper: { broker } }: Config): PaperPorts['remote'] {
  if (broker === 'simulated') return null;
  return { broker: openBroker(broker, process.env), mostApart: broker.most_apart };
}

/** A scheduler is to try again what it interrupted itself; what somebody interrupted it is not. */
function timeIsUp({ message }: Interrupted): UserError {
  return new UserError('time-up', `the time that --timeout gives is over: ${message}`, [
    'a longer one, such as `--timeout 2h`, where there is more to do than that: training, many sessions',
  ]);
}

/** Delivers to the vector store, if the config names one; before the log is closed, which hears of what fails. */
function publishers({ store }: Config, { file, dryRun }: { readonly file: string; readonly dryRun: boolean }) {
  const qdrant = qdrantIn(store);
  return qdrant === null || dryRun ? [] : [publisher(file, qdrant, storeKey(process.env))];
}

interface Watched {
  readonly file: string;
  readonly account: string;
  readonly interruption: AbortController;
}

/** What stands on the terminal or goes down a pipe. */
async function outputListener(
  invocation: Invocation,
  view: View,
  { file, account, interruption }: Watched,
): Promise<PaperListener> {
  const lines: PaperListener = { name: 'output', stays: true, tell: teller(invocation), emit: (e) => view.emit(e) };
  const isPlain = invocation.flag('json') || invocation.flag('quiet') || !invocation.flag('watch');
  if (isPlain || !hearsKeys()) return lines;
  heedNoColor();
  const { watchListener } = await import('../../ui/account/watchListener.ts');
  return watchListener(file, account, () => interrupt(interruption), lines);
}

function teller(invocation: Invocation): (event: PaperEvent) => void {
  if (invocation.flag('json')) return (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
  if (invocation.flag('quiet')) return () => {};
  return (event) => {
    const line = paperLine(event);
    if (line !== null) process.stdout.write(`${line}\n`);
  };
}
