/** Whether what the model learns to predict is what a holding then earns. */
import type { CheckedStrategy } from '../check/checked.ts';
import { beginningOf } from '../check/timing.ts';
import { anchor, describeInstant } from '../expression/instants.ts';
import type { TypedCall, TypedExpression } from '../expression/typed.ts';
import { pathOfPortfolio } from '../planPortfolio.ts';
import { type LintContext, related } from './context.ts';
import { pace, sessionsBetween } from './schedule.ts';

/** A weekly book that learnt one day, a monthly one that learnt a week: the rest of each holding was never looked at. */
const LONGER = 4;

export function verifyHolding(checked: CheckedStrategy, context: LintContext): void {
  const { label, portfolios, execution } = checked;
  const learnt = learntReturn(label.value);
  const node = context.strategy.label?.node;
  if (learnt === null || node === undefined) return;
  const { span } = node.value;
  const horizon = learnt.sessions;
  const facts = { horizon, text: learnt.price, after: learnt.after };

  for (const { name, rebalance } of portfolios) {
    const held = sessionsBetween(rebalance);
    if (held < LONGER * horizon) continue;
    const more = related(pathOfPortfolio(name), 'rebalance', `held for about ${held} sessions`, context);
    context.diagnostics.report(
      'label-holding-mismatch',
      span,
      { ...facts, kind: 'rebalance', rebalance: pace(rebalance), held },
      { related: more },
    );
    return;
  }
  const fill = beginningOf(execution.fillAt);
  const missing = Math.min(1, (anchor(fill) - learnt.start) / (2 * horizon));
  if (missing < 0.5) return;
  const more = related(
    'execution',
    'fill at',
    `filled ${execution.fillAt.endsWith('vwap') ? 'from then on: ' : ''}${describeInstant(fill)}`,
    context,
  );
  context.diagnostics.report(
    'label-holding-mismatch',
    span,
    { ...facts, kind: 'fill', missing, at: fill.at, next: fill.shift > 0 },
    { related: more },
  );
}

interface LearntReturn {
  readonly price: string;
  readonly sessions: number;
  /** Sessions after t at which it begins. */
  readonly after: number;
  /** In half-sessions from the open of t: a session is what happens in the day and what happens overnight. */
  readonly start: number;
}

/** The one forward return in the label; null where several are combined, which may start and end anywhere. */
function learntReturn(label: TypedExpression): LearntReturn | null {
  const found = new Map<readonly TypedExpression[], TypedCall>();
  collect(label, found, new Set());
  const [call, another] = found.values();
  const price = call?.inputs[0];
  const [sessions, after = 0] = call?.constants ?? [];
  if (another !== undefined || price?.form !== 'field' || sessions === undefined) return null;
  if (price.availability === 'always') return null;
  return { price: price.field.name, sessions, after, start: anchor(price.availability) + 2 * after };
}

function collect(value: TypedExpression, found: Map<readonly TypedExpression[], TypedCall>, seen: Set<unknown>): void {
  if (value.form !== 'call' || seen.has(value.inputs)) return;
  seen.add(value.inputs);
  if (value.builtin.name === 'forward_return') found.set(value.inputs, value);
  for (const input of value.inputs) collect(input, found, seen);
}
