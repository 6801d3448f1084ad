/** Whether sectors are those of the day, by a config that says so. Today's are chosen knowing what became of companies. */
import type { Span } from '../../grammar/span.ts';
import { findPart } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { pathOfPortfolio } from '../planPortfolio.ts';
import { type Arrivals, decidingValues } from './arrivals.ts';
import type { CheckedStrategy } from './checked.ts';
import type { CheckContext } from './settings.ts';

export function verifySectors(
  strategy: CheckedStrategy,
  { sectorsOfOneDay }: Arrivals,
  { diagnostics, origins }: Pick<CheckContext, 'diagnostics' | 'origins'>,
): void {
  if (sectorsOfOneDay === null) return;
  const span = mentionOf(strategy) ?? origins.get('risk.limits.sector')?.span ?? neutralSpan(strategy, origins);
  if (!span) return;
  const related = [{ span: sectorsOfOneDay, message: 'rows without dates' }];
  diagnostics.report('sectors-not-point-in-time', span, {}, { related });
}

/** The first place in the strategy that reads sectors. */
function mentionOf(strategy: CheckedStrategy): Span | null {
  for (const value of [...decidingValues(strategy), strategy.label.value]) {
    const found = findPart(value, readsSectors);
    if (found !== null) return (found.via ?? found.part).span;
  }
  return null;
}

function readsSectors(part: TypedExpression): boolean {
  if (part.form === 'field') return part.field.name === 'sector';
  return part.form === 'call' && part.builtin.name === 'sector_return';
}

function neutralSpan({ portfolios }: CheckedStrategy, origins: CheckContext['origins']): Span | null {
  const neutral = portfolios.find((portfolio) => portfolio.neutral?.to === 'sector');
  return neutral === undefined ? null : (origins.get(`${pathOfPortfolio(neutral.name)}.neutral`)?.span ?? null);
}
