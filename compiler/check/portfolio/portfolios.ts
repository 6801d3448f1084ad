/** All portfolios of a strategy, and what must hold among them. */
import { type ExpandedStrategy, portfoliosOf } from '../../load/expanded.ts';
import { pathOfPortfolio } from '../../planPortfolio.ts';
import type { CheckedLabel, CheckedLeg, CheckedModel, CheckedPortfolio, CheckedUniverse } from '../checked.ts';
import type { BlockReader, CheckContext } from '../settings.ts';
import { checkPortfolio, type ReadPortfolio } from './portfolio.ts';

interface LearntFrom {
  readonly universe: CheckedUniverse | null;
  readonly label: CheckedLabel | null;
  readonly model: CheckedModel | null;
}

/** Null when a part that is needed is wrong, or there is none at all; that is reported with the other blocks. */
export function checkPortfolios(
  strategy: ExpandedStrategy,
  { universe, ...learnt }: LearntFrom,
  context: CheckContext,
): readonly CheckedPortfolio[] | null {
  const calendar = universe?.calendar ?? '';
  const blocks = portfoliosOf(strategy);
  const read = blocks.map((block) => checkPortfolio(block, calendar, learnt, context)).filter((each) => each !== null);
  for (const { portfolio, reader } of read) {
    verifyEnds(portfolio, reader);
    if (universe?.members.source === 'list') verifyEnough(portfolio, reader, universe.members.tickers.length);
  }
  const portfolios = read.length > 1 ? checkShares(read) : read.map(checkOnlyShare);
  verifyDrift(read);
  return blocks.length === 0 || read.length < blocks.length ? null : portfolios;
}

/** A share of a book that nobody else shares leaves the rest in cash. */
function checkOnlyShare({ portfolio, reader }: ReadPortfolio): CheckedPortfolio {
  return { ...portfolio, share: readShare(reader, portfolio) ?? 1 };
}

function checkShares(read: readonly ReadPortfolio[]): readonly CheckedPortfolio[] {
  const portfolios = read.map(({ portfolio, reader }) => {
    const { block, context } = reader;
    if (reader.find('share') === null && block !== null && !block.broken) {
      context.diagnostics.report('share-missing', block.span, { name: portfolio.name, others: read.length - 1 });
    }
    return { ...portfolio, share: readShare(reader, portfolio) ?? 0 };
  });
  const sum = portfolios.reduce((total, { share }) => total + share, 0);
  const last = read.findLast(({ reader }) => reader.find('share') !== null);
  if (sum > 1 + ROUNDING && last !== undefined) {
    const setting = last.reader.find('share')!;
    const related = read
      .filter((each) => each !== last)
      .flatMap(({ reader }) => reader.find('share') ?? [])
      .map((share) => ({ span: share.spanOf('share'), message: 'and this' }));
    last.reader.context.diagnostics.report('shares-above-whole', setting.spanOf('share'), { sum }, { related });
  }
  return portfolios;
}

/** 40% + 30% + 30% is not 1 to the last bit. */
const ROUNDING = 1e-12;

function readShare(reader: BlockReader, { name }: CheckedPortfolio): number | null {
  const path = `${pathOfPortfolio(name)}.share`;
  const setting = reader.find('share');
  if (setting === null) return reader.byDefault(path, null);
  return setting.number('share', path, { role: 'ratio', min: Number.MIN_VALUE, max: 1 });
}

/** Both ends of one order: parts of more than all of it would be the same names. */
function verifyEnds({ long, short }: CheckedPortfolio, reader: BlockReader): void {
  if (long?.take.kind !== 'part' || short?.take.kind !== 'part' || !isSameOrder(long, short)) return;
  const sum = long.take.enter + short.take.enter;
  const setting = reader.find('short');
  if (sum <= 1 + ROUNDING || setting === null) return;
  const facts = { long: long.take.enter, short: short.take.enter };
  reader.context.diagnostics.report('sides-overlap', setting.spanOf('count'), facts);
}

/** As it is written, which is enough for an error: where it is written otherwise the sides are simply smaller. */
function isSameOrder(long: CheckedLeg, short: CheckedLeg): boolean {
  return long.score.form === 'field' && short.score.form === 'field' && long.score.field === short.score.field;
}

/** A list cannot grow, so it must have a name for every place in the book. */
function verifyEnough({ long, short }: CheckedPortfolio, reader: BlockReader, members: number): void {
  const longs = countOf(long);
  const shorts = countOf(short);
  const shares = long !== null && short !== null && isSameOrder(long, short);
  const wanted = shares ? longs + shorts : Math.max(longs, shorts);
  const setting = shares || shorts > longs ? reader.find('short') : reader.find('long');
  if (wanted <= members || setting === null) return;
  reader.context.diagnostics.report('universe-too-small', setting.spanOf('count'), { wanted, members });
}

function countOf(leg: CheckedLeg | null): number {
  return leg?.take.kind === 'count' ? leg.take.enter : 0;
}

/** What a rebalance trades is known of the whole book, and not of one part of it. */
function verifyDrift(read: readonly ReadPortfolio[]): void {
  if (read.length < 2) return;
  for (const { portfolio, reader } of read) {
    const setting = reader.find('rebalance when');
    if (portfolio.drift === null || setting === null) continue;
    reader.context.diagnostics.report('drift-of-several', setting.span, { portfolios: read.length });
  }
}
