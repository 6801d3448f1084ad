/** Names kept to a place that the order never gives a side: the other one has that half. */
import type { CheckedLeg, CheckedPortfolio, CheckedStrategy } from '../check/checked.ts';
import { type LintContext, related, spanOf } from './context.ts';
import { sidesOf } from './gross.ts';
import type { Numbering } from './numbering.ts';

export function verifyKeep({ universe, portfolios }: CheckedStrategy, numberOf: Numbering, context: LintContext): void {
  const most = mostMembers(universe);
  for (const portfolio of portfolios) {
    if (!isOneOrder(portfolio, numberOf)) continue;
    for (const { side, leg, block } of sidesOf([portfolio])) {
      const reach = reachOf(leg, most);
      if (reach === null) continue;
      const other = side === 'long' ? 'short' : 'long';
      const more = related(block, other, 'by the same score, from the other end', context, 'score');
      context.diagnostics.report('keep-beyond-half', spanOf(block, side, context, 'keep'), reach, {
        related: more,
        block: 'portfolio',
      });
    }
  }
}

/** As the book has it: the same score on both sides is one order, of which each has a half. */
function isOneOrder({ long, short }: CheckedPortfolio, numberOf: Numbering): boolean {
  return long !== null && short !== null && numberOf(long.score) === numberOf(short.score);
}

/** Where names stay and how far that goes; null where nobody knows that it goes less far. */
function reachOf({ take }: CheckedLeg, most: number | null) {
  if (take.kind === 'all' || take.keep === take.enter) return null;
  const { kind, keep } = take;
  if (kind === 'part') return keep > 0.5 ? { kind, keep, half: 0.5, most: null } : null;
  const half = most === null ? null : Math.floor(most / 2);
  return half !== null && keep > half ? { kind, keep, half, most } : null;
}

/** No cross-section is larger; null when nobody says how many members there are. */
function mostMembers({ members, top }: CheckedStrategy['universe']): number | null {
  const listed = members.source === 'list' ? members.tickers.length : null;
  return top === null ? listed : Math.min(top.keep, listed ?? top.keep);
}
