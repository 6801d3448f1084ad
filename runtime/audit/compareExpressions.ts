/** Every expression of the plan, computed on the whole data and on what was known at a cut. */
import type { ExpressionNode, Plan } from '../../compiler/plan.ts';
import { builtin } from '../../stdlib/registry.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { Value } from '../evaluate/values.ts';
import { invariant } from '../invariant.ts';
import type { Market, Panel } from '../market.ts';
import type { Cut } from './cuts.ts';
import type { AuditNode, Comparison, Findings } from './findings.ts';
import type { Known } from './knownMarket.ts';
import { knownUntil } from './nodes.ts';

/** Panels of so many bytes at once: what is compared is let go before the next is computed. */
const BYTES_AT_ONCE = 96 * 2 ** 20;

/** A market and what else its expressions read, such as `prediction`. */
export interface Inputs {
  readonly market: Market;
  readonly fields: Readonly<Record<string, Panel>>;
}

export interface ExpressionsToCompare {
  readonly plan: Plan;
  readonly nodes: readonly ExpressionNode[];
  readonly whole: Inputs;
  readonly known: Inputs & Pick<Known, 'stocks'>;
  readonly cut: Cut;
  describe(node: ExpressionNode): AuditNode;
}

export function compareExpressions(asked: ExpressionsToCompare, findings: Findings): void {
  const { plan, nodes, whole, known, cut, describe } = asked;
  for (const group of groupsOf(nodes, whole.market)) {
    const roots = group.map(({ id }) => id);
    const all = evaluate(plan.expressions, roots, whole.market, { fields: whole.fields });
    const some = evaluate(plan.expressions, roots, known.market, { fields: known.fields });
    for (const node of group) {
      const comparison = findings.of(describe(node), cut.session);
      compareValue(comparison, node, all.of(node.id), some.of(node.id), asked);
    }
  }
}

/** As many at once as fit, so that what they share is computed once. */
export function groupsOf<T>(nodes: readonly T[], { tickers, sessions }: Market): readonly (readonly T[])[] {
  const each = 2 * Float64Array.BYTES_PER_ELEMENT * tickers.length * sessions.length;
  const size = Math.max(1, Math.floor(BYTES_AT_ONCE / each));
  return Array.from({ length: Math.ceil(nodes.length / size) }, (_, k) => nodes.slice(k * size, (k + 1) * size));
}

/**
 * Until it is known the same; a return ahead that is not known yet must be missing. What is made of one may have a value
 * all the same: `where(returns(close, 1d) > 0%, forward_return(close, 5d), 0)`.
 */
function compareValue(
  comparison: Comparison,
  node: ExpressionNode,
  all: Value,
  some: Value,
  { whole, known, cut }: Pick<ExpressionsToCompare, 'whole' | 'known' | 'cut'>,
): void {
  if (all.shape === 'scalar' || some.shape === 'scalar') {
    invariant(all.shape === 'scalar' && some.shape === 'scalar', 'an expression has one shape');
    comparison.values(all.value, some.value, 0);
    return;
  }
  const isPanel = all.shape === 'panel';
  const sessions = Math.max(0, knownUntil(node, cut) + 1);
  for (const stock of isPanel ? known.stocks : [0]) {
    const of = isPanel ? () => whole.market.tickers[stock]! : null;
    const [wholeFrom, cutShortFrom] = [stock * whole.market.sessions.length, stock * known.market.sessions.length];
    comparison.columns({ whole: all.values, cutShort: some.values, wholeFrom, cutShortFrom, sessions, of });
    if (builtin(node.op)?.result !== 'label') continue;
    for (let t = sessions; t <= cut.session; t++) {
      comparison.values(Number.NaN, some.values[cutShortFrom + t]!, t, of);
    }
  }
}
