/** `strat data diff A B`: two snapshots, or two stores, and the runs that the difference touches. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { counted, listed } from '../../../sources/wording.ts';
import {
  type DiffSide,
  diffSnapshots,
  type FieldSummary,
  type SnapshotDiff,
  type ValueDifference,
} from '../../../store/diff.ts';
import { placesOf } from '../../../store/layout.ts';
import { findSnapshot, shortId } from '../../../store/manifest.ts';
import { objectsWithin } from '../../../store/period.ts';
import { type Invocation, UsageError } from '../../command.ts';
import { EXIT, type ExitCode } from '../../exitCodes.ts';
import { displayName } from '../../files.ts';
import { andMore, type ConfiguredStore, configuredStore, MOST_LINES } from './config.ts';
import { type RecordedRun, runsOn } from './recordedRuns.ts';

interface TouchedRun extends RecordedRun {
  /** First day of its period on which anything differs; null: its market is the same. */
  readonly from: string | null;
  /** Whether its stages would be done anew, for years around its period that differ. */
  readonly redone: boolean;
}

export async function run(invocation: Invocation): Promise<ExitCode> {
  const [a, b, more] = invocation.operands;
  if (a === undefined || b === undefined || more !== undefined) {
    throw new UsageError('`strat data diff` takes two snapshots: their ids, `latest`, or folders of stores');
  }
  const store = await configuredStore(invocation);
  const [before, after] = [await sideOf(store, a), await sideOf(store, b)];
  const runs = await runsOn(before.snapshot.id, resolve(store.loaded.config.storage.runs));
  const diff = await diffSnapshots(
    before,
    after,
    runs.map(({ period }) => period),
  );
  const touched = runs.map((each, k) => ({ ...each, from: diff.touched[k]!, redone: isRedone(before, after, each) }));
  const ids = { before: before.snapshot.id, after: after.snapshot.id };
  const { touched: _, ...found } = diff;
  process.stdout.write(
    invocation.flag('json')
      ? `${JSON.stringify({ ...ids, ...found, runs: touched }, null, 2)}\n`
      : render(ids, diff, touched),
  );
  const { newTickers, goneTickers, fields, bars, actions } = diff;
  return [newTickers, goneTickers, fields, bars, actions].every(({ length }) => length === 0)
    ? EXIT.ok
    : EXIT.different;
}

/** An id or `latest` of the config's store; the folder of another, its latest or `FOLDER@ID`. */
async function sideOf({ places }: ConfiguredStore, word: string): Promise<DiffSide> {
  const [folder = '', id = 'latest'] = word.split('@');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    return { places, snapshot: await findSnapshot(places, word) };
  }
  const other = placesOf(resolve(folder));
  return { places: other, snapshot: await findSnapshot(other, id) };
}

function isRedone(before: DiffSide, after: DiffSide, { period }: RecordedRun): boolean {
  const used = ({ snapshot }: DiffSide) => {
    const { bars, actions } = objectsWithin(snapshot.tables, period);
    return [...bars, ...actions].map(({ hash }) => hash).join();
  };
  return used(before) !== used(after);
}

function render(ids: { before: string; after: string }, diff: SnapshotDiff, runs: readonly TouchedRun[]): string {
  const { newTickers, goneTickers, summary, worst, fields, bars, actions } = diff;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0
      ? ''
      : `\n${title}\n${lines
          .slice(0, MOST_LINES)
          .map((line) => `  ${line}\n`)
          .join('')}${andMore(lines.length)}`;
  const same = [newTickers, goneTickers, fields, bars, actions].every(({ length }) => length === 0);
  return [
    `${shortId(ids.before)} → ${shortId(ids.after)}${same ? ': the same bars and actions' : ''}\n`,
    newTickers.length > 0 ? `new tickers: ${listed(newTickers)}\n` : '',
    goneTickers.length > 0 ? `tickers no longer there: ${listed(goneTickers)}\n` : '',
    section('values that differ, by field', summary.map(summaryText)),
    section('the largest of them', worst.map(worstText)),
    section(
      'values that differ, by ticker',
      fields.map(
        ({ ticker, field, days, largest, largestOn, first }) =>
          `${ticker} ${field}: ${counted(days, 'day')} from ${first} on, ` +
          (largest === null ? 'missing on one side' : `by up to ${percent(largest)} (${largestOn})`),
      ),
    ),
    section(
      'bars on one side only',
      bars.map(
        ({ ticker, only, days, first, last }) => `${ticker}: ${counted(days, 'day')} only ${only}, ${first} to ${last}`,
      ),
    ),
    section(
      'splits and dividends on one side only',
      actions.map(
        ({ ticker, date, only, split, dividend }) =>
          `${ticker} ${date}: ${split === null ? `a dividend of ${dividend}` : `a split of ${split}`} only ${only}`,
      ),
    ),
    section('runs on the first', runs.map(runText)),
  ].join('');
}

function summaryText({ field, tickers, values, missing, median, largest }: FieldSummary): string {
  const size = median === null || largest === null ? '' : `, median ${percent(median)}, largest ${percent(largest)}`;
  const oneSided = missing === 0 ? '' : `; ${missing} missing on one side`;
  return `${field}: ${counted(values, 'value')} of ${counted(tickers, 'ticker')}${size}${oneSided}`;
}

function worstText({ ticker, date, field, before, after, relative }: ValueDifference): string {
  return `${date} ${ticker} ${field}: ${before} → ${after}${relative === null ? '' : ` (${percent(relative)})`}`;
}

function runText({ folder, period, from, redone }: TouchedRun): string {
  const effect =
    from !== null
      ? `touched from ${from} on; all its stages would be done anew`
      : redone
        ? 'the same bars in its period; its stages would be done anew, to the same result'
        : 'not touched; its stages are kept';
  return `${displayName(folder)} (${period.from} to ${period.to}): ${effect}`;
}

function percent(share: number): string {
  return `${(share * 100).toPrecision(3)}%`;
}
