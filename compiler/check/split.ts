import type { RelatedSpan } from '../diagnostic.ts';
import type { ExpandedBlock } from '../load/expanded.ts';
import type { DateRange } from '../plan.ts';
import type { CheckedWindows } from './checked.ts';
import { readDates } from './dates.ts';
import { BlockReader, type CheckContext, type SettingReader } from './settings.ts';

const WINDOWS = ['train', 'validate', 'test'] as const;

interface ReadWindow {
  readonly name: string;
  readonly setting: SettingReader;
  readonly dates: DateRange;
}

export function checkSplit(
  block: ExpandedBlock | null,
  period: DateRange | null,
  context: CheckContext,
): CheckedWindows | null {
  const reader = new BlockReader('split', block, context);
  const windows = WINDOWS.map((name): ReadWindow | null => {
    const setting = reader.require(name);
    const dates = setting && readDates(setting, 'window', `split.${name}`, context.diagnostics);
    return setting && dates && { name, setting, dates };
  });
  const read = windows.filter((window) => window !== null);
  const blamed = verifyOrder(read, context);
  if (period !== null) {
    for (const window of read) if (!blamed.has(window)) verifyInside(window, period, context);
  }
  const [train, validate, test] = windows;
  if (!train || !validate || !test) return null;
  return { train: train.dates, validate: validate.dates, test: test.dates };
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

function verifyInside(
  { name, setting, dates }: ReadWindow,
  period: DateRange,
  { diagnostics, origins }: CheckContext,
): void {
  if (period.from <= dates.from && dates.to <= period.to) return;
  const said = origins.get('universe.period')?.span;
  const related = said ? [{ span: said, message: 'the period' }] : [];
  diagnostics.report('outside-period', setting.spanOf('window'), { window: name, ...period }, { related });
}
