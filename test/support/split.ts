/** A split of three windows, as the compiler lays it out. */
import type { DateRange, Gaps, Plan, SplitSpec } from '../../compiler/plan.ts';

export interface Windows {
  readonly train: DateRange;
  readonly validate: DateRange;
  readonly test: DateRange;
}

export function windowsSplit({ train, validate, test }: Windows, gaps: Gaps = { purge: 1, embargo: 1 }): SplitSpec {
  return {
    scheme: { kind: 'windows' },
    folds: [{ train: [train], validate: [validate], test: [test] }],
    paths: [[{ fold: 0, ...test }]],
    ...gaps,
  };
}

/** For plans by hand, whose one model is `model`. */
export function hashesOf(model: string): Plan['folds'] {
  return [{ features: 'features', models: [model], predictions: ['predictions'] }];
}
