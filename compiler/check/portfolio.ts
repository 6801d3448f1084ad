import type { ExpandedBlock } from '../load/expanded.ts';
import type { MembersSpec, PortfolioSpec } from '../plan.ts';
import type { CheckedLeg, CheckedPortfolio } from './checked.ts';
import { readForm } from './form.ts';
import { BlockReader, type CheckContext } from './settings.ts';

const SCORE = {
  what: 'the score',
  block: 'portfolio',
  scopes: ['market', 'score'],
  kinds: ['panel'],
  expected: 'one number per stock and session',
} as const;

const FILTER = {
  what: 'this filter',
  block: 'portfolio',
  scopes: ['market', 'score'],
  kinds: ['mask', 'condition'],
  expected: 'a yes or no per stock and session',
  hint: 'compare it with something: `where prediction < 0%`',
} as const;

export function checkPortfolio(
  block: ExpandedBlock | null,
  members: MembersSpec | null,
  context: CheckContext,
): CheckedPortfolio | null {
  const reader = new BlockReader('portfolio', block, context);
  const long = checkLeg(reader, 'long');
  const short = checkLeg(reader, 'short');
  if (block !== null && !block.broken && reader.find('long') === null && reader.find('short') === null) {
    context.diagnostics.report('empty-book', block.span, {});
  }
  if (members?.source === 'list') verifyEnough(reader, long, short, members.tickers.length);
  return block === null
    ? null
    : { long, short, weight: checkWeight(reader), smooth: checkSmooth(reader), rebalance: checkRebalance(reader) };
}

function checkLeg(reader: BlockReader, side: 'long' | 'short'): CheckedLeg | null {
  const setting = reader.find(side);
  if (setting === null) return null;
  const path = `portfolio.${side}`;
  const what = side === 'long' ? 'the number of longs' : 'the number of shorts';
  const count = setting.number('count', `${path}.count`, { role: 'count', min: 1, what });
  const score = setting.value('score', SCORE, `${path}.score`);
  const filter = setting.value('filter', FILTER, `${path}.filter`);
  const gross = setting.number('gross', `${path}.gross`, { role: 'ratio', min: 0, what: '`gross`' });
  if (score !== null && (score.form !== 'field' || score.field.name !== 'prediction')) {
    reader.context.diagnostics.report('score-not-prediction', score.span, { found: score.form });
    return null;
  }
  return count === null || score === null || gross === null ? null : { count, score, filter, gross };
}

/** A list cannot grow, so it must have a name for every place in the book. */
function verifyEnough(reader: BlockReader, long: CheckedLeg | null, short: CheckedLeg | null, members: number): void {
  const wanted = (long?.count ?? 0) + (short?.count ?? 0);
  const setting = reader.find('short') ?? reader.find('long');
  if (wanted <= members || setting === null) return;
  reader.context.diagnostics.report('universe-too-small', setting.spanOf('count'), { wanted, members });
}

function checkWeight(reader: BlockReader): PortfolioSpec['weight'] {
  const setting = reader.find('weight');
  if (setting === null) return reader.byDefault('portfolio.weight', 'equal');
  setting.words('scheme', 'portfolio.weight');
  return 'equal';
}

function checkSmooth(reader: BlockReader): PortfolioSpec['smooth'] {
  const setting = reader.find('smooth');
  if (setting === null) return reader.byDefault('portfolio.smooth', null);
  const read = readForm(setting, 'smooth', 'portfolio.smooth', reader.context);
  const alpha = read?.values.alpha;
  return alpha === undefined ? null : { method: 'ewma', alpha };
}

function checkRebalance(reader: BlockReader): PortfolioSpec['rebalance'] {
  const setting = reader.find('rebalance');
  if (setting === null) return reader.byDefault('portfolio.rebalance', 'every session');
  const schedule = setting.words('schedule', 'portfolio.rebalance');
  return schedule === 'weekly' || schedule === 'monthly' ? schedule : 'every session';
}
