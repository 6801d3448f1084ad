/** Which values an expression can have at all, from the figures and params that it is made of. */

import { folding } from '../expression/fold.ts';
import type { TypedConstant, TypedExpression } from '../expression/typed.ts';
import { ANYTHING, exactly, type Interval, resultOf, within } from './interval.ts';

type Figures = Readonly<Record<string, Interval>>;

/** A book that has lost everything ends its run, and one that does not move at all has no volatility to read. */
const FIGURES: Figures = {
  drawdown: { lo: 0, hi: 1, loOpen: false, hiOpen: true },
  day_return: { ...ANYTHING, lo: -1 },
  volatility: { ...ANYTHING, lo: 0 },
  position_drawdown: within(0, Number.POSITIVE_INFINITY),
  position_age: within(0, Number.POSITIVE_INFINITY),
};

/** They answer something between the least and the greatest of what goes in. */
const WITHIN_THEIR_INPUT = new Set(['lag', 'mean', 'median', 'highest', 'lowest', 'quantile', 'ewma', 'mean_across']);

export function intervalOf(value: TypedExpression, figures: Figures = FIGURES): Interval {
  return ranging(figures)(value);
}

/** The same for many values that share parts: each part is looked at once. */
export function ranging(figures: Figures = FIGURES): (value: TypedExpression) => Interval {
  return folding<Interval>((part, inputs) =>
    part.form === 'constant' ? exactly(part.value) : combine(part, inputs, figures),
  );
}

/** Over all that the bounds of its params allow, and not just for the values that they have. */
export function intervalWithin(value: TypedExpression, figures: Figures): Interval {
  return folding<Interval>((part, inputs) =>
    part.form === 'constant' ? ofConstant(part) : combine(part, inputs, figures),
  )(value);
}

function combine(part: TypedExpression, inputs: readonly Interval[], figures: Figures): Interval {
  if (part.form === 'field') return figures[part.field.name] ?? ANYTHING;
  if (part.form !== 'call') return ANYTHING;
  const { name, range } = part.builtin;
  if (range !== undefined) return within(range.lo, range.hi);
  if (WITHIN_THEIR_INPUT.has(name)) return inputs[0] ?? ANYTHING;
  return (inputs.length === 0 ? figures[name] : resultOf(name, inputs)) ?? ANYTHING;
}

function ofConstant({ value, source }: TypedConstant): Interval {
  if (source === null) return exactly(value);
  if (source.from === 'param') return within(source.lo, source.hi);
  return resultOf(source.builtin.name, source.inputs.map(ofConstant)) ?? ANYTHING;
}
