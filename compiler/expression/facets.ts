/** How the facets of a result follow from those of what goes in. */
import type { Availability, Builtin, Kind, LookBack } from '../../stdlib/types.ts';
import { later } from './instants.ts';
import { NO_LOOK_BACK, type TypedExpression } from './typed.ts';

const BY_STOCK: ReadonlySet<Kind> = new Set(['panel', 'mask', 'groups']);
const NUMBERS: readonly Kind[] = ['panel', 'series', 'scalar'];

/** Which kinds an operand may have. Of a label it is the kind of its values; where it may go is checked where it ends. */
export function fits(kind: Kind, kinds: readonly Kind[] = NUMBERS): boolean {
  return kinds.includes(kind);
}

export function describeKinds(kinds: readonly Kind[] = NUMBERS): string {
  if (NUMBERS.every((kind) => kinds.includes(kind))) return 'a number';
  if (kinds.includes('mask') && kinds.includes('condition')) return 'a yes or no';
  return kinds.map(describeKind).join(' or ');
}

const KIND_WORDS: Record<Kind, string> = {
  panel: 'one number per stock and session',
  mask: 'a yes or no per stock and session',
  series: 'one number per session',
  condition: 'a yes or no per session',
  scalar: 'a single number',
  members: 'a set of members',
  label: 'a label',
  loss: 'a loss',
  groups: 'a grouping of stocks, such as `sector`',
  text: 'a text',
};

/** What a grouping is good for. */
export const WITHIN_GROUPS = 'compare within groups, as in `demean(returns(close, 20d), by: sector)`';

export function describeKind(kind: Kind): string {
  return KIND_WORDS[kind];
}

export function resultKind(rule: Builtin['result'], inputs: readonly TypedExpression[]): Kind {
  const kinds = inputs.map(({ kind }) => kind);
  // Whatever is computed from the future is from the future.
  if (kinds.includes('label')) return 'label';
  if (rule !== 'widest' && rule !== 'widest-truth') return rule;
  const truth = rule === 'widest-truth';
  if (kinds.includes('loss')) return 'loss';
  if (kinds.some((kind) => BY_STOCK.has(kind))) return truth ? 'mask' : 'panel';
  if (truth) return 'condition';
  return kinds.includes('series') || kinds.includes('condition') ? 'series' : 'scalar';
}

/** An operator is known when the last of its inputs is. */
export function latest(inputs: readonly TypedExpression[]): Availability {
  return inputs.map(({ availability }) => availability).reduce(later, 'always');
}

export function deepest(inputs: readonly TypedExpression[]): LookBack {
  return inputs
    .map(({ lookBack }) => lookBack)
    .reduce(
      (a, b) => ({ sessions: Math.max(a.sessions, b.sessions), recursive: a.recursive || b.recursive }),
      NO_LOOK_BACK,
    );
}

export function reaching(inner: LookBack, own: LookBack = NO_LOOK_BACK): LookBack {
  return { sessions: inner.sessions + own.sessions, recursive: inner.recursive || own.recursive };
}
