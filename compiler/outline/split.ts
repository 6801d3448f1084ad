/** The split of a plan as values: what was said of it, then the folds that follow. */
import { learnsAfterwards, type Plan, rangesText, type StageName, splitSettings } from '../plan.ts';
import type { PlanValue } from './values.ts';

type Value = Pick<PlanValue, 'path' | 'content'>;

export function splitValues({ split }: Pick<Plan, 'split'>): Value[] {
  const { scheme, folds, purge, embargo } = split;
  const gaps = [plain('split.purge', purge), plain('split.embargo', embargo)];
  if (scheme.kind === 'windows') {
    const windows = Object.entries(folds[0]!).map(([key, [range]]): Value => {
      return { path: `split.${key}`, content: { kind: 'range', ...range! } };
    });
    return [...windows, ...gaps];
  }
  const said = splitSettings(split).map(([key, text]) => plain(`split.${key}`, text));
  const derived = folds.flatMap((fold, k) =>
    Object.entries(fold).map(([key, ranges]) => plain(`${FOLD}${k + 1}.${key}`, rangesText(ranges))),
  );
  return [...said, ...gaps, ...derived];
}

const FOLD = 'split.fold.';

/** Whether it follows from what was said of the split. */
export function isFold(path: string): boolean {
  return path.startsWith(FOLD);
}

/** The first stage that depends on it: the scale of the features is fitted on the train windows. */
export function stageOfSplit(
  key: string | undefined,
  { split, features }: Pick<Plan, 'split' | 'features'>,
): StageName | null {
  const fitted = features.normalize === null ? 'model' : 'features';
  if (key === 'purge') return 'model';
  if (key === 'embargo') return learnsAfterwards(split) ? fitted : null;
  if (split.scheme.kind !== 'windows' || key === 'train') return fitted;
  return key === 'test' ? 'predictions' : 'model';
}

function plain(path: string, value: number | string): Value {
  return { path, content: { kind: 'plain', value } };
}
