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
import { Audience, outcomeCode, type PaperListener } from '../../paper/listener.ts';
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
import { listenForInterrupt, type View } from '../running.ts';
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
  const release = listenForInterrupt(interruption);
  const deadline = setDeadline(interruption, timeout);
  const startedAt = new Date();
  const folder = resolve(config.storage.paper);
  const version = packageVersion();
  const invoked = { plan, arrival, version, folder, startedAt, file: ledgerFile(folder), ...asked };
  const { listeners, problems } = monitoringListeners({ ...invoked, config: config.monitoring });
  const output = await outputListener(invocation, view, invoked);
  // A screen stays until it is left: those that write files have ended by then.
  const audience = new Audience([...publishers(config, invoked), ...listeners, output]);
  for (const message of problems) audience.emit({ type: 'notice', code: 'listener-failed', message });
  const { signal } = interruption;
  let error: unknown = null;
  let ledger: Ledger | null = null;
  try {
    await withAccountLock(invoked.file, account, { signal }, async () => {
      ledger = Ledger.open(invoked.file);
      await book({ plan, asked, version, loaded }, { ledger, signal, audience });
    });
    return EXIT.ok;
  } catch (thrown) {
    error = thrown instanceof Interrupted && deadline.isOver() ? timeIsUp(thrown) : thrown;
    if (!(error instanceof Interrupted)) throw error;
    audience.emit({ type: 'run-interrupted', stage: error.stage, how: error.message });
    return EXIT.interrupted;
  } finally {
    // A screen may stay for as long as somebody looks at it.
    deadline.lift();
    // The ledger is closed last: only who may write it leaves nothing of its log behind.
    await audience.close({ account, code: outcomeCode(error), error, startedAt, endedAt: new Date() });
    (ledger as Ledger | null)?.close();
    release();
  }
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

/** What stands on the terminal or goes down a pipe. */
async function outputListener(
  invocation: Invocation,
  view: View,
  { file, account }: { readonly file: string; readonly account: string },
): Promise<PaperListener> {
  const lines: PaperListener = { name: 'output', tell: teller(invocation), emit: (event) => view.emit(event) };
  const isPlain = invocation.flag('json') || invocation.flag('quiet') || !invocation.flag('watch');
  if (isPlain || !hearsKeys()) return lines;
  heedNoColor();
  const { watchListener } = await import('../../ui/account/watchListener.ts');
  return watchListener(file, account, lines);
}

function teller(invocation: Invocation): (event: PaperEvent) => void {
  if (invocation.flag('json')) return (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
  if (invocation.flag('quiet')) return () => {};
  return (event) => {
    const line = paperLine(event);
    if (line !== null) process.stdout.write(`${line}\n`);
  };
}
