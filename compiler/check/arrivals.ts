/**
 * Whether the data are there when orders are decided, by a config that says when they arrive. The plan knows nothing of
 * it: a strategy means the same whatever data it is run on, and only may not be run on data that come too late.
 */
import type { Span } from '../../grammar/span.ts';
import type { Availability, Instant } from '../../stdlib/types.ts';
import type { RelatedSpan } from '../diagnostic.ts';
import { folding } from '../expression/fold.ts';
import { compareInstants, describeInstant, isKnownBy, later, settled, shifted } from '../expression/instants.ts';
import { blame } from '../expression/lookAhead.ts';
import { lastFill, type Timing } from '../expression/timing.ts';
import type { TypedExpression } from '../expression/typed.ts';
import type { CheckedStrategy } from './checked.ts';
import type { CheckContext } from './settings.ts';

/** What a config says of when data arrive; its text too, to point into. Null is there at once. */
export interface Arrivals {
  readonly file: string;
  readonly text: string;
  /** The bars of a session, the benchmark's included: after its close. */
  readonly bars: Arrival | null;
  /** The opens of a session, when they come before their bars: after its open. */
  readonly opens: Arrival | null;
}

interface Arrival {
  /** Minutes. */
  readonly delay: number;
  readonly span: Span;
}

export function verifyArrivals(
  strategy: CheckedStrategy,
  arrivals: Arrivals,
  context: Pick<CheckContext, 'timing' | 'diagnostics' | 'origins'>,
): void {
  const { timing, origins } = context;
  const times = new ArrivalTimes(arrivals, timing);
  const decision = settled(timing.decision, timing.hours);
  const isLate = (part: TypedExpression, sessions: number) => !isKnownBy(shifted(times.of(part), sessions), decision);

  const late = decidingValues(strategy).find((value) => isLate(value, 0));
  if (late !== undefined) {
    const { links, part } = blame(late, isLate);
    const need = { span: links[0]?.usedAt ?? part.span, message: 'the first of what needs them here' };
    report(part.availability, need, arrivals, context);
    return;
  }
  const ended = lastFill(timing);
  const target = origins.get('risk.volatilityTarget.perYear')?.span;
  if (target && !isKnownBy(times.arriving(ended), decision)) {
    report(ended, { span: target, message: 'the book’s own returns need them here' }, arrivals, context);
  }
}

/** @param known when the market makes the price that is not there yet. */
function report(
  known: Availability,
  need: RelatedSpan,
  arrivals: Arrivals,
  { timing, diagnostics }: Pick<CheckContext, 'timing' | 'diagnostics'>,
): void {
  const coming = known === 'always' ? null : comingOf(known, arrivals);
  if (coming === null || timing.declaredAt === null) return;
  const { at, delay, span, what } = coming;
  const arrives = describeInstant({ at, shift: 0, delay });
  const toNext = at === 'open' ? timing.hours.session : timing.hours.break;
  const facts = {
    what,
    decided: describeInstant(timing.decision),
    arrives,
    instead: delay < toNext ? `decide at ${at}, ${delay}min later` : null,
  };
  const related = [{ span, message: `the ${what} of t arrive ${arrives}` }, need];
  diagnostics.report('data-arrives-late', timing.declaredAt, facts, { related });
}

/** All that decides an order and reads data; what the model predicts is made of the features. */
function decidingValues({ universe, features, portfolio, risk }: CheckedStrategy): readonly TypedExpression[] {
  const filters = [portfolio.long?.filter, portfolio.short?.filter].filter((filter) => filter != null);
  return [
    ...universe.require,
    ...features.features.map(({ value }) => value),
    ...filters,
    ...risk.stops.flatMap(({ left, right }) => [left, right]),
  ];
}

/** With what a price comes that the market makes at an instant. */
function comingOf(
  { at }: Instant,
  { bars, opens }: Arrivals,
): (Arrival & { readonly at: 'open' | 'close'; readonly what: 'opens' | 'bars' }) | null {
  if (at === 'open' && opens !== null) return { ...opens, at: 'open', what: 'opens' };
  return bars === null ? null : { ...bars, at: 'close', what: 'bars' };
}

/** When values are there that the market makes at their `availability`. */
class ArrivalTimes {
  readonly #arrivals: Arrivals;
  readonly #timing: Timing;
  readonly of = folding<Availability>((value, inputs) => this.#of(value, inputs));

  constructor(arrivals: Arrivals, timing: Timing) {
    this.#arrivals = arrivals;
    this.#timing = timing;
  }

  #of(value: TypedExpression, inputs: readonly Availability[]): Availability {
    if (value.form === 'constant') return 'always';
    if (value.form === 'field') {
      return value.field.availability === 'decision' ? value.availability : this.arriving(value.availability);
    }
    if (inputs.length === 0) return this.arriving(value.availability);
    return shifted(inputs.reduce(later, 'always'), value.builtin.shift?.(value.constants) ?? 0);
  }

  arriving(availability: Availability): Availability {
    const coming = availability === 'always' ? null : comingOf(availability, this.#arrivals);
    if (availability === 'always' || coming === null) return availability;
    const arrival = { at: coming.at, shift: availability.shift, delay: coming.delay };
    return settled(compareInstants(availability, arrival) < 0 ? arrival : availability, this.#timing.hours);
  }
}
