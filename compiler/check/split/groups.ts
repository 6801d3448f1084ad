/**
 * `split k_fold` and `split combinatorial`: the days are cut into stretches of equal length, and what some of them judge
 * has learnt from the others, on both sides of them. López de Prado (2018), *Advances in Financial Machine Learning*,
 * chapters 7 and 12.
 */
import { dayAfter, dayBefore, daysIn } from '../../calendarSpan.ts';
import type { DateRange, FoldPlan, FoldSpec, PathPart } from '../../plan.ts';
import type { BlockReader } from '../settings.ts';
import { MOST_FOLDS, readOver, reportNoLength, reportTooMany } from './common.ts';
import type { CheckedFolds } from './split.ts';

/** More than a stretch a week over 25 years are not meant. */
const MOST_GROUPS = 1000;

export function checkKFold(reader: BlockReader, period: DateRange | null): CheckedFolds | null {
  const over = readOver(reader, period);
  const folds = readCount(reader, 'folds', 'count');
  const validate = readValidate(reader, 'k_fold');
  if (over === null || folds === null || validate === null) return null;
  const scheme = { kind: 'k_fold', over, folds, validate } as const;
  const groups = { over, groups: folds, test: 1, validate };
  return verifyGroups(groups, 'folds', reader) ? { scheme, ...grouped(groups) } : null;
}

export function checkCombinatorial(reader: BlockReader, period: DateRange | null): CheckedFolds | null {
  const over = readOver(reader, period);
  const groups = readCount(reader, 'groups', 'count');
  const test = readCount(reader, 'test', 'window');
  const validate = readValidate(reader, 'combinatorial');
  if (over === null || groups === null || test === null || validate === null) return null;
  const scheme = { kind: 'combinatorial', over, groups, test, validate } as const;
  return verifyGroups(scheme, 'groups', reader) ? { scheme, ...grouped(scheme) } : null;
}

function readCount(reader: BlockReader, key: string, slot: string, kind = 'combinatorial'): number | null {
  const setting = reader.require(key);
  if (setting === null) return null;
  if (setting.range(slot) !== null) return reportNoLength(setting, `${key} 2`, kind, reader);
  return setting.number(slot, `split.${key}`, { role: 'count', min: 1, max: MOST_GROUPS });
}

function readValidate(reader: BlockReader, kind: string): number | null {
  if (reader.find('validate') === null) return reader.byDefault('split.validate', 1);
  return readCount(reader, 'validate', 'window', kind);
}

interface Groups {
  readonly over: DateRange;
  readonly groups: number;
  readonly test: number;
  readonly validate: number;
}

function verifyGroups(wanted: Groups, key: 'folds' | 'groups', reader: BlockReader): boolean {
  const { over, groups, test, validate } = wanted;
  const span = reader.find(key)?.spanOf('count') ?? reader.block!.span;
  const { diagnostics } = reader.context;
  if (groups <= test + validate) {
    diagnostics.report('nothing-to-learn-from', span, { groups, test, validate });
    return false;
  }
  if (groups > daysIn(over)) {
    diagnostics.report('too-few-days', span, { groups, days: daysIn(over), ...over });
    return false;
  }
  if (choose(groups, test) <= MOST_FOLDS) return true;
  reportTooMany(reader, key);
  return false;
}

/** A fold for each way to choose the groups that judge, in lexicographic order. */
export function grouped({ over, groups, test, validate }: Groups): FoldPlan {
  const ranges = dividedInto(over, groups);
  const judging = combinations(groups, test);
  const folds = judging.map((judges): FoldSpec => {
    const choosers = choosersOf(judges, groups, validate);
    const rest = [...ranges.keys()].filter((group) => !judges.includes(group) && !choosers.includes(group));
    const stretches = (of: readonly number[]) => joined(of, ranges);
    return { train: stretches(rest), validate: stretches(choosers), test: stretches(judges) };
  });
  return { folds, paths: pathsOf(ranges, judging) };
}

/** Days that differ by at most one; the range of each group. */
function dividedInto(over: DateRange, groups: number): readonly DateRange[] {
  const days = daysIn(over);
  const start = (group: number) => dayAfter(over.from, { months: 0, days: Math.floor((group * days) / groups) });
  return Array.from({ length: groups }, (_, group) => ({ from: start(group), to: dayBefore(start(group + 1)) }));
}

/**
 * The epoch is chosen on the groups before the first that judges, counted back and around the beginning: what lies before
 * a judging group loses its purge only, what lies after it the embargo, which is longer.
 */
function choosersOf(judges: readonly number[], groups: number, count: number): readonly number[] {
  const backwards = Array.from({ length: groups }, (_, k) => (judges[0]! - 1 - k + groups) % groups);
  return backwards
    .filter((group) => !judges.includes(group))
    .slice(0, count)
    .toSorted((a, b) => a - b);
}

/** The ranges of groups, ascending; neighbours as one. */
function joined(groups: readonly number[], ranges: readonly DateRange[]): readonly DateRange[] {
  const isFirst = (k: number) => groups[k - 1] !== groups[k]! - 1;
  const isLast = (k: number) => groups[k + 1] !== groups[k]! + 1;
  const firsts = groups.filter((_, k) => isFirst(k));
  const lasts = groups.filter((_, k) => isLast(k));
  return firsts.map((first, k) => ({ from: ranges[first]!.from, to: ranges[lasts[k]!]!.to }));
}

/** Each group is judged by several folds; the first path takes the first of them for every group, and so on. */
function pathsOf(ranges: readonly DateRange[], judging: readonly (readonly number[])[]): FoldPlan['paths'] {
  const judgedBy = ranges.map((_, group) => [...judging.keys()].filter((fold) => judging[fold]!.includes(group)));
  const count = judgedBy[0]!.length;
  return Array.from({ length: count }, (_, path) =>
    ranges.map((range, group): PathPart => ({ fold: judgedBy[group]![path]!, ...range })),
  );
}

/** All ways to choose `count` of the numbers below `from`, ascending, in lexicographic order. */
function combinations(from: number, count: number, least = 0): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  const found: (readonly number[])[] = [];
  for (let first = least; first <= from - count; first++) {
    for (const rest of combinations(from, count - 1, first + 1)) found.push([first, ...rest]);
  }
  return found;
}

function choose(from: number, count: number): number {
  let ways = 1;
  for (let k = 1; k <= count; k++) ways = (ways * (from - count + k)) / k;
  return Math.round(ways);
}
