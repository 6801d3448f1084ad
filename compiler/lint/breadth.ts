/** More names than the universe surely has. What `require` takes away depends on data, so it is not counted on. */
import type { CheckedStrategy } from '../check/checked.ts';
import { type LintContext, related, spanOf } from './context.ts';

export function verifyBreadth({ universe, portfolio }: CheckedStrategy, context: LintContext): void {
  const { fewest, members } = universe;
  const longs = portfolio.long?.count ?? 0;
  const shorts = portfolio.short?.count ?? 0;
  // A list that is too short is an error of its own.
  if (members.source === 'list' || fewest === null || longs + shorts <= fewest) return;
  const side = portfolio.short === null ? 'long' : 'short';
  const facts = { longs, shorts, fewest, index: members.index };
  context.diagnostics.report('count-above-universe', spanOf('portfolio', side, context, 'count'), facts, {
    related: [
      ...(side === 'short' && longs > 0 ? related('portfolio', 'long', `${longs} here`, context, 'count') : []),
      ...related('universe', 'members', `at least ${fewest} on any session`, context, 'members'),
    ],
    block: 'portfolio',
  });
}
