/** Whether anything reads what the model predicts: a book of rules alone is a legal book, and its training is for nothing. */
import type { CheckedPortfolio, CheckedStrategy } from '../check/checked.ts';
import { findPart } from '../expression/slot.ts';
import type { TypedExpression } from '../expression/typed.ts';
import { valuesOfPortfolio } from '../planPortfolio.ts';
import { blockOf, type LintContext } from './context.ts';

/** Where nothing does, the label is nobody's: what it should rather be is not asked either. */
export function readsPrediction(portfolios: readonly CheckedPortfolio[]): boolean {
  return portfolios.some((portfolio) => valuesOfPortfolio(portfolio).some(mentionsPrediction));
}

export function verifyPrediction({ portfolios }: CheckedStrategy, context: LintContext): void {
  if (readsPrediction(portfolios)) return;
  const span = blockOf('model', context)?.span ?? context.strategy.name.span;
  context.diagnostics.report('model-unread', span, {}, { block: 'model' });
}

function mentionsPrediction(value: TypedExpression): boolean {
  return findPart(value, (part) => part.form === 'field' && part.field.name === 'prediction') !== null;
}
