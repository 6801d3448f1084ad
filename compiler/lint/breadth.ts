/** More names than the universe surely has. What `require` takes away depends on data, so it is not counted on. */
import type { CheckedLeg, CheckedPortfolio, CheckedStrategy } from '../check/checked.ts';
import { pathOfPortfolio } from '../planPortfolio.ts';
import { membersText } from '../planUniverse.ts';
import { type LintContext, related, spanOf } from './context.ts';

export function verifyBreadth({ universe, portfolios }: CheckedStrategy, context: LintContext): void {
  for (const portfolio of portfolios) verifyPortfolio(universe, portfolio, context);
}

function verifyPortfolio(
  universe: CheckedStrategy['universe'],
  portfolio: CheckedPortfolio,
  context: LintContext,
): void {
  const { fewest, members, top } = universe;
  const block = pathOfPortfolio(portfolio.name);
  const [longs, shorts] = [countOf(portfolio.long), countOf(portfolio.short)];
  // A list that is too short is an error of its own.
  if (members.source === 'list' || fewest === null || longs + shorts <= fewest) return;
  const side = portfolio.short === null ? 'long' : 'short';
  const all = membersText(members, { index: (name) => name, list: (tickers) => tickers.join(', ') });
  const index = top === null ? all : `the top ${top.count}`;
  const facts = { longs, shorts, fewest, index };
  context.diagnostics.report('count-above-universe', spanOf(block, side, context, 'count'), facts, {
    related: [
      ...(side === 'short' && longs > 0 ? related(block, 'long', `${longs} here`, context, 'count') : []),
      ...related('universe', 'members', `at least ${fewest} on any session`, context, 'members'),
    ],
    block: 'portfolio',
  });
}

/** A part of a cross-section, or all of it, is there whatever its size. */
function countOf(leg: CheckedLeg | null): number {
  return leg?.take.kind === 'count' ? leg.take.enter : 0;
}
