/** Limits that look at the past: there must be as much of it before the first decision of the book. */
import type { CheckedStrategy } from '../check/checked.ts';
import { booked } from '../plan.ts';
import { mostSessions } from './calendar.ts';
import { type LintContext, related, spanOf } from './context.ts';

export function verifyRiskHistory(checked: CheckedStrategy, context: LintContext): void {
  const { universe, risk, split } = checked;
  const { correlation, beta, valueAtRisk, expectedShortfall } = risk.limits;
  const windows = { correlation, beta, value_at_risk: valueAtRisk, expected_shortfall: expectedShortfall };
  const { from } = booked(split);
  // The first decision may read its own session.
  const most = mostSessions({ from: universe.period.from, to: from }, universe);
  for (const [name, limit] of Object.entries(windows)) {
    if (limit === null) continue;
    // So many returns need one price more, and another where the last one is not known yet.
    const of = 'returns' in limit ? limit.window + limit.returns.lookBack.sessions : 1 + limit.of.lookBack.sessions;
    if (of <= most) continue;
    const span = spanOf('risk', `limit ${name}`, context, 'window');
    const facts = { name, needs: of, most, from: universe.period.from, first: from };
    const more = related('universe', 'period', 'the data begin here', context);
    context.diagnostics.report('limit-without-history', span, facts, { related: more });
  }
}
