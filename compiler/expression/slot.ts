/**
 * Whether a checked expression may stand where it does: nothing from the future where orders are decided, fields of
 * the right scope, the right kind. What is found is blamed on the place where the slot's own text mentions it.
 */
import type { Span } from '../../grammar/span.ts';
import type { BlockType } from '../../grammar/tree.ts';
import type { Field, Kind } from '../../stdlib/types.ts';
import type { RelatedSpan } from '../diagnostic.ts';
import type { Diagnostics } from '../diagnostics.ts';
import { describeKind } from './facets.ts';
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
  /** The setting that says when orders are decided, for the second span of a look-ahead error. */
  readonly decideAt?: Span | null;
}

export function fitSlot(value: Checked, slot: Slot, diagnostics: Diagnostics): Checked {
  if (value === null) return null;
  if (!slot.kinds.includes('label')) {
    const label = findPart(value, isForward);
    if (label !== null) return reportLabel(label, slot, diagnostics);
  }
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
  if (slot.kinds.includes(value.kind)) return value;
  const facts = { what: slot.what, expected: slot.expected, found: describeKind(value.kind), hint: slot.hint ?? null };
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

/** The innermost part that is from the future; what is computed from it comes after it in the search. */
function isForward({ kind }: TypedExpression): boolean {
  return kind === 'label';
}

function reportLabel({ part, via }: Found, slot: Slot, diagnostics: Diagnostics): null {
  const shift = part.availability === 'always' ? 1 : part.availability.shift;
  const related: RelatedSpan[] = [];
  if (slot.decideAt) related.push({ span: slot.decideAt, message: 'but the order is decided at the close of t' });
  if (via?.reference) related.push({ span: via.reference.declaredAt, message: 'the label is declared here' });
  const facts = { what: slot.what, shift, name: via?.reference?.name ?? null };
  return diagnostics.report('looks-ahead', (via ?? part).span, facts, { related });
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
  return shape === 'lowered' && part.inputs.length === 0 ? 'market' : null;
}

function nameOf(part: TypedExpression): string {
  return part.form === 'field' ? part.field.name : part.form === 'call' ? part.builtin.name : '';
}
