/** The instants that a strategy's `execution` sets, as seen from the session t of a decision. */
import type { Span } from '../../grammar/span.ts';
import type { Availability, Instant, TradingInstant } from '../../stdlib/types.ts';
import { compareInstants, type Hours, shifted } from './instants.ts';

export interface Timing {
  readonly decision: Instant;
  /** Of what is decided at t. */
  readonly fill: Instant;
  /** Where the decision is declared, or the block in which it is left out; null without such a block. */
  readonly declaredAt: Span | null;
  /** Where the fill is; null when nobody says. */
  readonly filledAt: Span | null;
  /** Of the calendar. */
  readonly hours: Hours;
}

/** The fill before the decision, or at its very instant: the book's returns are known up to there. */
export function lastFill({ decision, fill }: Timing): Instant {
  const today = { ...fill, shift: 0 };
  return compareInstants(today, decision) <= 0 ? today : shifted(today, -1);
}

/** The fill as seen from its own session: what is charged then reads the market of that session. */
export function ownFill({ fill }: Timing): Instant {
  return { ...fill, shift: 0 };
}

export function resolveInstant(availability: Availability | TradingInstant, timing: Timing): Availability {
  switch (availability) {
    case 'decision':
      return timing.decision;
    case 'fill':
      return ownFill(timing);
    case 'last fill':
      return lastFill(timing);
    default:
      return availability;
  }
}
