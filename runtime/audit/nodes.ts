/** The expressions of a plan that have values over the market, inputs first. */
import {
  type ExpressionNode,
  type NodeId,
  type Plan,
  valuesOfPortfolio,
  valuesOfUniverse,
} from '../../compiler/plan.ts';
import { field } from '../../stdlib/registry.ts';
import { isLeaf } from '../evaluate/schedule.ts';
import { invariant } from '../invariant.ts';
import { type Cut, lastWhole } from './cuts.ts';

export interface AuditedExpressions {
  /** Over market data alone. */
  readonly market: readonly ExpressionNode[];
  /** Over predictions as well. */
  readonly scored: readonly ExpressionNode[];
}

/** Costs, stops and losses have no values over the market: the book's own columns stand for them. */
export function auditedExpressions({ expressions, universe, features, label, portfolios }: Plan): AuditedExpressions {
  const roots = [
    ...valuesOfUniverse(universe),
    ...features.features.map(({ node }) => node),
    label.node,
    ...portfolios.flatMap(valuesOfPortfolio),
  ];
  const scored = new Map<NodeId, boolean>();
  const order: ExpressionNode[] = [];
  const visit = (id: NodeId): boolean => {
    const known = scored.get(id);
    if (known !== undefined) return known;
    const node = expressions[id];
    invariant(node, `the plan has no expression ${id}`);
    const isScored =
      node.op === 'field' ? field(node.name ?? '')?.scope === 'score' : node.inputs.map(visit).some(Boolean);
    scored.set(id, isScored);
    if (!isLeaf(node)) order.push(node);
    return isScored;
  };
  for (const root of roots) visit(root);
  return {
    market: order.filter(({ id }) => !scored.get(id)),
    scored: order.filter(({ id }) => scored.get(id)),
  };
}

/** The last session whose value its instant says is known at the cut; no later one than the cut's. */
export function knownUntil({ availability }: ExpressionNode, cut: Cut): number {
  if (availability === 'always') return cut.session;
  const last = availability.at === 'close' ? lastWhole(cut) : cut.session;
  return Math.min(cut.session, last - availability.shift);
}
