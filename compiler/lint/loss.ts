/** A rank needs at least two to be ranked. */
import type { CheckedStrategy } from '../check/checked.ts';
import { findPart } from '../expression/slot.ts';
import { type LintContext, related, spanOf } from './context.ts';

export function verifyCrossSection({ universe: { members }, model }: CheckedStrategy, context: LintContext): void {
  if (members.source !== 'list' || members.tickers.length > 1) return;
  const more = { related: related('universe', 'members', 'one ticker', context, 'members') };
  const ranking = findPart(model.loss, (part) => part.form === 'call' && part.builtin.name === 'spearman_loss');
  if (ranking !== null) {
    const { span } = ranking.via ?? ranking.part;
    context.diagnostics.report(
      'nothing-to-rank',
      span,
      { what: '`spearman_loss`', instead: '`huber(delta: 0.05)`' },
      more,
    );
  }
  const metric = model.earlyStopping?.metric;
  if (metric === 'rank_ic' || metric === 'ic') {
    const span = spanOf('model', 'epochs', context, 'metric');
    context.diagnostics.report('nothing-to-rank', span, { what: `\`${metric}\``, instead: '`loss`' }, more);
  }
}
