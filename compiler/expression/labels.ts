/**
 * What a label is apart from being from the future: the values it would have if it were not one, and between which
 * instants its returns run.
 */
import type { Instant, Kind } from '../../stdlib/types.ts';
import { resultKind } from './facets.ts';
import { compareInstants, shifted } from './instants.ts';
import type { TypedCall, TypedExpression } from './typed.ts';

/** The kind of its values: `panel` for a return ahead, `mask` for a comparison with one, `series` for the market's. */
export function kindOfValues(value: TypedExpression): Kind {
  if (value.kind !== 'label' || value.form !== 'call') return value.kind;
  const { builtin, inputs } = value;
  const rule = builtin.result === 'label' ? 'widest' : builtin.result;
  return resultKind(
    rule,
    inputs.map((input) => ({ ...input, kind: kindOfValues(input) })),
  );
}

export interface Run {
  /** The earliest price that a return of the label counts from, and the part that counts from it. */
  readonly first: Instant;
  readonly counts: TypedExpression;
  /** The latest price that it is known by. */
  readonly last: Instant;
}

/** Null for what is no label. Values that are not ahead scale a label, and have no part in its run. */
export function runOf(value: TypedExpression): Run | null {
  if (value.kind !== 'label' || value.form !== 'call') return null;
  const sessions = value.builtin.shift?.(value.constants) ?? 0;
  if (value.builtin.result === 'label') return runAhead(value);
  const runs = value.inputs.map(runOf).filter((run) => run !== null);
  const whole = runs.reduce<Run | null>((run, other) => (run === null ? other : joined(run, other)), null);
  if (whole === null) return null;
  if (sessions !== 0) {
    return { ...whole, first: shifted(whole.first, sessions), last: shifted(whole.last, sessions) };
  }
  const window = value.builtin.lookBack?.(value.constants).sessions ?? 0;
  return window === 0 ? whole : { ...whole, first: shifted(whole.first, -window), counts: value };
}

/** `forward_return(x, n, after: a)` counts from x, as it is known at t + a, to x as it is known n sessions later. */
function runAhead(value: TypedCall): Run | null {
  const [x] = value.inputs;
  const [sessions = 0, after = 0] = value.constants;
  if (x === undefined) return null;
  const inner = runOf(x);
  if (inner !== null) {
    return { ...inner, first: shifted(inner.first, after), last: shifted(inner.last, after + sessions) };
  }
  if (x.availability === 'always') return null;
  const first = shifted(x.availability, after);
  return { first, counts: value, last: shifted(first, sessions) };
}

function joined(a: Run, b: Run): Run {
  const { first, counts } = compareInstants(a.first, b.first) <= 0 ? a : b;
  return { first, counts, last: compareInstants(a.last, b.last) >= 0 ? a.last : b.last };
}

const SUMS: ReadonlySet<string> = new Set(['add', 'subtract']);

/** What is added to a label, or taken from it, and known already: it is part of the label, and no more to predict. */
export function knownPart(value: TypedExpression): TypedExpression | null {
  if (value.kind !== 'label' || value.form !== 'call' || value.builtin.result === 'label') return null;
  if (SUMS.has(value.builtin.name)) {
    const known = value.inputs.find(({ kind, availability }) => kind !== 'label' && availability !== 'always');
    if (known !== undefined) return known;
  }
  for (const input of value.inputs) {
    const found = knownPart(input);
    if (found !== null) return found;
  }
  return null;
}
