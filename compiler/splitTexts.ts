/** The split of a plan in sentences: how the days are divided, and what is left out around a window that judges. */
import { plural } from './messages/message.ts';
import { booked, foldText, learnsAfterwards, type Plan, rangesText, schemeText } from './plan.ts';

/** More folds than this are told by the first, the second and the last. */
const FOLDS_TOLD = 6;

/** @param features sessions that the deepest feature reaches back */
export function splitLines(plan: Plan, features: number): string[] {
  const { split, label } = plan;
  const { scheme, purge } = split;
  const asked = (key: 'purge' | 'embargo') => (plan.origins[`split.${key}`] === undefined ? 'derived' : 'asked for');
  const until = `${label.name} is known ${plural(label.horizon, 'session')} later`;
  const windows = scheme.kind === 'windows' ? windowLines(split) : schemeLines(split);
  return [
    ...windows,
    `purge     ${purge}d, ${asked('purge')}: ${until}`,
    embargoLine(plan, asked('embargo'), features),
  ];
}

function windowLines({ folds, purge }: Plan['split']): string[] {
  const { train, validate, test } = folds[0]!;
  const purged = `the last ${purge === 1 ? 'session' : `${purge} sessions`} left out`;
  return [
    `train     ${rangesText(train)}, ${purged}`,
    `validate  ${rangesText(validate)}, ${purged}`,
    `test      ${rangesText(test)}`,
  ];
}

function schemeLines(split: Plan['split']): string[] {
  const { folds } = split;
  const rows = folds.map((fold, k) => `fold ${String(k + 1).padEnd(5)}${foldText(fold)}`);
  const told = rows.length <= FOLDS_TOLD ? rows : [...rows.slice(0, 2), `… ${rows.length - 3} more`, rows.at(-1)!];
  return [schemeText(split), ...told, bookText(split)];
}

/** Whose predictions are traded, and whether anybody could have traded them. */
function bookText(split: Plan['split']): string {
  const { paths } = split;
  const days = rangesText([booked(split)]);
  if (!learnsAfterwards(split))
    return `book      ${days}, following the newest model; no order knows what comes after it`;
  const books = paths.length === 1 ? 'one book' : `${paths.length} books, one for each path`;
  return `book      ${days}, ${books}: evidence, and no record that could have been traded, since models learn from later days too`;
}

function embargoLine({ split, label, model }: Plan, asked: string, features: number): string {
  const least = `${label.horizon} + ${features} + ${model.window - 1}`;
  const effect = learnsAfterwards(split)
    ? 'left out after what judges'
    : `${split.folds.length === 1 ? 'here' : 'in each fold'} nothing is learnt after a judged window`;
  return `embargo   ${split.embargo}d, ${asked}: label, features and window reach over ${least}; ${effect}`;
}
