/** A plain `split`: three windows, one after the other. */
import type { RelatedSpan } from '../../diagnostic.ts';
import type { DateRange } from '../../plan.ts';
import { readDates } from '../dates.ts';
import type { BlockReader, CheckContext, SettingReader } from '../settings.ts';
import { verifyInside } from './common.ts';
import type { CheckedFolds } from './split.ts';

const WINDOWS = ['train', 'validate', 'test'] as const;

interface ReadWindow {
  readonly name: string;
  readonly setting: SettingReader;
  readonly dates: DateRange;
}

export function checkWindows(reader: BlockReader, period: DateRange | null): CheckedFolds | null {
  const { context } = reader;
  const windows = WINDOWS.map((name): ReadWindow | null => {
    const setting = reader.require(name);
    const dates = setting && readWindow(setting, name, context);
    return setting && dates && { name, setting, dates };
  });
  const read = windows.filter((window) => window !== null);
  const blamed = verifyOrder(read, context);
  if (period !== null) {
    const others = read.filter((window) => !blamed.has(window));
    for (const { name, setting, dates } of others) verifyInside(name, setting, dates, period, reader);
  }
  const [train, validate, test] = windows;
  if (!train || !validate || !test) return null;
  const fold = { train: [train.dates], validate: [validate.dates], test: [test.dates] };
  return { scheme: { kind: 'windows' }, folds: [fold], paths: [[{ fold: 0, ...test.dates }]] };
}

/** Dates; a share of the rows, or a length, is told as what it is. */
function readWindow(setting: SettingReader, name: string, { diagnostics }: CheckContext): DateRange | null {
  const length = setting.expression('window');
  if (length === null) return readDates(setting, 'window', `split.${name}`, diagnostics);
  if (length.kind === 'missing' || setting.broken) return null;
  const isShare = length.kind === 'number' && (length.unit === null || length.unit === '%');
  if (isShare) return diagnostics.report('random-split', length.span, { text: length.text, instead: [] });
  return diagnostics.report('window-not-dates', length.span, { window: name });
}

/**
 * Each window begins after all earlier ones have ended, since what is fitted on those decides in it. Of several it runs
 * into, the nearest is named. Answers those that don't.
 */
function verifyOrder(windows: readonly ReadWindow[], { diagnostics }: CheckContext): ReadonlySet<ReadWindow> {
  const blamed = new Set<ReadWindow>();
  windows.forEach((later, index) => {
    const earlier = windows.slice(0, index).findLast(({ dates }) => dates.to >= later.dates.from);
    if (earlier === undefined) return;
    blamed.add(later);
    const related = [whereIs(earlier)];
    if (later.dates.to <= earlier.dates.to) {
      reportInsideFit(later, windows.slice(0, index).find(isAround(later)) ?? earlier, diagnostics);
      return;
    }
    const facts = { later: later.name, earlier: earlier.name, until: earlier.dates.to };
    diagnostics.report('windows-overlap', later.setting.spanOf('window'), facts, { related });
  });
  return blamed;
}

function isAround({ dates }: ReadWindow): (other: ReadWindow) => boolean {
  return (other) => other.dates.from <= dates.from && dates.to <= other.dates.to;
}

/** The window holds no session after those that something was fitted on. */
function reportInsideFit(window: ReadWindow, fit: ReadWindow, diagnostics: CheckContext['diagnostics']): void {
  const facts = { window: window.name, fit: fit.name, isBefore: window.dates.to < fit.dates.from };
  diagnostics.report('decides-inside-fit', window.setting.spanOf('window'), facts, { related: [whereIs(fit)] });
}

function whereIs({ name, setting }: ReadWindow): RelatedSpan {
  return { span: setting.spanOf('window'), message: `\`${name}\` is here` };
}
