/**
 * Whether a checked expression may stand where it does: fields of the right scope, nothing that is not known in time
 * where orders are decided, the right kind. What is found is blamed on the place where the slot's own text mentions it.
 */
import type { BlockType, Name } from '../../grammar/tree.ts';
import type { Field, Kind } from '../../stdlib/types.ts';
import type { Context } from './context.ts';
import { describeKind, WITHIN_GROUPS } from './facets.ts';
import { isKnownBy } from './instants.ts';
import { reportLabel, reportLate } from './lookAhead.ts';
import { ownFill } from './timing.ts';
import type { Checked, TypedExpression } from './typed.ts';

type Scope = Field['scope'];

export interface Slot {
  /** How a message names it: "this filter". */
  readonly what: string;
  readonly block: BlockType;
  readonly scopes: readonly Scope[];
  readonly kinds: readonly Kind[];
  /** What the kinds are called: "a condition that holds or not for each stock". */
  readonly expected: string;
  readonly hint?: string;
  /**
   * When it must be known: the decision unless said, for nearly all decides an order; of its own session, at whose fill
   * costs are charged.
   */
  readonly by?: 'decision' | 'fill';
}

/** @param includedBy the `include` that brought what stands in the slot, or null. */
export function fitSlot(
  value: Checked,
  slot: Slot,
  context: Pick<Context, 'timing' | 'diagnostics' | 'sources'>,
  includedBy: Name | null = null,
): Checked {
  if (value === null) return null;
  const { timing, diagnostics } = context;
  const place = { what: slot.what, includedBy };
  const takesLabels = slot.kinds.includes('label');
  if (value.kind === 'label' && !takesLabels) return reportLabel(value, place, context);
  const stranger = findPart(value, (part) => isStranger(part, slot));
  if (stranger !== null) {
    const { part, via } = stranger;
    const scope = scopeOf(part);
    const related = via?.reference ? [{ span: part.span, message: `${via.reference.name} uses it here` }] : [];
    if (scope !== null && scope !== 'market') {
      const facts = { name: nameOf(part), scope, place: slot.what };
      return diagnostics.report('field-out-of-scope', (via ?? part).span, facts, { related });
    }
    const facts = { name: nameOf(part), place: slot.what };
    return diagnostics.report('market-data-here', (via ?? part).span, facts, { related });
  }
  const by = slot.by === 'fill' ? ownFill(timing) : timing.decision;
  if (!takesLabels && !isKnownBy(value.availability, by)) return reportLate(value, by, place, context);
  if (slot.kinds.includes(value.kind)) return value;
  const hint = value.kind === 'groups' ? WITHIN_GROUPS : (slot.hint ?? null);
  const facts = { what: slot.what, expected: slot.expected, found: describeKind(value.kind), hint };
  return diagnostics.report('wrong-kind', value.span, facts);
}

export interface Found {
  readonly part: TypedExpression;
  /** The outermost name through which it was reached, or null when it stands in the slot itself. */
  readonly via: TypedExpression | null;
}

/** The first part that matches, innermost first, and the name in this place through which it is reached. */
export function findPart(value: TypedExpression, matches: (part: TypedExpression) => boolean): Found | null {
  return find(value, matches, null, new Set());
}

/** Depth first. Parts are shared, and definitions of definitions multiply, so each is looked at once. */
function find(
  value: TypedExpression,
  matches: (part: TypedExpression) => boolean,
  via: TypedExpression | null,
  seen: Set<readonly TypedExpression[]>,
): Found | null {
  const through = via ?? (value.reference === null ? null : value);
  if (value.form === 'call') {
    if (!seen.has(value.inputs)) {
      seen.add(value.inputs);
      for (const input of value.inputs) {
        const found = find(input, matches, through, seen);
        if (found !== null) return found;
      }
    }
  }
  return matches(value) ? { part: value, via: through } : null;
}

function isStranger(part: TypedExpression, slot: Slot): boolean {
  const scope = scopeOf(part);
  return scope !== null && !slot.scopes.includes(scope);
}

/** What data a part reads itself; null when it only computes with what goes in. */
function scopeOf(part: TypedExpression): Scope | null {
  if (part.form === 'field') return part.field.scope;
  if (part.form !== 'call') return null;
  const { shape } = part.builtin.kernel;
  if (shape === 'book') return 'book';
  return (shape === 'lowered' || shape === 'named') && part.inputs.length === 0 ? 'market' : null;
}

function nameOf(part: TypedExpression): string {
  return part.form === 'field' ? part.field.name : part.form === 'call' ? part.builtin.name : '';
}
