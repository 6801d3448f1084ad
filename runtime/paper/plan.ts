/** The plan of an account on the days that paper trading needs of it: the strategy's own end lies in its past. */
import { booked, type NodeId, type Plan } from '../../compiler/plan.ts';
import { toIsoDay } from '../market.ts';
import { UserError } from '../ports.ts';

/** The figure that an expression is, `drawdown`, `day_return`, `volatility` or `sharpe`; null: a formula of several. */
export function figureRead({ expressions }: Pick<Plan, 'expressions'>, id: NodeId): string | null {
  const node = expressions[id]!;
  if (node.op === 'field') return node.name ?? null;
  return node.op === 'volatility' || node.op === 'sharpe' ? node.op : null;
}

/** @throws UserError `paper-split` */
export function verifyTradable({ split, strategy }: Plan): void {
  const { kind } = split.scheme;
  if (kind === 'windows' || kind === 'walk_forward') return;
  throw new UserError(
    'paper-split',
    `${strategy} divides its sessions by ${kind === 'k_fold' ? 'k-fold' : 'combinatorial'} cross-validation: its models ` +
      'have learnt from days after those they judge, and cannot be traded',
    ['say `split walk_forward { … }`, or give windows for train, validate and test'],
  );
}

/**
 * The same strategy until a day: data are asked for until then, and the model of the newest fold goes on until then.
 * @param exactly whether a plan that goes on beyond that day ends with it: of days to come there are no data
 */
export function until(plan: Plan, day: number, exactly: boolean): Plan {
  const to = toIsoDay(day);
  const { universe, split } = plan;
  const { period } = universe;
  const last = booked(split).to;
  const ending = { ...period, to: exactly || to > period.to ? to : period.to };
  const spanned = { ...plan, universe: { ...universe, period: ending } };
  if (to <= last) return spanned;
  const folds = split.folds.with(-1, { ...split.folds.at(-1)!, test: extended(split.folds.at(-1)!.test, to) });
  return { ...spanned, split: { ...split, folds, paths: [extended(split.paths[0]!, to)] } };
}

function extended<Range extends { readonly to: string }>(ranges: readonly Range[], to: string): Range[] {
  return ranges.with(-1, { ...ranges.at(-1)!, to });
}
