/**
 * What a label is apart from being from the future: the values it would have if it were not one, and between which
 * instants its returns run.
 */
import type { Availability, Instant, Kind } from '../../stdlib/types.ts';
import { resultKind } from './facets.ts';
import { compareInstants, shifted } from './instants.ts';
import type { TypedCall, TypedExpression } from './typed.ts';

/**
 * Definitions are shared, and definitions of definitions multiply: what is found of a call is kept under its inputs,
 * which all mentions of it share.
 */
export function once<T>(find: (call: TypedCall) => T): (call: TypedCall) => T {
  const found = new WeakMap<readonly TypedExpression[], { readonly answer: T }>();
  return (call) => {
    const known = found.get(call.inputs) ?? { answer: find(call) };
    found.set(call.inputs, known);
    return known.answer;
  };
}

/** The kind of its values: `panel` for a return ahead, `mask` for a comparison with one, `series` for the market's. */
export function kindOfValues(value: TypedExpression): Kind {
  return value.kind === 'label' && value.form === 'call' ? kindOfCall(value) : value.kind;
}

const kindOfCall = once(({ builtin, inputs }: TypedCall): Kind => {
  const rule = builtin.result === 'label' ? 'widest' : builtin.result;
  return resultKind(
    rule,
    inputs.map((input) => ({ ...input, kind: kindOfValues(input) })),
  );
});

export interface Run {
  /** The earliest price that a return of the label counts from, and the part that counts from it. */
  readonly first: Instant;
  readonly counts: TypedExpression;
  /** The latest price that it is known by. */
  readonly last: Instant;
}

/** Null for what is no label. Values that are not ahead scale a label, and have no part in its run. */
export function runOf(value: TypedExpression): Run | null {
  return value.kind === 'label' && value.form === 'call' ? runOfCall(value) : null;
}

const runOfCall = once((call: TypedCall): Run | null => {
  const { builtin, inputs, constants } = call;
  if (builtin.result === 'label') return runAhead(call);
  const runs = inputs.map(runOf).filter((run) => run !== null);
  const whole = runs.reduce<Run | null>((run, other) => (run === null ? other : joined(run, other)), null);
  if (whole === null) return null;
  const sessions = builtin.shift?.(constants) ?? 0;
  if (sessions !== 0) {
    return { ...whole, first: shifted(whole.first, sessions), last: shifted(whole.last, sessions) };
  }
  const window = builtin.lookBack?.(constants).sessions ?? 0;
  return window === 0 ? whole : { ...whole, first: shifted(whole.first, -window), counts: call };
});

/**
 * `forward_return(x, n, after: a)` counts from x, as it is known at t + a, to x as it is known n sessions later; of an
 * average of prices, from the first of those that are averaged at t + a.
 */
function runAhead(value: TypedCall): Run | null {
  const [x] = value.inputs;
  const [sessions = 0, after = 0] = value.constants;
  if (x === undefined) return null;
  const inner = runOf(x);
  if (inner !== null) {
    return { ...inner, first: shifted(inner.first, after), last: shifted(inner.last, after + sessions) };
  }
  const earliest = earliestOf(x);
  if (earliest === 'always' || x.availability === 'always') return null;
  return { first: shifted(earliest, after), counts: value, last: shifted(x.availability, after + sessions) };
}

/** When the first of the data was known that a value is made of, as its availability says when the last of it is. */
function earliestOf(value: TypedExpression): Availability {
  return value.form === 'call' ? earliestOfCall(value) : value.availability;
}

const earliestOfCall = once(({ builtin, inputs, constants, availability }: TypedCall): Availability => {
  const earliest = inputs.length === 0 ? availability : inputs.map(earliestOf).reduce(earlier, 'always');
  return shifted(earliest, -(builtin.lookBack?.(constants).sessions ?? 0));
});

function earlier(a: Availability, b: Availability): Availability {
  if (a === 'always' || b === 'always') return a === 'always' ? b : a;
  return compareInstants(a, b) <= 0 ? a : b;
}

function joined(a: Run, b: Run): Run {
  const { first, counts } = compareInstants(a.first, b.first) <= 0 ? a : b;
  return { first, counts, last: compareInstants(a.last, b.last) >= 0 ? a.last : b.last };
}
