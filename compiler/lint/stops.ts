/** Stops that no book can trip, and stops that every book does: mostly a sign or a percent that slipped. */
import { cover } from '../../grammar/span.ts';
import type { CheckedStop, CheckedStrategy } from '../check/checked.ts';
import { findPart } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import type { LintContext } from './context.ts';
import { exactly, type Interval, isBelow } from './interval.ts';
import { intervalOf } from './range.ts';

export function verifyStops({ risk }: CheckedStrategy, context: LintContext): void {
  for (const stop of risk.stops) verifyStop(stop, context);
}

function verifyStop({ left, right, comparison }: CheckedStop, { diagnostics }: LintContext): void {
  // As `below < above`, whichever way it is written.
  const [below, above] = comparison === '<' ? [left, right] : [right, left];
  const span = cover(left.span, right.span);
  const facts = { figures: figuresIn([left, right]), meant: meant(below, above) };
  const answer = isBelow(intervalOf(below), intervalOf(above));
  if (answer === 'never') {
    diagnostics.report('stop-never-trips', span, facts);
  } else if (answer === 'always') {
    diagnostics.report('stop-always-trips', span, { ...facts, when: 'range' });
  } else if (tripsAtTheStart(below, above)) {
    diagnostics.report('stop-always-trips', span, { ...facts, when: 'start' });
  } else if (tripsOnLosses(below, above)) {
    diagnostics.report('stop-always-trips', span, { ...facts, when: 'loss' });
  }
}

const NAMES = ['drawdown', 'day_return', 'volatility'];

/** The figures whose range decides it. */
function figuresIn(sides: readonly TypedExpression[]): readonly string[] {
  return NAMES.filter((name) => sides.some((side) => findPart(side, (part) => isFigure(part, name)) !== null));
}

function isFigure(part: TypedExpression, name: string): boolean {
  return part.form === 'field' ? part.field.name === name : part.form === 'call' && part.builtin.name === name;
}

/** Before anything has been earned the drawdown is zero, and nothing else is known. */
function tripsAtTheStart(below: TypedExpression, above: TypedExpression): boolean {
  const start: Readonly<Record<string, Interval>> = { drawdown: exactly(0) };
  return isBelow(intervalOf(below, start), intervalOf(above, start)) === 'always';
}

/** `day_return < 3%`: every session that loses, and most that gain, are below a limit that is above zero. */
function tripsOnLosses(below: TypedExpression, above: TypedExpression): boolean {
  const { lo, loOpen } = intervalOf(above);
  return isFigure(below, 'day_return') && (lo > 0 || (lo === 0 && loOpen));
}

/** What was most likely meant, with its number: a drawdown is positive and too deep above, a day too bad below. */
function meant(below: TypedExpression, above: TypedExpression): { figure: string; limit: number } | null {
  for (const [figure, limit] of [
    [below, above],
    [above, below],
  ] as const) {
    if (limit.form !== 'constant' || limit.value === 0 || Math.abs(limit.value) >= 1) continue;
    const name = NAMES.find((known) => isFigure(figure, known));
    if (name === 'drawdown' || name === 'day_return') return { figure: name, limit: Math.abs(limit.value) };
  }
  return null;
}
