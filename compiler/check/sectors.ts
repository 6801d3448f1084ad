/**
 * Whether sectors are there, and are those of the day, by a config that says so. Today's are chosen knowing what became of
 * companies.
 */
import type { Span } from '../../grammar/span.ts';
import { findPart } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { type Arrivals, valuesRead } from './arrivals.ts';
import type { CheckedStrategy } from './checked.ts';
import type { CheckContext } from './settings.ts';

export function verifySectors(
  strategy: CheckedStrategy,
  { sectors }: Arrivals,
  { diagnostics }: Pick<CheckContext, 'diagnostics'>,
): void {
  if (sectors.of === 'every day') return;
  const span = mentionOf(strategy);
  if (span === null) return;
  if (sectors.of === 'no day') {
    diagnostics.report('sectors-not-configured', span, {});
    return;
  }
  const related = [{ span: sectors.span, message: 'rows without dates' }];
  diagnostics.report('sectors-not-point-in-time', span, {}, { related });
}

/** The first place in the strategy that reads sectors. */
function mentionOf(strategy: CheckedStrategy): Span | null {
  for (const value of valuesRead(strategy)) {
    const found = findPart(value, readsSectors);
    if (found !== null) return (found.via ?? found.part).span;
  }
  return null;
}

function readsSectors(part: TypedExpression): boolean {
  if (part.form === 'field') return part.field.name === 'sector';
  return part.form === 'call' && (part.builtin.name === 'sector_return' || part.builtin.name === 'in_sector');
}
