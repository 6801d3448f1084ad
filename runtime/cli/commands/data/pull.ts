/** `strat data pull`: what the feed has and the store has not becomes a new snapshot. */
import { summaryLines } from '../../../quality/text.ts';
import { openStore } from '../../../sources/store/source.ts';
import { counted } from '../../../sources/wording.ts';
import { shortId, type TickerChange } from '../../../store/manifest.ts';
import { type PullOutcome, pull } from '../../../store/pull.ts';
import { type Invocation, UsageError } from '../../command.ts';
import { EXIT, type ExitCode } from '../../exitCodes.ts';
import { andMore, type ConfiguredStore, configuredStore, MOST_LINES, pullRequest } from './config.ts';
import { interruptible } from './interrupt.ts';
import { pullView } from './progress.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const store = await configuredStore(invocation);
  const [from, to] = [dayOption(invocation, 'from') ?? null, dayOption(invocation, 'to') ?? null];
  const request = await pullRequest(store, { tickers: invocation.operands, from, to });
  const { window } = request;
  if (window.from > window.to) throw new UsageError(`--from ${window.from} is after --to ${window.to}`);
  const emit = pullView(invocation, store.name);
  const outcome = await interruptible((signal) => pull(request, { emit, signal, now: () => new Date() }));
  tell(invocation, outcome);
  await tellQuality(invocation, store, outcome);
  if (outcome.interrupted) return EXIT.interrupted;
  return outcome.failures.length > 0 ? EXIT.runFailed : EXIT.ok;
}

function dayOption(invocation: Invocation, name: 'from' | 'to'): string | undefined {
  const text = invocation.text(name);
  if (text === undefined) return undefined;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text);
  if (!isDay) throw new UsageError(`--${name} takes a day such as 2010-01-31; this is \`${text}\``);
  return text;
}

function tell(invocation: Invocation, { before, snapshot, changes, failures, interrupted }: PullOutcome): void {
  if (invocation.flag('json')) {
    const ids = { before: before?.id ?? null, snapshot: snapshot?.id ?? null };
    process.stdout.write(`${JSON.stringify({ type: 'pull-finished', ...ids, changes, failures, interrupted })}\n`);
    return;
  }
  if (invocation.flag('quiet')) return;
  process.stdout.write(interrupted ? 'interrupted: what was answered is kept, and the same command goes on\n' : '');
  if (!interrupted) process.stdout.write(summary(before?.id ?? null, snapshot?.id ?? null, changes, failures.length));
}

/** What the rules find in the whole history of tickers that changed. It stops nothing: a store keeps what it was told. */
async function tellQuality(
  invocation: Invocation,
  { data, loaded }: ConfiguredStore,
  { snapshot, changes }: PullOutcome,
): Promise<void> {
  if (snapshot === null || changes.length === 0 || invocation.flag('quiet')) return;
  const source = await openStore({ ...data, snapshot: snapshot.id }, loaded.baseFolder);
  const calendar = data.feed?.calendar ?? 'XNYS';
  const { bars, tickers, rules } = await source.quality!({ calendar, tickers: changes.map(({ ticker }) => ticker) });
  const json = `${JSON.stringify({ type: 'data-quality', bars, tickers, rules })}\n`;
  const lines = summaryLines({ bars, tickers, rules }).map((line) => `${line}\n`);
  process.stdout.write(invocation.flag('json') ? json : lines.join(''));
}

function summary(before: string | null, now: string | null, changes: readonly TickerChange[], failed: number): string {
  const failures = failed > 0 ? `; ${counted(failed, 'ticker')} failed` : '';
  if (now === null) return `nothing is kept${failures}\n`;
  if (now === before) return `nothing new: ${shortId(now)} stays the latest snapshot${failures}\n`;
  const restated = changes.filter(({ what }) => what === 'restated');
  const count = (what: TickerChange['what']) => changes.filter((change) => change.what === what).length;
  const bars = changes.reduce((sum, { added }) => sum + added, 0);
  return (
    restated
      .slice(0, MOST_LINES)
      .map(({ ticker, from, reason }) => `  ${ticker} restated from ${from}: ${reason}\n`)
      .join('') +
    andMore(restated.length) +
    `snapshot ${shortId(now)}: ${counted(bars, 'bar')} more; ${count('new')} tickers new, ${count('appended')} appended, ` +
    `${restated.length} restated${failures}\n`
  );
}
