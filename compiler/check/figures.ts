/** Figures by stock that exist only while the book runs: what a position has made, what an order trades. */
import { findPart } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import type { CheckContext } from './settings.ts';

/** They have a value now and no history, for the stocks in question and no others: each is computed with by itself. */
export function verifyFigures(values: readonly TypedExpression[], { diagnostics }: CheckContext): boolean {
  for (const value of values) {
    const found = findPart(value, (part) => looksBeyond(part) && part.form === 'call' && part.inputs.some(readsFigure));
    if (found === null) continue;
    const { part, via } = found;
    const figure = figureIn(part);
    const name = part.form === 'call' ? part.builtin.name : '';
    diagnostics.report('figure-without-history', (via ?? part).span, { figure, name });
    return false;
  }
  return true;
}

export function readsFigure(value: TypedExpression): boolean {
  return findPart(value, isFigure) !== null;
}

function figureIn(value: TypedExpression): string {
  const found = findPart(value, isFigure);
  return found?.part.form === 'field' ? found.part.field.name : '';
}

function isFigure(part: TypedExpression): boolean {
  return part.form === 'field' && (part.field.scope === 'position' || part.field.scope === 'cost');
}

/** Back in time, or across stocks. */
function looksBeyond(part: TypedExpression): boolean {
  if (part.form !== 'call') return false;
  const { kernel, lookBack } = part.builtin;
  const reach = lookBack?.(part.constants);
  return kernel.shape !== 'column' || (reach !== undefined && (reach.sessions > 0 || reach.recursive));
}
