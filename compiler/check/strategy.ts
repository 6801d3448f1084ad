/** Pass 6: checks every block, all of them whatever is wrong in one, in the order in which they lean on each other. */
import type { BlockType } from '../../grammar/tree.ts';
import { type ExpandedBlock, type ExpandedStrategy, portfoliosOf } from '../load/expanded.ts';
import { type Arrivals, verifyArrivals } from './arrivals.ts';
import { verifyBenchmark } from './benchmark.ts';
import type { CheckedStrategy } from './checked.ts';
import { checkCosts } from './costs.ts';
import { checkExecution } from './execution.ts';
import { checkFeatures } from './features.ts';
import { checkLabel } from './label.ts';
import { checkLocals } from './locals.ts';
import { checkModel } from './model.ts';
import { checkPaper } from './paper.ts';
import { checkPortfolios } from './portfolio/portfolios.ts';
import { checkRisk } from './risk.ts';
import { verifySectors } from './sectors.ts';
import type { CheckContext } from './settings.ts';
import { checkGaps } from './split/gaps.ts';
import { checkSplit } from './split/split.ts';
import { readTiming } from './timing.ts';
import { checkUniverse } from './universe.ts';

/** Blocks that have no default, with the line that each of them mostly begins with. */
const BEGINNINGS = {
  universe: 'members sp500 as of each session',
  features: 'include core14',
  model: 'window 90d',
  split: 'train 2020-01-01 .. 2023-12-31',
  portfolio: 'long top 38 by prediction gross 65%',
  execution: 'decide at close',
} as const satisfies Partial<Record<BlockType, string>>;

const NEEDED = Object.keys(BEGINNINGS) as (keyof typeof BEGINNINGS)[];
export const REQUIRED: readonly BlockType[] = NEEDED;

export function checkStrategy(
  strategy: ExpandedStrategy,
  arrivals: Arrivals | null,
  untimed: Omit<CheckContext, 'timing'>,
): CheckedStrategy | null {
  const block = (type: BlockType): ExpandedBlock | null => strategy.blocks.get(type) ?? null;
  const context = { ...untimed, timing: readTiming(strategy, untimed) };
  verifyPresent(strategy, context);

  const universe = checkUniverse(block('universe'), context);
  const features = checkFeatures(block('features'), context);
  const label = checkLabel(strategy.label, context);
  const model = checkModel(block('model'), context);
  const folds = checkSplit(block('split'), universe?.period ?? null, context);
  const gaps = checkGaps(block('split'), features, label, model, context);
  const portfolios = checkPortfolios(strategy, { universe, label, model }, context);
  const execution = checkExecution(block('execution'), context);
  const shorts = portfoliosOf(strategy).some(({ settings }) => settings.some(({ node }) => node.key === 'short'));
  const at = { span: strategy.name.span, broken: strategy.broken, shorts };
  const costs = checkCosts(block('costs'), at, context);
  const risk = checkRisk(block('risk'), context);
  const paper = checkPaper(block('paper'), context);
  verifyBenchmark(universe, features, label, portfolios, execution, costs, risk, context);
  checkLocals(strategy, context);

  if (universe === null || features === null || label === null || model === null || folds === null) return null;
  if (gaps === null) return null;
  if (portfolios === null || execution === null || costs === null || risk === null || paper === null) return null;
  const split = { ...folds, ...gaps };
  const checked = { universe, features, label, model, split, portfolios, execution, costs, risk, paper };
  // What looks ahead whenever its data arrive has been reported as that.
  if (arrivals !== null && !context.diagnostics.hasErrors) {
    verifyArrivals(checked, arrivals, context);
    verifySectors(checked, arrivals, context);
  }
  return checked;
}

function verifyPresent(strategy: ExpandedStrategy, { diagnostics }: CheckContext): void {
  // What a broken strategy seems to lack may be in the part that could not be read.
  if (strategy.broken) return;
  const { span } = strategy.name;
  for (const type of NEEDED) {
    if (type === 'portfolio' ? portfoliosOf(strategy).length > 0 : strategy.blocks.has(type)) continue;
    const head = type === 'model' ? 'model lstm' : type;
    diagnostics.report('missing-block', { ...span }, { type, example: `${head} { ${BEGINNINGS[type]} … }` });
  }
  if (strategy.label === null) diagnostics.report('missing-label', span, {});
}
