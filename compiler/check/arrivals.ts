/**
 * Whether the data are there when orders are decided, by a config that says when they arrive. The plan knows nothing of
 * it: a strategy means the same whatever data it is run on, and only may not be run on data that come too late.
 */
import type { Span } from '../../grammar/span.ts';
import type { Availability, Instant } from '../../stdlib/types.ts';
import type { RelatedSpan } from '../diagnostic.ts';
import { compareInstants, describeInstant, isKnownBy, later, settled, shifted } from '../expression/instants.ts';
import { blame } from '../expression/lookAhead.ts';
import { lastFill, type Timing } from '../expression/timing.ts';
import type { TypedExpression } from '../expression/typed.ts';
import type { CheckedStrategy } from './checked.ts';
import type { CheckContext } from './settings.ts';

/** What a config says of when data arrive; its text too, to point into. */
export interface Arrivals {
  readonly file: string;
  readonly text: string;
  /** The bars of a session, the benchmark's included: so many minutes after the close. */
  readonly bars: { readonly delay: number; readonly span: Span } | null;
}

export function verifyArrivals(
  strategy: CheckedStrategy,
  { bars }: Arrivals,
  { timing, diagnostics, origins }: Pick<CheckContext, 'timing' | 'diagnostics' | 'origins'>,
): void {
  if (bars === null || timing.declaredAt === null) return;
  const arrival: Instant = { at: 'close', shift: 0, delay: bars.delay };
  const times = new ArrivalTimes(arrival, timing);
  const decision = settled(timing.decision, timing.hours);
  const isLate = (part: TypedExpression, sessions: number) => !isKnownBy(shifted(times.of(part), sessions), decision);

  const related: RelatedSpan[] = [{ span: bars.span, message: `the bars of t arrive ${describeInstant(arrival)}` }];
  const late = decidingValues(strategy).find((value) => isLate(value, 0));
  if (late !== undefined) {
    const { links, part } = blame(late, isLate);
    related.push({ span: links[0]?.usedAt ?? part.span, message: 'the first of what needs them here' });
  } else {
    const target = strategy.risk.volatilityTarget;
    if (target === null || isKnownBy(times.arriving(lastFill(timing)), decision)) return;
    const span = origins.get('risk.volatilityTarget.perYear')?.span;
    if (span) related.push({ span, message: 'the book’s own returns need them here' });
  }
  const inTime = bars.delay < timing.hours.break ? bars.delay : null;
  const facts = { decided: describeInstant(timing.decision), arrives: describeInstant(arrival), minutes: inTime };
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

/** When values are there that are known from the market's point of view at their `availability`. */
class ArrivalTimes {
  readonly #arrival: Instant;
  readonly #timing: Timing;
  /** Parts are shared, and definitions of definitions multiply: each is looked at once. */
  readonly #known = new Map<readonly TypedExpression[], Availability>();

  constructor(arrival: Instant, timing: Timing) {
    this.#arrival = arrival;
    this.#timing = timing;
  }

  of(value: TypedExpression): Availability {
    if (value.form === 'constant') return 'always';
    if (value.form === 'field') {
      return value.field.availability === 'decision' ? value.availability : this.arriving(value.availability);
    }
    const { builtin, inputs, constants } = value;
    if (inputs.length === 0) return this.arriving(value.availability);
    const known = this.#known.get(inputs);
    if (known !== undefined) return known;
    const last = inputs.map((input) => this.of(input)).reduce(later, 'always');
    const result = shifted(last, builtin.shift?.(constants) ?? 0);
    this.#known.set(inputs, result);
    return result;
  }

  /** Prices come with the bar of their session. */
  arriving(availability: Availability): Availability {
    if (availability === 'always') return availability;
    const bar = shifted(this.#arrival, availability.shift);
    return settled(compareInstants(availability, bar) < 0 ? bar : availability, this.#timing.hours);
  }
}
