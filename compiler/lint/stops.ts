/** Stops that no book can trip, and stops that every book does: mostly a sign or a percent that slipped. */
import { cover } from '../../grammar/span.ts';
import type { CheckedStop, CheckedStrategy } from '../check/checked.ts';
import { findPart } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { booked } from '../plan.ts';
import { mostSessions } from './calendar.ts';
import type { LintContext } from './context.ts';
import { exactly, type Interval, isBelow } from './interval.ts';
import type { Numbering } from './numbering.ts';
import { intervalOf } from './range.ts';

export function verifyStops({ risk, split, universe }: CheckedStrategy, context: LintContext): void {
  const sessions = mostSessions(booked(split), universe);
  for (const stop of risk.stops) verifyStop(stop, sessions, context);
  for (const stop of risk.positionStops) verifyPositionStop(stop, context);
}

/** @param sessions the most that a backtest has */
function verifyStop({ left, right, comparison }: CheckedStop, sessions: number, { diagnostics }: LintContext): void {
  // As `below < above`, whichever way it is written.
  const [below, above] = comparison === '<' ? [left, right] : [right, left];
  const span = cover(left.span, right.span);
  const longest = Math.max(windowOf(left), windowOf(right));
  const tooLong = longest > sessions ? { window: longest, sessions } : null;
  const facts = { figures: figuresIn([left, right]), meant: meant(below, above), tooLong };
  if (tooLong !== null) {
    diagnostics.report('stop-never-trips', span, facts);
    return;
  }
  const answer = isBelow(intervalOf(below), intervalOf(above));
  if (answer === 'never') {
    diagnostics.report('stop-never-trips', span, facts);
  } else if (answer === 'always') {
    diagnostics.report('stop-always-trips', span, { ...facts, when: 'range' });
  } else if (tripsAtTheStart(below, above)) {
    diagnostics.report('stop-always-trips', span, { ...facts, when: 'start' });
  } else if (tripsOnLosses(below, above)) {
    diagnostics.report('stop-always-trips', span, { ...facts, when: 'loss' });
  } else if (isFigure(above, 'drawdown') && below.form === 'constant' && below.value === 0) {
    diagnostics.report('stop-always-trips', span, { ...facts, when: 'first loss' });
  } else if (tripsOnAnySharpe(below, above)) {
    diagnostics.report('stop-always-trips', span, { ...facts, when: 'sharpe' });
  }
}

/** A position that has just been entered has made nothing, whatever the stock does. */
const ENTERED: Readonly<Record<string, Interval>> = {
  position_return: exactly(0),
  position_drawdown: exactly(0),
  position_age: exactly(0),
};

function verifyPositionStop({ left, right, comparison }: CheckedStop, { diagnostics }: LintContext): void {
  const [below, above] = comparison === '<' ? [left, right] : [right, left];
  const span = cover(left.span, right.span);
  const facts = { figures: figuresIn([left, right]), meant: meant(below, above), tooLong: null };
  const answer = isBelow(intervalOf(below), intervalOf(above));
  if (answer === 'never') diagnostics.report('stop-never-trips', span, facts);
  else if (answer === 'always' || isBelow(intervalOf(below, ENTERED), intervalOf(above, ENTERED)) === 'always') {
    diagnostics.report('stop-always-trips', span, { ...facts, when: 'entry' });
  }
}

/** No book has had one over a month or more: the best quarters of the best are below. */
const BEST_SHARPE = 10;
const A_MONTH = 20;

function tripsOnAnySharpe(below: TypedExpression, above: TypedExpression): boolean {
  return isFigure(below, 'sharpe') && windowOf(below) >= A_MONTH && intervalOf(above).lo >= BEST_SHARPE;
}

/** The longest window over which a figure of the book is taken; 0 without one. */
function windowOf(side: TypedExpression): number {
  let longest = 0;
  findPart(side, (part) => {
    const [window = 0] = part.form === 'call' && part.inputs.length === 0 ? part.constants : [];
    longest = Math.max(longest, window);
    return false;
  });
  return longest;
}

/** The same stop again: it was meant to say something else, or says nothing. */
export function verifyRepeated({ risk }: CheckedStrategy, numberOf: Numbering, { diagnostics }: LintContext): void {
  const first = new Map<string, CheckedStop>();
  for (const stop of [...risk.stops, ...risk.positionStops]) {
    const { left, right, comparison } = stop;
    const sides = [numberOf(left), numberOf(right)];
    const key = (comparison === '<' ? sides : sides.toReversed()).join('<');
    const twin = first.get(key);
    if (twin === undefined) {
      first.set(key, stop);
      continue;
    }
    const related = [{ span: cover(twin.left.span, twin.right.span), message: 'the same stop' }];
    diagnostics.report('stop-repeated', cover(left.span, right.span), {}, { related, block: 'risk' });
  }
}

const NAMES = ['drawdown', 'day_return', 'volatility', 'position_return', 'position_drawdown', 'position_age'];

/** Figures of which a limit is likely to have lost its sign or to stand the wrong way round: what falls, and what is lost. */
const SIGNED = new Set(['drawdown', 'day_return', 'position_return', 'position_drawdown']);

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
    if (name !== undefined && SIGNED.has(name)) return { figure: name, limit: Math.abs(limit.value) };
  }
  return null;
}
