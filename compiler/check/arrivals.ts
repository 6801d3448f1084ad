/**
 * Whether the data are there when orders are decided, by a config that says when they arrive. The plan knows nothing of
 * it: a strategy means the same whatever data it is run on, and only may not be run on data that come too late.
 */

import { nearest } from '../../configs/nearest.ts';
import type { Span } from '../../grammar/span.ts';
import type { Availability, Instant } from '../../stdlib/types.ts';
import type { RelatedSpan } from '../diagnostic.ts';
import { folding } from '../expression/fold.ts';
import {
  anchor,
  compareInstants,
  describeInstant,
  isKnownBy,
  later,
  settled,
  shifted,
} from '../expression/instants.ts';
import { blame } from '../expression/lookAhead.ts';
import { findPart } from '../expression/slot.ts';
import { lastFill, type Timing } from '../expression/timing.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { valuesOfPortfolio } from '../planPortfolio.ts';
import { valuesOfUniverse } from '../planUniverse.ts';
import type { CheckedStrategy } from './checked.ts';
import type { CheckContext } from './settings.ts';
import { valuesOfFill, valuesOfRisk } from './tradingValues.ts';

/** What a config says of when data arrive; its text too, to point into. Null is there at once. */
export interface Arrivals {
  readonly file: string;
  readonly text: string;
  /** The bars of a session, the benchmark's included: after its close. */
  readonly bars: Arrival | null;
  /** The opens of a session, when they come before their bars: after its open. */
  readonly opens: Arrival | null;
  /** Names of all series from outside the market that the config has. */
  readonly configured: readonly string[];
  /** Those of them that are dated by session, by name. One that is dated by its publication is always in time, and not here. */
  readonly series: ReadonlyMap<string, Published>;
  /** From when to when the config has the sectors of stocks; where it says so, when they have no dates. */
  readonly sectors:
    | { readonly of: 'every day' }
    | { readonly of: 'no day' }
    | { readonly of: 'one day'; readonly span: Span };
}

interface Published {
  /** Counted from the session of the day a value is for. */
  readonly known: Instant;
  readonly span: Span;
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
  verifyConfigured(strategy, arrivals, context);
  if (!verifyPublications(strategy, arrivals, context)) return;
  const times = new ArrivalTimes(arrivals, timing);
  const decision = settled(timing.decision, timing.hours);
  const isLate = (part: TypedExpression, sessions: number) => !isKnownBy(shifted(times.of(part), sessions), decision);

  const late = decidingValues(strategy).find((value) => isLate(value, 0));
  if (late !== undefined) {
    const { links, part } = blame(late, isLate);
    const need = { span: links[0]?.usedAt ?? part.span, message: 'the first of what needs them here' };
    report(comingWith(part, arrivals), need, context);
    return;
  }
  const ended = lastFill(timing);
  const target = origins.get('risk.volatilityTarget.perYear')?.span;
  if (target && !isKnownBy(times.arriving(ended), decision)) {
    report(comingOf(ended, arrivals), { span: target, message: 'the book’s own returns need them here' }, context);
  }
}

/** A run would end with one that the config has not: each name is told once. */
function verifyConfigured(
  strategy: CheckedStrategy,
  { configured }: Arrivals,
  { diagnostics }: Pick<CheckContext, 'diagnostics'>,
): void {
  const known = new Set(configured);
  const unknownIn = (part: TypedExpression) => {
    const name = nameOfSeries(part);
    return name === null || known.has(name) ? null : name;
  };
  const next = () => firstPart(strategy, (part) => unknownIn(part) !== null);
  for (let part = next(); part !== null; part = next()) {
    const name = unknownIn(part)!;
    const facts = { name, known: configured, nearest: nearest(name, configured) };
    diagnostics.report('series-not-configured', writtenAt(part), facts);
    known.add(name);
  }
}

/** A series is not published later than the strategy says it is known: on that all proofs rest. The minutes count later. */
function verifyPublications(
  strategy: CheckedStrategy,
  { series }: Arrivals,
  { diagnostics }: Pick<CheckContext, 'diagnostics'>,
): boolean {
  const tooLate = (part: TypedExpression) => {
    const published = publicationOf(part, series);
    return published !== null && part.availability !== 'always' && anchor(published.known) > anchor(part.availability);
  };
  const part = firstPart(strategy, tooLate);
  const published = part === null ? null : publicationOf(part, series);
  if (part?.form !== 'call' || part.availability === 'always' || published === null) return true;
  const name = part.text ?? '';
  const publishedAt = describeInstant(published.known);
  const sessions = Math.ceil((anchor(published.known) - 1) / 2);
  const facts = {
    of: 'series',
    name,
    taken: describeInstant(part.availability),
    published: publishedAt,
    instead: `external(${JSON.stringify(name)}, delay: ${sessions}d)`,
  } as const;
  const related = [{ span: published.span, message: `the value of t is published ${publishedAt}` }];
  diagnostics.report('data-arrives-late', writtenAt(part), facts, { related });
  return false;
}

function firstPart(strategy: CheckedStrategy, matches: (part: TypedExpression) => boolean): TypedExpression | null {
  for (const value of valuesRead(strategy)) {
    const found = findPart(value, matches);
    if (found !== null) return found.part;
  }
  return null;
}

/** Where it stands itself, not where it is used by its name. */
function writtenAt(part: TypedExpression): Span {
  return part.reference === null ? part.span : writtenAt(part.reference.value);
}

function publicationOf(part: TypedExpression, series: Arrivals['series']): Published | null {
  return series.get(nameOfSeries(part) ?? '') ?? null;
}

function nameOfSeries(part: TypedExpression): string | null {
  return part.form === 'call' && part.builtin.name === 'external' ? part.text : null;
}

function report(
  coming: Coming | null,
  need: RelatedSpan,
  { timing, diagnostics }: Pick<CheckContext, 'timing' | 'diagnostics'>,
): void {
  if (coming === null || timing.declaredAt === null) return;
  const { at, delay, span, what } = coming;
  const arrives = describeInstant({ at, shift: 0, delay });
  const toNext = at === 'open' ? timing.hours.session : timing.hours.break;
  const facts = {
    of: 'decision',
    what,
    decided: describeInstant(timing.decision),
    arrives,
    instead: delay < toNext ? `decide at ${at}, ${delay}min later` : null,
  } as const;
  const verb = what === 'bars' || what === 'opens' ? 'arrive' : 'arrives';
  const related = [{ span, message: `the ${what} of t ${verb} ${arrives}` }, need];
  diagnostics.report('data-arrives-late', timing.declaredAt, facts, { related });
}

/** All that reads data: what decides an order, what the model learns, and what is read at the fill. */
export function valuesRead(strategy: CheckedStrategy): readonly TypedExpression[] {
  const { label, execution, costs } = strategy;
  return [...decidingValues(strategy), label.value, ...valuesOfFill(execution, costs)];
}

/** All that decides an order and reads data; what the model predicts is made of the features. */
function decidingValues({ universe, features, portfolios, risk }: CheckedStrategy): readonly TypedExpression[] {
  return [
    ...valuesOfUniverse(universe),
    ...features.features.map(({ value }) => value),
    ...portfolios.flatMap(valuesOfPortfolio),
    ...valuesOfRisk(risk),
  ];
}

/** What has to arrive, and when after an open or close of the session. */
interface Coming {
  readonly at: 'open' | 'close';
  readonly delay: number;
  readonly span: Span;
  /** `bars`, `opens`, or the series: `VIX`. */
  readonly what: string;
}

/** With what comes what is to blame. */
function comingWith(part: TypedExpression, arrivals: Arrivals): Coming | null {
  const published = publicationOf(part, arrivals.series);
  if (published !== null && part.form === 'call') {
    const { at, delay } = published.known;
    return { at, delay, span: published.span, what: `series \`${part.text}\`` };
  }
  return part.availability === 'always' ? null : comingOf(part.availability, arrivals);
}

/** With what a price comes that the market makes at an instant. */
function comingOf({ at }: Instant, { bars, opens }: Arrivals): Coming | null {
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
      // A classification does not come with bars.
      if (value.kind === 'groups') return value.availability;
      return value.field.availability === 'decision' ? value.availability : this.arriving(value.availability);
    }
    if (value.builtin.name === 'external') return this.#published(value);
    if (value.builtin.name === 'in_sector') return value.availability;
    if (inputs.length === 0) return this.arriving(value.availability);
    return shifted(inputs.reduce(later, 'always'), value.builtin.shift?.(value.constants) ?? 0);
  }

  /** A series comes by itself, and not with the bars. */
  #published(value: TypedExpression): Availability {
    const published = publicationOf(value, this.#arrivals.series);
    const last = published === null ? value.availability : later(published.known, value.availability);
    return last === 'always' ? last : settled(last, this.#timing.hours);
  }

  arriving(availability: Availability): Availability {
    const coming = availability === 'always' ? null : comingOf(availability, this.#arrivals);
    if (availability === 'always' || coming === null) return availability;
    const arrival = { at: coming.at, shift: availability.shift, delay: coming.delay };
    return settled(compareInstants(availability, arrival) < 0 ? arrival : availability, this.#timing.hours);
  }
}
