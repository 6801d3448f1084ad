/**
 * Instants and their order: the one notion, "known by", that every proof against look-ahead rests on. Sessions do not
 * overlap, so an instant is before another when its session is, or its place in the session; then minutes count.
 */
import type { Availability, Instant } from '../../stdlib/types.ts';

/** Negative when `a` is before `b`, 0 when they are the same instant. */
export function compareInstants(a: Instant, b: Instant): number {
  return anchor(a) - anchor(b) || a.delay - b.delay;
}

/** Opens and closes in order: open of t, close of t, open of t+1, … */
export function anchor({ at, shift }: Instant): number {
  return 2 * shift + (at === 'close' ? 1 : 0);
}

export function isKnownBy(availability: Availability, by: Instant): boolean {
  return availability === 'always' || compareInstants(availability, by) <= 0;
}

export function later(a: Availability, b: Availability): Availability {
  return b === 'always' || (a !== 'always' && compareInstants(a, b) >= 0) ? a : b;
}

export function shifted(instant: Instant, sessions: number): Instant;
export function shifted(availability: Availability, sessions: number): Availability;
export function shifted(availability: Availability, sessions: number): Availability {
  return availability === 'always' ? availability : { ...availability, shift: availability.shift + sessions };
}

/** How long the shortest session of a calendar lasts, and the shortest break to the next one; minutes. */
export interface Hours {
  readonly session: number;
  readonly break: number;
}

/**
 * The same instant, counted from the last open or close that is certain to lie before it. So it compares rightly
 * however long its delay is; where sessions are longer than the shortest, it counts as later than it is, never as earlier.
 */
export function settled({ at, shift, delay }: Instant, hours: Hours): Instant {
  const toNext = at === 'open' ? hours.session : hours.break;
  if (delay === 0 || delay < toNext) return { at, shift, delay };
  const next = at === 'open' ? ({ at: 'close', shift } as const) : ({ at: 'open', shift: shift + 1 } as const);
  return settled({ ...next, delay: delay - toNext }, hours);
}

/** `at the close of t+1`, `15 min after the close of t` */
export function describeInstant({ at, shift, delay }: Instant): string {
  const session = shift === 0 ? 't' : `t${shift > 0 ? '+' : '−'}${Math.abs(shift)}`;
  return `${delay === 0 ? 'at' : `${delay} min after`} the ${at} of ${session}`;
}
