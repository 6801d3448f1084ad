/** The label: from the future altogether, one number per stock and session, in the unit of a prediction. */
import type { Definition } from '../../grammar/tree.ts';
import { checkDefinition } from '../expression/check.ts';
import { textOf } from '../expression/context.ts';
import { describeKind } from '../expression/facets.ts';
import { compareInstants, describeInstant } from '../expression/instants.ts';
import { knownPart } from '../expression/labelParts.ts';
import { kindOfValues, runOf } from '../expression/labels.ts';
import { placeOf } from '../expression/names.ts';
import { fitSlot } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { describeUnit, isRatio } from '../expression/units.ts';
import { isBroken } from '../load/broken.ts';
import type { Scoped } from '../load/expanded.ts';
import { returnAhead } from '../mistakes/returnAhead.ts';
import type { CheckedLabel } from './checked.ts';
import type { CheckContext } from './settings.ts';

const LABEL = {
  what: 'the label',
  block: 'model',
  scopes: ['market'],
  // What is not from the future is told so, in words of its own.
  kinds: ['label', 'panel', 'series', 'scalar', 'mask', 'condition'],
  expected: 'a value from the future',
  hint: 'write `forward_return(close, 1d)`',
} as const;

export function checkLabel(label: Scoped<Definition> | null, context: CheckContext): CheckedLabel | null {
  if (label === null) return null;
  const { node } = label;
  const { span } = node.value;
  const text = textOf(span, context.sources);
  const ahead = returnAhead(text);
  if (ahead !== null) return context.diagnostics.report('negative-lag', span, { text, instead: [ahead] });
  const checked = checkDefinition(node, placeOf(label, null), context);
  if (isBroken(node.span, label.home)) return null;
  const value = fitSlot(checked, LABEL, context);
  if (value === null || !verifyAhead(value, context) || !verifyValues(value, context)) return null;
  context.origins.set('label', { by: 'file', span: node.span });
  const horizon = value.availability === 'always' ? 0 : value.availability.shift;
  return { name: node.name.text, value, horizon };
}

/**
 * All of it lies after the decision: it begins no earlier and ends later. How long after an open or a close one decides
 * makes no difference, since there is no price in between.
 */
function verifyAhead(value: TypedExpression, { diagnostics, timing, sources }: CheckContext): boolean {
  const decision = { ...timing.decision, delay: 0 };
  const run = runOf(value);
  if (run === null || compareInstants(run.last, decision) <= 0) {
    const known = run?.last ?? value.availability;
    diagnostics.report('label-not-ahead', value.span, { known: known === 'always' ? null : describeInstant(known) });
    return false;
  }
  const part = knownPart(value);
  const decided = describeInstant(timing.decision);
  if (part !== null && part.availability !== 'always') {
    const facts = {
      part: textOf(part.span, sources),
      known: describeInstant(part.availability),
      decided,
      isPrice: false,
    };
    diagnostics.report('label-before-decision', part.span, facts);
    return false;
  }
  if (compareInstants(run.first, decision) < 0) {
    const known = describeInstant(run.first).replace(/^at /, '');
    const facts = { part: textOf(run.counts.span, sources), known, decided, isPrice: true };
    const related = timing.declaredAt === null ? [] : [{ span: timing.declaredAt, message: `decided ${decided}` }];
    diagnostics.report('label-before-decision', run.counts.span, facts, { related });
    return false;
  }
  return true;
}

/** A loss compares it with predictions, stock by stock: it is a panel, and a ratio as they are. */
function verifyValues(value: TypedExpression, { diagnostics }: CheckContext): boolean {
  const what = LABEL.what;
  const kind = kindOfValues(value);
  if (kind !== 'panel') {
    const isTruth = kind === 'mask' || kind === 'condition';
    const hint = isTruth ? 'make a number of it with `where(condition, 1, 0)`' : 'write `forward_return(close, 1d)`';
    diagnostics.report('wrong-kind', value.span, {
      what,
      expected: describeKind('panel'),
      found: describeKind(kind),
      hint,
    });
    return false;
  }
  if (!isRatio(value.unit)) {
    const examples = ['forward_return(close, 1d)'];
    diagnostics.report('wrong-unit', value.span, {
      what,
      expected: 'a ratio',
      found: describeUnit(value.unit),
      examples,
    });
    return false;
  }
  return true;
}
