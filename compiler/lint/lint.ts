/** Pass 6b: what is legal and usually wrong, and what cannot work whatever the data says. Each lint only reports. */
import type { CheckedStrategy } from '../check/checked.ts';
import { verifyBreadth } from './breadth.ts';
import type { LintContext } from './context.ts';
import { verifyCosts, verifyNeverPaid } from './costs.ts';
import { verifyDrift } from './drift.ts';
import { verifyConstants, verifyDuplicates } from './features.ts';
import { verifyFilters } from './filters.ts';
import { verifyHistory, verifyWindows } from './history.ts';
import { verifyHolding } from './holding.ts';
import { verifyKeep } from './keep.ts';
import { verifyLimits } from './limits.ts';
import { verifyCrossSection } from './loss.ts';
import { numbering } from './numbering.ts';
import { verifyOutcomes } from './outcomes.ts';
import { verifyPaperTime } from './paper.ts';
import { readsPrediction, verifyPrediction } from './prediction.ts';
import { verifyPrices } from './prices.ts';
import { verifyRegimes } from './regime.ts';
import { verifyRiskHistory } from './riskHistory.ts';
import { verifySmoothing } from './smoothing.ts';
import { verifyRepeated, verifyStops } from './stops.ts';
import { verifyPatience } from './training.ts';
import { verifyUnused } from './unused.ts';
import { verifyVolatilityTarget } from './volatility.ts';

export function lintStrategy(checked: CheckedStrategy, context: LintContext): void {
  // What could not be read may be just what a lint would miss.
  const { strategy, diagnostics } = context;
  if (strategy.broken || [...strategy.blocks.values()].some(({ broken }) => broken)) return;
  const numberOf = numbering();

  // What cannot work, whatever the data says: errors.
  //  1. A feature that never changes, a loss that ranks one stock.
  verifyConstants(checked, numberOf, context);
  verifyCrossSection(checked, context);
  //  2. Too little history for a single cross-section.
  verifyHistory(checked, context);
  verifyRiskHistory(checked, context);
  //  3. Stops that never trip, or always.
  verifyStops(checked, context);
  //  4. Costs that pay.
  verifyNeverPaid(checked, context);
  //  5. A rebalance that waits for more than there is to trade.
  verifyDrift(checked, context);

  // What is usually wrong: warnings, once nothing is wrong for certain, so that no warning is about an error.
  if (diagnostics.hasErrors) return;
  //  6. Which stocks: prices as traded in filters, and enough names for the book.
  verifyPrices(checked, context);
  verifyBreadth(checked, context);
  //  7. What the model sees and learns: each feature once, enough sessions, a label that is what a holding earns; and
  //     whether anything asks it.
  verifyDuplicates(checked, numberOf, context);
  verifyOutcomes(checked, numberOf, context);
  verifyWindows(checked, context);
  verifyPatience(checked, context);
  if (readsPrediction(checked.portfolios)) verifyHolding(checked, context);
  verifyPrediction(checked, context);
  //  8. What is made of it: names stay to a place that their side can have, filters agree with their side, smoothing with the schedule and the weights.
  verifyKeep(checked, numberOf, context);
  verifyFilters(checked, context);
  verifySmoothing(checked, context);
  verifyRegimes(checked, context);
  //  9. At what cost and risk: something is paid, limits allow the book and each other, the target can be reached.
  verifyCosts(checked, context);
  verifyRepeated(checked, numberOf, context);
  verifyLimits(checked, context);
  verifyVolatilityTarget(checked, context);
  // 10. When it runs.
  verifyPaperTime(checked, context);
  // 11. What nothing uses.
  verifyUnused(context);
}
