/** `split walk_forward`: a model is trained again and again, each on what lies before the days that it decides. */
import { calendarSpan, dayAfter, dayBefore, formatSpan, times } from '../../calendarSpan.ts';
import type { CalendarSpan, DateRange, FoldPlan, FoldSpec, SplitScheme } from '../../plan.ts';
import type { BlockReader, SettingReader } from '../settings.ts';
import { MOST_FOLDS, readOver, reportNoLength, reportTooMany } from './common.ts';
import type { CheckedFolds } from './split.ts';

type WalkForward = Extract<SplitScheme, { kind: 'walk_forward' }>;

export function checkWalkForward(reader: BlockReader, period: DateRange | null): CheckedFolds | null {
  const over = readOver(reader, period);
  const [train, validate, test] = (['train', 'validate', 'test'] as const).map((key) => {
    const setting = reader.require(key);
    return setting && readSpan(setting, 'window', `split.${key}`, reader);
  });
  const step = readStep(reader, test ?? null);
  const window = readWords(reader, 'window', 'moves', ['rolling', 'expanding']);
  const start = readWords(reader, 'start', 'weights', ['fresh', 'warm']);
  if (!over || !train || !validate || !test || !step) return null;
  const scheme: WalkForward = {
    kind: 'walk_forward',
    ...{ over, train, validate, test, step },
    window,
    start,
  };
  if (!verifyStep(scheme, reader)) return null;
  const plan = walkForward(scheme);
  if (plan.folds.length === 0) return reportNoFold(scheme, reader);
  if (plan.folds.length > MOST_FOLDS) return reportTooMany(reader, 'step');
  return { scheme, ...plan };
}

/**
 * Folds as long as there are days to test, the last test being cut off at the end; no more than one beyond the most.
 * Where tests overlap, the book follows the newest model that there is.
 */
export function walkForward({ over, train, validate, test, step, window }: WalkForward): FoldPlan {
  const folds: (FoldSpec & { readonly test: readonly [DateRange] })[] = [];
  for (let k = 0; k <= MOST_FOLDS; k++) {
    const moved = times(step, k);
    const trained = dayAfter(over.from, moved, train);
    const chosen = dayAfter(over.from, moved, train, validate);
    if (chosen > over.to) break;
    const tested = dayBefore(dayAfter(over.from, moved, train, validate, test));
    folds.push({
      train: [{ from: window === 'expanding' ? over.from : dayAfter(over.from, moved), to: dayBefore(trained) }],
      validate: [{ from: trained, to: dayBefore(chosen) }],
      test: [{ from: chosen, to: tested < over.to ? tested : over.to }],
    });
  }
  const path = folds.map(({ test: [{ from, to }] }, fold) => {
    const next = folds[fold + 1]?.test[0].from;
    return { fold, from, to: next === undefined ? to : dayBefore(next) };
  });
  return { folds, paths: [path] };
}

function readSpan(setting: SettingReader, slot: string, path: string, reader: BlockReader): CalendarSpan | null {
  if (setting.range(slot) !== null) return reportNoLength(setting, `${setting.key} 6m`, 'walk_forward', reader);
  const years = setting.number(slot, path, { role: 'calendar', min: Number.MIN_VALUE, example: `${setting.key} 6m` });
  return years === null ? null : calendarSpan(years);
}

/** Tests follow one another unless somebody says otherwise. */
function readStep(reader: BlockReader, test: CalendarSpan | null): CalendarSpan | null {
  const setting = reader.find('step');
  if (setting !== null) return readSpan(setting, 'length', 'split.step', reader);
  return test && reader.byDefault('split.step', test);
}

/** One of the words that the grammar allows there; the first, when nobody says one. */
function readWords<A extends string, B extends string>(
  reader: BlockReader,
  key: string,
  slot: string,
  words: readonly [A, B],
): A | B {
  const path = `split.${key}`;
  const said = reader.find(key)?.words(slot, path);
  return words.find((word) => word === said) ?? reader.byDefault(path, words[0]);
}

/** A step beyond the end of a test leaves days that no model decides. */
function verifyStep({ over, step, test }: WalkForward, reader: BlockReader): boolean {
  if (dayAfter(over.from, step) <= dayAfter(over.from, test)) return true;
  const setting = reader.find('step');
  const facts = { step: formatSpan(step), test: formatSpan(test) };
  reader.context.diagnostics.report('step-leaves-gaps', setting?.spanOf('length') ?? reader.block!.span, facts);
  return false;
}

function reportNoFold({ over, train, validate }: WalkForward, { block, context }: BlockReader): null {
  const facts = {
    ...over,
    train: formatSpan(train),
    validate: formatSpan(validate),
    first: dayAfter(over.from, train, validate),
  };
  return context.diagnostics.report('no-fold', block!.span, facts);
}
