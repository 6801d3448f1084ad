/** One portfolio: its sides, how their gross is divided, and when and how the book moves to it. */
import type { ExpandedBlock } from '../../load/expanded.ts';
import { pathOfPortfolio } from '../../planPortfolio.ts';
import type { CheckedPortfolio } from '../checked.ts';
import { readForm } from '../form.ts';
import { BlockReader, type CheckContext } from '../settings.ts';
import { checkLeg } from './leg.ts';
import { checkNeutral } from './neutral.ts';
import { checkDrift, checkSchedule } from './schedule.ts';
import { checkWeight, type LearntFrom } from './weight.ts';

const REGIME = {
  what: 'this condition',
  block: 'portfolio',
  scopes: ['market'],
  kinds: ['condition'],
  expected: 'a yes or no per session',
  hint: 'write `hold when mean(benchmark_close, 50d) > mean(benchmark_close, 200d)`; what differs by stock stands in the `where` of a side',
} as const;

/** A portfolio with the reader of its block, for what is verified of several. */
export interface ReadPortfolio {
  readonly portfolio: CheckedPortfolio;
  readonly reader: BlockReader;
}

/** The share is 1 until it is known whether there are others. */
export function checkPortfolio(
  block: ExpandedBlock,
  calendar: string,
  learnt: LearntFrom,
  context: CheckContext,
): ReadPortfolio | null {
  const reader = new BlockReader('portfolio', block, context);
  const name = block.name?.text ?? null;
  const path = pathOfPortfolio(name);
  const long = checkLeg(reader, 'long', path);
  const short = checkLeg(reader, 'short', path);
  if (!block.broken && reader.find('long') === null && reader.find('short') === null) {
    context.diagnostics.report('empty-book', block.span, {});
  }
  const weight = checkWeight(reader, { long, short }, path, learnt);
  const neutral = checkNeutral(reader, { long, short }, path);
  const hold = reader.find('hold when')?.value('condition', REGIME, `${path}.hold`) ?? null;
  const smooth = checkSmooth(reader, path);
  const rebalance = checkSchedule(reader, path, calendar);
  const drift = checkDrift(reader, path);
  if (weight === null) return null;
  const share = 1;
  return { reader, portfolio: { name, share, long, short, weight, neutral, hold, smooth, rebalance, drift } };
}

function checkSmooth(reader: BlockReader, path: string): CheckedPortfolio['smooth'] {
  const setting = reader.find('smooth');
  if (setting === null) return reader.byDefault(`${path}.smooth`, null);
  const read = readForm(setting, 'smooth', `${path}.smooth`, reader.context);
  const alpha = read?.values.alpha;
  return alpha === undefined ? null : { method: 'ewma', alpha };
}
