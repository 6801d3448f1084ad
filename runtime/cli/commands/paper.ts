/** `strat run --mode paper`: books the sessions that are due, each once, and says what it did. */
import { resolve } from 'node:path';
import { openArtifactStore } from '../../artifacts/store.ts';
import { Interrupted } from '../../interrupted.ts';
import { fromIsoDay, toIsoDay } from '../../market.ts';
import { monitoringListeners } from '../../monitoring/listeners.ts';
import type { Clock } from '../../paper/due.ts';
import type { PaperEvent } from '../../paper/events.ts';
import { Ledger, ledgerFile } from '../../paper/ledger/ledger.ts';
import { Audience, outcomeCode, type PaperListener } from '../../paper/listener.ts';
import { runPaper } from '../../paper/paper.ts';
import { openSource } from '../../sources/open.ts';
import { paperLine } from '../../ui/paperLines.ts';
import { type Invocation, UsageError } from '../command.ts';
import type { LoadedConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { packageVersion } from '../files.ts';
import { listenForInterrupt, type View } from '../running.ts';
import type { CompiledStrategy } from '../strategy.ts';

export async function bookSessions(
  { plan }: CompiledStrategy,
  { config, label, baseFolder }: LoadedConfig,
  view: View,
  invocation: Invocation,
): Promise<ExitCode> {
  const asked = readOptions(invocation, config.data.arrives.bars ?? 0);
  const account = readAccount(invocation) ?? plan.strategy;
  const interruption = new AbortController();
  const release = listenForInterrupt(interruption);
  const startedAt = new Date();
  const arrival = config.data.arrives.bars ?? 0;
  const folder = resolve(config.storage.paper);
  const version = packageVersion();
  const invoked = { account, plan, arrival, version, folder, startedAt, file: ledgerFile(folder), ...asked };
  const complain = (line: string) => process.stderr.write(`warning: ${line}\n`);
  const audience = new Audience(
    [plainListener(invocation, view), ...monitoringListeners({ ...invoked, config: config.monitoring }, complain)],
    complain,
  );
  let error: unknown = null;
  let ledger: Ledger | null = null;
  try {
    ledger = Ledger.open(invoked.file);
    const { least_bars: leastBars, most_findings: mostFindings } = config.paper;
    await runPaper(
      {
        ...{ plan, config: label, version, limits: { leastBars, mostFindings } },
        ...asked,
        account,
      },
      {
        data: await openSource(config.data, baseFolder),
        artifacts: openArtifactStore(resolve(config.storage.artifacts)),
        engine: config.engine,
        events: audience,
        signal: interruption.signal,
        ledger,
        tell: (event) => audience.tell(event),
        now: () => new Date(),
      },
    );
    return EXIT.ok;
  } catch (thrown) {
    error = thrown;
    if (!(error instanceof Interrupted)) throw error;
    audience.emit({ type: 'run-interrupted', stage: error.stage, how: error.message });
    return EXIT.interrupted;
  } finally {
    // The ledger is closed last: only who may write it leaves nothing of its log behind.
    await audience.close({ account, code: outcomeCode(error), error, startedAt, endedAt: new Date() });
    ledger?.close();
    release();
  }
}

function readOptions(invocation: Invocation, arrival: number) {
  const replay = invocation.text('replay');
  const until = invocation.text('until');
  const predictions = invocation.text('predictions') ?? null;
  if (predictions !== null && predictions !== 'model' && predictions !== 'stored') {
    throw new UsageError(`--predictions is model or stored, not \`${predictions}\``);
  }
  return {
    predictions,
    clock: replay === undefined ? liveClock(arrival) : readReplay(replay),
    until: until === undefined ? null : readDay('until', until),
    all: invocation.flag('catch-up') || until !== undefined,
    dryRun: invocation.flag('dry-run'),
  } as const;
}

/** It is a part of the ids of orders, and no scope of halts. */
function readAccount(invocation: Invocation): string | undefined {
  const name = invocation.text('account');
  if (name === undefined || /^[\w.-]+$/.test(name)) return name;
  throw new UsageError(`--account takes letters, digits, dots, dashes and underscores, not \`${name}\``);
}

function liveClock(arrival: number): Clock {
  return { kind: 'live', now: Date.now(), arrival };
}

function readReplay(text: string): Clock {
  const [from, to, ...others] = text.split('..');
  if (from === undefined || to === undefined || others.length > 0) {
    throw new UsageError(`--replay takes FROM..TO, such as 2018-04-01..2018-10-31; this is \`${text}\``);
  }
  const [first, last] = [readDay('replay', from), readDay('replay', to)];
  if (first > last) throw new UsageError(`--replay ends before it begins: \`${text}\``);
  return { kind: 'replay', from: first, to: last };
}

function readDay(option: string, text: string): number {
  const day = fromIsoDay(text.trim());
  if (!Number.isNaN(day) && toIsoDay(day) === text.trim()) return day;
  throw new UsageError(`--${option} takes days such as 2018-04-01; this is \`${text}\``);
}

/** What stands on the terminal or goes down a pipe. */
function plainListener(invocation: Invocation, view: View): PaperListener {
  return { name: 'output', tell: teller(invocation), emit: (event) => view.emit(event) };
}

function teller(invocation: Invocation): (event: PaperEvent) => void {
  if (invocation.flag('json')) return (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
  if (invocation.flag('quiet')) return () => {};
  return (event) => {
    const line = paperLine(event);
    if (line !== null) process.stdout.write(`${line}\n`);
  };
}
